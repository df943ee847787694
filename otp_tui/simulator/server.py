"""The listening socket and the uvicorn server behind the simulator."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import threading
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, Final, Literal, TypeAlias

import uvicorn

from otp_tui.simulator.http.protocol import HangUpProtocol

Reason: TypeAlias = Literal[
    "port_in_use", "port_forbidden", "address_unknown", "already_started", "not_started"
]


BACKLOG: Final = 1024


MAX_PORT: Final = 65_535

_ACCEPTING_TURNS: Final = 5
"""The turns of the loop in which whoever was just accepted becomes a connection that can be closed; three are needed."""

IDLE_S: Final = 30
"""Seconds after an answer in which a connection may stay open unused."""


class SimulatorError(Exception):
    """A failure to start the simulator.

    Attributes:
        reason: `port_in_use`, `port_forbidden` (the operating system refuses it), `address_unknown` (the host is not
            one of this machine), `already_started`, or `not_started` for anything else.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class HangUpServer(uvicorn.Server):
    """A uvicorn server that reports its start and stops without waiting for slow answers.

    Attributes:
        answers: Set once connections are accepted.
    """

    def __init__(self, app: Any) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http=HangUpProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,  # a forwarded address must not pass for a loopback peer
                server_header=False,
                date_header=False,  # the simulator dates its answers by its own clock
                timeout_graceful_shutdown=1,
                timeout_keep_alive=IDLE_S,
            )
        )
        self.answers = threading.Event()
        self._stopping = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Have the server end soon; any thread may call this, at any time."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._stopping.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    async def main_loop(self) -> None:
        """Wait for the end; uvicorn's own looks for it ten times a second, also while nothing happens."""
        if not await self.on_tick(0):
            self.answers.set()  # not before: told to stop in its start, uvicorn would close no connection
            await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._accept_no_more()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)

    async def _accept_no_more(self) -> None:
        """Let whoever was just accepted become a connection: asyncio loses it where the server is closed meanwhile."""
        loop = asyncio.get_running_loop()
        for listener in (listener for server in self.servers for listener in server.sockets):
            with suppress(NotImplementedError):  # Windows waits for connections in another way
                loop.remove_reader(listener.fileno())
        for _ in range(_ACCEPTING_TURNS):
            await asyncio.sleep(0)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket, bound before the server's thread starts.

    So a failure is raised in the caller's thread.

    Raises:
        SimulatorError: The port is out of range, in use or forbidden, or the host is not one of this machine.
    """
    if not 0 <= port <= MAX_PORT:  # getaddrinfo takes it modulo 65536
        raise SimulatorError("port_forbidden")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        # The protocol is named, as asyncio sets TCP_NODELAY only on sockets that name it: without it each answer
        # waits 40 ms for a delayed acknowledgement. socket.create_server does not.
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SimulatorError(_reason(error)) from error
    try:
        if os.name == "posix":
            # On Windows this would let two servers share a port; on POSIX it only allows one that just closed.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise SimulatorError(_reason(error)) from error
    return listener


def _reason(error: OSError) -> Reason:
    if error.errno == errno.EADDRINUSE:
        return "port_in_use"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "port_forbidden"
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return "address_unknown"
    return "not_started"


def url_of(host: str, listener: socket.socket) -> str:
    """Return a base URL for this machine; loopback takes the place of a wildcard address."""
    address = ip_address(listener.getsockname()[0])
    if address.is_unspecified:
        host = "127.0.0.1" if listener.family == socket.AF_INET else "::1"
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"
