"""The quick look for open walkthroughs before the first screen: decoding is loaded only where there is one."""

import sqlite3
from contextlib import closing
from pathlib import Path

from otp_tui.storage.journal.database import has_own_tables


def nothing_open(path: Path) -> bool:
    """Return True where the database is sound and every walkthrough in it has ended; nothing is changed.

    Args:
        path: The database.

    Returns:
        False also where that cannot be told: `OpenWalkthroughStore.list_open` then finds out why.
    """
    try:
        path.stat()  # connecting would make a file
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            if not has_own_tables(connection):
                return False
            rows = connection.execute("SELECT 1 FROM walks WHERE outcome IS NULL LIMIT 1")
            return rows.fetchone() is None
    except (OSError, sqlite3.Error):
        return False
