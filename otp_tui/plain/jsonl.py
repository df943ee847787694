"""The reporter of ``run --json``: each event and exchange as a line, at once."""

from collections.abc import Callable
from datetime import datetime

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.change import Change
from otp_tui.core.flow.outcome import RunEnd
from otp_tui.core.flow.state import Walkthrough
from otp_tui.evidence.json_lines import (
    Line,
    finished,
    json_line,
    of_change,
    of_exchange,
    started,
    stopped,
)


class JsonLines:
    """A reporter that writes a walkthrough's events and exchanges as JSON lines.

    Args:
        write: Called with one line without its end.
        environment: The environment in every line; None where it is not known yet.

    Attributes:
        environment: The environment in every line from now on; None where it is not known yet.
    """

    def __init__(self, write: Callable[[str], None], environment: Environment | None) -> None:
        self._write = write
        self.environment = environment
        self._seq = 0

    def started(self, walkthrough: Walkthrough, profile: str | None) -> None:
        """Write the first line."""
        self._add(started(walkthrough, profile))

    def stopped(self, at: datetime, rule: str) -> None:
        """Write the line of a guard that stopped the run before it was begun."""
        self._add(stopped(at, rule))

    def changed(self, change: Change) -> None:
        """Write the changes of one event that scripts need."""
        for line in of_change(change):
            self._add(line)

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Write one exchange with its verdict and proof."""
        self._add(of_exchange(exchange))

    def last_line(self, end: RunEnd, at: datetime) -> str:
        """Return the last line, which `write` is not called with: the evidence has it before anybody reads it."""
        return json_line(finished(end, at), self._seq + 1, self.environment)

    def failed(self, error: BaseException) -> None:
        """Do nothing; the command reports the bug on standard error."""

    def _add(self, line: Line) -> None:
        self._seq += 1
        self._write(json_line(line, self._seq, self.environment))
