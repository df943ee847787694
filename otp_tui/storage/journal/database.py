"""The program's database: opened privately, its tables brought up to date, set aside where it is not ours."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from otp_tui.storage.locks import acquire

VERSION: Final = 2
_OURS: Final = 0x6F747075
"""What tells our file from other programs' (``application_id``); files of version 1 have none."""
_STEPS: Final = (
    """
CREATE TABLE sends (id INTEGER PRIMARY KEY, number BLOB NOT NULL, key BLOB NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX sends_by_number ON sends (number, at);
CREATE TABLE marks (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT
""",
    f"""
PRAGMA application_id = {_OURS};
CREATE TABLE walks (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, begun BLOB NOT NULL, profile TEXT NOT NULL,
  urls BLOB NOT NULL, journey TEXT NOT NULL, environment TEXT NOT NULL, phone TEXT NOT NULL, outcome TEXT,
  began REAL NOT NULL, at REAL NOT NULL, kept INTEGER NOT NULL
) STRICT;
CREATE INDEX walks_open ON walks (outcome, at);
CREATE TABLE events (
  walk INTEGER NOT NULL REFERENCES walks (number), seq INTEGER NOT NULL, tick REAL NOT NULL, wall TEXT NOT NULL,
  kind TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (walk, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE exchanges (
  walk INTEGER NOT NULL REFERENCES walks (number), seq INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (walk, seq)
) STRICT, WITHOUT ROWID
""",
)
"""What brings a file from each version to the next."""
_TABLES: Final = ("sends", "marks", "walks", "events", "exchanges")
_UNMARKED: Final[dict[int, set[str]]] = {0: set(), 1: {"sends", "marks"}}
"""The tables of our files that have no mark: of an empty one, and of version 1."""
_BUSY_S: Final = 2.0
_PRIVATE: Final = 0o600
_OTHERS: Final = 0o077
_BESIDE: Final = ("", "-wal", "-shm")
_CORRUPT: Final = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})


class JournalProblem(StrEnum):
    """Why the database cannot be used."""

    UNUSABLE = "unusable"
    """It cannot be opened or written: a folder that may only be read, a full disk, another program at it."""
    DAMAGED = "damaged"
    """It is no database any more."""
    FOREIGN = "foreign"
    """It is another program's."""
    NEWER = "newer"
    """It was written by a newer version of this program."""


class JournalError(Exception):
    """The database cannot be opened, read or written.

    Attributes:
        problem: Why.
    """

    def __init__(self, reason: str = "", problem: JournalProblem = JournalProblem.UNUSABLE) -> None:
        super().__init__(reason)
        self.problem = problem


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
        with closing(_opened(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                _bring_up_to_date(connection)
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
    except OSError as error:
        raise JournalError(type(error).__name__) from None
    except sqlite3.Error as error:
        rotten = getattr(error, "sqlite_errorcode", None) in _CORRUPT
        problem = JournalProblem.DAMAGED if rotten else JournalProblem.UNUSABLE
        raise JournalError(type(error).__name__, problem) from None


def quarantine_if_damaged(path: Path) -> Path | None:
    """See whether the database can be used; a damaged or another program's file is set aside, never deleted.

    Args:
        path: The database.

    Returns:
        Where a file was set aside to, None where nothing had to be.

    Raises:
        JournalError: It cannot be used, and that cannot be mended by another file.
    """
    try:
        # Of two programs that find the same file damaged, the second must not set the first one's new file aside.
        lock = acquire(path.with_name(f"{path.name}.lock"))
    except OSError as error:
        raise JournalError(type(error).__name__) from None
    if lock is None:  # that one is just looking
        return None
    try:
        with transaction(path) as database:
            for table in _TABLES:
                database.execute(f"SELECT * FROM {table} LIMIT 1").fetchall()  # noqa: S608 - a name of ours
    except JournalError as error:
        if error.problem not in {JournalProblem.DAMAGED, JournalProblem.FOREIGN}:
            raise
        return quarantine(path)
    finally:
        lock.release()
    return None


def compact(path: Path) -> None:
    """Give what was deleted back to the system, overwritten: nothing of it stays in the file or beside it.

    Raises:
        JournalError: It cannot be done now.
    """
    try:
        with closing(_opened(path)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise JournalError(type(error).__name__) from None


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
    try:
        _check_ours(connection)  # before the first thing that would change another program's file
        with suppress(sqlite3.OperationalError):  # another program is just doing the same
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _make_private(path: Path) -> None:
    """SQLite gives its side files the mode of the database, so that is set before anything is in it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=_PRIVATE)
    if path.stat().st_mode & _OTHERS:  # a copy that came back from somewhere
        path.chmod(_PRIVATE)


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    version = _check_ours(connection)
    for step in _STEPS[version:]:
        for statement in step.split(";"):
            connection.execute(statement)
    if version != VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _check_ours(connection: sqlite3.Connection) -> int:
    """The version of our own file: 0 of an empty one; one of version 1 had no mark of its own.

    Raises:
        JournalError: It is another program's, or a newer one's.
    """
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if mark == _OURS and version > VERSION:
        raise JournalError("version", JournalProblem.NEWER)
    if mark != _OURS:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if mark or {name for (name,) in rows} != _UNMARKED.get(version):
            raise JournalError("tables", JournalProblem.FOREIGN)
    return int(version)


def quarantine(path: Path) -> Path:
    """Give a database another name, with the files beside it; nothing is deleted.

    Raises:
        JournalError: It stays where it is.
    """
    stem = f"{path.name}.aside-{time.strftime('%Y%m%d-%H%M%S')}"
    try:
        names = (path.with_name(f"{stem}{number}") for number in ("", *map("-{}".format, range(2, 100))))
        aside = next(name for name in names if not name.exists())
        for suffix in _BESIDE:
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise JournalError(type(error).__name__, JournalProblem.DAMAGED) from None
    return aside
