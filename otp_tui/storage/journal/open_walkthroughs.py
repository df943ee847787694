"""Walkthroughs that earlier processes left open: which there are, and what becomes of those nobody goes on with."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from otp_tui.core.flow.events import Closed, Event, Interrupted, QuitPressed
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.recovery import (
    OpenWalkthrough,
    ResumeError,
    Unresumable,
    after_interruption,
    has_expired,
    not_before,
)
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.flow.step import step
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.target.credentials import walkthrough_entry
from otp_tui.core.timestamps import ClockReading
from otp_tui.storage.journal.database import JournalError, JournalProblem, quarantine, quarantine_if_damaged
from otp_tui.storage.journal.tables import WalkthroughRow, WalkthroughTable
from otp_tui.storage.journal.walkthrough_lock import acquire_walkthrough, lock_path
from otp_tui.storage.locks import Lock, is_held


class OpenWalkthroughList(NamedTuple):
    """What was left open.

    Attributes:
        left: What can be gone on with, the newest first.
        over: What has run out in the meantime, or cannot be gone on with: the ids.
        aside: Where a database that could not be used was set aside to, if it was.
    """

    open: tuple[OpenWalkthrough, ...] = ()
    ended: tuple[str, ...] = ()
    quarantined_to: Path | None = None


class OpenWalkthroughStore:
    """The walkthroughs that were left open.

    Args:
        path: The database.
        keyring: The keyring.
    """

    def __init__(self, path: Path, keyring: CredentialStore) -> None:
        self._path = path
        self._rows = WalkthroughTable(path)
        self._keyring = keyring

    def list_open(self, now: ClockReading) -> OpenWalkthroughList:
        """What was left open; blocks.

        Raises:
            JournalError: It cannot be read.
        """
        try:
            if not self._path.exists():
                return OpenWalkthroughList()
        except OSError as error:
            raise JournalError(type(error).__name__) from None
        aside = quarantine_if_damaged(self._path)
        try:
            rows = self._rows.left_open()
        except JournalError as error:
            if error.problem is not JournalProblem.DAMAGED:
                raise
            return OpenWalkthroughList(quarantined_to=quarantine(self._path))
        left: list[OpenWalkthrough] = []
        over: list[str] = []
        for row in rows:
            then = not_before(now, row.at)
            walkthrough, held = after_interruption(row.walkthrough, then), self._is_held(row.walkthrough.id)
            if not held and (not row.in_keyring or has_expired(walkthrough, row.at, then)):
                over.append(walkthrough.id)
            else:
                left.append(OpenWalkthrough(walkthrough, row.at, held, row.profile, row.urls))
        return OpenWalkthroughList(tuple(left), tuple(over), aside)

    async def discard(self, walkthrough_id: str, now: ClockReading) -> Walkthrough:
        """End a walkthrough that was left open; its code stays valid at the provider for as long as it is.

        Raises:
            ResumeError: Another program has it, or ended it already.
            JournalError: It could not be noted.
        """
        return await self._end(walkthrough_id, now, run_out=False)

    async def close(self, walkthrough_id: str, now: ClockReading) -> Walkthrough | None:
        """Close one that has run out or cannot be gone on with; None where another program was first.

        Raises:
            JournalError: It could not be noted.
        """
        try:
            return await self._end(walkthrough_id, now, run_out=True)
        except ResumeError:
            return None

    async def purge(self, now: datetime, days: int) -> None:
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
        for walkthrough_id in await asyncio.to_thread(self._rows.ended_but_kept):
            await self._forget(walkthrough_id)

    def _is_held(self, walkthrough_id: str) -> bool:
        try:
            return is_held(lock_path(self._path, walkthrough_id))
        except OSError:
            return False

    async def _end(self, walkthrough_id: str, now: ClockReading, *, run_out: bool) -> Walkthrough:
        walkthrough = await asyncio.to_thread(self._ended, walkthrough_id, now, run_out=run_out)
        await self._forget(walkthrough_id)
        return walkthrough

    def _ended(self, walkthrough_id: str, now: ClockReading, *, run_out: bool) -> Walkthrough:
        lock = self._acquire(walkthrough_id)
        try:
            row, _ = self._rows.load(walkthrough_id)
            if row.walkthrough.outcome is not None:
                raise ResumeError(Unresumable.UNREADABLE)
            return self._appended(row, not_before(now, row.at), run_out=run_out)
        finally:
            lock.release()

    def _acquire(self, walkthrough_id: str) -> Lock:
        try:
            return acquire_walkthrough(self._path, walkthrough_id)
        except OSError as error:
            raise JournalError(type(error).__name__) from None

    def _appended(self, row: WalkthroughRow, now: ClockReading, *, run_out: bool) -> Walkthrough:
        """Its last events: the request that nobody will hear of again, and its end."""
        walkthrough = row.walkthrough
        ends: list[Event] = (
            [Interrupted(walkthrough.in_flight.number)] if walkthrough.in_flight is not None else []
        )
        over = run_out and has_expired(after_interruption(walkthrough, now), row.at, now)
        ends.append(Closed(Outcome.EXPIRED) if over else QuitPressed())
        for event in ends:
            walkthrough, _ = step(walkthrough, event, now)
            self._rows.append(walkthrough, event, now, in_keyring=row.in_keyring)
        return walkthrough

    async def _forget(self, walkthrough_id: str) -> None:
        """Take its secrets out of the keyring; where that fails, the next start tries again."""
        try:
            await self._keyring.delete(walkthrough_entry(walkthrough_id))
        except KeyringError:
            return
        await asyncio.to_thread(self._rows.forgotten, walkthrough_id)
