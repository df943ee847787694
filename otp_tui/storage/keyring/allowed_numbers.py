"""The phone numbers that a profile may send to, each with the label of its owner."""

import json

from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import allowed_numbers_entry


async def read_allowed_numbers(keyring: CredentialStore, profile: str) -> dict[str, str]:
    """Return the labels by phone, as the secret registry writes phones.

    Args:
        keyring: The keyring.
        profile: The profile's name.

    Raises:
        KeyringError: The keyring cannot be read.
    """
    stored = await keyring.get(allowed_numbers_entry(profile))
    try:
        numbers = json.loads(stored.reveal()) if stored else {}
    except (ValueError, RecursionError):  # written by something else: no number in it is allowed
        return {}
    return {str(phone): str(label) for phone, label in numbers.items()} if isinstance(numbers, dict) else {}


async def add_allowed_number(keyring: CredentialStore, profile: str, phone: str, label: str) -> None:
    """Add a phone to the list, or change its label.

    Raises:
        KeyringError: The keyring cannot be read, or did not confirm the write.
    """
    numbers = await read_allowed_numbers(keyring, profile) | {phone: label}
    await keyring.set(allowed_numbers_entry(profile), Secret(json.dumps(numbers, ensure_ascii=False)))


async def remove_allowed_numbers(keyring: CredentialStore, profile: str, label: str) -> int:
    """Remove the phones of a label from the list; return their number.

    Raises:
        KeyringError: The keyring cannot be read, or did not confirm the write.
    """
    numbers = await read_allowed_numbers(keyring, profile)
    others = {phone: owner for phone, owner in numbers.items() if owner != label}
    if others != numbers:
        await keyring.set(allowed_numbers_entry(profile), Secret(json.dumps(others, ensure_ascii=False)))
    return len(numbers) - len(others)
