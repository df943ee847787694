"""The journal as commands read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from otp_tui.core.errors import UserError, usage_error
from otp_tui.core.exit_codes import USAGE
from otp_tui.core.flow.history import SHORT_ID, HistoryFilter
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.security.sanitize import sanitize
from otp_tui.storage.journal.database import JournalError, JournalProblem
from otp_tui.storage.journal.history import HistoryTable
from otp_tui.storage.journal.tables import WalkthroughTable
from otp_tui.storage.paths import journal_path


@contextmanager
def readable_journal() -> Iterator[Path]:
    """Give the journal's path; an error of the database becomes one for people.

    Raises:
        UserError: The journal cannot be read.
    """
    path = journal_path()
    try:
        yield path
    except JournalError:
        raise UserError("history.unreadable", USAGE, file=path) from None


def load_record(beginning: str) -> WalkthroughRecord:
    """Return the walkthrough whose id begins so.

    Raises:
        UserError: None does, several do, or the journal cannot be read.
    """
    with readable_journal() as path:
        found = HistoryTable(path).page(HistoryFilter(id=beginning.lower()), 2)
        if not found or not beginning:
            raise usage_error("history.no_such", id=sanitize(beginning, 40))
        if len(found) > 1 and found[0].id != beginning.lower():
            raise usage_error("history.ambiguous", id=sanitize(beginning, 40))
        try:
            return WalkthroughTable(path).load(found[0].id).record
        except JournalError as error:
            if error.problem is JournalProblem.DAMAGED:
                raise UserError("history.damaged", USAGE, id=found[0].id[:SHORT_ID]) from None
            raise
