"""The probe of a host without any key: how far a connection gets, its certificate's end, its clock."""

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
    """The result of probing a host; None is what does not apply, was not reached or cannot be told.

    Attributes:
        fault: Why it did not answer; None as soon as it did, whatever the answer was.
        status: The HTTP status of its answer.
        resolved: Whether its name was found; of a plain address, and behind a proxy, there is nothing to tell.
        connected: Whether it took the connection.
        tls: Whether the TLS handshake went well.
        certificate_end: Until when its certificate is valid, UTC.
        clock_off_s: Seconds that its clock is ahead of ours.
        proxied: Whether a proxy stands between.
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
    """Send one ``HEAD /`` that holds no key and no provider's header.

    Args:
        base: The base address; its path is left out.
        network: How the request travels.
        wall: The wall clock, UTC.
        transport: Stands in for the network in tests.

    Raises:
        TargetError: Plain http to another machine.
        CaBundleError: The bundle cannot be used.
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
        tls=_secured(base, reply),
        certificate_end=end_of(reply.certificate) if reply.certificate else None,
        clock_off_s=_ahead(reply),
        proxied=client.proxied,
    )


def _resolved(base: BaseUrl, reply: HttpReply, *, proxied: bool) -> bool | None:
    if proxied or _is_address(base.host):
        return None
    if reply.fault is Fault.NAME_NOT_RESOLVED:
        return False
    found = reply.stage > Stage.CONNECTING or reply.fault is Fault.CONNECT_REFUSED
    return True if found else None  # the time may have run out on the name as well as on the connection


def _connected(base: BaseUrl, reply: HttpReply, *, proxied: bool) -> bool | None:
    if proxied and base.scheme != "https":
        return None  # what answers may be the proxy
    if reply.stage > Stage.TUNNELLING:
        return True
    if proxied or reply.fault is Fault.NAME_NOT_RESOLVED:
        return None
    return False


def _secured(base: BaseUrl, reply: HttpReply) -> bool | None:
    if base.scheme != "https" or reply.stage < Stage.HANDSHAKE:
        return None
    return reply.stage > Stage.HANDSHAKE


def _ahead(reply: HttpReply) -> float | None:
    server = parse_http_date(reply.header("date"))
    return (server - reply.received).total_seconds() if server else None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
