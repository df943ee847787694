"""The one HTTP client: each exchange leaves once, ends in time, and holds no more than it may.

It drives httpx's transport, the one method below its client, so that there are no redirects, no cookies and no
authentication of its own to switch off.
"""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple
from urllib.request import getproxies, proxy_bypass

import httpx
import truststore

from otp_tui.core.decision import Fault
from otp_tui.core.hosts import BaseUrl, TargetError, TargetProblem
from otp_tui.core.ports import Wire

from .bodies import Body, BodyError
from .faults import Progress, fault_of

USER_AGENT: Final = "otp-tui"
_OWN_HEADERS: Final = (("User-Agent", USER_AGENT), ("Accept-Encoding", "identity"))
_NO_REUSE: Final = httpx.Limits(max_connections=None, max_keepalive_connections=0)
"""An idle connection that the server closes would turn a request into a false maybe-sent."""


class Limits(NamedTuple):
    """What an exchange may take.

    Attributes:
        deadline_s: Seconds for the whole of it.
        connect_s: Seconds until the connection stands.
        body_bytes: The most of an answer's body, packed and unpacked.
    """

    deadline_s: float = 15.0
    connect_s: float = 10.0
    body_bytes: int = 1024 * 1024


class CaBundleError(ValueError):
    """The CA bundle cannot be read, or holds no certificate."""


class Call(NamedTuple):
    """A request as it is to leave.

    Attributes:
        name: The last part of its path as the providers name it.
        method: The HTTP method.
        path: After the base address, with a leading slash.
        headers: Names and values; keys among them were checked.
        body: The bytes of the body, if it has one.
        query: Parameters of the address; never recorded.
    """

    name: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    query: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Reply:
    """An answer while it arrives; where the exchange ends early, it holds all that came.

    Attributes:
        at: When the exchange began, UTC.
        received: When it ended, UTC.
        ms: Milliseconds between the two by the monotonic clock.
        request_headers: The header lines as they were handed to the transport.
        status: The HTTP status, None until the head is here.
        headers: The answer's header lines.
        body: Its body, unpacked.
        fault: Why it is not whole.
    """

    at: datetime
    received: datetime
    ms: int = 0
    request_headers: list[tuple[str, str]] = field(default_factory=list)
    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    fault: Fault | None = None

    def header(self, name: str) -> str | None:
        """The value of a header, the first of several; None without one."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Client:
    """Carries calls to one base address.

    Args:
        base: Where to; plain http only on loopback.
        limits: What an exchange may take.
        ca_bundle: A PEM file that is trusted instead of the system's store.
        transport: Stands in for the network in tests.
        monotonic: Seconds that are never set back.
        wall: The wall clock, UTC.

    Raises:
        TargetError: Plain http to another machine.
        CaBundleError: The bundle cannot be used.
    """

    def __init__(
        self,
        base: BaseUrl,
        *,
        limits: Limits = Limits(),  # noqa: B008 - an immutable value
        ca_bundle: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = utc_now,
    ) -> None:
        if base.scheme != "https" and not base.loopback:
            raise TargetError(TargetProblem.PLAIN_HTTP, base.host)
        self.base = base
        self._limits = limits
        self._monotonic = monotonic
        self._wall = wall
        proxy = None if transport is not None else _proxy_for(base)
        self._proxied = proxy is not None
        self._transport = transport or _open_transport(_trust(base, ca_bundle), proxy)

    def begin(self) -> Reply:
        """An answer of which nothing has come yet."""
        now = self._wall()
        return Reply(at=now, received=now)

    async def send(self, call: Call, wire: Wire, reply: Reply) -> None:
        """Carry out one exchange, once.

        Args:
            call: What leaves.
            wire: Told when its first byte leaves.
            reply: Filled in as the answer arrives; whatever goes wrong on the way becomes its fault.

        Raises:
            CancelledError: The task was cancelled; the connection is closed and the fault set by then.
        """
        progress = Progress(wire, proxied=self._proxied)
        began = self._monotonic()
        limit = asyncio.timeout(self._limits.deadline_s)
        try:
            async with limit:
                await self._exchange(call, progress, reply)
        except BodyError as error:
            reply.fault = error.fault
        except asyncio.CancelledError:
            reply.fault = Fault.CANCELLED
            raise
        except Exception as error:
            reply.fault = progress.overdue if limit.expired() else fault_of(error, progress)
            if reply.fault is None:
                raise
        finally:
            reply.ms = round((self._monotonic() - began) * 1000)
            reply.received = self._wall()
            await progress.release()

    async def close(self) -> None:
        """Close what is still open."""
        if self._transport is not None:
            await self._transport.aclose()

    async def _exchange(self, call: Call, progress: Progress, reply: Reply) -> None:
        request = self._request(call, progress)
        reply.request_headers = _pairs(request.headers)
        if self._transport is None:
            raise httpx.ProxyError("unusable proxy address")
        response = await self._transport.handle_async_request(request)
        stream = response.stream
        assert isinstance(stream, httpx.AsyncByteStream)
        try:
            progress.answered()
            reply.status = response.status_code
            reply.headers = _pairs(response.headers)
            body = Body(response.headers.get("content-encoding", ""), self._limits.body_bytes)
            try:
                async for chunk in stream:
                    body.add(chunk)
                body.end()
            finally:
                reply.body = body.data
        finally:
            await stream.aclose()

    def _request(self, call: Call, progress: Progress) -> httpx.Request:
        limits = self._limits
        timeouts = {
            "connect": limits.connect_s,
            "read": limits.deadline_s,
            "write": limits.deadline_s,
            "pool": limits.deadline_s,
        }
        return httpx.Request(
            call.method,
            self.base.text + call.path,
            params=call.query or None,
            headers=[*_OWN_HEADERS, *call.headers],
            content=call.body,
            extensions={"timeout": timeouts, "trace": progress.trace},
        )


def _pairs(headers: httpx.Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw]


def _proxy_for(base: BaseUrl) -> str | None:
    """The environment's proxy for an address; this machine is never asked for through one."""
    if base.loopback or proxy_bypass(base.host):
        return None
    proxies = getproxies()
    proxy = proxies.get(base.scheme) or proxies.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _open_transport(trust: ssl.SSLContext, proxy: str | None) -> httpx.AsyncBaseTransport | None:
    """The network; None where the environment names a proxy that cannot be one, which each call then tells."""
    try:
        return httpx.AsyncHTTPTransport(
            verify=trust, trust_env=False, http2=False, retries=0, limits=_NO_REUSE, proxy=proxy
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        if proxy is None:
            raise
        return None  # no URL, an unknown scheme, or SOCKS without its package


def _trust(base: BaseUrl, ca_bundle: Path | None) -> ssl.SSLContext:
    """Whom to believe: the bundle alone where one is given, else the system's own store."""
    context: ssl.SSLContext
    if base.scheme != "https":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # empty: it is never used, and would trust nobody
    elif ca_bundle is None:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        try:
            context = ssl.create_default_context(cafile=str(ca_bundle))
        except OSError as error:  # not there, not readable, no PEM (SSLError is an OSError)
            raise CaBundleError(str(ca_bundle)) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
