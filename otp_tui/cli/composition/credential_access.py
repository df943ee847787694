"""The API keys of a runtime's target; implements the port `CredentialAccess`."""

from collections.abc import Callable
from functools import partial

from otp_tui.cli.composition.credentials import (
    Credentials,
    field_credential,
    store_credentials,
    write_record,
)
from otp_tui.cli.composition.runtime import Runtime
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.storage.keyring.store import WaitingStore


class RuntimeCredentials:
    """The API keys of a runtime.

    Args:
        runtime: Gathers them, and uses them.
        keyring: Where they are stored.
    """

    def __init__(self, runtime: Runtime, keyring: CredentialStore) -> None:
        self._runtime = runtime
        self._keyring = keyring

    async def gather(self) -> KeyringError | None:
        """Gather keys and limits; gives why the keyring cannot be used, where it cannot.

        Raises:
            CredentialsMissingError: Keys are missing.
            UserError: A key cannot be used.
        """
        return (await self._runtime.prerequisites()).problem

    def check(self, credentials: Credentials) -> None:
        """Check whether these can be keys.

        Raises:
            FieldError: One of them cannot be a key.
        """
        for name, key in credentials.items():
            field_credential(key.reveal(), name)

    def use_once(self, credentials: Credentials) -> None:
        """Use these keys for this run only."""
        self._runtime.typed_credentials |= credentials

    async def store(
        self, credentials: Credentials, *, overwrite: bool, waiting: Callable[[KeyringError], None]
    ) -> bool:
        """Store these keys for the profile; False where other keys would be overwritten.

        Raises:
            KeyringError: A key was not stored.
            UserError: The record of a key could not be written.
        """
        profile = self._runtime.target.profile if self._runtime.target else None
        if profile is None:
            return True
        return await store_credentials(
            WaitingStore(self._keyring, waiting),
            profile,
            credentials,
            overwrite=overwrite,
            record=partial(write_record, profile),
        )
