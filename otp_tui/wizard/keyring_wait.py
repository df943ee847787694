"""The wait for a keyring that has not answered yet: an unlock prompt may be open."""

import asyncio

from otp_tui.core.security.keyring_errors import KeyringError


async def wait_for_late_answer(error: KeyringError) -> None:
    """Wait for the late answer of a keyring, whatever it is; return at once without one.

    Args:
        error: The error that the keyring gave in the meantime.
    """
    if error.late is not None:
        await asyncio.wait({asyncio.ensure_future(error.late)})
