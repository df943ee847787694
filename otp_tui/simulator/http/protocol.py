"""uvicorn's HTTP protocol, with a connection that an application may hang up."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from otp_tui.simulator.http.delivery import HANG_UP

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any


class HangUpProtocol(HttpToolsProtocol):
    """Lends its connection to the application, as the ASGI extension `HANG_UP`.

    `abort` ends it at once, `close` after what was written has left; ASGI itself has a word for neither.
    """

    def on_message_begin(self) -> None:
        """Add the extension to the scope of a request that begins."""
        super().on_message_begin()
        scope = cast("MutableMapping[str, Any]", self.scope)
        scope["extensions"] = {HANG_UP: {"abort": self.transport.abort, "close": self.transport.close}}
