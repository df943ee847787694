"""The history in the database: pages of walkthroughs, newest first, and how long SMS took."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.history import (
    BIN_S,
    BINS,
    PERCENTS,
    ArrivalStatistics,
    HistoryEntry,
    HistoryFilter,
    rank_of,
)
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.storage.journal.database import transaction
from otp_tui.storage.journal.tables import readable

_COLUMNS: Final = "number, id, began, journey, environment, profile, phone, outcome, verdict"


class HistoryTable:
    """The walkthroughs that the journal holds; every method blocks and is one transaction.

    Args:
        path: The database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def page(
        self, chosen: HistoryFilter, limit: int, after: HistoryEntry | None = None
    ) -> list[HistoryEntry]:
        """Return a page of entries, the newest first.

        Args:
            chosen: The filter.
            limit: The most entries of the page.
            after: The last entry of the page before; None for the first page.

        Raises:
            JournalError: The rows cannot be read.
        """
        if not self._path.exists():
            return []
        conditions, values = _where(chosen)
        if after is not None:
            conditions.append("(began, number) < (?, ?)")
            values += [after.began.timestamp(), after.number]
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        with transaction(self._path) as database:
            rows = database.execute(
                f"SELECT {_COLUMNS} FROM walks {where} ORDER BY began DESC, number DESC LIMIT ?",  # noqa: S608 - ours
                (*values, limit),
            )
            with readable():
                return [_entry(row) for row in rows.fetchall()]

    def count(self, chosen: HistoryFilter) -> int:
        """Return the number of entries that pass a filter.

        Raises:
            JournalError: The rows cannot be read.
        """
        if not self._path.exists():
            return 0
        conditions, values = _where(chosen)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        with transaction(self._path) as database:
            (count,) = database.execute(f"SELECT count(*) FROM walks {where}", values).fetchone()  # noqa: S608 - ours
            return int(count)

    def arrivals(self) -> list[ArrivalStatistics]:
        """Return the statistics of each provider whose SMS were timed, by its name.

        Raises:
            JournalError: The rows cannot be read.
        """
        if not self._path.exists():
            return []
        with transaction(self._path) as database:
            hosts = database.execute(
                "SELECT provider, environment, count(*) FROM arrivals GROUP BY provider, environment"
                " ORDER BY provider, environment"
            ).fetchall()
            with readable():
                return [
                    _statistics(database, name, Environment(place), count) for name, place, count in hosts
                ]


def _where(chosen: HistoryFilter) -> tuple[list[str], list[Any]]:
    """Return the conditions of a filter and their values."""
    parts: list[tuple[str, Any]] = []
    for column, operator, value in (
        ("began", ">=", chosen.since and chosen.since.timestamp()),
        ("began", "<", chosen.until and chosen.until.timestamp()),
        ("verdict", "=", chosen.verdict),
        ("environment", "=", chosen.environment),
        ("phone", "LIKE", None if chosen.digits is None else f"%{chosen.last_digits}"),
        ("id", ">=", chosen.id),
        ("id", "<", None if chosen.id is None else f"{chosen.id}\U0010ffff"),
    ):
        if value is not None:
            parts.append((f"{column} {operator} ?", value))
    conditions, values = [text for text, _ in parts], [value for _, value in parts]
    if chosen.provider is not None:
        journeys = chosen.journeys
        conditions.append(f"journey IN ({', '.join('?' * len(journeys))})")
        values += journeys
    return conditions, values


def _entry(row: tuple[Any, ...]) -> HistoryEntry:
    number, name, began, journey, environment, profile, phone, outcome, verdict = row
    return HistoryEntry(
        number,
        name,
        datetime.fromtimestamp(began, UTC),
        Journey(journey),
        Environment(environment),
        profile,
        phone,
        Outcome(outcome) if outcome else None,
        Verdict(verdict) if verdict else None,
    )


def _statistics(
    database: sqlite3.Connection, provider: str, environment: Environment, count: int
) -> ArrivalStatistics:
    host = (provider, environment)
    p50, p90, p95, longest = (_at(database, host, rank_of(percent, count)) for percent in PERCENTS)
    bins = [0] * BINS
    for index, found in database.execute(
        "SELECT min(CAST(arrived / ? AS INTEGER), ?) AS bin, count(*) FROM arrivals"
        " WHERE provider = ? AND environment = ? GROUP BY bin",
        (BIN_S, BINS - 1, *host),
    ):
        bins[index] = found
    return ArrivalStatistics(provider, environment, count, (p50, p90, p95, longest), bins, BIN_S)


def _at(database: sqlite3.Connection, host: tuple[str, Environment], rank: int) -> float:
    (value,) = database.execute(
        "SELECT arrived FROM arrivals WHERE provider = ? AND environment = ? ORDER BY arrived LIMIT 1 OFFSET ?",
        (*host, rank),
    ).fetchone()
    return float(value)
