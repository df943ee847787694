"""Budget 7: the simulator's requests per second on send_otp, against Mockoon's on the same route.

The server is another process; the client is this one, the same for both: raw requests on kept connections, each with
a phone of its own, so that our simulator makes a code, keeps it and delivers its SMS, while Mockoon gives one fixed
answer. Every answer is read and checked. Where the client is what limits our simulator, the ratio comes out too low.
"""

import asyncio
import json
import re
import socket
import tempfile
import time
from pathlib import Path

import mockoon
from others import Others
from programs import KEYS, server, simulator
from report import NotMeasuredError, Part, floor_verdict, note, skipped

_BUDGET = 5.0
_CONNECTIONS = 16
_ROUNDS = 5
_OURS, _THEIRS = 6_000, 1_000
_DEADLINE_S = 30.0
_NAME = "simulator / Mockoon, requests per second"
_ROUTE = "v1/card/send_otp"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_ACCEPTED = re.compile(rb'"code": *0')


def server_load(others: Others | None) -> None:
    """Our simulator and Mockoon, round by round in turn."""
    with simulator() as url:
        ours = _port(url)
        if others is None:
            _alone(ours, "needs --with-others")
            return
        try:
            command = others.npm("mockoon-cli")
            with tempfile.TemporaryDirectory(prefix="otp-tui-benchmark-") as folder:
                port = _free_port()
                file = Path(folder) / "mockoon.json"
                file.write_text(mockoon.environment_text(port, _ROUTE), encoding="utf-8")
                words = [command, "start", "--data", str(file), "--disable-log-to-file"]
                with server(words, says="[Ss]erver started", cwd=Path(folder)):
                    _against(ours, port)
        except NotMeasuredError as error:
            _alone(ours, str(error))


def _alone(port: int, why: str) -> None:
    skipped(_NAME, why)
    rates = [_rate(port, _OURS, turn) for turn in range(2)]
    note(f"the simulator alone: {rates[-1]:.0f} requests per second")


def _against(ours: int, theirs: int) -> None:
    mine, other = [], []
    for turn in range(_ROUNDS + 1):
        taken = _rate(ours, _OURS, turn), _rate(theirs, _THEIRS, turn)
        if turn:
            mine.append(taken[0])
            other.append(taken[1])
    parts = Part("our simulator", mine, "/s"), Part("Mockoon", other, "/s")
    floor_verdict(_NAME, parts[0].median / parts[1].median, _BUDGET, parts)


def _rate(port: int, count: int, turn: int) -> float:
    requests = [_request(port, f"53{turn % 10}{number:07d}") for number in range(count)]
    began = time.perf_counter()
    asyncio.run(_send(port, requests))
    return count / (time.perf_counter() - began)


def _request(port: int, phone: str) -> bytes:
    body = json.dumps({"user_gsm": phone, "otp_session_id": f"session-{phone}"})
    headers = {
        "Host": f"127.0.0.1:{port}",
        "Authorization": f"Basic {KEYS['OTP_TUI_PAYNET_SECRET_KEY']}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    lines = [f"POST /{_ROUTE} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", body]
    return "\r\n".join(lines).encode()


async def _send(port: int, requests: list[bytes]) -> None:
    """Send all, a share on each connection, one at a time on each."""
    loop = asyncio.get_running_loop()
    shares = [requests[number::_CONNECTIONS] for number in range(_CONNECTIONS)]
    connections = [_Connection(share) for share in shares]
    async with asyncio.timeout(_DEADLINE_S):
        for connection in connections:
            await loop.create_connection(lambda made=connection: made, "127.0.0.1", port)
        await asyncio.gather(*(connection.done for connection in connections))


class _Connection(asyncio.Protocol):
    """Sends the next request when the last one's answer is whole; as little work as a client can do in Python."""

    def __init__(self, requests: list[bytes]) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._left = iter(requests)
        self._answer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        answer = self._answer = self._answer + data
        head, form_field, body = answer.partition(b"\r\n\r\n")
        if not form_field or len(body) < _length(head):
            return
        self._answer = b""
        if not head.startswith(b"HTTP/1.1 200") or not _ACCEPTED.search(body):
            self._end(NotMeasuredError(f"the server answered {answer[:300]!r}"))
        else:
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(NotMeasuredError(f"the server hung up: {exc}"))

    def _next(self) -> None:
        request = next(self._left, None)
        if request is None:
            self._end(None)
        elif self._transport is not None:
            self._transport.write(request)

    def _end(self, error: NotMeasuredError | None) -> None:
        if not self.done.done():
            self.done.set_exception(error) if error else self.done.set_result(None)
        if self._transport is not None:
            self._transport.close()


def _length(head: bytes) -> int:
    found = _LENGTH.search(head)
    return int(found[1]) if found else 0


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
