"""HMAC keys of the program: a phone is written as a digest where it must not be read."""

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
    """Return the key of that name, made when it is first needed.

    Raises:
        KeyringError: The keyring can be neither read nor written, or forgets what it is given.
    """
    key = await keyring.get(app_key_entry(name))
    if key is None:
        await keyring.set(app_key_entry(name), Secret(secrets.token_hex(_KEY_BYTES)))
        # Of two programs that made a key at once, both use the one that stayed.
        key = await keyring.get(app_key_entry(name))
        if key is None:
            raise keyring_error(KeyringProblem.FORGETS)
    return key


def user_id_of(key: Secret, international: str) -> str:
    """Return the UserId of a phone: the same phone has the same user (contract, "Commands").

    Args:
        key: The key named `USER_ID`.
        international: The phone's digits with its country code.
    """
    digest = hmac.new(key.reveal().encode(), international.encode(), hashlib.sha256).hexdigest()
    return f"otp-tui-{digest[:_USER_DIGITS]}"
