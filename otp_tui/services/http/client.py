"""The one HTTP client: each exchange leaves once, ends in time, and holds no more than it may.

It drives httpx's transport, the one method below its client, so that there are no redirects, no cookies and no
authentication of its own to switch off.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

import httpx

from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.ports import RequestProgress
from otp_tui.core.target.endpoints import BaseUrl, check_target
from otp_tui.services.http.body import BodyError, BoundedBody
from otp_tui.services.http.faults import fault_of
from otp_tui.services.http.progress import ExchangeProgress, Stage
from otp_tui.services.http.settings import DEFAULT_NETWORK, NetworkSettings
from otp_tui.services.http.transport import open_transport, proxy_for

USER_AGENT: Final = "otp-tui"
_OWN_HEADERS: Final = (("User-Agent", USER_AGENT), ("Accept-Encoding", "identity"))


class HttpCall(NamedTuple):
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
class HttpReply:
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
        stage: How far the exchange got.
        certificate: What the server showed of itself (DER), where it did and has answered.
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

    def header(self, name: str) -> str | None:
        """The value of a header, the first of several; None without one."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class HttpClient:
    """Carries calls to one base address.

    Args:
        base: Where to; plain http only on loopback, and where the trust allows it.
        network: How exchanges travel, and what one may take.
        transport: Stands in for the network in tests.
        monotonic: Seconds that are never set back.
        wall: The wall clock, UTC.

    Attributes:
        proxied: Whether a proxy stands between.

    Raises:
        TargetError: Plain http to another machine.
        CaBundleError: The bundle cannot be used.
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
        """An answer of which nothing has come yet."""
        now = self._wall()
        return HttpReply(at=now, received=now)

    async def send(self, call: HttpCall, request_progress: RequestProgress, reply: HttpReply) -> None:
        """Carry out one exchange, once.

        Args:
            call: What leaves.
            request_progress: Told when its first byte leaves.
            reply: Filled in as the answer arrives; whatever goes wrong on the way becomes its fault.

        Raises:
            CancelledError: The task was cancelled; the connection is closed and the fault set by then.
        """
        progress = ExchangeProgress(request_progress, proxied=self.proxied)
        began = self._monotonic()
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
            reply.ms = round((self._monotonic() - began) * 1000)
            reply.received = self._wall()
            reply.stage = progress.stage
            await progress.release()

    async def close(self) -> None:
        """Close what is still open."""
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
            reply.status = response.status_code
            reply.headers = _pairs(response.headers)
            reply.certificate = _certificate(response)
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


def _certificate(response: httpx.Response) -> bytes | None:
    """The server's certificate; its parsed form is empty where the system, and not OpenSSL, verified it."""
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream is not None else None
    shown: bytes | None = tls.getpeercert(binary_form=True) if tls is not None else None
    return shown
