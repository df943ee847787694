"""The vendors' test and live hosts, played on loopback: a proxy that ends TLS for whatever host it is asked for."""

import asyncio
import contextlib
import ssl
import tempfile
import threading
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import trustme

_START_S = 60.0
_HANDSHAKE_S = 60.0
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_UNREACHABLE = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Hosts:
    """Every host of the world, as an HTTP proxy in a thread of its own.

    A CONNECT gets a certificate for the host that it names, and what comes through goes on, byte for byte, to a
    plain-http address of this machine. A plain request to the proxy (``POST http://…``) is noted and passed on as
    well, so that nothing is asked for unseen.

    Args:
        upstream: Where requests go unless their host has a route, such as a simulator's address.
        ends: When its certificates end; far away unless told.

    Attributes:
        route: Other addresses, by host name.
        asked: ``host:port`` of everything that was asked for, in order.
        authority: Signs the certificates.
        bundle: Its certificate as a PEM file.
        proxy_url: What a client is given as its proxy.
    """

    def __init__(self, upstream: str, *, ends: datetime | None = None) -> None:
        self._upstream = upstream
        self._ends = ends
        self.route: dict[str, str] = {}
        self.asked: list[str] = []
        self.authority = trustme.CA()
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="hosts", daemon=True)

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        self.bundle = Path(self._folder.name) / "ca.pem"
        self.authority.cert_pem.write_to_path(str(self.bundle))
        self._thread.start()
        assert self._ready.wait(_START_S), "the proxy does not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()
        self._folder.cleanup()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._ended = asyncio.Event()
        listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.proxy_url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        self._ready.set()
        await self._ended.wait()
        listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)  # aborted transports close their sockets on the loop's next turn

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._attend(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, EOFError, TimeoutError):
                method, target, head = _read(await reader.readuntil(b"\r\n\r\n"))
                await self._pass(method, target, head, reader, writer)
        finally:
            writer.transport.abort()

    async def _pass(
        self,
        method: str,
        target: str,
        head: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        tunnel = method == "CONNECT"
        asked = urlsplit(f"//{target}" if tunnel else target)
        host = asked.hostname or ""
        self.asked.append(f"{host}:{asked.port or 80}")
        upstream = urlsplit(self.route.get(host, self._upstream))
        try:
            far_reader, far_writer = await asyncio.open_connection(upstream.hostname, upstream.port)
        except OSError:
            writer.write(_UNREACHABLE)
            await writer.drain()
            return
        try:
            if tunnel:
                writer.write(_ESTABLISHED)
                await writer.start_tls(self._context(host), ssl_handshake_timeout=_HANDSHAKE_S)
            else:
                path = asked.path + (f"?{asked.query}" if asked.query else "")
                far_writer.write(head.replace(target.encode(), path.encode() or b"/", 1))
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            far_writer.transport.abort()

    def _context(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.authority.issue_cert(host, not_after=self._ends).configure_cert(made)
            self._contexts[host] = made
        return self._contexts[host]


def _read(head: bytes) -> tuple[str, str, bytes]:
    method, target, _version = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    return method, target, head


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """Pass bytes on until there are no more, and that too."""
    while data := await source.read(65_536):
        sink.write(data)
        await sink.drain()
    if sink.can_write_eof():
        sink.write_eof()
    else:
        sink.close()  # TLS knows no half-closed connection
