"""The one HTTP client: an exchange is sent once, ends in time and stays within its limits.

httpx's transport is used without httpx's client, so that there are no redirects, no cookies and no authentication to
switch off.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

import httpx

from otp_tui.core.exchange.timings import NO_TIMINGS, Timings
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.ports import RequestProgress
from otp_tui.core.target.endpoints import BaseUrl, check_target
from otp_tui.services.http.body import BodyError, BoundedBody
from otp_tui.services.http.connector import NAME_RESOLVED
from otp_tui.services.http.faults import fault_of
from otp_tui.services.http.progress import ExchangeProgress, Stage
from otp_tui.services.http.settings import DEFAULT_NETWORK, NetworkSettings
from otp_tui.services.http.transport import open_transport, proxy_for

USER_AGENT: Final = "otp-tui"
_OWN_HEADERS: Final = (("User-Agent", USER_AGENT), ("Accept-Encoding", "identity"))
_PROXY_AUTHENTICATION: Final = 407
"""The status that a proxy alone answers; it has passed nothing on."""


class HttpCall(NamedTuple):
    """A request to be sent.

    Attributes:
        name: The last part of the path, as the provider names the call.
        method: The HTTP method.
        path: The path after the base address, with a leading slash.
        headers: Names and values; the credentials among them were checked.
        body: The body's bytes, if it has one.
        query: The URL's parameters; never recorded.
    """

    name: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    query: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class HttpReply:
    """An answer while it arrives; of an exchange that ends early, the part that was received.

    Attributes:
        at: The start of the exchange, UTC.
        received: Its end, UTC.
        ms: Milliseconds between the two by the monotonic clock.
        request_headers: The header lines that were passed to the transport.
        status: The HTTP status, None until the head was received.
        headers: The answer's header lines.
        body: The answer's body, unpacked.
        fault: The reason why the answer is not complete, if it is not.
        stage: The stage that the exchange reached.
        certificate: The server's certificate (DER) once its handshake has succeeded.
        timings: The moments on the network.
        server_address: The IP address of the peer, also of a proxy; empty before the connection.
        proxied: True where a proxy is used.
    """

    at: datetime
    received: datetime
    ms: int = 0
    request_headers: list[tuple[str, str]] = field(default_factory=list)
    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    fault: Fault | None = None
    stage: Stage = Stage.CONNECTING
    certificate: bytes | None = None
    timings: Timings = NO_TIMINGS
    server_address: str = ""
    proxied: bool = False

    def header(self, name: str) -> str | None:
        """Return a header's value, the first of several; None without one.

        Args:
            name: The header's name in lower case.
        """
        return next((value for key, value in self.headers if key.lower() == name), None)


def utc_now() -> datetime:
    """Return the wall clock's time, UTC."""
    return datetime.now(UTC)


class HttpClient:
    """An HTTP client for one base address.

    Args:
        base: The base address; plain http only on loopback, and where the trust allows it.
        network: Trust, proxy, CA bundle and the limits of an exchange.
        transport: Replaces the network in tests.
        monotonic: Returns seconds of a clock that is never set back.
        wall: Returns the wall clock's time, UTC.

    Attributes:
        base: The base address.
        proxied: True where a proxy is used.

    Raises:
        TargetError: Plain http to a host that is not trusted with it.
        CaBundleError: The CA bundle cannot be read, or holds no certificate.
    """

    def __init__(
        self,
        base: BaseUrl,
        network: NetworkSettings = DEFAULT_NETWORK,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = utc_now,
    ) -> None:
        if base.scheme != "https":
            check_target(base, "", network.trust)  # its rule for plain http is the same for every provider
        self.base = base
        self._network = network
        self._monotonic = monotonic
        self._wall = wall
        way = None if transport is not None else proxy_for(base, network.proxy)
        self.proxied = way is not None
        self._transport = transport or open_transport(base, ca_bundle=network.ca_bundle, proxy=way)

    def begin(self) -> HttpReply:
        """Return an empty reply, dated now, for `send` to fill."""
        now = self._wall()
        return HttpReply(at=now, received=now, proxied=self.proxied)

    async def send(self, call: HttpCall, request_progress: RequestProgress, reply: HttpReply) -> None:
        """Send a request once and receive its answer.

        Args:
            call: The request.
            request_progress: Marked when the request's first byte leaves.
            reply: Filled as the answer arrives; a failure on the way becomes its fault.

        Raises:
            CancelledError: The task was cancelled; the connection is closed and the fault set by then.
        """
        began = self._monotonic()
        progress = ExchangeProgress(
            request_progress, lambda: (self._monotonic() - began) * 1000, proxied=self.proxied
        )
        resolving = NAME_RESOLVED.set(progress.resolved)
        limit = asyncio.timeout(self._network.timeout_s)
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
            took_ms = (self._monotonic() - began) * 1000
            reply.ms = round(took_ms)
            progress.done(took_ms)
            reply.timings = progress.timings
            reply.received = self._wall()
            reply.stage = progress.stage
            reply.server_address, reply.certificate = progress.server_address, progress.certificate
            NAME_RESOLVED.reset(resolving)
            await progress.release()

    async def close(self) -> None:
        """Close the transport."""
        if self._transport is not None:
            await self._transport.aclose()

    async def _exchange(self, call: HttpCall, progress: ExchangeProgress, reply: HttpReply) -> None:
        request = self._request(call, progress)
        reply.request_headers = _pairs(request.headers)
        if self._transport is None:
            raise httpx.ProxyError("unusable proxy address")
        response = await self._transport.handle_async_request(request)
        stream = response.stream
        assert isinstance(stream, httpx.AsyncByteStream)
        try:
            progress.answered()
            if self.proxied and response.status_code == _PROXY_AUTHENTICATION:
                raise httpx.ProxyError("the proxy itself refuses")
            reply.status = response.status_code
            reply.headers = _pairs(response.headers)
            body = BoundedBody(response.headers.get("content-encoding", ""), self._network.body_bytes)
            try:
                async for chunk in stream:
                    body.add(chunk)
                body.end()
            finally:
                reply.body = body.data
        finally:
            await stream.aclose()

    def _request(self, call: HttpCall, progress: ExchangeProgress) -> httpx.Request:
        total = self._network.timeout_s
        timeouts = {"connect": self._network.connect_s, "read": total, "write": total, "pool": total}
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
