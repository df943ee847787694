"""Who may look: one browser on this machine, which had the token, under the address that was printed."""

import secrets
from collections.abc import Mapping, Sequence
from hmac import compare_digest
from typing import Final

from otp_tui.core.security.secrets import Secret

_BITS: Final = 32


class Access:
    """The token of a server and the cookie that it is exchanged for.

    Args:
        origin: The one origin under which the server answers, as ``http://127.0.0.1:8788``.

    Attributes:
        origin: The same.
        cookie_name: The cookie's name; browsers send the cookies of one port to every other, so it names the port.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._host = origin.partition("://")[2]
        self.cookie_name = f"otp_tui_{self._host.rpartition(':')[2]}"
        self._token: Secret | None = Secret(secrets.token_urlsafe(_BITS))
        self._cookie = Secret(secrets.token_urlsafe(_BITS))

    def address(self) -> str:
        """Return the address to open, its token included.

        Raises:
            RuntimeError: The token has been used.
        """
        if self._token is None:
            raise RuntimeError("used")
        return f"{self.origin}/?token={self._token.reveal()}"

    def is_foreign(self, hosts: Sequence[str], origins: Sequence[str], *, origin_needed: bool) -> bool:
        """Return whether a request is for another host or from another origin.

        Args:
            hosts: The values of its ``Host`` headers.
            origins: The values of its ``Origin`` headers.
            origin_needed: Whether there has to be one: each browser sends it with a websocket.
        """
        if len(hosts) != 1 or not _same(hosts[0], self._host):
            return True
        return (origin_needed and not origins) or not all(_same(found, self.origin) for found in origins)

    def knows(self, cookies: Mapping[str, str]) -> bool:
        """Return whether a request comes from the browser that had the token."""
        return _same(cookies.get(self.cookie_name, ""), self._cookie.reveal())

    def exchange(self, token: str) -> Secret | None:
        """Return the cookie's value for the token, the first time; None for anything else."""
        if self._token is None or not _same(token, self._token.reveal()):
            return None
        self._token = None
        return self._cookie


def _same(found: str, expected: str) -> bool:
    """Compare in a time that does not tell how much of it was right."""
    return compare_digest(found.encode("utf-8", "replace"), expected.encode("utf-8", "replace"))
