"""The progress of one exchange, followed by the trace events of httpcore."""

from enum import IntEnum
from typing import Any, Final

from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.ports import RequestProgress


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
