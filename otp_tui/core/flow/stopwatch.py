"""The SMS stopwatch: how long a message took to arrive, to be typed, and to be judged."""

from typing import NamedTuple

from otp_tui.core.flow.challenge import Challenge
from otp_tui.core.timestamps import ClockReading


class SmsTimes(NamedTuple):
    """The moments of one SMS whose arrival the operator told, in seconds of the monotonic clock.

    Attributes:
        provider: The provider that sent it.
        send: The number of the send within its challenge.
        sent: The moment at which the request of the send was made.
        arrived: The moment at which the operator said that it arrived.
        entered: The moment at which a code was entered; None before that.
        decided: The moment of the answer to that code; None before that.
    """

    provider: str
    send: int
    sent: float
    arrived: float
    entered: float | None = None
    decided: float | None = None

    @property
    def until_arrival(self) -> float:
        """Seconds from the send to the arrival."""
        return max(0.0, self.arrived - self.sent)

    @property
    def until_entry(self) -> float | None:
        """Seconds from the arrival to the code; None before it was entered."""
        return None if self.entered is None else self.entered - self.arrived

    @property
    def until_verdict(self) -> float | None:
        """Seconds from the code to its answer; None before there was one."""
        return None if self.entered is None or self.decided is None else self.decided - self.entered


def is_timed(times: tuple[SmsTimes, ...], challenge: Challenge) -> bool:
    """Return whether the arrival of a challenge's newest SMS was told already."""
    return bool(times) and (times[-1].provider, times[-1].sent) == (challenge.provider, _sent(challenge))


def with_arrival(
    times: tuple[SmsTimes, ...], challenge: Challenge, now: ClockReading
) -> tuple[SmsTimes, ...]:
    """Return the times with the arrival of a challenge's newest SMS."""
    return (*times, SmsTimes(challenge.provider, challenge.sends, _sent(challenge), now.monotonic))


def with_code(
    times: tuple[SmsTimes, ...], challenge: Challenge | None, now: ClockReading
) -> tuple[SmsTimes, ...]:
    """Return the times with the first code that was entered after an arrival."""
    if challenge is None or not is_timed(times, challenge) or times[-1].entered is not None:
        return times
    return (*times[:-1], times[-1]._replace(entered=now.monotonic))


def with_verdict(times: tuple[SmsTimes, ...], now: ClockReading) -> tuple[SmsTimes, ...]:
    """Return the times with the answer to the code that was entered last."""
    if not times or times[-1].entered is None or times[-1].decided is not None:
        return times
    return (*times[:-1], times[-1]._replace(decided=now.monotonic))


def _sent(challenge: Challenge) -> float:
    return (challenge.requested or challenge.sent).monotonic
