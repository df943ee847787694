"""Waiting for a keyring that has not answered yet: an unlock prompt may be open."""

import asyncio

from otp_tui.core.security.keyring_errors import KeyringError


async def wait_for_late_answer(error: KeyringError) -> None:
    """Wait until the answer to come is there, whatever it is; at once where none is to come.

    Args:
        error: What the keyring said in the meantime.
    """
    if error.late is not None:
        await asyncio.wait({asyncio.ensure_future(error.late)})
