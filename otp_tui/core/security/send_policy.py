"""What stops a send before it leaves: whose phone, how often, and whether a live walkthrough was opened."""

from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.budget import Allowance, Window
from otp_tui.core.timestamps import ClockReading


class Rule(StrEnum):
    """The rule of our own that a send would break."""

    SIMULATED_NUMBER = "simulated_number"
    """A number of the simulator, which belongs to nobody, at a real provider."""
    UNLISTED_NUMBER = "unlisted_number"
    """Nobody has said whose phone this is."""
    LIVE_LOCKED = "live_locked"
    """The merchant's name was not typed."""
    LIVE_LAPSED = "live_lapsed"
    """It was, but too long or too many sends ago."""
    BUDGET = "budget"
    """The number was sent to too often."""
    BUDGET_UNCLEAR = "budget_unclear"
    """Numbers were sent to too often of which it cannot be told whether they are this one."""


class Refusal(NamedTuple):
    """A send that was stopped.

    Attributes:
        rule: Why.
        window: The window of the budget that is used up.
        opens_at: Seconds since 1970 when the budget has room again.
    """

    rule: Rule
    window: Window | None = None
    opens_at: float | None = None


LIVE_S: Final = 900.0
"""Seconds that a live walkthrough stays open after the merchant's name was typed."""
LIVE_SENDS: Final = 3
"""Sends that it stays open for."""


class Unlock(NamedTuple):
    """The merchant's name was typed.

    Attributes:
        tick: When, on the clock that is never set.
        sends: How many sends it has let through.
    """

    monotonic: float
    sends: int = 0

    def lapsed(self, now: ClockReading) -> bool:
        """Whether it has to be typed again."""
        return now.monotonic - self.monotonic >= LIVE_S or self.sends >= LIVE_SENDS


class SendPolicy(NamedTuple):
    """What a walkthrough may do, as far as it does not change while it runs.

    Attributes:
        environment: Where the requests go.
        merchant: What has to be typed on live.
    """

    environment: Environment
    merchant: str = ""

    def refusal(
        self, phone: str, allowed: frozenset[str], unlock: Unlock | None, now: ClockReading
    ) -> Refusal | None:
        """The first rule that a send would break, but for the budget.

        Args:
            phone: As the bag holds it.
            allowed: The phones whose owner is known.
            unlock: The newest one.
            now: When.
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
    """The refusal of a budget that is used up."""
    return Refusal(Rule.BUDGET_UNCLEAR if left.unclear else Rule.BUDGET, left.rule, left.opens_at)
