"""The numbers that a profile may send to: in the keyring, each with the words that say whose phone it is."""

import json

from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import allowed_numbers_entry


async def read_allowed_numbers(keyring: CredentialStore, profile: str) -> dict[str, str]:
    """Label by phone, as the bag writes phones.

    Args:
        keyring: The keyring.
        profile: Whose list.

    Raises:
        VaultError: It cannot be told.
    """
    kept = await keyring.get(allowed_numbers_entry(profile))
    try:
        listed = json.loads(kept.reveal()) if kept else {}
    except (ValueError, RecursionError):  # written by something else: nobody on it is known
        return {}
    return {str(phone): str(label) for phone, label in listed.items()} if isinstance(listed, dict) else {}


async def add_allowed_number(keyring: CredentialStore, profile: str, phone: str, label: str) -> None:
    """Put a phone on the list, or give it another label.

    Raises:
        VaultError: It is not known to be on it.
    """
    listed = await read_allowed_numbers(keyring, profile) | {phone: label}
    await keyring.set(allowed_numbers_entry(profile), Secret(json.dumps(listed, ensure_ascii=False)))


async def remove_allowed_numbers(keyring: CredentialStore, profile: str, label: str) -> int:
    """Take the phones of a label off the list; gives how many there were.

    Raises:
        VaultError: They may still be on it.
    """
    listed = await read_allowed_numbers(keyring, profile)
    left = {phone: whose for phone, whose in listed.items() if whose != label}
    if left != listed:
        await keyring.set(allowed_numbers_entry(profile), Secret(json.dumps(left, ensure_ascii=False)))
    return len(listed) - len(left)
