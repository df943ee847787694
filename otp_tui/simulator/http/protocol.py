"""uvicorn's HTTP protocol, with a connection that an application can close, and answers written in one piece."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from otp_tui.simulator.http.delivery import HANG_UP

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any


class HangUpProtocol(HttpToolsProtocol):
    """A protocol that offers its connection to the application as the extension `HANG_UP`.

    `abort` drops the connection at once, `close` sends what was written first; ASGI itself has neither.

    uvicorn closes a connection that is idle after an answer; one that never sends a whole request is closed here.

    Attributes:
        request_timeout_s: Seconds in which a connection sends a whole request.
    """

    request_timeout_s: ClassVar[float] = 30.0
    _overdue: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Write through `JoinedWrites`, and wait for a request."""
        assert isinstance(transport, asyncio.Transport)
        super().connection_made(JoinedWrites(transport, self.loop))
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_complete(self) -> None:
        """Wait no longer: a request is whole."""
        self._stop_waiting()
        super().on_message_complete()

    def _expect_request(self) -> None:
        self._stop_waiting()
        self._overdue = self.loop.call_later(self.request_timeout_s, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None

    def on_message_begin(self) -> None:
        """Add the extension to the scope of each new request, and wait for its end."""
        super().on_message_begin()
        self._expect_request()
        scope = cast("MutableMapping[str, Any]", self.scope)
        scope["extensions"] = {HANG_UP: {"abort": self.transport.abort, "close": self.transport.close}}


class JoinedWrites(asyncio.Transport):
    """A connection that sends all that is written in one turn of the loop at once.

    uvicorn writes the head of an answer and its body one after the other. Each would be a packet of its own: sending
    takes most of the time of an answer, here and at the client.

    Args:
        transport: The connection.
        loop: Its loop.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._pieces: list[bytes] = []

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()

    def write(self, data: Any) -> None:
        """Send at the end of this turn of the loop."""
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(data)

    def close(self) -> None:
        """Send what was written, then close."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Close at once; what was written in this turn of the loop is lost."""
        self._pieces.clear()
        self._transport.abort()

    def _flush(self) -> None:
        if self._pieces:
            data = b"".join(self._pieces)
            self._pieces.clear()
            self._transport.write(data)
