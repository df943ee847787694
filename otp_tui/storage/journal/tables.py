"""Walkthroughs in the database: beginning, events, exchanges; no secret among them."""

import math
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import Event, handles_of
from otp_tui.core.flow.record import WalkthroughRecord, changes_of
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
        record: All that happened in it; without its exchanges where only its state was asked for.
        in_keyring: The secrets that it needs were stored in the keyring.
        urls: The base addresses by provider.
    """

    record: WalkthroughRecord
    in_keyring: bool
    urls: dict[str, str]

    @property
    def walkthrough(self) -> Walkthrough:
        """The state after its newest event."""
        return self.record.walkthrough

    @property
    def named(self) -> tuple[Handle, ...]:
        """Every handle that its events named."""
        return tuple(handle for change in self.record.changes for handle in handles_of(change.event))


class WalkthroughTable:
    """The table of walkthroughs; every method blocks and is one transaction.

    Args:
        path: The database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self, walkthrough: Walkthrough, profile: str, urls: Mapping[str, str]) -> None:
        """Store the beginning of a walkthrough, before its first event.

        Raises:
            JournalError: The beginning is not stored.
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
        """Store an event.

        Args:
            walkthrough: The state after the event.
            event: The event.
            now: The time of the event.
            in_keyring: The keyring holds the secrets that the walkthrough needs.

        Raises:
            JournalError: The event is not stored.
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
                "UPDATE walks SET phone = ?, outcome = ?, verdict = ?, at = ?, kept = ? WHERE number = ?",
                (
                    walkthrough.phone or "",
                    walkthrough.outcome,
                    walkthrough.decision.verdict if walkthrough.decision else None,
                    now.utc.timestamp(),
                    in_keyring,
                    number,
                ),
            )
            _write_arrival(database, number, walkthrough)

    def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Store an exchange.

        Raises:
            JournalError: The exchange is not stored.
        """
        with transaction(self._path) as database:
            number = _number(database, walkthrough_id)
            database.execute(
                "INSERT INTO exchanges (walk, seq, body) VALUES"
                " (?, (SELECT coalesce(max(seq), 0) + 1 FROM exchanges WHERE walk = ?), ?)",
                (number, number, write_exchange(exchange)),
            )

    def list_open(self) -> list[WalkthroughRow]:
        """Return every walkthrough that has not ended, the newest first.

        Raises:
            JournalError: The rows cannot be read.
        """
        with transaction(self._path) as database, readable():
            numbers = database.execute("SELECT number FROM walks WHERE outcome IS NULL ORDER BY at DESC")
            return [_row(database, number) for (number,) in numbers.fetchall()]

    def load(self, walkthrough_id: str) -> WalkthroughRow:
        """Return one walkthrough with its exchanges.

        Raises:
            JournalError: The walkthrough is not there, or its rows cannot be read.
        """
        with transaction(self._path) as database, readable():
            number = _number(database, walkthrough_id)
            bodies = database.execute("SELECT body FROM exchanges WHERE walk = ? ORDER BY seq", (number,))
            exchanges = tuple(read_exchange(body) for (body,) in bodies.fetchall())
            row = _row(database, number)
            return row._replace(record=row.record._replace(exchanges=exchanges))

    def ended_in_keyring(self) -> list[str]:
        """Return the ids of ended walkthroughs whose secrets may still be in the keyring.

        Raises:
            JournalError: The rows cannot be read.
        """
        with transaction(self._path) as database:
            rows = database.execute("SELECT id FROM walks WHERE outcome IS NOT NULL AND kept = 1")
            return [walkthrough_id for (walkthrough_id,) in rows.fetchall()]

    def mark_deleted(self, walkthrough_id: str) -> None:
        """Mark a walkthrough as one of which the keyring holds nothing any more.

        Raises:
            JournalError: The mark is not stored.
        """
        with transaction(self._path) as database:
            database.execute("UPDATE walks SET kept = 0 WHERE id = ?", (walkthrough_id,))

    def count(self) -> tuple[int, int]:
        """Count the walkthroughs that have ended, and those that have not.

        Raises:
            JournalError: The rows cannot be read.
        """
        with transaction(self._path) as database:
            ended, total = database.execute("SELECT count(outcome), count(*) FROM walks").fetchone()
            return ended, total - ended

    def purge(self, before: float = math.inf) -> int:
        """Delete old ended walkthroughs of which the keyring holds nothing.

        Args:
            before: The newest event of a deleted walkthrough is older than this, in seconds since 1970.

        Returns:
            The number of deleted walkthroughs.

        Raises:
            JournalError: Nothing was deleted.
        """
        ended = "SELECT number FROM walks WHERE outcome IS NOT NULL AND kept = 0 AND at < ?"
        with transaction(self._path) as database:
            for table in ("events", "exchanges", "arrivals"):
                database.execute(f"DELETE FROM {table} WHERE walk IN ({ended})", (before,))  # noqa: S608
            return database.execute(f"DELETE FROM walks WHERE number IN ({ended})", (before,)).rowcount  # noqa: S608


def _write_arrival(database: sqlite3.Connection, number: int, walkthrough: Walkthrough) -> None:
    """Store the times of the newest SMS that the operator timed."""
    if walkthrough.sms_times:
        times = walkthrough.sms_times[-1]
        values = (
            times.provider,
            walkthrough.environment,
            times.until_arrival,
            times.until_entry,
            times.until_verdict,
        )
        database.execute(
            "INSERT OR REPLACE INTO arrivals VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, len(walkthrough.sms_times), *values),
        )


def _number(database: sqlite3.Connection, walkthrough_id: str) -> int:
    row = database.execute("SELECT number FROM walks WHERE id = ?", (walkthrough_id,)).fetchone()
    if row is None:
        raise JournalError("no such walkthrough")
    return int(row[0])


def _row(database: sqlite3.Connection, number: int) -> WalkthroughRow:
    begun, in_keyring, profile, urls = database.execute(
        "SELECT begun, kept, profile, urls FROM walks WHERE number = ?", (number,)
    ).fetchone()
    rows = database.execute(
        "SELECT kind, body, tick, wall FROM events WHERE walk = ? ORDER BY seq", (number,)
    )
    events = [
        (read_event(kind, body), ClockReading(tick, datetime.fromisoformat(wall)))
        for kind, body, tick, wall in rows.fetchall()
    ]
    start = read_begun(begun)
    record = WalkthroughRecord(start, changes_of(start, events), profile=profile)
    return WalkthroughRow(record, bool(in_keyring), read_strings(urls))


@contextmanager
def readable() -> Iterator[None]:
    """Raise what cannot be read back as the error of a damaged file."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise JournalError(type(error).__name__, JournalProblem.DAMAGED) from None
