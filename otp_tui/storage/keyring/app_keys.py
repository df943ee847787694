"""HMAC keys of the program: a phone is written as a digest where it must not be read."""

import asyncio
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import app_key_entry
from otp_tui.storage.keyring.platform import keyring_error
from otp_tui.storage.locks import Lock, acquire

_KEY_BYTES = 32
_USER_DIGITS = 16
_POLL_S = 0.02
USER_ID = "user-id"
SENDS = "sends"


async def app_key(keyring: CredentialStore, name: str, lock: Path) -> Secret:
    """Return the key of that name, made when it is first needed.

    A stored key that is read proves the keyring as well as a probe does, and so does one that is made, because it
    is read again: nobody who needs a key has to write and delete anything that other programs look at.

    Args:
        keyring: Where it is kept.
        name: `USER_ID` or `SENDS`.
        lock: The file that one program at a time locks to make a key: each would count under one of its own.

    Raises:
        KeyringError: The keyring can be neither read nor written, or forgets what it is given.
    """
    entry = app_key_entry(name)
    key = await keyring.get(entry)
    if key is not None:
        return key
    held = await _acquired(lock)
    try:
        key = await keyring.get(entry)
        if key is None:
            await keyring.set(entry, Secret(secrets.token_hex(_KEY_BYTES)))
            key = await keyring.get(entry)
    finally:
        if held is not None:
            held.release()
    if key is None:
        raise keyring_error(KeyringProblem.FORGETS)
    return key


async def _acquired(path: Path) -> Lock | None:
    """The lock, asked for again and again: a wait in a thread would go on when this one is cancelled.

    Where its folder cannot be written, the lock is in the folder for temporary files, under this user's number.
    """
    user = os.getuid() if hasattr(os, "getuid") else "user"
    for place in (path, Path(tempfile.gettempdir()) / f"otp-tui-{user}-{path.name}"):
        try:
            while (held := acquire(place)) is None:  # noqa: ASYNC110 - another program sets no event of ours
                await asyncio.sleep(_POLL_S)
        except OSError:
            continue
        return held
    return None


def user_id_of(key: Secret, international: str) -> str:
    """Return the UserId of a phone: the same phone has the same user (contract, "Commands").

    Args:
        key: The key named `USER_ID`.
        international: The phone's digits with its country code.
    """
    digest = hmac.new(key.reveal().encode(), international.encode(), hashlib.sha256).hexdigest()
    return f"otp-tui-{digest[:_USER_DIGITS]}"
