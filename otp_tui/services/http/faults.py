"""The fault of an exchange, from the exception of a library.

No text of such an exception is read or passed on: httpx and h11 put header values into it.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from typing import Final

import httpx

from otp_tui.core.exchange.verdict import Fault
from otp_tui.services.http.progress import ExchangeProgress, Stage

_LIBRARIES: Final = frozenset({"httpx", "httpcore", "h11", "anyio"})
_HEADERS_TOO_LARGE: Final = 431
"""The status that h11 suggests when a head outgrew its buffer; it identifies that case."""


def fault_of(error: Exception, progress: ExchangeProgress) -> Fault | None:
    """Return the fault that an exception of the transport means; None for a bug of ours.

    Args:
        error: An exception of httpx, httpcore, anyio, ssl or the operating system.
        progress: The progress of the exchange when it was raised.
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
    """Return the fault of a lost connection: reset before any answer, cut within one."""
    if progress.stage is Stage.TUNNELLING:
        return Fault.PROXY_FAILED
    return Fault.CUT if progress.stage is Stage.READING else Fault.RESET


def _unreadable(error: Exception, progress: ExchangeProgress) -> Fault:
    """Return the fault of an answer that is not HTTP.

    httpcore raises the same exception for a closed connection, but without h11's status hint.
    """
    hints = [cause.error_status_hint for cause in _causes(error) if hasattr(cause, "error_status_hint")]
    if _HEADERS_TOO_LARGE in hints:
        return Fault.TOO_LARGE
    if progress.stage in {Stage.TUNNELLING, Stage.READING} or not hints:
        return _dropped(error, progress)
    return Fault.PROTOCOL


def _read_timeout(_error: Exception, progress: ExchangeProgress) -> Fault:
    return Fault.PROXY_FAILED if progress.stage is Stage.TUNNELLING else Fault.READ_TIMEOUT


def _always(fault: Fault) -> Callable[[Exception, ExchangeProgress], Fault]:
    return lambda _error, _progress: fault


_MEANINGS: Final[tuple[tuple[type[Exception], Callable[[Exception, ExchangeProgress], Fault]], ...]] = (
    (httpx.ConnectTimeout, _always(Fault.CONNECT_TIMEOUT)),
    (httpx.PoolTimeout, _always(Fault.CONNECT_TIMEOUT)),
    (httpx.WriteTimeout, _always(Fault.WRITE_TIMEOUT)),
    (httpx.ReadTimeout, _read_timeout),
    (httpx.ConnectError, _connecting),
    (httpx.ProxyError, _always(Fault.PROXY_FAILED)),
    (httpx.RemoteProtocolError, _unreadable),
    (httpx.NetworkError, _dropped),
    (httpx.TransportError, _always(Fault.PROTOCOL)),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, its causes and contexts, and the members of exception groups."""
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
