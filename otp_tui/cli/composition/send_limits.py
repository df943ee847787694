"""What stands before the first send of a target of the operator's own; fills the wizard's `Gate`."""

from collections.abc import Callable

from otp_tui.cli.commands.allow import note_allowed
from otp_tui.cli.commands.credentials import credential_record, differs, note_credential
from otp_tui.cli.composition.credentials import checked_credential
from otp_tui.cli.composition.runtime import Runtime
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.budget import Allowance
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import CREDENTIAL_FIELDS, credential_entry
from otp_tui.storage.journal.send_guard import BudgetGuard
from otp_tui.storage.keyring.allowed_numbers import add_allowed_number
from otp_tui.storage.keyring.store import WaitingStore


class RuntimeAccess:
    """The gate of a workshop.

    Args:
        runtime: Gathers keys and limits.
        keyring: The keyring.
        remembers: False where the target is for this run only, so that nothing of it is kept.
    """

    def __init__(self, runtime: Runtime, keyring: CredentialStore, *, remembers: bool = True) -> None:
        self._runtime = runtime
        self._keyring = keyring
        self._remembers = remembers
        self._guard: BudgetGuard | None = None

    @property
    def in_memory_only(self) -> bool:
        """True where sends can be counted for this run alone."""
        return self._guard is not None and self._guard.forgetful

    @property
    def locked(self) -> bool:
        """True where a live send needs the merchant's name typed first."""
        return self._guard is None or self._guard.locked(self._runtime.clock.now())

    async def gather(self) -> KeyringError | None:
        """Gather keys and limits.

        Raises:
            KeysMissingError: Keys are missing.
            Failure: A key cannot be used.
        """
        prerequisites = await self._runtime.prerequisites()
        if isinstance(prerequisites.guard, BudgetGuard):
            self._guard = prerequisites.guard
        return prerequisites.problem

    def check(self, keys: dict[str, Secret]) -> None:
        """See whether these can be keys.

        Raises:
            Failure: One of them cannot be a key.
        """
        for name, key in keys.items():
            checked_credential(key.reveal(), name)

    def use_once(self, keys: dict[str, Secret]) -> None:
        """Use these keys for this run."""
        self._runtime.typed_credentials |= keys

    async def store(
        self, keys: dict[str, Secret], *, overwrite: bool, waiting: Callable[[KeyringError], None]
    ) -> bool:
        """Put these keys into the keyring, and note when, and for which address.

        Raises:
            VaultError: They are not kept.
            Failure: The configuration could not be written.
        """
        profile = self._runtime.target.profile if self._runtime.target else None
        if profile is None:
            return True
        keyring = WaitingStore(self._keyring, waiting)
        await keyring.probe()
        if not overwrite and await differs(keyring, profile.name, keys):
            return False
        entered = {name: credential_record(profile, CREDENTIAL_FIELDS[name]) for name in keys}
        for name, key in keys.items():
            await keyring.set(credential_entry(profile.name, name), key)
            note_credential(profile, name, entered[name])
        return True

    def unlock(self, typed: str) -> bool:
        """Open live sends by the merchant's name."""
        return self._guard is not None and self._guard.unlock(typed, self._runtime.clock.now())

    async def allow(self, phone: PhoneNumber, label: str) -> KeyringError | None:
        """Let a phone be sent to, from now on where there is a profile and a keyring, else for this run.

        Raises:
            Failure: The configuration could not be written.
        """
        assert self._guard is not None
        self._guard.allowed |= {phone.national}
        profile = self._runtime.target.profile if self._runtime.target else None
        if profile is None or not self._remembers:
            return KeyringError(KeyringProblem.SWITCHED_OFF)
        try:
            await add_allowed_number(self._keyring, profile.name, phone.national, label)
        except KeyringError as error:
            return error
        note_allowed(profile, label, phone.masked)
        return None

    async def remaining(self, national: str) -> Allowance | None:
        """What is left of a phone's budget."""
        if self._guard is None:
            return None
        return await self._guard.remaining(national, self._runtime.clock.now())
