"""The program's database: opened privately, its tables brought up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

VERSION: Final = 1
_TABLES: Final = """
CREATE TABLE sends (id INTEGER PRIMARY KEY, number BLOB NOT NULL, key BLOB NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX sends_by_number ON sends (number, at);
CREATE TABLE marks (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
"""
_BUSY_S: Final = 5.0
_PRIVATE: Final = 0o600
_OTHERS: Final = 0o077


class JournalError(Exception):
    """The database cannot be opened, read or written; the reason is the system's or SQLite's own."""


@contextmanager
def transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that no other program can come between.

    Args:
        path: The database; made with its folder where it is not there, for this user alone.

    Raises:
        JournalError: It cannot be used.
    """
    try:
        _make_private(path)
        with closing(sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)) as connection:
            with suppress(sqlite3.OperationalError):  # another program is just doing the same
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                _bring_up_to_date(connection)
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
    except (OSError, sqlite3.Error) as error:
        raise JournalError(type(error).__name__) from None


def _make_private(path: Path) -> None:
    """SQLite gives its side files the mode of the database, so that is set before anything is in it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=_PRIVATE)
    if path.stat().st_mode & _OTHERS:  # a copy that came back from somewhere
        path.chmod(_PRIVATE)


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    elif version != VERSION:
        raise sqlite3.DatabaseError
