"""The history behind the wizard's screen: of the journal, or of the built-in simulator's own one in memory."""

import asyncio

from otp_tui.cli.composition.evidence_writer import write_evidence
from otp_tui.cli.composition.journal import load_record, readable_journal
from otp_tui.cli.composition.known_secrets import known_secrets
from otp_tui.conductor.evidence_ports import WrittenEvidence
from otp_tui.core.errors import usage_error
from otp_tui.core.flow.history import SHORT_ID, ArrivalStatistics, HistoryEntry, HistoryFilter
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.storage.journal.history import HistoryTable
from otp_tui.storage.journal.memory import MemoryJournal


class _Evidence:
    async def write_evidence(self, record: WalkthroughRecord, language: str) -> WrittenEvidence:
        """Write the evidence of a kept walkthrough into a new folder.

        Raises:
            UserError: A file would hold a secret, or the folder cannot be written.
        """
        return await asyncio.to_thread(write_evidence, record, language, tuple(known_secrets()))


class JournalHistory(_Evidence):
    """The history in the journal."""

    def page(
        self, chosen: HistoryFilter, limit: int, after: HistoryEntry | None = None
    ) -> list[HistoryEntry]:
        """Return a page of entries, the newest first.

        Raises:
            UserError: The journal cannot be read.
        """
        with readable_journal() as path:
            return HistoryTable(path).page(chosen, limit, after)

    def count(self, chosen: HistoryFilter) -> int:
        """Return the number of entries that pass a filter.

        Raises:
            UserError: The journal cannot be read.
        """
        with readable_journal() as path:
            return HistoryTable(path).count(chosen)

    def arrivals(self) -> list[ArrivalStatistics]:
        """Return how long the SMS of each provider took.

        Raises:
            UserError: The journal cannot be read.
        """
        with readable_journal() as path:
            return HistoryTable(path).arrivals()

    def load(self, walkthrough_id: str) -> WalkthroughRecord:
        """Return a kept walkthrough.

        Raises:
            UserError: It is gone, or the journal cannot be read.
        """
        return load_record(walkthrough_id)


class MemoryHistory(_Evidence):
    """The history of this process on the built-in simulator.

    Args:
        journal: The journal in memory.
    """

    def __init__(self, journal: MemoryJournal) -> None:
        self.page = journal.page
        self.count = journal.count
        self.arrivals = journal.arrivals
        self._journal = journal

    def load(self, walkthrough_id: str) -> WalkthroughRecord:
        """Return a kept walkthrough.

        Raises:
            UserError: It is not kept any more.
        """
        try:
            return self._journal.load(walkthrough_id)
        except KeyError:
            raise usage_error("history.no_such", id=walkthrough_id[:SHORT_ID]) from None
