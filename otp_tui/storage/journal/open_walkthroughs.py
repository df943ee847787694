"""Walkthroughs that earlier processes left open: which there are, and what becomes of those nobody goes on with."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from otp_tui.core.flow.events import Closed, Event, Interrupted, QuitPressed
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.recovery import Left, ResumeError, Unresumable, caught_up, expired, landed
from otp_tui.core.flow.state import Walk
from otp_tui.core.flow.step import step
from otp_tui.core.ports import Vault
from otp_tui.core.security.keyring_errors import VaultError
from otp_tui.core.target.credentials import walk_name
from otp_tui.core.timestamps import Now
from otp_tui.storage.journal.database import JournalError, JournalProblem, mend, set_aside
from otp_tui.storage.journal.store import lock_path
from otp_tui.storage.journal.tables import Row, WalkRows
from otp_tui.storage.locks import Lock, hold


class Shelved(NamedTuple):
    """What was left open.

    Attributes:
        left: What can be gone on with, the newest first.
        over: What has run out in the meantime, or cannot be gone on with: the ids.
        aside: Where a database that could not be used was set aside to, if it was.
    """

    left: tuple[Left, ...] = ()
    over: tuple[str, ...] = ()
    aside: Path | None = None


class Shelf:
    """The walkthroughs that were left open.

    Args:
        path: The database.
        vault: The keyring.
    """

    def __init__(self, path: Path, vault: Vault) -> None:
        self._path = path
        self._rows = WalkRows(path)
        self._vault = vault

    def look(self, now: Now) -> Shelved:
        """What was left open; blocks.

        Raises:
            JournalError: It cannot be read.
        """
        try:
            if not self._path.exists():
                return Shelved()
        except OSError as error:
            raise JournalError(type(error).__name__) from None
        aside = mend(self._path)
        try:
            rows = self._rows.left_open()
        except JournalError as error:
            if error.problem is not JournalProblem.DAMAGED:
                raise
            return Shelved(aside=set_aside(self._path))
        left: list[Left] = []
        over: list[str] = []
        for row in rows:
            then = caught_up(now, row.at)
            walk, held = landed(row.walk, then), self._is_held(row.walk.id)
            if not held and (not row.kept or expired(walk, row.at, then)):
                over.append(walk.id)
            else:
                left.append(Left(walk, row.at, held, row.profile, row.urls))
        return Shelved(tuple(left), tuple(over), aside)

    async def give_up(self, walk_id: str, now: Now) -> Walk:
        """End a walkthrough that was left open; its code stays valid at the provider for as long as it is.

        Raises:
            ResumeError: Another program has it, or ended it already.
            JournalError: It could not be noted.
        """
        return await self._end(walk_id, now, run_out=False)

    async def close(self, walk_id: str, now: Now) -> Walk | None:
        """Close one that has run out or cannot be gone on with; None where another program was first.

        Raises:
            JournalError: It could not be noted.
        """
        try:
            return await self._end(walk_id, now, run_out=True)
        except ResumeError:
            return None

    async def tidy(self, now: datetime, days: int) -> None:
        """Take what is over out of the keyring, and out of the database once it is older than that.

        Raises:
            JournalError: It could not be noted.
        """
        if not self._path.exists():
            return
        await self.forget_ended()
        before = (now - timedelta(days=days)).timestamp()
        await asyncio.to_thread(self._rows.purge, before)

    async def forget_ended(self) -> None:
        """Take what is over out of the keyring.

        Raises:
            JournalError: It could not be noted.
        """
        for walk_id in await asyncio.to_thread(self._rows.ended_but_kept):
            await self._forget(walk_id)

    def _is_held(self, walk_id: str) -> bool:
        try:
            lock = hold(lock_path(self._path, walk_id))
        except OSError:
            return False
        if lock is not None:
            lock.release()
        return lock is None

    async def _end(self, walk_id: str, now: Now, *, run_out: bool) -> Walk:
        walk = await asyncio.to_thread(self._ended, walk_id, now, run_out=run_out)
        await self._forget(walk_id)
        return walk

    def _ended(self, walk_id: str, now: Now, *, run_out: bool) -> Walk:
        lock = self._held(walk_id)
        try:
            row, _ = self._rows.load(walk_id)
            if row.walk.outcome is not None:
                raise ResumeError(Unresumable.UNREADABLE)
            return self._appended(row, caught_up(now, row.at), run_out=run_out)
        finally:
            lock.release()

    def _held(self, walk_id: str) -> Lock:
        try:
            lock = hold(lock_path(self._path, walk_id))
        except OSError as error:
            raise JournalError(type(error).__name__) from None
        if lock is None:
            raise ResumeError(Unresumable.HELD)
        return lock

    def _appended(self, row: Row, now: Now, *, run_out: bool) -> Walk:
        """Its last events: the request that nobody will hear of again, and its end."""
        walk = row.walk
        ends: list[Event] = [Interrupted(walk.flight.number)] if walk.flight is not None else []
        over = run_out and expired(landed(walk, now), row.at, now)
        ends.append(Closed(Outcome.EXPIRED) if over else QuitPressed())
        for event in ends:
            walk, _ = step(walk, event, now)
            self._rows.append(walk, event, now, kept=row.kept)
        return walk

    async def _forget(self, walk_id: str) -> None:
        """Take its secrets out of the keyring; where that fails, the next start tries again."""
        try:
            await self._vault.delete(walk_name(walk_id))
        except VaultError:
            return
        await asyncio.to_thread(self._rows.forgotten, walk_id)
