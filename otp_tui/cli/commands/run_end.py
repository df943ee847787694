"""The end of a `run`: its last JSON line and its files, written once, whatever ended it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from otp_tui.cli.commands.run_options import RunOptions
from otp_tui.cli.composition.evidence_files import EvidenceFiles
from otp_tui.cli.terminal.console import ResultLostError, print_message, print_result
from otp_tui.cli.terminal.crash import crash_page
from otp_tui.core.exit_codes import BUG, CANCELLED, USAGE
from otp_tui.core.flow.journey import LEGS, Journey, Outcome
from otp_tui.core.flow.outcome import RunEnd
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.evidence.record import RunRecord, run_record
from otp_tui.evidence.scan import LeakError
from otp_tui.i18n.translator import Translator
from otp_tui.plain.jsonl import JsonLines


class Remains(NamedTuple):
    """The remains of a walkthrough that evidence is made of.

    Attributes:
        record: All that happened in it.
        secrets: The names and values of its secrets, none of which may leave.
        pictures: A picture of each step, by its name.
    """

    record: WalkthroughRecord
    secrets: Sequence[tuple[str, str]] = ()
    pictures: Mapping[str, str] = {}


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
        self._wall = wall
        self._began = wall()
        self._kept: list[str] = []
        self._ended = False
        self._full = False
        self.lines = JsonLines(self._keep, None)
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

    def end(self, end: RunEnd, remains: Remains) -> int:
        """Write the end of a walkthrough that was begun; return the exit code of the process."""
        run = run_record(remains.record, end, self._kept)
        return self._write(run, remains.record.last_moment, remains, silent=False)

    def end_before(self, exit_code: int, reason: str = "", rule: str = "") -> int:
        """Write the end of a run that never began, or that a bug has cut short; return its exit code.

        Args:
            exit_code: The exit code.
            reason: Why it could not run, in a sentence.
            rule: The rule of the guard that stopped it, if one did.
        """
        if self._ended:
            return exit_code
        at = self._wall()
        if rule:
            self.lines.stopped(at, rule)
        run = RunRecord(
            Journey(self._options.journey),
            self.lines.environment,
            self._began,
            Outcome.CANCELLED if exit_code == CANCELLED else Outcome.FAILED,
            exit_code,
            unreached=[leg.provider for leg in LEGS[Journey(self._options.journey)]],
            reason=reason,
            profile=self._options.profile or "",
        )
        return self._write(run, at, silent=exit_code == USAGE and not self._kept)

    def _write(self, run: RunRecord, at: datetime, remains: Remains | None = None, *, silent: bool) -> int:
        """Write the files, then the last line, which has the exit code that the files led to.

        Args:
            run: The run as it ended, without its last line.
            at: The moment of its end, UTC.
            remains: What a pack is made of besides.
            silent: Print no line: the usage was wrong, and nothing was begun.
        """
        self._ended = True
        # Nobody cancelled it: its result could not be written.
        if self._full and run.exit_code in {0, CANCELLED}:
            run = run._replace(exit_code=USAGE)
        secrets, pictures = (remains.secrets, remains.pictures) if remains else ((), {})
        run = self._tried(run, lambda: self.files.write(run, secrets))
        whole = run._replace(lines=(*self._kept, self._last_line(run, at)))
        run = self._tried(run, lambda: self.files.write_pack(whole, self._translator, pictures, secrets))
        if self._options.as_json and not silent:
            self.print(self._last_line(run, at))
        return run.exit_code

    def _tried(self, run: RunRecord, write: Callable[[], bool]) -> RunRecord:
        """Return a run with the exit code that the writing of its files led to."""
        try:
            written = write()
        except LeakError as error:
            print_message(self._translator.text("evidence.leak", file=error.file, secret=error.secret))
            written = False
        except Exception as error:  # noqa: BLE001 - a bug of our own: told without its text, and the last line follows
            print_message(crash_page(self._translator, error))
            return run._replace(exit_code=run.exit_code or BUG)
        return run if written else run._replace(exit_code=run.exit_code or USAGE)

    def _last_line(self, run: RunRecord, at: datetime) -> str:
        return self.lines.last_line(RunEnd(run.outcome, run.exit_code, run.decision), at)

    def _keep(self, line: str) -> None:
        """Keep a JSON line for the evidence, and print it where that was asked for."""
        self._kept.append(line)
        if self._options.as_json:
            self.print(line)

    def _tell_unwritable(self, path: Path) -> None:
        print_message(self._translator.text("run.cannot_write", path=path))
