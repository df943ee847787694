"""The probe of a host without credentials: connection, end of the certificate, clock."""

import ipaddress
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

import httpx

from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.ports import RequestProgress
from otp_tui.core.target.endpoints import BaseUrl
from otp_tui.core.timestamps import parse_http_date
from otp_tui.services.http.certificates import end_of
from otp_tui.services.http.client import HttpCall, HttpClient, HttpReply, utc_now
from otp_tui.services.http.progress import Stage
from otp_tui.services.http.settings import NetworkSettings

_PROBE: Final = HttpCall("probe", "HEAD", "/")


class HostProbe(NamedTuple):
    """The result of a probe; None means not applicable, not reached or not known.

    Attributes:
        fault: The reason why the host did not answer; None after any answer.
        status: The HTTP status of the answer.
        resolved: True where the host's name was found; None for an IP address and behind a proxy.
        connected: True where the host accepted the connection.
        tls: True where the TLS handshake succeeded.
        certificate_end: The end of the certificate's validity, UTC.
        clock_off_s: Seconds that the host's clock is ahead of ours.
        proxied: True where a proxy was used.
    """

    fault: Fault | None
    status: int | None
    resolved: bool | None
    connected: bool | None
    tls: bool | None
    certificate_end: datetime | None
    clock_off_s: float | None
    proxied: bool


async def probe_host(
    base: BaseUrl,
    network: NetworkSettings,
    *,
    wall: Callable[[], datetime] = utc_now,
    transport: httpx.AsyncBaseTransport | None = None,
) -> HostProbe:
    """Send one ``HEAD /`` without credentials or a provider's headers.

    Args:
        base: The base address; its path is left out.
        network: The settings of the exchange.
        wall: Returns the wall clock's time, UTC.
        transport: Replaces the network in tests.

    Raises:
        TargetError: Plain http to a host that is not trusted with it.
        CaBundleError: The CA bundle cannot be read, or holds no certificate.
    """
    client = HttpClient(base._replace(path=""), network, transport=transport, wall=wall)
    reply = client.begin()
    try:
        await client.send(_PROBE, RequestProgress(), reply)
    finally:
        await client.close()
    return HostProbe(
        fault=reply.fault if reply.status is None else None,
        status=reply.status,
        resolved=_resolved(base, reply, proxied=client.proxied),
        connected=_connected(base, reply, proxied=client.proxied),
        tls=_tls_succeeded(base, reply),
        certificate_end=end_of(reply.certificate) if reply.certificate else None,
        clock_off_s=_clock_offset_s(reply),
        proxied=client.proxied,
    )


def _resolved(base: BaseUrl, reply: HttpReply, *, proxied: bool) -> bool | None:
    if proxied or _is_address(base.host):
        return None
    if reply.fault is Fault.NAME_NOT_RESOLVED:
        return False
    found = reply.stage > Stage.CONNECTING or reply.timings.resolved is not None
    return True if found else None  # a look-up that never ended tells nothing of the name


def _connected(base: BaseUrl, reply: HttpReply, *, proxied: bool) -> bool | None:
    if proxied and base.scheme != "https":
        return None  # the proxy itself may have answered
    if reply.stage > Stage.TUNNELLING:
        return True
    if proxied or reply.fault is Fault.NAME_NOT_RESOLVED:
        return None
    return False


def _tls_succeeded(base: BaseUrl, reply: HttpReply) -> bool | None:
    if base.scheme != "https" or reply.stage < Stage.HANDSHAKE:
        return None
    return reply.stage > Stage.HANDSHAKE


def _clock_offset_s(reply: HttpReply) -> float | None:
    server = parse_http_date(reply.header("date"))
    return (server - reply.received).total_seconds() if server else None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
