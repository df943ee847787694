"""Keys of the program's own: what a phone is written as where it must not be read."""

import hashlib
import hmac
import secrets

from otp_tui.core.ports import Vault
from otp_tui.core.security.keyring_errors import VaultProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import key_name
from otp_tui.storage.keyring.platform import failed

_KEY_BYTES = 32
_USER_DIGITS = 16
USER_ID = "user-id"
SENDS = "sends"


async def own_key(vault: Vault, name: str) -> Secret:
    """The key of that name, made when it is first needed.

    Raises:
        VaultError: It can be neither read nor kept.
    """
    kept = await vault.get(key_name(name))
    if kept is None:
        await vault.set(key_name(name), Secret(secrets.token_hex(_KEY_BYTES)))
        kept = await vault.get(key_name(name))  # of two programs that made one at once, both use what stayed
        if kept is None:
            raise failed(VaultProblem.FORGETS)
    return kept


def user_id_of(key: Secret, international: str) -> str:
    """The UserId of a phone: the same phone has the same user (contract, "Commands").

    Args:
        key: The program's own.
        international: The phone's digits with its country code.
    """
    digest = hmac.new(key.reveal().encode(), international.encode(), hashlib.sha256).hexdigest()
    return f"otp-tui-{digest[:_USER_DIGITS]}"
