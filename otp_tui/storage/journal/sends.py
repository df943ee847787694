"""Times of the sends to each number, stored across restarts and shared by all programs.

A number is stored as an HMAC. The HMAC's key is in the keyring; where there is none, a key in the database takes its
place, which still hides the number from a reader of one row, but not from a reader of the file who tries them all.

A row under a key that this program does not have (the keyring is locked for it, or two programs made the first key
at the same moment) may be about any number, and counts for each: so no budget is won by a change of keys.

A database that was quarantined may have counted any sends: after it nothing is left of any budget, until all of them
would be too old. Each is noted as a row of its own, so that a clock that is set back holds nobody up for longer.
"""

import hashlib
import hmac
import secrets
import sqlite3
from pathlib import Path
from typing import Final

from otp_tui.core.security.budget import Allowance, Budget, allowance
from otp_tui.core.security.secrets import Secret
from otp_tui.storage.journal.database import transaction
from otp_tui.storage.journal.quarantine import quarantined

_RETENTION_S: Final = 86_400.0
_KEY_BYTES: Final = 32
_KEY_ID_BYTES: Final = 8
_LOST: Final = b"lost"
"""The mark of a row about a quarantined database, in place of a key's."""


class SendLedger:
    """Sends in the database; every method blocks and is one transaction.

    Args:
        path: The database.
        key: The keyring's key for the HMAC, or None without a keyring.
    """

    def __init__(self, path: Path, key: Secret | None) -> None:
        self._path = path
        self._key = key

    def reserve(self, number: str, budget: Budget, now: float) -> tuple[int | None, Allowance]:
        """Reserve one send of the budget, if there is one left.

        Args:
            number: The digits of the phone, with its country code.
            budget: The rules.
            now: Seconds since 1970.

        Returns:
            The reservation, None where the budget is used up; and the rest of the budget.

        Raises:
            JournalError: The sends cannot be read or written.
        """
        with transaction(self._path) as database:
            rest = self._rest(database, number, budget, now)
            if not rest.remaining:
                return None, rest
            return self._insert(database, number, now), self._rest(database, number, budget, now)

    def note(self, number: str, at: float) -> None:
        """Count a send that happened, whatever is left of the budget.

        Raises:
            JournalError: The send cannot be written.
        """
        with transaction(self._path) as database:
            self._insert(database, number, at)

    def release(self, reservation: int) -> None:
        """Undo a reservation whose send certainly did not happen.

        Raises:
            JournalError: The database cannot be written; the reservation then counts until it is too old.
        """
        with transaction(self._path) as database:
            database.execute("DELETE FROM sends WHERE id = ?", (reservation,))

    def remaining(self, number: str, budget: Budget, now: float) -> Allowance:
        """Return the rest of a number's budget.

        Raises:
            JournalError: The sends cannot be read or written.
        """
        with transaction(self._path) as database:
            return self._rest(database, number, budget, now)

    def _insert(self, database: sqlite3.Connection, number: str, at: float) -> int | None:
        key = self._keys(database)[0]
        values = _digest(key, number), _key_id(key), at
        return database.execute("INSERT INTO sends (number, key, at) VALUES (?, ?, ?)", values).lastrowid

    def _rest(self, database: sqlite3.Connection, number: str, budget: Budget, now: float) -> Allowance:
        self._tidy(database, now)
        certain, possible = self._sent(database, number)
        rest = allowance(budget, [*certain, *possible], now)
        longest = max(budget, key=lambda window: window.seconds)
        (lost,) = database.execute("SELECT max(at) FROM sends WHERE key = ?", (_LOST,)).fetchone()
        if lost is not None and lost > now - longest.seconds:
            opens_at = max(lost + longest.seconds, rest.opens_at or 0.0)
            return Allowance(0, 0, opens_at, longest, lost=True)
        return rest._replace(unclear=not rest.remaining and bool(allowance(budget, certain, now).remaining))

    def _tidy(self, database: sqlite3.Connection, now: float) -> None:
        """Note the quarantined databases, delete what is too old, and move what lies ahead to now.

        So a clock that was set back neither wins sends nor locks a number for years.
        """
        too_old = now - _RETENTION_S
        database.execute("DELETE FROM sends WHERE at < ?", (too_old,))
        database.executemany(
            "INSERT INTO sends (number, key, at) SELECT ?1, ?2, ?3"
            " WHERE NOT EXISTS (SELECT 1 FROM sends WHERE number = ?1 AND key = ?2)",
            [(name.encode(), _LOST, at) for name, at in quarantined(self._path) if at >= too_old],
        )
        database.execute("UPDATE sends SET at = ? WHERE at > ?", (now, now))

    def _sent(self, database: sqlite3.Connection, number: str) -> tuple[list[float], list[float]]:
        """Return the times of sends to this number, and of those that may have gone to it."""
        keys = self._keys(database)
        places = ", ".join("?" * len(keys))
        certain = database.execute(
            f"SELECT at FROM sends WHERE number IN ({places})",  # noqa: S608 - places alone
            [_digest(key, number) for key in keys],
        ).fetchall()
        possible = database.execute(
            f"SELECT at FROM sends WHERE key NOT IN (?, {places})",  # noqa: S608 - places alone
            [_LOST, *map(_key_id, keys)],
        ).fetchall()
        return [at for (at,) in certain], [at for (at,) in possible]

    def _keys(self, database: sqlite3.Connection) -> list[bytes]:
        """Return every key that this program has; the first is the one to write with."""
        made = secrets.token_bytes(_KEY_BYTES)
        database.execute("INSERT OR IGNORE INTO marks (name, value) VALUES ('sends', ?)", (made,))
        (own,) = database.execute("SELECT value FROM marks WHERE name = 'sends'").fetchone()
        return [self._key.reveal().encode(), own] if self._key else [own]


def _digest(key: bytes, number: str) -> bytes:
    return hmac.new(key, number.encode(), hashlib.sha256).digest()


def _key_id(key: bytes) -> bytes:
    """Return the mark of the key that a row was written with."""
    return hmac.new(key, b"the key itself", hashlib.sha256).digest()[:_KEY_ID_BYTES]
