"""The history of walkthroughs: its entries, its filter, and the statistics of the SMS stopwatch."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.journey import Journey, Outcome


class HistoryEntry(NamedTuple):
    """One walkthrough in the history.

    Attributes:
        number: Its place in the journal, by which pages are continued.
        id: Its name.
        began: The moment it began, UTC.
        journey: The journey.
        environment: The environment of its hosts.
        profile: The profile's name; empty without one.
        phone: The masked phone; empty before it was entered.
        outcome: The outcome; None while it is open.
        verdict: The newest decision's verdict; None before the first answer.
    """

    number: int
    id: str
    began: datetime
    journey: Journey
    environment: Environment
    profile: str
    phone: str
    outcome: Outcome | None
    verdict: Verdict | None


class HistoryFilter(NamedTuple):
    """A filter of the history; a part that is None lets everything pass.

    Attributes:
        since: The earliest beginning, UTC.
        until: The beginning before which entries lie, UTC.
        provider: The name of a provider that the journey has a leg of.
        verdict: The newest decision's verdict.
        environment: The environment.
        digits: The last digits of the phone, two at most: no more of it are stored.
        id: The beginning of its name.
    """

    since: datetime | None = None
    until: datetime | None = None
    provider: str | None = None
    verdict: Verdict | None = None
    environment: Environment | None = None
    digits: str | None = None
    id: str | None = None


NO_FILTER = HistoryFilter()


class ArrivalStatistics(NamedTuple):
    """The statistics of one provider's SMS, as the operators timed them.

    Attributes:
        provider: The provider's name.
        timed: The number of SMS that were timed.
        percentiles: Seconds from send to arrival: at 50, 90 and 95 per cent, and the longest.
        bins: The number of SMS in each bin of the distribution, the fastest first; the last bin has all slower ones.
        bin_s: The width of a bin in seconds.
    """

    provider: str
    timed: int
    percentiles: tuple[float, float, float, float]
    bins: Sequence[int]
    bin_s: float
