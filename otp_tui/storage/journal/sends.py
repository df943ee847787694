"""Times of the sends to each number, stored across restarts and shared by all programs.

A number is stored as an HMAC. The HMAC's key is in the keyring; where there is none, a key in the database takes its
place, which still hides the number from a reader of one row, but not from a reader of the file who tries them all.

A row under a key that this program does not have (the keyring is locked for it, or two programs made the first key
at the same moment) may be about any number, and counts for each: so no budget is won by a change of keys.
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

_RETENTION_S: Final = 86_400.0
_KEY_BYTES: Final = 32
_KEY_ID_BYTES: Final = 8


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
            key = self._keys(database)[0]
            row = database.execute(
                "INSERT INTO sends (number, key, at) VALUES (?, ?, ?)",
                (_digest(key, number), _key_id(key), now),
            )
            return row.lastrowid, self._rest(database, number, budget, now)

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

    def _rest(self, database: sqlite3.Connection, number: str, budget: Budget, now: float) -> Allowance:
        certain, possible = self._sent(database, number, now)
        rest = allowance(budget, [*certain, *possible], now)
        return rest._replace(unclear=not rest.remaining and bool(allowance(budget, certain, now).remaining))

    def _sent(self, database: sqlite3.Connection, number: str, now: float) -> tuple[list[float], list[float]]:
        """Return the times of sends to this number, and of those that may have gone to it."""
        database.execute("DELETE FROM sends WHERE at < ?", (now - _RETENTION_S,))
        # A clock that was set back neither wins sends nor locks a number for years: what lies ahead is now.
        database.execute("UPDATE sends SET at = ? WHERE at > ?", (now, now))
        keys = self._keys(database)
        places = ", ".join("?" * len(keys))
        certain = database.execute(
            f"SELECT at FROM sends WHERE number IN ({places})",  # noqa: S608 - places alone
            [_digest(key, number) for key in keys],
        ).fetchall()
        possible = database.execute(
            f"SELECT at FROM sends WHERE key NOT IN ({places})",  # noqa: S608 - places alone
            [*map(_key_id, keys)],
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


class MemoryLedger:
    """Sends of this run alone, in memory, for when the database cannot be used."""

    def __init__(self) -> None:
        self._sends: list[tuple[int, str, float]] = []
        self._count = 0

    def reserve(self, number: str, budget: Budget, now: float) -> tuple[int | None, Allowance]:
        """Reserve one send of the budget, if there is one left."""
        rest = self.remaining(number, budget, now)
        if not rest.remaining:
            return None, rest
        return self.note(number, now), self.remaining(number, budget, now)

    def note(self, number: str, now: float) -> int:
        """Count a send that was reserved elsewhere."""
        self._count += 1
        self._sends.append((self._count, number, now))
        return self._count

    def release(self, reservation: int) -> None:
        """Undo a reservation."""
        self._sends = [send for send in self._sends if send[0] != reservation]

    def remaining(self, number: str, budget: Budget, now: float) -> Allowance:
        """Return the rest of a number's budget."""
        self._sends = [(count, sent_to, min(at, now)) for count, sent_to, at in self._sends]  # as on disk
        return allowance(budget, [at for _, sent_to, at in self._sends if sent_to == number], now)

    def __repr__(self) -> str:
        return f"MemoryLedger({len(self._sends)} sends)"
