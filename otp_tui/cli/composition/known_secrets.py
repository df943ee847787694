"""The secrets that this process knows, none of which may stand in anything that leaves."""

import os
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies

from otp_tui.core.security.secrets import Secret, SecretRegistry
from otp_tui.core.target.credentials import credential_fields
from otp_tui.core.target.providers import PROVIDERS


def known_secrets(
    registry: SecretRegistry | None = None,
    credentials: Mapping[str, Secret] | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield the names and values of a walkthrough's secrets, of credentials, and of proxies' passwords.

    Args:
        registry: The walkthrough's secrets; None of one that another process ran.
        credentials: The target's credentials by field; by default the ones in the environment.
    """
    if registry is not None:
        yield from registry.items()
    if credentials is not None:
        yield from ((name, secret.reveal()) for name, secret in credentials.items())
    for field in credential_fields(PROVIDERS):
        yield field.name, os.environ.get(field.variable, "")
    for address in getproxies().values():
        yield from _login(address)


def _login(address: str) -> Iterator[tuple[str, str]]:
    """Yield user and password of a proxy's address."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all
        return
    yield from (
        ("proxy user", unquote(parts.username or "")),
        ("proxy password", unquote(parts.password or "")),
    )
