"""The quarantine of a database that is damaged or another program's: it is renamed, and nothing is deleted."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from otp_tui.storage.journal.database import (
    STILL_BUSY_S,
    JournalError,
    JournalProblem,
    read_tables,
    transaction,
)
from otp_tui.storage.locks import acquire

_FILE_SUFFIXES: Final = ("", "-wal", "-shm")
_MARK: Final = ".aside-"


def quarantine_if_damaged(path: Path) -> Path | None:
    """Check the database; a damaged or another program's file is renamed, never deleted.

    Args:
        path: The database.

    Returns:
        The new name of a quarantined file; None where the database can be used.

    Raises:
        JournalError: The database cannot be used, and a new file would not help.
    """
    if not _is_damaged(path):
        return None
    try:
        # Of two programs that find the same file damaged, the second must not quarantine the first one's new file.
        lock = acquire(path.with_name(f"{path.name}.lock"))
    except OSError as error:
        raise JournalError(type(error).__name__) from None
    if lock is None:  # another program is checking
        return None
    try:
        return quarantine(path) if _is_damaged(path) else None
    finally:
        lock.release()


def quarantine(path: Path) -> Path:
    """Rename a database and the files beside it; nothing is deleted.

    Raises:
        JournalError: The file could not be renamed.
    """
    stem = f"{path.name}{_MARK}{time.strftime('%Y%m%d-%H%M%S')}"
    try:
        names = (path.with_name(f"{stem}{number}") for number in ("", *map("-{}".format, range(2, 100))))
        quarantined_to = next(name for name in names if not name.exists())
        for suffix in _FILE_SUFFIXES:
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).rename(
                    quarantined_to.with_name(quarantined_to.name + suffix)
                )
    except OSError as error:
        raise JournalError(type(error).__name__, JournalProblem.DAMAGED) from None
    return quarantined_to


def quarantined(path: Path) -> Iterator[tuple[str, float]]:
    """Yield the name of each quarantined file of a database, and when it was renamed, in seconds since 1970.

    Raises:
        OSError: The folder cannot be read.
    """
    for file in path.parent.glob(f"{path.name}{_MARK}*"):
        with suppress(FileNotFoundError):  # somebody is just tidying up
            status = file.stat()
            # A name is changed by the second of the two; where a system keeps none, its last change stands for it.
            yield file.name, max(status.st_mtime, status.st_ctime)


def _is_damaged(path: Path) -> bool:
    """Return True for a file that is no database any more, or another program's.

    Raises:
        JournalError: The database cannot be used for another reason.
    """
    try:
        with transaction(path, STILL_BUSY_S) as connection:  # one that is held is no damaged one
            read_tables(connection)
    except JournalError as error:
        if error.problem not in {JournalProblem.DAMAGED, JournalProblem.FOREIGN}:
            raise
        return True
    return False
