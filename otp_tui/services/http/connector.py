"""The way to a server: its name is resolved, then the addresses are tried beside each other (RFC 8305).

httpcore's own backend does both in one step, in which a record could not tell the one from the other.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from itertools import chain, zip_longest
from typing import Final, NamedTuple

import httpcore

NAME_RESOLVED: Final[ContextVar[Callable[[], None]]] = ContextVar("NAME_RESOLVED")
"""Called when the name of the running exchange was resolved; one connector serves several exchanges."""

_NEXT_ADDRESS_S: Final = 0.25
"""Seconds that an address has for itself before the next one is tried as well (RFC 8305, 5)."""


class _Route(NamedTuple):
    """What every address of one connection is tried with."""

    port: int
    local_address: str | None
    socket_options: Sequence[httpcore.SOCKET_OPTION] | None


class Connector(httpcore.AsyncNetworkBackend):
    """A network backend of httpcore that resolves a name itself and tells when that is done."""

    def __init__(self) -> None:
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Return a connection to a host.

        Args:
            host: A name or an IP address.
            port: The port.
            timeout: Seconds for the resolution and all addresses together.
            local_address: The address to connect from.
            socket_options: Options of the socket.

        Raises:
            ConnectTimeout: The time is over.
            ConnectError: The name is not known, or no address took the connection; its cause tells.
        """
        options = None if socket_options is None else tuple(socket_options)
        route = _Route(port, local_address, options)
        try:
            async with asyncio.timeout(timeout):
                return await self._first_open(await _addresses(host, port), route)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            raise httpcore.ConnectError from error

    async def _first_open(self, addresses: Sequence[str], route: _Route) -> httpcore.AsyncNetworkStream:
        """Return the first connection that succeeds; every other one is closed."""
        if len(addresses) == 1:
            return await self._open(addresses[0], route)
        waiting, errors = list(addresses), list[Exception]()
        tasks = set[asyncio.Task[httpcore.AsyncNetworkStream]]()
        won: httpcore.AsyncNetworkStream | None = None
        try:
            running = set[asyncio.Task[httpcore.AsyncNetworkStream]]()
            while won is None and (waiting or running):
                if waiting:
                    running.add(asyncio.create_task(self._open(waiting.pop(0), route)))
                    tasks |= running
                done, running = await asyncio.wait(
                    running,
                    timeout=_NEXT_ADDRESS_S if waiting else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                won, failed = _outcome(done)
                errors += failed
        finally:
            await _close_all(tasks, but=won)
        if won is None:
            raise OSError("no address took the connection") from ExceptionGroup("addresses", errors)
        return won

    async def _open(self, address: str, route: _Route) -> httpcore.AsyncNetworkStream:
        return await self._sockets.connect_tcp(
            address, route.port, local_address=route.local_address, socket_options=route.socket_options
        )


async def _addresses(host: str, port: int) -> list[str]:
    """Return a host's addresses in the order in which they are tried: the two families by turns.

    Raises:
        gaierror: The name could not be resolved.
    """
    try:
        return [ipaddress.ip_address(host).compressed]
    except ValueError:
        pass  # a name
    found = await asyncio.get_running_loop().getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    if (tell := NAME_RESOLVED.get(None)) is not None:
        tell()
    if not found:
        raise socket.gaierror(socket.EAI_NONAME, "no address")
    preferred = found[0][0]
    pairs = zip_longest(
        (address[0] for family, *_, address in found if family == preferred),
        (address[0] for family, *_, address in found if family != preferred),
    )
    return list(dict.fromkeys(str(address) for address in chain.from_iterable(pairs) if address is not None))


def _outcome(
    done: Iterable[asyncio.Task[httpcore.AsyncNetworkStream]],
) -> tuple[httpcore.AsyncNetworkStream | None, list[Exception]]:
    """Return the first connection among ended attempts, and why the others failed.

    Raises:
        BaseException: An attempt failed by a bug, or was cancelled from elsewhere.
    """
    errors: list[Exception] = []
    for task in done:
        try:
            return task.result(), errors
        except (OSError, httpcore.ConnectError) as error:
            errors.append(error)
    return None, errors


async def _close_all(
    tasks: set[asyncio.Task[httpcore.AsyncNetworkStream]], but: httpcore.AsyncNetworkStream | None
) -> None:
    """Cancel the attempts that still run, and close every connection but the one that is used."""
    for task in tasks:
        task.cancel()
    for opened in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(opened, httpcore.AsyncNetworkStream) and opened is not but:
            await opened.aclose()
