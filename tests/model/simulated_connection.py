"""The way of one exchange from the program to the simulator and back, for its network fault to lead it along."""

import asyncio
import json
from dataclasses import dataclass, field

import httpx

from .observed_exchange import ObservedExchange


class Visit:
    """A request at the simulator, and its answer as it is written."""

    def __init__(self):
        self.requests = asyncio.Queue()
        self.answers = asyncio.Queue()

    async def send(self, message):
        self.answers.put_nowait(message)

    def hang_up(self):
        """The simulator drops the connection."""
        self.answers.put_nowait(None)
        self.leave()

    def leave(self):
        """The program drops it."""
        self.requests.put_nowait({"type": "http.disconnect"})


@dataclass
class SimulatedConnection:
    """One exchange under way; it tells the program the same trace as a socket would."""

    network: object
    observed: ObservedExchange
    request: httpx.Request
    _visit: Visit | None = field(default=None, repr=False)

    async def connect(self):
        await self._trace("connection.connect_tcp.started")

    async def write(self):
        """The request leaves."""
        await self.connect()
        self.observed.written = True
        await self._trace("http11.send_request_headers.started")
        await self._trace("http11.receive_response_headers.started")

    def reach(self):
        """It comes to the simulator, whether or not anybody still waits for its answer."""
        self._visit = Visit()
        self.network.serve(self.observed, self._visit, self.request)

    async def head(self):
        """Wait for the beginning of the answer.

        Raises:
            ReadError: There is none.
        """
        message = await self._visit.answers.get()
        if message is None:
            raise httpx.ReadError("reset")
        return message["status"], message["headers"]

    async def body(self):
        """The pieces of the answer's body as they come.

        Raises:
            RemoteProtocolError: It breaks off.
        """
        more = True
        while more:
            message = await self._visit.answers.get()
            if message is None:
                raise httpx.RemoteProtocolError("cut")
            more = message.get("more_body", False)
            yield message.get("body", b"")

    async def acted(self):
        """Wait until the simulator has written its whole answer; gives status, headers, body.

        Raises:
            TransportError: It drops the connection.
        """
        status, headers = await self.head()
        return status, headers, b"".join([piece async for piece in self.body()])

    def answers(self, status, headers, pieces):
        """An answer whose body is read by whoever asked."""
        return httpx.Response(status, headers=headers, stream=Stream(self, status, dict(headers), pieces))

    def leave(self):
        """The connection is closed."""
        self.observed.over = True
        if self._visit is not None:
            self._visit.leave()

    async def _trace(self, name):
        await self.request.extensions["trace"](name, {"request": self.request})


class Stream(httpx.AsyncByteStream):
    """An answer's body; once it was read to its end, the answer came back whole."""

    def __init__(self, way, status, headers, pieces):
        self._way = way
        self._pieces = pieces
        way.observed.status = status
        way.observed.date = headers.get(b"date", b"").decode() or None

    async def __aiter__(self):
        observed, whole = self._way.observed, b""
        try:
            async for piece in self._pieces:
                whole += piece
                yield piece
        except asyncio.CancelledError:
            observed.cut_off = True
            raise
        observed.answer, observed.came = _json(whole), self._way.network.times.passed

    async def aclose(self):
        self._way.leave()


def _json(body):
    try:
        return json.loads(body)
    except ValueError:
        return None
