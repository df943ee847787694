"""Walkthroughs that earlier processes left open: listed, ended, deleted when they are old."""

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
from otp_tui.storage.journal.database import JournalError, JournalProblem
from otp_tui.storage.journal.quarantine import quarantine, quarantine_if_damaged
from otp_tui.storage.journal.tables import WalkthroughRow, WalkthroughTable
from otp_tui.storage.journal.walkthrough_lock import acquire_walkthrough, lock_path
from otp_tui.storage.locks import Lock, is_held


class OpenWalkthroughList(NamedTuple):
    """The walkthroughs that were left open, and what became of the rest.

    Attributes:
        open: Walkthroughs that can be resumed or are held by another program, the newest first.
        ended: Ids of those that have expired in the meantime, or cannot be resumed.
        quarantined_to: The new name of a database that could not be used; None where it could.
    """

    open: tuple[OpenWalkthrough, ...] = ()
    ended: tuple[str, ...] = ()
    quarantined_to: Path | None = None


class OpenWalkthroughStore:
    """Access to the walkthroughs that were left open.

    Args:
        path: The database.
        keyring: The keyring.
    """

    def __init__(self, path: Path, keyring: CredentialStore) -> None:
        self._path = path
        self._rows = WalkthroughTable(path)
        self._keyring = keyring

    def list_open(self, now: ClockReading) -> OpenWalkthroughList:
        """List the open walkthroughs; blocks.

        Raises:
            JournalError: The database cannot be read.
        """
        try:
            if not self._path.exists():
                return OpenWalkthroughList()
        except OSError as error:
            raise JournalError(type(error).__name__) from None
        quarantined_to = quarantine_if_damaged(self._path)
        try:
            rows = self._rows.list_open()
        except JournalError as error:
            if error.problem is not JournalProblem.DAMAGED:
                raise
            return OpenWalkthroughList(quarantined_to=quarantine(self._path))
        resumable: list[OpenWalkthrough] = []
        ended: list[str] = []
        for row in rows:
            then = not_before(now, row.record.at)
            walkthrough, held = after_interruption(row.walkthrough, then), self._is_held(row.walkthrough.id)
            if not held and (not row.in_keyring or has_expired(walkthrough, row.record.at, then)):
                ended.append(walkthrough.id)
            else:
                resumable.append(
                    OpenWalkthrough(walkthrough, row.record.at, held, row.record.profile, row.urls)
                )
        return OpenWalkthroughList(tuple(resumable), tuple(ended), quarantined_to)

    async def discard(self, walkthrough_id: str, now: ClockReading) -> Walkthrough:
        """End an open walkthrough; its code stays valid at the provider until it expires there.

        Raises:
            ResumeError: Another program holds the walkthrough, or ended it already.
            JournalError: The end could not be stored.
        """
        return await self._end(walkthrough_id, now, expired=False)

    async def close(self, walkthrough_id: str, now: ClockReading) -> Walkthrough | None:
        """Close an expired or lost walkthrough; return None where another program was first.

        Raises:
            JournalError: The end could not be stored.
        """
        try:
            return await self._end(walkthrough_id, now, expired=True)
        except ResumeError:
            return None

    async def purge(self, now: datetime, days: int) -> None:
        """Delete the secrets of ended walkthroughs, and the rows of those older than ``days``.

        Raises:
            JournalError: The database cannot be written.
        """
        if not self._path.exists():
            return
        await self.forget_ended()
        before = (now - timedelta(days=days)).timestamp()
        await asyncio.to_thread(self._rows.purge, before)

    async def forget_ended(self) -> None:
        """Delete the secrets of ended walkthroughs from the keyring.

        Raises:
            JournalError: The database cannot be read or written.
        """
        for walkthrough_id in await asyncio.to_thread(self._rows.ended_in_keyring):
            await self._delete_secrets(walkthrough_id)

    def _is_held(self, walkthrough_id: str) -> bool:
        try:
            return is_held(lock_path(self._path, walkthrough_id))
        except OSError:
            return False

    async def _end(self, walkthrough_id: str, now: ClockReading, *, expired: bool) -> Walkthrough:
        walkthrough = await asyncio.to_thread(self._end_in_database, walkthrough_id, now, expired=expired)
        await self._delete_secrets(walkthrough_id)
        return walkthrough

    def _end_in_database(self, walkthrough_id: str, now: ClockReading, *, expired: bool) -> Walkthrough:
        lock = self._acquire(walkthrough_id)
        try:
            row = self._rows.load(walkthrough_id)
            if row.walkthrough.outcome is not None:
                raise ResumeError(Unresumable.UNREADABLE)
            return self._store_end(row, not_before(now, row.record.at), expired=expired)
        finally:
            lock.release()

    def _acquire(self, walkthrough_id: str) -> Lock:
        try:
            return acquire_walkthrough(self._path, walkthrough_id)
        except OSError as error:
            raise JournalError(type(error).__name__) from None

    def _store_end(self, row: WalkthroughRow, now: ClockReading, *, expired: bool) -> Walkthrough:
        """Store the last events: the interruption of a request in flight, and the end."""
        walkthrough = row.walkthrough
        events: list[Event] = (
            [Interrupted(walkthrough.in_flight.number)] if walkthrough.in_flight is not None else []
        )
        has_run_out = expired and has_expired(after_interruption(walkthrough, now), row.record.at, now)
        events.append(Closed(Outcome.EXPIRED) if has_run_out else QuitPressed())
        for event in events:
            walkthrough, _ = step(walkthrough, event, now)
            self._rows.append(walkthrough, event, now, in_keyring=row.in_keyring)
        return walkthrough

    async def _delete_secrets(self, walkthrough_id: str) -> None:
        """Delete a walkthrough's secrets; where the keyring fails, the next start tries again."""
        try:
            await self._keyring.delete(walkthrough_entry(walkthrough_id))
        except KeyringError:
            return
        await asyncio.to_thread(self._rows.mark_deleted, walkthrough_id)
