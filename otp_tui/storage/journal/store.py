"""Makes each step of a walkthrough safe before its request leaves: secrets in the keyring, then the event on disk."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.recovery import (
    PersistenceFailure,
    ResumeError,
    SavedWalkthrough,
    Unresumable,
    required_handles,
)
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

_FORGETTING_S: Final = 0.5
"""Seconds that leaving waits for the keyring to forget; what it has not by then is forgotten at the next start."""

T = TypeVar("T")


class JournalStore:
    """Fills `otp_tui.core.ports.WalkStore`: one walkthrough at a time.

    Where the disk or the keyring fails, the walkthrough goes on in memory, and the front end is told once.

    Args:
        path: The database.
        keyring: The keyring.
        profile: The profile's name, if there is one.
        urls: The base addresses by provider.
    """

    def __init__(self, path: Path, keyring: CredentialStore, profile: str, urls: Mapping[str, str]) -> None:
        self._path = path
        self._rows = WalkthroughTable(path)
        self._keyring = keyring
        self._profile = profile
        self._urls = urls
        self._one_at_a_time = asyncio.Lock()
        self._forgetting: set[asyncio.Task[None]] = set()
        self._forget_all()

    def _forget_all(self) -> None:
        """No walkthrough is under way."""
        self._id: str | None = None
        self._lock: Lock | None = None
        self._needed: frozenset[Handle] = frozenset()
        self._kept: dict[Handle, str] = {}
        self._vaulted = False
        self._losses: list[PersistenceFailure] = []
        self._untold: PersistenceFailure | None = None

    async def append(
        self, walkthrough: Walkthrough, event: Event, now: ClockReading, registry: SecretRegistry
    ) -> PersistenceFailure | None:
        """Make one event, and the secrets that its handles name, safe."""
        async with self._one_at_a_time:
            if self._id != walkthrough.id:
                await self._begin(walkthrough)
            if walkthrough.outcome is None:
                await self._keep_secrets(walkthrough, registry)
            await self._on_disk(lambda: self._rows.append(walkthrough, event, now, in_keyring=self._vaulted))
            if walkthrough.outcome is not None:
                self._forget(walkthrough.id)
            loss, self._untold = self._untold, None
            return loss

    async def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Keep an exchange."""
        async with self._one_at_a_time:
            if self._id == walkthrough_id:
                await self._on_disk(lambda: self._rows.record(walkthrough_id, exchange))

    async def claim(self, walkthrough_id: str) -> SavedWalkthrough:
        """Take a walkthrough up that another process left open.

        Raises:
            ResumeError: It cannot be gone on with.
            VaultError: The keyring cannot be asked.
        """
        try:
            lock = await asyncio.to_thread(acquire_walkthrough, self._path, walkthrough_id)
        except OSError:
            raise ResumeError(Unresumable.UNREADABLE) from None
        try:
            saved = await self._loaded(walkthrough_id)
        except BaseException:
            lock.release()
            raise
        self._forget_all()
        self._id, self._lock = walkthrough_id, lock
        self._needed, self._kept, self._vaulted = (
            required_handles(saved.walkthrough),
            dict(saved.secrets),
            True,
        )
        return saved

    async def release(self, walkthrough: Walkthrough) -> None:
        """Let go of a walkthrough."""
        if self._forgetting:
            await asyncio.wait(self._forgetting, timeout=_FORGETTING_S)
        if self._id == walkthrough.id:
            if self._lock is not None:
                self._lock.release()
            self._forget_all()

    async def _begin(self, walkthrough: Walkthrough) -> None:
        """Take the lock that tells other programs whose it is."""
        if self._lock is not None:
            self._lock.release()
        self._forget_all()
        self._id = walkthrough.id
        await self._on_disk(lambda: self._begun(walkthrough))

    def _begun(self, walkthrough: Walkthrough) -> None:
        self._lock = acquire_walkthrough(self._path, walkthrough.id)
        self._rows.begin(walkthrough, self._profile, self._urls)

    async def _keep_secrets(self, walkthrough: Walkthrough, registry: SecretRegistry) -> None:
        """Until the event is on disk a crash leads back to the state before it, so what that needs stays as well."""
        due = required_handles(walkthrough)
        values = {handle: value for handle, value in registry.items() if handle in due | self._needed}
        self._needed = due
        if values == self._kept or self._losses:
            return
        try:
            await self._keyring.set(walkthrough_entry(walkthrough.id), Secret(json.dumps(values)))
        except KeyringError as error:
            self._lost(PersistenceFailure.VAULT, told=error.problem is not KeyringProblem.SWITCHED_OFF)
        else:
            self._kept, self._vaulted = values, True

    async def _on_disk(self, work: Callable[[], None]) -> None:
        """Work in a thread; once the disk has failed, the walkthrough is not to be offered as it stood then."""
        if PersistenceFailure.DISK in self._losses:
            return
        try:
            await asyncio.to_thread(work)
        except (JournalError, ResumeError, OSError):
            self._lost(PersistenceFailure.DISK)
            if self._id is not None:
                self._forget(self._id)

    def _lost(self, loss: PersistenceFailure, *, told: bool = True) -> None:
        self._losses.append(loss)
        if told:
            self._untold = loss

    def _forget(self, walkthrough_id: str) -> None:
        """Take the secrets out of the keyring, without holding the screen up."""
        if not self._vaulted:
            return
        task = asyncio.create_task(self._forgotten(walkthrough_id), name="forget")
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def _forgotten(self, walkthrough_id: str) -> None:
        try:
            await self._keyring.delete(walkthrough_entry(walkthrough_id))
            await asyncio.to_thread(self._rows.forgotten, walkthrough_id)
        except (KeyringError, JournalError):
            return  # the row still says that something is kept, and the next start tries again

    async def _loaded(self, walkthrough_id: str) -> SavedWalkthrough:
        try:
            row, exchanges = await asyncio.to_thread(self._rows.load, walkthrough_id)
        except JournalError:
            raise ResumeError(Unresumable.UNREADABLE) from None
        if row.walkthrough.outcome is not None:  # another program ended it in the meantime
            raise ResumeError(Unresumable.UNREADABLE)
        secrets = read_secrets(await self._keyring.get(walkthrough_entry(walkthrough_id)))
        phone = secrets.get(PHONE)
        another = phone is not None and PhoneNumber(phone).masked != row.walkthrough.phone
        if another or not required_handles(row.walkthrough) <= secrets.keys():
            raise ResumeError(Unresumable.NO_SECRETS)
        return SavedWalkthrough(row.walkthrough, row.at, secrets, row.named, exchanges)


def read_secrets(kept: Secret | None) -> dict[Handle, str]:
    """The values behind a walkthrough's handles as the keyring holds them; none where it holds no such thing."""
    try:
        values = json.loads(kept.reveal()) if kept is not None else {}
    except ValueError:
        return {}
    if not isinstance(values, dict):
        return {}
    return {Handle(name): value for name, value in values.items() if isinstance(value, str)}
