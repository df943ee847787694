"""An OTP that was sent and waits for its code: its countdown is derived from one reading, never decremented."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from otp_tui.core.exchange.exchange import ChallengeKind
from otp_tui.core.flow.journey import LegPolicy, ResendRule
from otp_tui.core.security.secrets import Handle
from otp_tui.core.timestamps import ClockReading, Expiry, ExpiryProblem


class ExpirySource(StrEnum):
    """Who says when the OTP expires."""

    SERVER = "server"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Challenge:
    """One open OTP.

    Attributes:
        provider: Whose OTP it is.
        kind: Card storage at Paynet, the bank's or Masterpass's own at Paywall.
        token: The newest token, where the provider works with one.
        sends: How many times its SMS was sent, the first included.
        attempts: How many codes were refused since the newest send.
        sent: When the newest send was answered.
        lifetime: Seconds from then to the expiry, fixed at receipt.
        source: Who says so.
        problem: Why the server's word was not taken.
        by_own_clock: The server gave no ``Date``, our clock stood in.
        skew: Seconds the server's clock is ahead of ours.
        server_at: The moment the server named, if it was believed.
        resend_wait: Seconds from ``sent`` until a resend opens.
        rule: Whose rule that is.
        presumed: True where only the operator says that the SMS arrived.
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

    def remaining(self, now: ClockReading) -> float:
        """Seconds until the expiry, never below zero."""
        return max(0.0, self.lifetime - (now.monotonic - self.sent.monotonic))

    def resend_in(self, now: ClockReading) -> float:
        """Seconds until a resend opens, never below zero."""
        return max(0.0, self.resend_wait - (now.monotonic - self.sent.monotonic))

    @property
    def expires(self) -> datetime:
        """The expiry on our own clock, so that it fits the clock on the same screen."""
        return self.sent.utc + timedelta(seconds=self.lifetime)

    def expires_by(self, now: ClockReading) -> datetime:
        """The expiry by the wall clock as it stands now, which may have been set since."""
        return now.utc + timedelta(seconds=self.lifetime - (now.monotonic - self.sent.monotonic))

    @property
    def resend_opens(self) -> datetime:
        """When a resend opens, on our own clock."""
        return self.sent.utc + timedelta(seconds=self.resend_wait)

    def refused(self) -> "Challenge":
        """The same challenge after one more refused code."""
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
) -> Challenge:
    """A challenge as its send was just answered.

    Args:
        policy: The leg it belongs to.
        now: The moment of receipt.
        kind: See `Kind`.
        token: The newest token.
        expiry: What the answer said; None or an implausible one gives the assumption.
        sends: How many sends it has seen, this one included.
        presumed: True where only the operator says that it was sent.
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
    )


def format_countdown(seconds: float) -> str:
    """A duration as a countdown shows it, ``1:52``; a started second counts as a whole one."""
    whole = math.ceil(seconds - 1e-6)
    return f"{max(0, whole) // 60}:{max(0, whole) % 60:02d}"
