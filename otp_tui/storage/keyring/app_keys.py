"""Keys of the program's own: what a phone is written as where it must not be read."""

import hashlib
import hmac
import secrets

from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import app_key_entry
from otp_tui.storage.keyring.platform import keyring_error

_KEY_BYTES = 32
_USER_DIGITS = 16
USER_ID = "user-id"
SENDS = "sends"


async def app_key(keyring: CredentialStore, name: str) -> Secret:
    """The key of that name, made when it is first needed.

    Raises:
        VaultError: It can be neither read nor kept.
    """
    kept = await keyring.get(app_key_entry(name))
    if kept is None:
        await keyring.set(app_key_entry(name), Secret(secrets.token_hex(_KEY_BYTES)))
        kept = await keyring.get(
            app_key_entry(name)
        )  # of two programs that made one at once, both use what stayed
        if kept is None:
            raise keyring_error(KeyringProblem.FORGETS)
    return kept


def user_id_of(key: Secret, international: str) -> str:
    """The UserId of a phone: the same phone has the same user (contract, "Commands").

    Args:
        key: The program's own.
        international: The phone's digits with its country code.
    """
    digest = hmac.new(key.reveal().encode(), international.encode(), hashlib.sha256).hexdigest()
    return f"otp-tui-{digest[:_USER_DIGITS]}"
