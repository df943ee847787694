"""A real server on loopback that does to its clients whatever a test asks of it."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable

    Act = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Counts what reaches it.

    Attributes:
        connections: How many were made.
        requests: The heads and bodies that came whole.
        gone: Set as soon as a client has closed its side.
        asked: Set as soon as a request came whole.
    """

    def __init__(self, act: Act) -> None:
        self._act = act
        self.connections = 0
        self.requests: list[bytes] = []
        self.gone = asyncio.Event()
        self.asked = asyncio.Event()
        self.port = 0

        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._tasks.add(asyncio.create_task(self._serve(reader, writer)))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for outcome in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._act(self, reader, writer)
            with contextlib.suppress(ConnectionError):
                await reader.read()
            self.gone.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.gone.set()
        finally:
            with contextlib.suppress(
                AttributeError
            ):  # asyncio's: one that was closed while it wrote has no loop
                writer.transport.abort()

    async def take(self, reader: asyncio.StreamReader) -> bytes:
        """Read one request whole."""
        request = await read_request(reader)
        self.requests.append(request)
        self.asked.set()
        return request


async def read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return head + await reader.readexactly(length)


def reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN."""
    import socket

    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def head(status: int = 200, *lines: str, length: int | None = None) -> bytes:
    sized = [f"Content-Length: {length}"] if length is not None else []
    return "\r\n".join([f"HTTP/1.1 {status} Text", *lines, *sized, "", ""]).encode("latin-1")


def says(raw: bytes) -> Act:
    """Take a request, answer these bytes."""

    async def act(server, reader, writer):
        await server.take(reader)
        writer.write(raw)
        await writer.drain()
        writer.close()

    return act


def hurried(act: Act) -> Act:
    """The same, and as soon as the request is here, time flies: whatever waits is overdue, however busy this machine."""

    async def acts(server, reader, writer):
        flying = asyncio.create_task(time_flies(server.asked))
        try:
            await act(server, reader, writer)
            with contextlib.suppress(ConnectionError):
                await reader.read()
        finally:
            flying.cancel()

    return acts


async def time_flies(after: asyncio.Event | None = None) -> None:
    """Put the clock of the running loop forward by a tenth of a second in every turn of it."""
    if after is not None:
        await after.wait()
    loop = asyncio.get_running_loop()
    clock, ahead = loop.time, 0.0
    loop.time = lambda: clock() + ahead  # type: ignore[method-assign]
    while True:
        ahead += 0.1
        await asyncio.sleep(0)


@asynccontextmanager
async def serving(act: Act, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server(act)
    listener = await asyncio.start_server(server, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        await server.stop()
