"""The numbers that a profile may send to: in the keyring, each with the words that say whose phone it is."""

import json

from otp_tui.core.ports import Vault
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import numbers_name


async def read_numbers(vault: Vault, profile: str) -> dict[str, str]:
    """Label by phone, as the bag writes phones.

    Args:
        vault: The keyring.
        profile: Whose list.

    Raises:
        VaultError: It cannot be told.
    """
    kept = await vault.get(numbers_name(profile))
    try:
        listed = json.loads(kept.reveal()) if kept else {}
    except (ValueError, RecursionError):  # written by something else: nobody on it is known
        return {}
    return {str(phone): str(label) for phone, label in listed.items()} if isinstance(listed, dict) else {}


async def allow_number(vault: Vault, profile: str, phone: str, label: str) -> None:
    """Put a phone on the list, or give it another label.

    Raises:
        VaultError: It is not known to be on it.
    """
    listed = await read_numbers(vault, profile) | {phone: label}
    await vault.set(numbers_name(profile), Secret(json.dumps(listed, ensure_ascii=False)))


async def disallow_numbers(vault: Vault, profile: str, label: str) -> int:
    """Take the phones of a label off the list; gives how many there were.

    Raises:
        VaultError: They may still be on it.
    """
    listed = await read_numbers(vault, profile)
    left = {phone: whose for phone, whose in listed.items() if whose != label}
    if left != listed:
        await vault.set(numbers_name(profile), Secret(json.dumps(left, ensure_ascii=False)))
    return len(listed) - len(left)
