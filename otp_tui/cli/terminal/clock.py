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
        self._stopped_at: tuple[float, float] | None = None
        self._origin = time.time() - _tick()

    def now(self) -> ClockReading:
        """Read both clocks."""
        tick, wall = self._stopped_at or (_tick(), time.time())
        moment = datetime.fromtimestamp(wall, UTC) + timedelta(seconds=self._ahead)
        return ClockReading(self._origin + tick + self._ahead, moment)

    def catch_up(self, tick: float) -> None:
        """Move past an earlier process's last reading, though the wall clock was set back."""
        self._origin += max(0.0, tick - self.now().monotonic)

    def epoch(self) -> float:
        """Seconds since 1970, as the demo's simulator reads the same clock."""
        return (time.time() if self._stopped_at is None else self._stopped_at[1]) + self._ahead

    @property
    def is_frozen(self) -> bool:
        """True while both clocks stand still."""
        return self._stopped_at is not None

    def freeze(self, *, frozen: bool) -> None:
        """Let both clocks stand still, or go on from there."""
        if frozen and self._stopped_at is None:
            self._stopped_at = (_tick(), time.time())
        elif not frozen and self._stopped_at is not None:
            self._ahead -= _tick() - self._stopped_at[0]
            self._stopped_at = None

    def advance(self, seconds: float) -> None:
        """Move both clocks forward.

        Args:
            seconds: How far; time never goes back.
        """
        self._ahead += max(0.0, seconds)
