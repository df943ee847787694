"""The history of walkthroughs: its entries, its filter, and the statistics of the SMS stopwatch."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.journey import LEGS, Journey, Outcome


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

    @property
    def last_digits(self) -> str | None:
        """The digits that a masked phone can be compared with."""
        return None if self.digits is None else self.digits[-2:]

    @property
    def journeys(self) -> tuple[Journey, ...]:
        """The journeys that pass."""
        return tuple(
            journey
            for journey, legs in LEGS.items()
            if self.provider is None or any(leg.provider == self.provider for leg in legs)
        )

    def passes(self, entry: HistoryEntry) -> bool:
        """Return whether an entry passes."""
        return (
            (self.since is None or entry.began >= self.since)
            and (self.until is None or entry.began < self.until)
            and entry.journey in self.journeys
            and self.verdict in {None, entry.verdict}
            and self.environment in {None, entry.environment}
            and entry.phone.endswith(self.last_digits or "")
            and entry.id.startswith(self.id or "")
        )


SHORT_ID: Final = 8
"""The characters of an id that are shown: enough to tell a hundred thousand apart, nearly always."""
BINS: Final = 12
BIN_S: Final = 2.5
"""Seconds of a bin of the distribution: an SMS that takes more than half a minute is late, by whatever."""
PERCENTS: Final = (50, 90, 95, 100)


class ArrivalStatistics(NamedTuple):
    """The statistics of one provider's SMS, as the operators timed them.

    Attributes:
        provider: The provider's name.
        environment: The environment of its hosts: a simulator's SMS take no time.
        timed: The number of SMS that were timed.
        percentiles: Seconds from send to arrival: at 50, 90 and 95 per cent, and the longest.
        bins: The number of SMS in each bin of the distribution, the fastest first; the last bin has all slower ones.
        bin_s: The width of a bin in seconds.
    """

    provider: str
    environment: Environment
    timed: int
    percentiles: tuple[float, float, float, float]
    bins: Sequence[int]
    bin_s: float


def rank_of(percent: int, count: int) -> int:
    """Return the place of a percentile among so many values in order, from 0."""
    return max(0, -(-count * percent // 100) - 1)


def arrival_statistics(
    provider: str, environment: Environment, arrivals: Sequence[float]
) -> ArrivalStatistics:
    """Return the statistics of one provider's SMS.

    Args:
        provider: The provider's name.
        environment: The environment of its hosts.
        arrivals: Seconds from send to arrival, in any order; at least one.
    """
    ordered = sorted(arrivals)
    p50, p90, p95, longest = (ordered[rank_of(percent, len(ordered))] for percent in PERCENTS)
    found = Counter(min(int(arrival / BIN_S), BINS - 1) for arrival in ordered)
    bins = tuple(found[index] for index in range(BINS))
    return ArrivalStatistics(provider, environment, len(ordered), (p50, p90, p95, longest), bins, BIN_S)
