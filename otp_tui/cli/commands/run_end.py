"""The end of a `run`: its last JSON line and its files, written once, whatever ended it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from otp_tui.cli.commands.run_options import RunOptions
from otp_tui.cli.composition.evidence_files import EvidenceFiles
from otp_tui.cli.terminal.console import ResultLostError, print_message, print_result
from otp_tui.cli.terminal.crash import crash_page
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exit_codes import BUG, CANCELLED, USAGE
from otp_tui.core.flow.journey import LEGS, Journey, Outcome
from otp_tui.core.flow.state import Walkthrough
from otp_tui.evidence.record import RunRecord
from otp_tui.i18n.translator import Translator
from otp_tui.plain.jsonl import JsonLines, RunEnd


class RunOutput:
    """The output of one run: its JSON lines and its files.

    Attributes:
        lines: The JSON lines.
        files: The evidence files.
        lost: Called where standard output cannot be written any more.

    Args:
        translator: The translator.
        options: The options of the run.
        wall: Returns the wall clock's time, UTC.
    """

    def __init__(self, translator: Translator, options: RunOptions, wall: Callable[[], datetime]) -> None:
        self.lost: Callable[[], None] = lambda: None
        self._translator = translator
        self._options = options
        self._began = wall()
        self._kept: list[str] = []
        self._ended = False
        self._full = False
        self.lines = JsonLines(self._keep, wall, None)
        self.files = EvidenceFiles(options.files, options.evidence, self._tell_unwritable)

    def print(self, line: str) -> None:
        """Print a line of the result; where that cannot be, tell so by `lost`, and by a sentence for a full disk."""
        try:
            print_result(line)
        except ResultLostError as error:
            if not error.reader_gone:
                self._full = True
                print_message(f"otp-tui: {self._translator.text('output.lost')}")
            self.lost()

    def end(self, end: RunEnd, walkthrough: Walkthrough, exchanges: list[Exchange]) -> int:
        """Write the end of a walkthrough that was begun; return the exit code of the process."""
        reached = {exchange.provider for exchange in exchanges}
        record = RunRecord(
            Journey(self._options.journey),
            self.lines.environment,
            self._began,
            end.outcome,
            end.exit_code,
            end.decision,
            tuple(exchanges),
            unreached=[leg.provider for leg in walkthrough.legs if leg.provider not in reached],
        )
        return self._write(end, record, silent=False)

    def end_before(self, exit_code: int, reason: str = "", rule: str = "") -> int:
        """Write the end of a run that never began, or that a bug has cut short; return its exit code.

        Args:
            exit_code: The exit code.
            reason: Why it could not run, in a sentence.
            rule: The rule of the guard that stopped it, if one did.
        """
        if self._ended:
            return exit_code
        if rule:
            self.lines.stopped(rule)
        outcome = Outcome.CANCELLED if exit_code == CANCELLED else Outcome.FAILED
        record = RunRecord(
            Journey(self._options.journey),
            self.lines.environment,
            self._began,
            outcome,
            exit_code,
            unreached=[leg.provider for leg in LEGS[Journey(self._options.journey)]],
            reason=reason,
        )
        return self._write(RunEnd(outcome, exit_code), record, silent=exit_code == USAGE and not self._kept)

    def _write(self, end: RunEnd, record: RunRecord, *, silent: bool) -> int:
        """Write the files, then the last line, which has the exit code that the files led to.

        Args:
            end: The end, as far as the run itself goes.
            record: The same for the files.
            silent: Print no line: the usage was wrong, and nothing was begun.
        """
        self._ended = True
        # Nobody cancelled it: its result could not be written.
        if self._full and end.exit_code in {0, CANCELLED}:
            end, record = end._replace(exit_code=USAGE), record._replace(exit_code=USAGE)
        end = self._write_files(end, record, last=False)
        line = self.lines.last_line(end)
        written = self._write_files(end, record._replace(lines=(*self._kept, line)), last=True)
        if self._options.as_json and not silent:
            self.print(line if written == end else self.lines.last_line(written))
        return written.exit_code

    def _write_files(self, end: RunEnd, record: RunRecord, *, last: bool) -> RunEnd:
        try:
            written = self.files.write(record, last=last)
        except Exception as error:  # noqa: BLE001 - a bug of our own: told without its text, and the last line follows
            print_message(crash_page(self._translator, error))
            return end._replace(exit_code=end.exit_code or BUG)
        return end if written else end._replace(exit_code=end.exit_code or USAGE)

    def _keep(self, line: str) -> None:
        """Keep a JSON line for the evidence, and print it where that was asked for."""
        self._kept.append(line)
        if self._options.as_json:
            self.print(line)

    def _tell_unwritable(self, path: Path) -> None:
        print_message(self._translator.text("run.cannot_write", path=path))
