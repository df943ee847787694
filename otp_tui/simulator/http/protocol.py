"""uvicorn's HTTP protocol, with a connection that an application can close."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from otp_tui.simulator.http.delivery import HANG_UP

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any


class HangUpProtocol(HttpToolsProtocol):
    """A protocol that offers its connection to the application as the extension `HANG_UP`.

    `abort` drops the connection at once, `close` sends what was written first; ASGI itself has neither.
    """

    def on_message_begin(self) -> None:
        """Add the extension to the scope of each new request."""
        super().on_message_begin()
        scope = cast("MutableMapping[str, Any]", self.scope)
        scope["extensions"] = {HANG_UP: {"abort": self.transport.abort, "close": self.transport.close}}
