"""The OS keyring, opened for whatever needs it."""

from typing import TYPE_CHECKING

from otp_tui.cli.terminal.threads import DaemonExecutor
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import CALL_LIMIT_S

if TYPE_CHECKING:
    from otp_tui.storage.keyring.backend import OsKeyring


def open_keyring(*, keyring: bool = True, patience_s: float = CALL_LIMIT_S) -> CredentialStore:
    """Return the OS keyring; its library is loaded by the first call, in that call's thread.

    Args:
        keyring: False where the operator wants none.
        patience_s: Seconds until a call counts as hanging.
    """
    from otp_tui.storage.keyring.store import DisabledStore, KeyringStore

    if not keyring:
        return DisabledStore()
    return KeyringStore(_os_keyring, DaemonExecutor(), patience_s=patience_s)


def _os_keyring() -> "OsKeyring":
    from otp_tui.storage.keyring.backend import OsKeyring

    return OsKeyring()
