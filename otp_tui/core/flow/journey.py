"""What the operator wants done, and what differs between the providers that do it."""

from enum import StrEnum
from typing import Final, NamedTuple


class Journey(StrEnum):
    """What a walkthrough is to achieve."""

    FULL = "full"
    PAYNET = "paynet"
    MASTERPASS = "masterpass"


class Outcome(StrEnum):
    """How a walkthrough ended."""

    VERIFIED = "verified"
    LINKED = "linked"
    NO_OTP_NEEDED = "no_otp_needed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    """Its code expired while nobody was there; told by the journal alone."""
    UNCERTAIN = "uncertain"


class ResendRule(StrEnum):
    """Whose rule opens a resend."""

    AFTER_EXPIRY = "after_expiry"
    GUARD = "guard"


class LegPolicy(NamedTuple):
    """All that differs between providers, as data: step, screens and reports ask nothing else.

    Attributes:
        provider: The gateway's name, ``paynet`` or ``paywall``.
        outcome: What a finished leg means.
        prepares: Whether a session is created before the start.
        confirms: Whether the provider can be asked for the state afterwards.
        unlinks: Whether the leg can be undone.
        tokenless: Whether a code can be verified although the answer of its send was lost.
        names_wrong_code: Whether the provider has a code for "wrong code" (Paynet has none).
        resend_rule: Whose rule opens a resend.
        guard_s: Seconds before the second, third, … send under `ResendRule.GUARD`.
        assumed_s: The OTP's lifetime in seconds where the server tells none.
    """

    provider: str
    outcome: Outcome
    prepares: bool
    confirms: bool
    unlinks: bool
    tokenless: bool
    names_wrong_code: bool
    resend_rule: ResendRule
    guard_s: tuple[int, ...] = ()
    assumed_s: int = 180

    def resend_wait(self, sends: int, lifetime: float) -> float:
        """Seconds from the newest of ``sends`` sends until its resend opens."""
        if self.resend_rule is ResendRule.AFTER_EXPIRY:
            return lifetime
        return float(self.guard_s[min(sends, len(self.guard_s)) - 1])


PAYNET: Final = LegPolicy(
    provider="paynet",
    outcome=Outcome.VERIFIED,
    prepares=False,
    confirms=False,
    unlinks=False,
    tokenless=True,
    names_wrong_code=False,
    resend_rule=ResendRule.AFTER_EXPIRY,
    assumed_s=120,
)
"""Not to be called again before ``otp_expire`` (api-reference 1.3, S2); no wrong-code code (1.6, D8)."""

PAYWALL: Final = LegPolicy(
    provider="paywall",
    outcome=Outcome.LINKED,
    prepares=True,
    confirms=True,
    unlinks=True,
    tokenless=False,
    names_wrong_code=True,
    resend_rule=ResendRule.GUARD,
    guard_s=(30, 40, 60, 90, 120),
    assumed_s=180,
)
"""Tells neither the OTP's lifetime nor a wait between resends (api-reference 2.13); the guard is ours."""

LEGS: Final[dict[Journey, tuple[LegPolicy, ...]]] = {
    Journey.PAYNET: (PAYNET,),
    Journey.MASTERPASS: (PAYWALL,),
    Journey.FULL: (PAYNET, PAYWALL),
}
