"""The rules that stop a send: unknown numbers, live sends without an unlock, the budget."""

from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.budget import Allowance, Window
from otp_tui.core.timestamps import ClockReading


class Rule(StrEnum):
    """A rule of our own that a send can break."""

    SIMULATED_NUMBER = "simulated_number"
    """A number of the simulator, which belongs to nobody, at a real provider."""
    UNLISTED_NUMBER = "unlisted_number"
    """A number that is not among the profile's allowed numbers."""
    LIVE_LOCKED = "live_locked"
    """A live send before the merchant's name was typed."""
    LIVE_LAPSED = "live_lapsed"
    """A live send too long, or too many sends, after the merchant's name was typed."""
    BUDGET = "budget"
    """A number with too many sends."""
    BUDGET_UNCLEAR = "budget_unclear"
    """A number that has too many sends if those whose number is not known were its own."""
    BUDGET_HELD = "budget_held"
    """Any number, while another program holds the count of sends."""
    BUDGET_UNSTORED = "budget_unstored"
    """Any number, while no send can be counted."""
    BUDGET_LOST = "budget_lost"
    """Any number, until the sends that a lost journal may have counted are too old to count."""


class Refusal(NamedTuple):
    """A send that was stopped.

    Attributes:
        rule: The rule.
        window: The window of the budget that is used up.
        opens_at: The moment at which the budget has room again, seconds since 1970.
    """

    rule: Rule
    window: Window | None = None
    opens_at: float | None = None

    @property
    def of_budget(self) -> bool:
        """True where too many sends are the reason; that stops also a code that may cause one more."""
        return self.rule in {Rule.BUDGET, Rule.BUDGET_UNCLEAR, Rule.BUDGET_LOST}


LIVE_S: Final = 900.0
"""Seconds that a live walkthrough stays open after the merchant's name was typed."""
LIVE_SENDS: Final = 3
"""Sends for which it stays open."""


class Unlock(NamedTuple):
    """The unlock of live sends by the merchant's name.

    Attributes:
        monotonic: The moment it was typed, in seconds of `ClockReading.monotonic`.
        sends: The number of sends since.
    """

    monotonic: float
    sends: int = 0

    def lapsed(self, now: ClockReading) -> bool:
        """Return whether the name has to be typed again."""
        return now.monotonic - self.monotonic >= LIVE_S or self.sends >= LIVE_SENDS


class SendPolicy(NamedTuple):
    """The rules for a walkthrough's sends that do not change while it runs.

    Attributes:
        environment: The environment of its hosts.
        merchant: The merchant's name, which unlocks live sends.
    """

    environment: Environment
    merchant: str = ""

    def refusal(
        self, phone: str, allowed: frozenset[str], unlock: Unlock | None, now: ClockReading
    ) -> Refusal | None:
        """Return the refusal by the first rule that a send breaks, the budget aside, or None.

        Args:
            phone: The phone as the registry holds it.
            allowed: The allowed numbers, in the same form.
            unlock: The newest unlock.
            now: The present moment.
        """
        if self.environment is Environment.SIM:
            return None
        if PhoneNumber(phone).simulated:
            return Refusal(Rule.SIMULATED_NUMBER)
        if phone not in allowed:
            return Refusal(Rule.UNLISTED_NUMBER)
        if self.environment is Environment.LIVE:
            if unlock is None:
                return Refusal(Rule.LIVE_LOCKED)
            if unlock.lapsed(now):
                return Refusal(Rule.LIVE_LAPSED)
        return None


def over_budget(left: Allowance) -> Refusal:
    """Return the refusal of a send whose budget is used up."""
    unsure = Rule.BUDGET_LOST if left.lost else Rule.BUDGET_UNCLEAR if left.unclear else None
    return Refusal(unsure or Rule.BUDGET, left.rule, left.opens_at)
