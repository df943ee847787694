"""The challenge: an OTP that was sent and waits for its code.

Its countdown is derived from the reading at receipt, never decremented.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from otp_tui.core.exchange.exchange import ChallengeKind
from otp_tui.core.flow.journey import LegPolicy, ResendRule
from otp_tui.core.security.secrets import Handle
from otp_tui.core.timestamps import ClockReading, Expiry, ExpiryProblem


class ExpirySource(StrEnum):
    """The source of an expiry."""

    SERVER = "server"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Challenge:
    """One open OTP.

    Attributes:
        provider: The provider that sent it.
        kind: The kind of OTP.
        token: The newest token, where the provider uses one.
        sends: The number of its sends, the first included.
        attempts: The number of codes that were refused since the newest send.
        sent: The moment at which the newest send was answered.
        requested: The moment at which it was made, where that is known.
        lifetime: Seconds from then to the expiry, fixed at receipt.
        source: The source of the expiry.
        problem: The reason why the server's expiry was not believed.
        by_own_clock: True where the server gave no ``Date``, so that our clock was used.
        skew: Seconds that the server's clock is ahead of ours.
        server_at: The moment that the server named, if it was believed.
        resend_wait: Seconds from ``sent`` until a resend opens.
        rule: The rule by which it opens.
        presumed: True where only the operator says that the SMS arrived.
        chained: The number of challenges before it in its leg, each of which ended with a verify that asked for it.
    """

    provider: str
    kind: ChallengeKind
    token: Handle | None
    sends: int
    attempts: int
    sent: ClockReading
    lifetime: float
    source: ExpirySource
    problem: ExpiryProblem | None
    by_own_clock: bool
    skew: float
    server_at: datetime | None
    resend_wait: float
    rule: ResendRule
    presumed: bool = False
    chained: int = 0
    requested: ClockReading | None = None

    def remaining(self, now: ClockReading) -> float:
        """Return the seconds until the expiry, never below zero."""
        return max(0.0, self.lifetime - (now.monotonic - self.sent.monotonic))

    def is_over(self, now: ClockReading) -> bool:
        """Return whether the time until the expiry has passed; the provider may see it otherwise."""
        return self.remaining(now) <= 0

    def resend_in(self, now: ClockReading) -> float:
        """Return the seconds until a resend opens, never below zero."""
        return max(0.0, self.resend_wait - (now.monotonic - self.sent.monotonic))

    @property
    def expires(self) -> datetime:
        """The moment of the expiry by our own clock, which is the one on the screen."""
        return self.sent.utc + timedelta(seconds=self.lifetime)

    def expires_by(self, now: ClockReading) -> datetime:
        """Return the moment of the expiry by the present wall clock, which may have been set since."""
        return now.utc + timedelta(seconds=self.lifetime - (now.monotonic - self.sent.monotonic))

    @property
    def resend_opens(self) -> datetime:
        """The moment at which a resend opens, by our own clock."""
        return self.sent.utc + timedelta(seconds=self.resend_wait)

    def refused(self) -> "Challenge":
        """Return the challenge after one more refused code."""
        return replace(self, attempts=self.attempts + 1)


def open_challenge(
    policy: LegPolicy,
    now: ClockReading,
    *,
    kind: ChallengeKind,
    token: Handle | None,
    expiry: Expiry | None,
    sends: int = 1,
    presumed: bool = False,
    chained: int = 0,
) -> Challenge:
    """Return the challenge of a send that was just answered.

    Args:
        policy: The policy of its leg.
        now: The moment of receipt.
        kind: The kind of OTP.
        token: The newest token.
        expiry: The answer's expiry; without a plausible one the policy's lifetime is assumed.
        sends: The number of sends, this one included.
        presumed: True where only the operator says that the SMS arrived.
        chained: The number of challenges before it in its leg.
    """
    believed = expiry is not None and expiry.problem is None
    lifetime = expiry.remaining if expiry and believed else float(policy.assumed_s)
    return Challenge(
        provider=policy.provider,
        kind=kind,
        token=token,
        sends=sends,
        attempts=0,
        sent=now,
        lifetime=lifetime,
        source=ExpirySource.SERVER if believed else ExpirySource.ASSUMED,
        problem=expiry.problem if expiry else None,
        by_own_clock=bool(expiry and believed and expiry.by_own_clock),
        skew=expiry.skew if expiry else 0.0,
        server_at=expiry.at if expiry and believed else None,
        resend_wait=policy.resend_wait(sends, lifetime),
        rule=policy.resend_rule,
        presumed=presumed,
        chained=chained,
    )


def format_countdown(seconds: float) -> str:
    """Return a duration as ``1:52``; a started second counts as a whole one."""
    whole = math.ceil(seconds - 1e-6)
    return f"{max(0, whole) // 60}:{max(0, whole) % 60:02d}"
