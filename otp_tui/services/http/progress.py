"""The progress of one exchange, followed by the trace events of httpcore."""

from collections.abc import Callable
from enum import IntEnum
from typing import Any, Final

from otp_tui.core.exchange.timings import NO_TIMINGS
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.ports import RequestProgress


class Stage(IntEnum):
    """The stage of an exchange, in order."""

    CONNECTING = 0
    TUNNELLING = 1
    HANDSHAKE = 2
    WRITING = 3
    WAITING = 4
    READING = 5


class ExchangeProgress:
    """The progress of one exchange, by the transport's trace events.

    Args:
        request_progress: Marked when the request's first byte leaves.
        elapsed_ms: Returns the milliseconds since the exchange's beginning.
        proxied: True where a proxy is used; its CONNECT is not our request.

    Attributes:
        timings: The moments so far.
        server_address: The IP address of the peer, also of a proxy; empty before the connection.
        certificate: The server's certificate (DER) once its handshake has succeeded.
    """

    def __init__(
        self, request_progress: RequestProgress, elapsed_ms: Callable[[], float], *, proxied: bool = False
    ) -> None:
        self.request_progress = request_progress
        self.proxied = proxied
        self.timings = NO_TIMINGS
        self._elapsed_ms = elapsed_ms
        self._tunnelling = False
        self.stage = Stage.CONNECTING
        self.server_address = ""
        self.certificate: bytes | None = None
        self._socket: Any = None

    async def trace(self, name: str, info: dict[str, Any]) -> None:
        """Handle one trace event of httpcore.

        Args:
            name: The event's name, such as ``http11.send_request_headers.started``.
            info: The event's arguments or its return value.
        """
        if name == "connection.connect_tcp.complete":
            self._socket = info.get("return_value")
            self.server_address = _address(self._socket)
        if name == (_TUNNEL_TLS if self.proxied else _DIRECT_TLS):
            self.certificate = _certificate(info.get("return_value"))
        connect = getattr(info.get("request"), "method", None) == b"CONNECT"
        if "request" in info:
            self._tunnelling = connect
        moment = _MOMENTS.get(name)
        if moment is not None and not (self._tunnelling and name.startswith("http11.")):
            self._mark(moment, self._elapsed_ms())
        stage = _STAGES.get(name)
        if stage is None:
            return
        if connect or (self.proxied and name == _FIRST_TLS):  # that handshake is with the proxy itself
            self.stage = Stage.TUNNELLING
            return
        self.stage = stage
        if stage >= Stage.WRITING:
            self.request_progress.written = True

    def _mark(self, moment: str, ms: float) -> None:
        self.timings = self.timings._replace(**{moment: round(ms, 3)})

    def resolved(self) -> None:
        """Record that the host's name was resolved; that of a proxy says nothing about the host."""
        if not self.proxied:
            self._mark("resolved", self._elapsed_ms())

    def done(self, ms: float) -> None:
        """Record that the exchange has ended, so many milliseconds after its beginning."""
        self._mark("done", ms)

    def answered(self) -> None:
        """Record that the answer's head was received."""
        self.stage = Stage.READING
        self.request_progress.written = True

    async def release(self) -> None:
        """Close the connection; httpcore leaves one open that was cancelled in its TLS handshake."""
        if self._socket is not None:
            await self._socket.aclose()

    @property
    def overdue(self) -> Fault:
        """The fault of an exchange that runs out of time at this stage."""
        return _OVERDUE[self.stage]


def _address(stream: Any) -> str:
    """Return the peer's IP address; empty where the connection was lost again at once."""
    peer = stream.get_extra_info("server_addr")
    return str(peer[0]) if peer else ""


def _certificate(stream: Any) -> bytes | None:
    """Return the peer's certificate (DER).

    OpenSSL's parsed form is empty where the operating system verified it.
    """
    tls = stream.get_extra_info("ssl_object")
    shown: bytes | None = tls.getpeercert(binary_form=True) if tls is not None else None
    return shown


_FIRST_TLS: Final = "connection.start_tls.started"
_DIRECT_TLS: Final = _FIRST_TLS.replace("started", "complete")
_TUNNEL_TLS: Final = "proxy.start_tls.complete"


_MOMENTS: Final = {
    "connection.connect_tcp.started": "connecting",
    "connection.connect_tcp.complete": "connected",
    _DIRECT_TLS: "secured",
    _TUNNEL_TLS: "secured",
    "http11.send_request_headers.started": "writing",
    "http11.send_request_body.complete": "written",
    "http11.receive_response_headers.complete": "answered",
}
"""The moment that each trace event marks."""

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
