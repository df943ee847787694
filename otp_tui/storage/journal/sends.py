"""When each number was sent to: kept across restarts, shared by all programs on this machine.

A number is kept as an HMAC. Its key is in the keyring; where there is none, a key in the database itself takes its
place, which still hides the number from whoever sees a row, but not from whoever has the file and tries them all.

A row under a key that this program does not have (the keyring is locked for it, or two programs made the first key
at the same moment) may be about any number, and counts for each: so no budget is won by another way in.
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

_KEPT_S: Final = 86_400.0
_KEY_BYTES: Final = 32
_NAME_BYTES: Final = 8


class SendLedger:
    """Reserves sends; every method blocks and is one transaction.

    Args:
        path: The database.
        key: The keyring's key for the HMAC, or None without a keyring.
    """

    def __init__(self, path: Path, key: Secret | None) -> None:
        self._path = path
        self._key = key

    def reserve(self, number: str, budget: Budget, now: float) -> tuple[int | None, Allowance]:
        """Take one send out of the budget, if there is one left.

        Args:
            number: The digits of the phone, with its country code.
            budget: The rules.
            now: Seconds since 1970.

        Returns:
            The reservation, None where the budget is used up, and what is left now.

        Raises:
            JournalError: It cannot be told.
        """
        with transaction(self._path) as database:
            left = self._left(database, number, budget, now)
            if not left.remaining:
                return None, left
            key = self._keys(database)[0]
            row = database.execute(
                "INSERT INTO sends (number, key, at) VALUES (?, ?, ?)",
                (_digest(key, number), _name(key), now),
            )
            return row.lastrowid, self._left(database, number, budget, now)

    def release(self, reservation: int) -> None:
        """Undo a reservation whose send certainly did not happen.

        Raises:
            JournalError: It could not be undone; it then runs out by itself.
        """
        with transaction(self._path) as database:
            database.execute("DELETE FROM sends WHERE id = ?", (reservation,))

    def remaining(self, number: str, budget: Budget, now: float) -> Allowance:
        """What is left for a number.

        Raises:
            JournalError: It cannot be told.
        """
        with transaction(self._path) as database:
            return self._left(database, number, budget, now)

    def _left(self, database: sqlite3.Connection, number: str, budget: Budget, now: float) -> Allowance:
        sure, maybe = self._sent(database, number, now)
        left = allowance(budget, [*sure, *maybe], now)
        return left._replace(unclear=not left.remaining and bool(allowance(budget, sure, now).remaining))

    def _sent(self, database: sqlite3.Connection, number: str, now: float) -> tuple[list[float], list[float]]:
        """When this number was sent to, and when one that may be it was."""
        database.execute("DELETE FROM sends WHERE at < ?", (now - _KEPT_S,))
        # A clock that was set back neither wins sends nor locks a number for years: what lies ahead is now.
        database.execute("UPDATE sends SET at = ? WHERE at > ?", (now, now))
        keys = self._keys(database)
        places = ", ".join("?" * len(keys))
        sure = database.execute(
            f"SELECT at FROM sends WHERE number IN ({places})",  # noqa: S608 - places alone
            [_digest(key, number) for key in keys],
        ).fetchall()
        maybe = database.execute(
            f"SELECT at FROM sends WHERE key NOT IN ({places})",  # noqa: S608 - places alone
            [*map(_name, keys)],
        ).fetchall()
        return [at for (at,) in sure], [at for (at,) in maybe]

    def _keys(self, database: sqlite3.Connection) -> list[bytes]:
        """Every key that this program has; the first is the one to write with."""
        made = secrets.token_bytes(_KEY_BYTES)
        database.execute("INSERT OR IGNORE INTO marks (name, value) VALUES ('sends', ?)", (made,))
        (own,) = database.execute("SELECT value FROM marks WHERE name = 'sends'").fetchone()
        return [self._key.reveal().encode(), own] if self._key else [own]


def _digest(key: bytes, number: str) -> bytes:
    return hmac.new(key, number.encode(), hashlib.sha256).digest()


def _name(key: bytes) -> bytes:
    """What tells which key a row was written with."""
    return hmac.new(key, b"the key itself", hashlib.sha256).digest()[:_NAME_BYTES]


class MemoryLedger:
    """Counts sends for this run alone, where the disk cannot."""

    def __init__(self) -> None:
        self._sends: list[tuple[int, str, float]] = []
        self._count = 0

    def reserve(self, number: str, budget: Budget, now: float) -> tuple[int | None, Allowance]:
        """Take one send out of the budget, if there is one left."""
        left = self.remaining(number, budget, now)
        if not left.remaining:
            return None, left
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
        """What is left for a number."""
        self._sends = [(count, sent_to, min(at, now)) for count, sent_to, at in self._sends]  # as on disk
        return allowance(budget, [at for _, sent_to, at in self._sends if sent_to == number], now)

    def __repr__(self) -> str:
        return f"MemoryLedger({len(self._sends)} sends)"
