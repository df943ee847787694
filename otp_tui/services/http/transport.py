"""The client's transport: TLS trust, the choice of a proxy, no reuse of connections."""

import ssl
from pathlib import Path
from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpx
import truststore

from otp_tui.core.target.endpoints import BaseUrl
from otp_tui.services.http.connector import Connector

_NO_REUSE: Final = httpx.Limits(max_connections=None, max_keepalive_connections=0)
"""An idle connection that the server closes would turn a request into a false maybe-sent."""


class CaBundleError(ValueError):
    """A CA bundle that cannot be read, or holds no certificate."""


def proxy_for(base: BaseUrl, given: str | None = None) -> str | None:
    """Return the proxy for an address, if any; never one for this machine.

    Args:
        base: The base address.
        given: A proxy that replaces the environment's, its exceptions included.
    """
    if base.loopback:
        return None
    proxy = given
    if proxy is None and not proxy_bypass(base.host):
        proxies = getproxies()
        proxy = proxies.get(base.scheme) or proxies.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def open_transport(
    base: BaseUrl, *, ca_bundle: Path | None, proxy: str | None
) -> httpx.AsyncBaseTransport | None:
    """Return a transport; None for an unusable proxy address, which each call then reports.

    Args:
        base: The base address.
        ca_bundle: A PEM file that is trusted instead of the system's store.
        proxy: The proxy that `proxy_for` returned.

    Raises:
        CaBundleError: The CA bundle cannot be read, or holds no certificate.
    """
    to_proxy = proxy is not None and proxy.lower().startswith("https://")
    trust = _trust(ca_bundle) if base.scheme == "https" or to_proxy else _server_side_only()
    try:
        way = httpx.Proxy(proxy, ssl_context=trust if to_proxy else None) if proxy else None
        transport = httpx.AsyncHTTPTransport(
            verify=trust, trust_env=False, http2=False, retries=0, limits=_NO_REUSE, proxy=way
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        if proxy is None:
            raise
        return None  # no URL, an unknown scheme, or SOCKS without its package
    # httpx passes none on to its pool, which takes one (httpcore's documented `network_backend`).
    transport._pool._network_backend = Connector()  # noqa: SLF001
    return transport


def _trust(ca_bundle: Path | None) -> ssl.SSLContext:
    """Return a context that trusts the bundle alone if given, else the system's store."""
    context: ssl.SSLContext
    if ca_bundle is None:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        try:
            context = ssl.create_default_context(cafile=str(ca_bundle))
        except OSError as error:  # not there, not readable, no PEM (SSLError is an OSError)
            raise CaBundleError(str(ca_bundle)) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _server_side_only() -> ssl.SSLContext:
    """Return a context that trusts nobody, for plain http: loading a real one takes time."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
