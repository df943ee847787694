"""Walkthroughs in the database: each as it was begun, its events in order, its exchanges; no secret among them."""

import math
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import Event, handles_of
from otp_tui.core.flow.recovery import replay
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.security.secrets import Handle
from otp_tui.core.timestamps import ClockReading
from otp_tui.storage.journal.codec import (
    read_begun,
    read_event,
    read_exchange,
    read_strings,
    write_begun,
    write_event,
    write_exchange,
    write_strings,
)
from otp_tui.storage.journal.database import JournalError, JournalProblem, transaction


class WalkthroughRow(NamedTuple):
    """One walkthrough as the database holds it.

    Attributes:
        walkthrough: Where it stands.
        at: When its newest event happened.
        named: Every handle that its events named.
        in_keyring: The keyring was given what it needs.
        profile: The profile's name, if there was one.
        urls: The base addresses it talked to, by provider.
    """

    walkthrough: Walkthrough
    at: ClockReading
    named: tuple[Handle, ...]
    in_keyring: bool
    profile: str
    urls: dict[str, str]


class WalkthroughTable:
    """Reads and writes walkthroughs; every method blocks and is one transaction.

    Args:
        path: The database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self, walkthrough: Walkthrough, profile: str, urls: Mapping[str, str]) -> None:
        """Note a walkthrough whose first event is about to follow.

        Raises:
            JournalError: It cannot be kept.
        """
        began = walkthrough.began.utc.timestamp()
        with transaction(self._path) as database:
            database.execute(
                "INSERT INTO walks (id, begun, profile, urls, journey, environment, phone, began, at, kept)"
                " VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, 0)",
                (
                    walkthrough.id,
                    write_begun(walkthrough),
                    profile,
                    write_strings(dict(urls)).encode(),
                    walkthrough.journey,
                    walkthrough.environment,
                    began,
                    began,
                ),
            )

    def append(self, walkthrough: Walkthrough, event: Event, now: ClockReading, *, in_keyring: bool) -> None:
        """Keep an event.

        Args:
            walkthrough: As the event left it.
            event: What happened.
            now: When.
            in_keyring: The keyring holds what the walkthrough needs.

        Raises:
            JournalError: It is not kept.
        """
        kind, body = write_event(event)
        with transaction(self._path) as database:
            number = _number(database, walkthrough.id)
            database.execute(
                "INSERT INTO events (walk, seq, tick, wall, kind, body) VALUES"
                " (?, (SELECT coalesce(max(seq), 0) + 1 FROM events WHERE walk = ?), ?, ?, ?, ?)",
                (number, number, now.monotonic, now.utc.isoformat(), kind, body),
            )
            database.execute(
                "UPDATE walks SET phone = ?, outcome = ?, at = ?, kept = ? WHERE number = ?",
                (walkthrough.phone or "", walkthrough.outcome, now.utc.timestamp(), in_keyring, number),
            )

    def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Keep an exchange.

        Raises:
            JournalError: It is not kept.
        """
        with transaction(self._path) as database:
            number = _number(database, walkthrough_id)
            database.execute(
                "INSERT INTO exchanges (walk, seq, body) VALUES"
                " (?, (SELECT coalesce(max(seq), 0) + 1 FROM exchanges WHERE walk = ?), ?)",
                (number, number, write_exchange(exchange)),
            )

    def left_open(self) -> list[WalkthroughRow]:
        """Every walkthrough that has not ended, the newest first.

        Raises:
            JournalError: They cannot be read.
        """
        with transaction(self._path) as database, _readable():
            numbers = database.execute("SELECT number FROM walks WHERE outcome IS NULL ORDER BY at DESC")
            return [_row(database, number) for (number,) in numbers.fetchall()]

    def load(self, walkthrough_id: str) -> tuple[WalkthroughRow, tuple[Exchange, ...]]:
        """One walkthrough with its exchanges.

        Raises:
            JournalError: It cannot be read, or is not there.
        """
        with transaction(self._path) as database, _readable():
            number = _number(database, walkthrough_id)
            bodies = database.execute("SELECT body FROM exchanges WHERE walk = ? ORDER BY seq", (number,))
            return _row(database, number), tuple(read_exchange(body) for (body,) in bodies.fetchall())

    def ended_but_kept(self) -> list[str]:
        """The ids of walkthroughs that are over and whose secrets may still be in the keyring.

        Raises:
            JournalError: They cannot be read.
        """
        with transaction(self._path) as database:
            rows = database.execute("SELECT id FROM walks WHERE outcome IS NOT NULL AND kept = 1")
            return [walkthrough_id for (walkthrough_id,) in rows.fetchall()]

    def forgotten(self, walkthrough_id: str) -> None:
        """Note that the keyring holds nothing of a walkthrough any more.

        Raises:
            JournalError: It could not be noted.
        """
        with transaction(self._path) as database:
            database.execute("UPDATE walks SET kept = 0 WHERE id = ?", (walkthrough_id,))

    def count(self) -> tuple[int, int]:
        """How many walkthroughs are over, and how many are not.

        Raises:
            JournalError: It cannot be told.
        """
        with transaction(self._path) as database:
            over, every = database.execute("SELECT count(outcome), count(*) FROM walks").fetchone()
            return over, every - over

    def purge(self, before: float = math.inf) -> int:
        """Delete the walkthroughs that are over, whose newest event is older, and of which the keyring holds nothing.

        Args:
            before: Seconds since 1970.

        Returns:
            How many there were.

        Raises:
            JournalError: They are still there.
        """
        over = "SELECT number FROM walks WHERE outcome IS NOT NULL AND kept = 0 AND at < ?"
        with transaction(self._path) as database:
            for table in ("events", "exchanges"):
                database.execute(f"DELETE FROM {table} WHERE walk IN ({over})", (before,))  # noqa: S608
            return database.execute(f"DELETE FROM walks WHERE number IN ({over})", (before,)).rowcount  # noqa: S608


def _number(database: sqlite3.Connection, walkthrough_id: str) -> int:
    row = database.execute("SELECT number FROM walks WHERE id = ?", (walkthrough_id,)).fetchone()
    if row is None:
        raise JournalError("no such walkthrough")
    return int(row[0])


def _row(database: sqlite3.Connection, number: int) -> WalkthroughRow:
    begun, kept, profile, urls = database.execute(
        "SELECT begun, kept, profile, urls FROM walks WHERE number = ?", (number,)
    ).fetchone()
    rows = database.execute(
        "SELECT kind, body, tick, wall FROM events WHERE walk = ? ORDER BY seq", (number,)
    )
    happened = [
        (read_event(kind, body), ClockReading(tick, datetime.fromisoformat(wall)))
        for kind, body, tick, wall in rows.fetchall()
    ]
    start = read_begun(begun)
    return WalkthroughRow(
        walkthrough=replay(start, happened),
        at=happened[-1][1] if happened else start.began,
        named=tuple(handle for event, _ in happened for handle in handles_of(event)),
        in_keyring=bool(kept),
        profile=profile,
        urls=read_strings(urls),
    )


@contextmanager
def _readable() -> Iterator[None]:
    """What cannot be read back is a damaged file, however it came to be one."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise JournalError(type(error).__name__, JournalProblem.DAMAGED) from None
