"""How far an exchange got, and what a library's exception means for it.

No text of such an exception is read or passed on: httpx and h11 put header values into them.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import Any, Final

import httpx

from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.ports import RequestProgress

_LIBRARIES: Final = frozenset({"httpx", "httpcore", "h11", "anyio"})
_HEADERS_TOO_LARGE: Final = 431
"""What h11 suggests to answer where a head outgrew its buffer; the client uses it to recognise that case."""


class Stage(IntEnum):
    """How far an exchange got."""

    CONNECTING = 0
    TUNNELLING = 1
    HANDSHAKE = 2
    WRITING = 3
    WAITING = 4
    READING = 5


class ExchangeProgress:
    """Follows one exchange by the transport's own trace.

    Args:
        request_progress: Told when the first byte of the request leaves.
        proxied: Whether a proxy stands between; its CONNECT is not our request.
    """

    def __init__(self, request_progress: RequestProgress, *, proxied: bool = False) -> None:
        self.request_progress = request_progress
        self.proxied = proxied
        self.stage = Stage.CONNECTING
        self._socket: Any = None

    async def trace(self, name: str, info: dict[str, Any]) -> None:
        """Take one trace event of httpcore.

        Args:
            name: ``http11.send_request_headers.started`` and the like.
            info: What it is about.
        """
        if name == "connection.connect_tcp.complete":
            self._socket = info.get("return_value")
        stage = _STAGES.get(name)
        if stage is None:
            return
        connect = getattr(info.get("request"), "method", None) == b"CONNECT"
        if connect or (self.proxied and name == _FIRST_TLS):  # that handshake is with the proxy itself
            self.stage = Stage.TUNNELLING
            return
        self.stage = stage
        if stage >= Stage.WRITING:
            self.request_progress.written = True

    def answered(self) -> None:
        """The head of the answer is here."""
        self.stage = Stage.READING
        self.request_progress.written = True

    async def release(self) -> None:
        """Close the connection if it still stands: httpcore forgets one that is cancelled in its TLS handshake."""
        if self._socket is not None:
            await self._socket.aclose()

    @property
    def overdue(self) -> Fault:
        """What it means that the whole exchange ran out of time here."""
        return _OVERDUE[self.stage]


_FIRST_TLS: Final = "connection.start_tls.started"

_STAGES: Final = {
    "connection.connect_tcp.started": Stage.CONNECTING,
    _FIRST_TLS: Stage.HANDSHAKE,
    "proxy.start_tls.started": Stage.HANDSHAKE,
    "http11.send_request_headers.started": Stage.WRITING,
    "http11.receive_response_headers.started": Stage.WAITING,
}

_OVERDUE: Final = {
    Stage.CONNECTING: Fault.CONNECT_TIMEOUT,
    Stage.TUNNELLING: Fault.PROXY_FAILED,
    Stage.HANDSHAKE: Fault.CONNECT_TIMEOUT,
    Stage.WRITING: Fault.WRITE_TIMEOUT,
    Stage.WAITING: Fault.READ_TIMEOUT,
    Stage.READING: Fault.DEADLINE,
}


def fault_of(error: Exception, progress: ExchangeProgress) -> Fault | None:
    """What an exception of the transport means, or None where it is a bug of ours.

    Args:
        error: As httpx, httpcore, anyio, ssl or the operating system raised it.
        progress: How far the exchange had got.
    """
    for kind, read in _MEANINGS:
        if isinstance(error, kind):
            return read(error, progress)
    if isinstance(error, ssl.SSLError):
        return Fault.TLS_FAILED
    if isinstance(error, OSError):
        return _connecting(error, progress) if progress.stage < Stage.WRITING else _dropped(error, progress)
    root = type(error).__module__.partition(".")[0]
    return _dropped(error, progress) if root in _LIBRARIES else None


def _connecting(error: Exception, progress: ExchangeProgress) -> Fault:
    if progress.stage is Stage.TUNNELLING:
        return Fault.PROXY_FAILED
    causes = tuple(_causes(error))
    if progress.stage is Stage.HANDSHAKE or any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Fault.TLS_FAILED
    if progress.proxied:
        return Fault.PROXY_FAILED
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Fault.NAME_NOT_RESOLVED
    return Fault.CONNECT_REFUSED


def _dropped(_error: Exception, progress: ExchangeProgress) -> Fault:
    """The connection went: before any answer it was reset, within one the answer was cut."""
    if progress.stage is Stage.TUNNELLING:
        return Fault.PROXY_FAILED
    return Fault.CUT if progress.stage is Stage.READING else Fault.RESET


def _unreadable(error: Exception, progress: ExchangeProgress) -> Fault:
    """The peer spoke no HTTP; or it closed, which httpcore tells the same way but without h11's complaint."""
    hints = [cause.error_status_hint for cause in _causes(error) if hasattr(cause, "error_status_hint")]
    if _HEADERS_TOO_LARGE in hints:
        return Fault.TOO_LARGE
    if progress.stage in {Stage.TUNNELLING, Stage.READING} or not hints:
        return _dropped(error, progress)
    return Fault.PROTOCOL


def _silent(_error: Exception, progress: ExchangeProgress) -> Fault:
    return Fault.PROXY_FAILED if progress.stage is Stage.TUNNELLING else Fault.READ_TIMEOUT


def _always(fault: Fault) -> Callable[[Exception, ExchangeProgress], Fault]:
    return lambda _error, _progress: fault


_MEANINGS: Final[tuple[tuple[type[Exception], Callable[[Exception, ExchangeProgress], Fault]], ...]] = (
    (httpx.ConnectTimeout, _always(Fault.CONNECT_TIMEOUT)),
    (httpx.PoolTimeout, _always(Fault.CONNECT_TIMEOUT)),
    (httpx.WriteTimeout, _always(Fault.WRITE_TIMEOUT)),
    (httpx.ReadTimeout, _silent),
    (httpx.ConnectError, _connecting),
    (httpx.ProxyError, _always(Fault.PROXY_FAILED)),
    (httpx.RemoteProtocolError, _unreadable),
    (httpx.NetworkError, _dropped),
    (httpx.TransportError, _always(Fault.PROTOCOL)),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception, what it was raised from, and the parts of groups among them."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
