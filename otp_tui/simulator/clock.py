"""The simulator's clock, and the four date formats of its answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Now: TypeAlias = Callable[[], float]
    Sleep: TypeAlias = Callable[[float], Awaitable[None]]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Türkiye has kept +03:00 all year since 2016; a fixed offset needs no time zone data, which Windows lacks.
ISTANBUL: Final = timezone(timedelta(hours=3))
TICKS_PER_SECOND: Final = 10_000_000
MAX_OFFSET_S: Final = 10 * 365 * 86_400.0


class Clock:
    """A given clock plus an offset that testers move.

    Args:
        now: Returns seconds since the Unix epoch.
        sleep: Waits the given seconds; tests pass one that returns at once.
    """

    def __init__(self, now: Now, sleep: Sleep) -> None:
        self._now = now
        self.sleep = sleep
        self.offset_s = 0.0
        self._stopped_at: float | None = None

    @property
    def frozen(self) -> bool:
        """True while it stands still."""
        return self._stopped_at is not None

    def now(self) -> float:
        """Return the simulated time in seconds since the Unix epoch."""
        return (self._now() if self._stopped_at is None else self._stopped_at) + self.offset_s

    def freeze(self, *, frozen: bool) -> None:
        """Stand still, or go on from there."""
        if frozen and self._stopped_at is None:
            self._stopped_at = self._now()
        elif not frozen and self._stopped_at is not None:
            self.offset_s -= self._now() - self._stopped_at
            self._stopped_at = None

    def advance(self, seconds: float) -> None:
        """Move the clock by `seconds`, on top of every earlier move.

        Raises:
            ValueError: The clock would be more than ten years off, past which not every date can be written.
        """
        offset = self.offset_s + seconds
        if not abs(offset) <= MAX_OFFSET_S:  # written so that NaN is refused too
            raise ValueError("the clock moves by ten years at most")
        self.offset_s = offset

    def reset(self) -> None:
        """Go back to the time of the given clock."""
        self.offset_s, self._stopped_at = 0.0, None


def rfc3339(at: float) -> str:
    """Return a moment in UTC with milliseconds: `2026-11-21T11:05:09.123Z`."""
    seconds, milliseconds = divmod(int(at * 1000), 1000)
    return f"{_utc(seconds)}.{milliseconds:03d}Z"


def dotnet_istanbul(at: float) -> str:
    """Return a moment as Paynet writes `otp_expire` (S2): seven fractional digits and `+03:00`."""
    seconds, ticks = divmod(int(at * TICKS_PER_SECOND), TICKS_PER_SECOND)
    return f"{_istanbul(seconds)}.{ticks:07d}+03:00"


def istanbul_local(at: float) -> str:
    """Return a moment as Paywall's `SessionExpiryDate` (D20): Istanbul time without a zone."""
    return _istanbul(int(at))


def http_date(at: float) -> bytes:
    """Return a moment in the format of the `Date` header."""
    return _http_date(int(at))


# Many answers share a second, which takes longer to write than the rest of a date.


@lru_cache(maxsize=8)
def _utc(second: int) -> str:
    return f"{EPOCH + timedelta(seconds=second):%Y-%m-%dT%H:%M:%S}"


@lru_cache(maxsize=8)
def _istanbul(second: int) -> str:
    return f"{(EPOCH + timedelta(seconds=second)).astimezone(ISTANBUL):%Y-%m-%dT%H:%M:%S}"


@lru_cache(maxsize=8)
def _http_date(second: int) -> bytes:
    return format_datetime(EPOCH + timedelta(seconds=second), usegmt=True).encode("ascii")
