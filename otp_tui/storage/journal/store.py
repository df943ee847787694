"""Storage of a running walkthrough: secrets to the keyring first, then the event to disk."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.change import PersistenceFailure
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.recovery import ResumeError, SavedWalkthrough, Unresumable, required_handles
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.security.secrets import PHONE, Handle, Secret, SecretRegistry
from otp_tui.core.target.credentials import walkthrough_entry
from otp_tui.core.timestamps import ClockReading
from otp_tui.storage.journal.database import JournalError
from otp_tui.storage.journal.tables import WalkthroughTable
from otp_tui.storage.journal.walkthrough_lock import acquire_walkthrough
from otp_tui.storage.locks import Lock

_DELETION_LIMIT_S: Final = 0.5
"""Seconds that `release` waits for the keyring to delete secrets; the next start deletes the rest."""

T = TypeVar("T")


class JournalStore:
    """The store of one walkthrough at a time; implements `otp_tui.core.ports.WalkthroughStore`.

    Where the disk or the keyring fails, the walkthrough goes on in memory, and the failure is reported once.

    Args:
        path: The database.
        keyring: The keyring.
        profile: The profile's name; empty without one.
        urls: The base addresses by provider.
    """

    def __init__(self, path: Path, keyring: CredentialStore, profile: str, urls: Mapping[str, str]) -> None:
        self._path = path
        self._rows = WalkthroughTable(path)
        self._keyring = keyring
        self._profile = profile
        self._urls = urls
        self._in_turn = asyncio.Lock()
        self._deletions: set[asyncio.Task[None]] = set()
        self._reset()

    def _reset(self) -> None:
        """Set the state before a walkthrough."""
        self._id: str | None = None
        self._lock: Lock | None = None
        self._required: frozenset[Handle] = frozenset()
        self._stored: dict[Handle, str] = {}
        self._in_keyring = False
        self._failures: list[PersistenceFailure] = []
        self._unreported: PersistenceFailure | None = None

    async def append(
        self, walkthrough: Walkthrough, event: Event, now: ClockReading, registry: SecretRegistry
    ) -> PersistenceFailure | None:
        """Store one event and the secrets that it names; return a failure not reported yet."""
        async with self._in_turn:
            if self._id != walkthrough.id:
                await self._begin(walkthrough)
            if walkthrough.outcome is None:
                await self._store_secrets(walkthrough, registry)
            await self._on_disk(
                lambda: self._rows.append(walkthrough, event, now, in_keyring=self._in_keyring)
            )
            if walkthrough.outcome is not None:
                self._begin_deletion(walkthrough.id)
            failure, self._unreported = self._unreported, None
            return failure

    async def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Store an exchange."""
        async with self._in_turn:
            if self._id == walkthrough_id:
                await self._on_disk(lambda: self._rows.record(walkthrough_id, exchange))

    async def claim(self, walkthrough_id: str) -> SavedWalkthrough:
        """Take over a walkthrough that another process left open.

        Raises:
            ResumeError: Another program holds or ended the walkthrough, or something that it needs is gone.
            KeyringError: The keyring cannot be read.
        """
        try:
            lock = await asyncio.to_thread(acquire_walkthrough, self._path, walkthrough_id)
        except OSError:
            raise ResumeError(Unresumable.UNREADABLE) from None
        try:
            saved = await self._load(walkthrough_id)
        except BaseException:
            lock.release()
            raise
        self._reset()
        self._id, self._lock = walkthrough_id, lock
        self._required, self._stored, self._in_keyring = (
            required_handles(saved.record.walkthrough),
            dict(saved.secrets),
            True,
        )
        return saved

    async def release(self, walkthrough: Walkthrough) -> None:
        """Release a walkthrough's lock, so that another process can take it over."""
        if self._deletions:
            await asyncio.wait(self._deletions, timeout=_DELETION_LIMIT_S)
        if self._id == walkthrough.id:
            if self._lock is not None:
                self._lock.release()
            self._reset()

    async def _begin(self, walkthrough: Walkthrough) -> None:
        """Acquire the walkthrough's lock and store its beginning."""
        if self._lock is not None:
            self._lock.release()
        self._reset()
        self._id = walkthrough.id
        await self._on_disk(lambda: self._store_beginning(walkthrough))

    def _store_beginning(self, walkthrough: Walkthrough) -> None:
        self._lock = acquire_walkthrough(self._path, walkthrough.id)
        self._rows.begin(walkthrough, self._profile, self._urls)

    async def _store_secrets(self, walkthrough: Walkthrough, registry: SecretRegistry) -> None:
        """Store the secrets of this state and of the one before it.

        Until the event is on disk, a crash leads back to the state before.
        """
        required = required_handles(walkthrough)
        values = {handle: value for handle, value in registry.items() if handle in required | self._required}
        self._required = required
        if values == self._stored or self._failures:
            return
        try:
            await self._keyring.set(walkthrough_entry(walkthrough.id), Secret(json.dumps(values)))
        except KeyringError as error:
            self._note_failure(
                PersistenceFailure.KEYRING, report=error.problem is not KeyringProblem.SWITCHED_OFF
            )
        else:
            self._stored, self._in_keyring = values, True

    async def _on_disk(self, work: Callable[[], None]) -> None:
        """Write in a thread; after a failure nobody may resume from the rows, which are too old."""
        if PersistenceFailure.DISK in self._failures:
            return
        try:
            await asyncio.to_thread(work)
        except (JournalError, ResumeError, OSError):
            self._note_failure(PersistenceFailure.DISK)
            if self._id is not None:
                self._begin_deletion(self._id)

    def _note_failure(self, failure: PersistenceFailure, *, report: bool = True) -> None:
        self._failures.append(failure)
        if report:
            self._unreported = failure

    def _begin_deletion(self, walkthrough_id: str) -> None:
        """Begin to delete the secrets from the keyring, without holding the screen up."""
        if not self._in_keyring:
            return
        task = asyncio.create_task(self._delete_secrets(walkthrough_id), name="delete secrets")
        self._deletions.add(task)
        task.add_done_callback(self._deletions.discard)

    async def _delete_secrets(self, walkthrough_id: str) -> None:
        try:
            await self._keyring.delete(walkthrough_entry(walkthrough_id))
            await asyncio.to_thread(self._rows.mark_deleted, walkthrough_id)
        except (KeyringError, JournalError):
            return  # the row is still marked as in the keyring, and the next start tries again

    async def _load(self, walkthrough_id: str) -> SavedWalkthrough:
        try:
            row = await asyncio.to_thread(self._rows.load, walkthrough_id)
        except JournalError:
            raise ResumeError(Unresumable.UNREADABLE) from None
        if row.walkthrough.outcome is not None:  # another program ended it in the meantime
            raise ResumeError(Unresumable.UNREADABLE)
        secrets = read_secrets(await self._keyring.get(walkthrough_entry(walkthrough_id)))
        phone = secrets.get(PHONE)
        another = phone is not None and PhoneNumber(phone).masked != row.walkthrough.phone
        if another or not required_handles(row.walkthrough) <= secrets.keys():
            raise ResumeError(Unresumable.NO_SECRETS)
        return SavedWalkthrough(row.record, secrets, row.named)


def read_secrets(entry: Secret | None) -> dict[Handle, str]:
    """Return the secrets of a keyring entry by handle; none where the entry is unreadable."""
    try:
        values = json.loads(entry.reveal()) if entry is not None else {}
    except ValueError:
        return {}
    if not isinstance(values, dict):
        return {}
    return {Handle(name): value for name, value in values.items() if isinstance(value, str)}
