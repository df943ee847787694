"""Both clocks, read from the machine; a demo's may be moved forward."""

import time
from datetime import UTC, datetime, timedelta

from otp_tui.core.timestamps import ClockReading

_BOOT = getattr(time, "CLOCK_BOOTTIME", None)


def _tick() -> float:
    """Seconds on a clock that runs through suspend where the system has one (Linux), else monotonic."""
    return time.monotonic() if _BOOT is None else time.clock_gettime(_BOOT)


class SystemClock:
    """The machine's clocks, with an offset that time travel on a simulator adds to both.

    Ticks are counted from 1970 by the wall clock as it stood when the process began, so that those of two processes
    can be compared; from then on the wall clock may do what it likes.
    """

    def __init__(self) -> None:
        self._ahead = 0.0
        self._origin = time.time() - _tick()

    def now(self) -> ClockReading:
        """Read both clocks."""
        tick = self._origin + _tick() + self._ahead
        return ClockReading(tick, datetime.now(UTC) + timedelta(seconds=self._ahead))

    def catch_up(self, tick: float) -> None:
        """Move past an earlier process's last reading, though the wall clock was set back."""
        self._origin += max(0.0, tick - self.now().monotonic)

    def epoch(self) -> float:
        """Seconds since 1970, as the demo's simulator reads the same clock."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move both clocks forward.

        Args:
            seconds: How far; time never goes back.
        """
        self._ahead += max(0.0, seconds)
