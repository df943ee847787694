"""Journeys, their outcomes, and the policies in which the providers of their legs differ."""

from enum import StrEnum
from typing import Final, NamedTuple


class Journey(StrEnum):
    """The aim of a walkthrough."""

    FULL = "full"
    PAYNET = "paynet"
    MASTERPASS = "masterpass"


class Outcome(StrEnum):
    """The end of a walkthrough."""

    VERIFIED = "verified"
    LINKED = "linked"
    NO_OTP_NEEDED = "no_otp_needed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    """Its code expired while no program ran; found when the journal is read."""
    UNCERTAIN = "uncertain"


GOOD_OUTCOMES: Final = frozenset({Outcome.VERIFIED, Outcome.LINKED, Outcome.NO_OTP_NEEDED})
"""The outcomes of a walkthrough that did what it was begun for."""


class ResendRule(StrEnum):
    """The rule that opens a resend: the provider's, or our own guard."""

    AFTER_EXPIRY = "after_expiry"
    GUARD = "guard"


class LegPolicy(NamedTuple):
    """The policy of a leg: all that step, screens and reports know of its provider.

    Attributes:
        provider: A name of the provider list.
        outcome: The outcome of a finished leg.
        prepares: True where a session is created before the start.
        confirms: True where the provider can be asked for the state afterwards.
        unlinks: True where the leg can be undone.
        tokenless: True where a code can be verified although the answer of its send was lost.
        names_wrong_code: True where the provider has a code for "wrong code" (Paynet has none).
        resend_rule: The rule that opens a resend.
        guard_s: Seconds before the second, third, … send under `ResendRule.GUARD`.
        assumed_s: The OTP's lifetime in seconds where the server names no expiry.
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
        """Return the seconds from the newest send until a resend opens.

        Args:
            sends: The number of sends so far.
            lifetime: Seconds from the newest send until its code expires.
        """
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
"""Paynet: no resend before ``otp_expire`` (api-reference 1.3, S2); D8 names no wrong code."""

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
"""Paywall: neither an expiry nor a resend rule is documented (api-reference 2.13)."""

LEGS: Final[dict[Journey, tuple[LegPolicy, ...]]] = {
    Journey.PAYNET: (PAYNET,),
    Journey.MASTERPASS: (PAYWALL,),
    Journey.FULL: (PAYNET, PAYWALL),
}
