"""The program's database: private, migrated when opened, told from damaged and other programs' files."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

VERSION: Final = 3
_APPLICATION_ID: Final = 0x6F747075
"""SQLite's ``application_id`` of our files, which tells them from other programs'; version 1 had none."""
_MIGRATIONS: Final = (
    """
CREATE TABLE sends (id INTEGER PRIMARY KEY, number BLOB NOT NULL, key BLOB NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX sends_by_number ON sends (number, at);
CREATE TABLE marks (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT
""",
    f"""
PRAGMA application_id = {_APPLICATION_ID};
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
    """
ALTER TABLE walks ADD COLUMN verdict TEXT;
UPDATE walks SET verdict = (
  SELECT json_extract(CAST(body AS TEXT), '$[1][0][0]') FROM events
  WHERE walk = walks.number AND kind = 'Answered' ORDER BY seq DESC LIMIT 1
);
CREATE INDEX walks_listed ON walks (
  began, number, id, journey, environment, profile, phone, outcome, verdict
);
CREATE TABLE arrivals (
  walk INTEGER NOT NULL REFERENCES walks (number), seq INTEGER NOT NULL, provider TEXT NOT NULL,
  environment TEXT NOT NULL, arrived REAL NOT NULL, entered REAL, decided REAL, PRIMARY KEY (walk, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrivals_by_provider ON arrivals (provider, environment, arrived)
""",
)
"""Statements that bring a file from each version to the next."""
_TABLES: Final = ("sends", "marks", "walks", "events", "exchanges", "arrivals")
_TABLES_WITHOUT_ID: Final[dict[int, set[str]]] = {0: set(), 1: {"sends", "marks"}}
"""Tables by version of our files without an ``application_id``: of an empty file, and of version 1."""
_BUSY_S: Final = 15.0
"""Seconds that another program's transactions are waited for: fifty programs at once come to a few."""
STILL_BUSY_S: Final = 0.5
"""The same for a file that was held for the whole of that time, until it is free once."""
_held: Final[set[Path]] = set()
"""The files that were held for the whole of that time."""
_PRIVATE: Final = 0o600
_OTHER_USERS: Final = 0o077


class JournalProblem(StrEnum):
    """Reasons that the database cannot be used."""

    UNUSABLE = "unusable"
    """The file cannot be opened or written: a read-only folder, a full disk."""
    HELD = "held"
    """Another program holds the file, longer than it was waited for."""
    DAMAGED = "damaged"
    """The file is no database any more."""
    FOREIGN = "foreign"
    """The file is another program's."""
    NEWER = "newer"
    """The file was written by a newer version of this program."""


class JournalError(Exception):
    """The database cannot be opened, read or written.

    Attributes:
        problem: The reason.
    """

    def __init__(self, reason: str = "", problem: JournalProblem = JournalProblem.UNUSABLE) -> None:
        super().__init__(reason)
        self.problem = problem


_PROBLEMS: Final = {
    sqlite3.SQLITE_NOTADB: JournalProblem.DAMAGED,
    sqlite3.SQLITE_CORRUPT: JournalProblem.DAMAGED,
    sqlite3.SQLITE_BUSY: JournalProblem.HELD,
    sqlite3.SQLITE_LOCKED: JournalProblem.HELD,
    sqlite3.SQLITE_PROTOCOL: JournalProblem.HELD,
}
"""Reasons by SQLite's primary error codes."""
_PRIMARY_CODE: Final = 0xFF


@contextmanager
def transaction(path: Path, patience_s: float | None = None) -> Iterator[sqlite3.Connection]:
    """Run one transaction that no other program can come between.

    Args:
        path: The database; made with its folder where there is none, private to this user.
        patience_s: Seconds to wait for another program's transaction, where the usual ones are too many.

    Raises:
        JournalError: The database cannot be opened, read or written.
    """
    usual = STILL_BUSY_S if path in _held else _BUSY_S
    try:
        _make_private(path)
        with closing(_connect(path, usual if patience_s is None else patience_s)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                _migrate(connection)
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        _held.discard(path)
    except OSError as error:
        raise JournalError(type(error).__name__) from None
    except sqlite3.Error as error:
        failure = _failure(error)
        if failure.problem is JournalProblem.HELD and patience_s is None:
            _held.add(path)
        raise failure from None


def _failure(error: sqlite3.Error) -> JournalError:
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
    return JournalError(type(error).__name__, _PROBLEMS.get(code, JournalProblem.UNUSABLE))


def has_own_tables(connection: sqlite3.Connection) -> bool:
    """Return True where the database is of this version and every table in it can be read; nothing is changed.

    Raises:
        sqlite3.Error: It cannot be read.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application_id, version) != (_APPLICATION_ID, VERSION):
        return False
    read_tables(connection)
    return True


def read_tables(connection: sqlite3.Connection) -> None:
    """Read a row of every table.

    Raises:
        sqlite3.Error: One of them cannot be read.
    """
    for table in _TABLES:
        connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchall()  # noqa: S608 - a name of ours


def compact(path: Path) -> None:
    """Overwrite deleted rows and shrink the file, so that nothing of them stays on disk.

    Raises:
        JournalError: The database cannot be written now.
    """
    try:
        with closing(_connect(path, _BUSY_S)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise _failure(error) from None


def _connect(path: Path, patience_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=patience_s, isolation_level=None)
    try:
        # Before the first thing that would change another program's file; in one transaction, or a file that another
        # program is just making would be read half before and half after that, and taken for somebody else's.
        connection.execute("BEGIN")
        _checked_version(connection)
        connection.execute("ROLLBACK")
        with suppress(sqlite3.OperationalError):  # another program is just doing the same
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _make_private(path: Path) -> None:
    """Set the mode before there is any content: SQLite gives the same to its files beside it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=_PRIVATE)
    if path.stat().st_mode & _OTHER_USERS:  # a copy that came back from somewhere
        path.chmod(_PRIVATE)


def _migrate(connection: sqlite3.Connection) -> None:
    version = _checked_version(connection)
    for migration in _MIGRATIONS[version:]:
        for statement in migration.split(";"):
            connection.execute(statement)
    if version != VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _checked_version(connection: sqlite3.Connection) -> int:
    """Return the version of our file, 0 of an empty one.

    Raises:
        JournalError: The file is another program's, or a newer version's.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id == _APPLICATION_ID and version > VERSION:
        raise JournalError("version", JournalProblem.NEWER)
    if application_id != _APPLICATION_ID:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if application_id or {name for (name,) in rows} != _TABLES_WITHOUT_ID.get(version):
            raise JournalError("tables", JournalProblem.FOREIGN)
    return int(version)
