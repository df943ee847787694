"""A journal in memory, for the built-in simulator: it ends with the process."""

from collections import defaultdict
from typing import Final

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.change import Change, PersistenceFailure
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.history import ArrivalStatistics, HistoryEntry, HistoryFilter, arrival_statistics
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.flow.recovery import ResumeError, SavedWalkthrough, Unresumable
from otp_tui.core.flow.state import Walkthrough, beginning_of
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.timestamps import ClockReading

_MOST: Final = 200
"""The most walkthroughs that are kept; the oldest ones go first."""


class MemoryJournal:
    """A store of walkthroughs and their history; nothing of it can be resumed."""

    def __init__(self) -> None:
        self._records: dict[str, WalkthroughRecord] = {}

    # the store of a running walkthrough ------------------------------------------------------------------

    async def append(
        self, walkthrough: Walkthrough, event: Event, now: ClockReading, registry: SecretRegistry
    ) -> PersistenceFailure | None:
        """Keep an event."""
        record = self._records.get(walkthrough.id) or WalkthroughRecord(beginning_of(walkthrough))
        change = Change(record.walkthrough, event, walkthrough, now)
        self._records[walkthrough.id] = record._replace(changes=(*record.changes, change))
        while len(self._records) > _MOST:
            del self._records[next(iter(self._records))]
        return None

    async def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Keep an exchange."""
        record = self._records.get(walkthrough_id)
        if record is not None:
            self._records[walkthrough_id] = record._replace(exchanges=(*record.exchanges, exchange))

    async def claim(self, walkthrough_id: str) -> SavedWalkthrough:
        """Raise `ResumeError`: the process that left a walkthrough took it along.

        Raises:
            ResumeError: Always.
        """
        raise ResumeError(Unresumable.UNREADABLE)

    async def release(self, walkthrough: Walkthrough) -> None:
        """Do nothing."""

    # the history -----------------------------------------------------------------------------------------

    def page(
        self, chosen: HistoryFilter, limit: int, after: HistoryEntry | None = None
    ) -> list[HistoryEntry]:
        """Return a page of entries, the newest first."""
        last = len(self._records) if after is None else after.number
        return [entry for entry in self._entries() if entry.number < last and chosen.passes(entry)][:limit]

    def count(self, chosen: HistoryFilter) -> int:
        """Return the number of entries that pass a filter."""
        return sum(map(chosen.passes, self._entries()))

    def arrivals(self) -> list[ArrivalStatistics]:
        """Return how long the SMS of each provider took."""
        by_host: defaultdict[tuple[str, Environment], list[float]] = defaultdict(list)
        for record in self._records.values():
            for times in record.walkthrough.sms_times:
                by_host[times.provider, record.start.environment].append(times.until_arrival)
        return [arrival_statistics(*host, arrivals) for host, arrivals in sorted(by_host.items())]

    def load(self, walkthrough_id: str) -> WalkthroughRecord:
        """Return a kept walkthrough.

        Raises:
            KeyError: It is not kept any more.
        """
        return self._records[walkthrough_id]

    def _entries(self) -> list[HistoryEntry]:
        """Return every entry, the newest first."""
        records = list(self._records.values())
        return [_entry(number, records[number]) for number in reversed(range(len(records)))]


def _entry(number: int, record: WalkthroughRecord) -> HistoryEntry:
    walkthrough = record.walkthrough
    return HistoryEntry(
        number,
        walkthrough.id,
        walkthrough.began.utc,
        walkthrough.journey,
        walkthrough.environment,
        record.profile,
        walkthrough.phone or "",
        walkthrough.outcome,
        walkthrough.decision.verdict if walkthrough.decision else None,
    )
