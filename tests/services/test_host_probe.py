"""One look at a host, without any key."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import trustme
from support.hosts import Hosts
from support.raw_server import head, hurried, says, serving
from support.rig import NOON

from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.target.endpoints import NO_TRUST, TargetError, TargetProblem, Trust, read_base_url
from otp_tui.services.host_probe import HostProbe, probe_host
from otp_tui.services.http.certificates import end_of
from otp_tui.services.http.settings import NetworkSettings
from otp_tui.services.http.transport import CaBundleError

ENDS = datetime(2027, 3, 4, 5, 6, 7, tzinfo=UTC)
AHEAD = "Date: Sat, 21 Nov 2026 12:01:30 GMT"
HELLO = says(head(404, AHEAD, length=9))
TEST_HOST = "pts-api.paynet.com.tr"
NOTHING = HostProbe(None, None, None, None, None, None, None, proxied=False)


async def look(url, trust=NO_TRUST, transport=None, **network):
    settings = NetworkSettings(trust, **network)
    return await probe_host(read_base_url(url), settings, wall=lambda: NOON, transport=transport)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def bundle(authority, tmp_path):
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def secure(authority, name="127.0.0.1", act=HELLO, ends=ENDS):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_before=NOON - timedelta(days=9000), not_after=ends).configure_cert(context)
    return serving(act, context)


async def test_one_request_without_any_key():
    async with serving(HELLO) as server:
        seen = await look(f"http://127.0.0.1:{server.port}/gateway")
    assert seen == NOTHING._replace(status=404, connected=True, clock_off_s=90.0)
    lines = server.requests[0].decode().split("\r\n")
    assert lines == [
        "HEAD / HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "User-Agent: otp-tui",
        "Accept-Encoding: identity",
        "",
        "",
    ]
    assert (server.connections, len(server.requests)) == (1, 1)


async def test_a_name_is_looked_up():
    async with serving(HELLO) as server:
        assert (await look(f"http://localhost:{server.port}")).resolved is True


async def test_any_answer_is_an_answer():
    for raw in (
        head(503),
        head(200, "Content-Encoding: br", length=9),
        head(302, "Location: https://x", length=0),
    ):
        async with serving(says(raw)) as server:
            seen = await look(f"http://127.0.0.1:{server.port}")
        assert (seen.fault, seen.status) == (None, int(raw.split()[1]))
        assert seen.clock_off_s is None


async def test_until_when_a_certificate_lasts(authority, bundle):
    async with secure(authority) as server:
        seen = await look(f"https://127.0.0.1:{server.port}", ca_bundle=bundle)
    assert seen == NOTHING._replace(
        status=404, connected=True, tls=True, certificate_end=ENDS, clock_off_s=90.0
    )


async def test_the_systems_own_store_tells_it_as_well(authority, bundle, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    far = datetime(2077, 1, 2, 3, 4, 5, tzinfo=UTC)
    async with secure(authority, ends=far) as server:
        seen = await look(f"https://127.0.0.1:{server.port}")
    assert (seen.tls, seen.certificate_end) == (True, far)


async def test_a_certificate_that_nobody_vouches_for(authority):
    async with secure(authority) as server:
        seen = await look(f"https://127.0.0.1:{server.port}")
    assert seen == NOTHING._replace(fault=Fault.TLS_FAILED, connected=True, tls=False)


async def test_a_certificate_that_has_ended(authority, bundle):
    async with secure(authority, ends=datetime(2020, 1, 1, tzinfo=UTC)) as server:
        seen = await look(f"https://127.0.0.1:{server.port}", ca_bundle=bundle)
    assert (seen.fault, seen.tls) == (Fault.TLS_FAILED, False)


async def silent(server, reader, writer):
    await server.take(reader)


async def test_a_host_that_says_nothing(authority, bundle):
    async with secure(authority, act=hurried(silent)) as server:
        seen = await look(f"https://127.0.0.1:{server.port}", ca_bundle=bundle)
    assert seen == NOTHING._replace(fault=Fault.READ_TIMEOUT, connected=True, tls=True, certificate_end=ENDS)


async def test_a_handshake_that_never_ends(bundle):
    async def mute(server, reader, writer):
        server.asked.set()

    async with serving(hurried(mute)) as server:
        seen = await look(f"https://127.0.0.1:{server.port}", ca_bundle=bundle)
    assert seen == NOTHING._replace(fault=Fault.CONNECT_TIMEOUT, connected=True, tls=False)


async def test_nobody_listens():
    with socket.socket() as taken:  # bound, and not listening
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        seen = await look(f"https://127.0.0.1:{port}")
        named = await look(f"https://localhost:{port}")
    assert seen == NOTHING._replace(fault=Fault.CONNECT_REFUSED, connected=False)
    assert named == NOTHING._replace(fault=Fault.CONNECT_REFUSED, resolved=True, connected=False)


@pytest.fixture
def resolver(monkeypatch):
    """Answers every look-up itself: what is given it is called."""

    def install(act):
        async def getaddrinfo(*_args, **_kwargs):
            return await act()

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo, raising=False)

    return install


async def test_a_name_that_nobody_has(resolver):
    async def unknown():
        raise socket.gaierror(socket.EAI_NONAME, "none")

    resolver(unknown)
    seen = await look(f"https://{TEST_HOST}")
    assert seen == NOTHING._replace(fault=Fault.NAME_NOT_RESOLVED, resolved=False)


async def test_a_look_up_that_never_ends_tells_nothing_of_the_name(resolver):
    resolver(asyncio.Event().wait)
    seen = await look(f"https://{TEST_HOST}", timeout_s=0.05)
    assert seen == NOTHING._replace(fault=Fault.CONNECT_TIMEOUT, connected=False)


async def test_plain_http_only_where_it_is_allowed():
    with pytest.raises(TargetError) as caught:
        await look(f"http://{TEST_HOST}", Trust(frozenset({TEST_HOST}), allow_http=True))
    assert caught.value.problem is TargetProblem.PLAIN_HTTP


async def test_a_bundle_that_is_none(tmp_path):
    with pytest.raises(CaBundleError):
        await look(f"https://{TEST_HOST}", ca_bundle=tmp_path / "absent.pem")


class TestThroughAProxy:
    async def test_the_host_behind_it_is_seen(self):
        async with serving(HELLO) as server:
            with Hosts(f"http://127.0.0.1:{server.port}", ends=ENDS) as hosts:
                seen = await look(f"https://{TEST_HOST}", proxy=hosts.proxy_url, ca_bundle=hosts.bundle)
                assert hosts.asked == [f"{TEST_HOST}:443"]
        assert seen == HostProbe(None, 404, None, True, True, ENDS, 90.0, proxied=True)

    async def test_it_replaces_the_environments_and_its_exceptions(self, monkeypatch):
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("NO_PROXY", "*")
        async with serving(HELLO) as server:
            with Hosts(f"http://127.0.0.1:{server.port}") as hosts:
                given = hosts.proxy_url.removeprefix("http://")
                seen = await look(f"https://{TEST_HOST}", proxy=given, ca_bundle=hosts.bundle)
        assert (seen.status, seen.proxied) == (404, True)

    async def test_this_machine_is_never_asked_for_through_it(self):
        async with serving(HELLO) as server:
            seen = await look(f"http://127.0.0.1:{server.port}", proxy="http://127.0.0.1:1")
        assert (seen.status, seen.proxied) == (404, False)

    async def test_plain_http_where_it_is_allowed(self):
        async with serving(HELLO) as server:
            with Hosts(f"http://127.0.0.1:{server.port}") as hosts:
                trust = Trust(frozenset({"own.test"}), allow_http=True)
                seen = await look("http://own.test", trust, proxy=hosts.proxy_url)
                assert hosts.asked == ["own.test:80"]
        assert seen == NOTHING._replace(status=404, clock_off_s=90.0, proxied=True)

    @pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "https://127.0.0.1:1", "socks9://127.0.0.1:1"])
    async def test_one_that_does_not_work(self, proxy):
        seen = await look(f"https://{TEST_HOST}", proxy=proxy)
        assert seen == NOTHING._replace(fault=Fault.PROXY_FAILED, proxied=True)

    async def test_one_that_refuses(self):
        async with serving(HELLO) as server:
            with Hosts(f"http://127.0.0.1:{server.port}") as hosts:
                hosts.route[TEST_HOST] = "http://127.0.0.1:1"
                seen = await look(f"https://{TEST_HOST}", proxy=hosts.proxy_url, ca_bundle=hosts.bundle)
        assert seen == NOTHING._replace(fault=Fault.PROXY_FAILED, proxied=True)

    async def test_a_host_behind_it_that_nobody_vouches_for(self):
        async with serving(HELLO) as server:
            with Hosts(f"http://127.0.0.1:{server.port}") as hosts:
                seen = await look(f"https://{TEST_HOST}", proxy=hosts.proxy_url)
        assert seen == NOTHING._replace(fault=Fault.TLS_FAILED, connected=True, tls=False, proxied=True)

    async def test_one_behind_tls_is_held_to_the_bundle(self, authority, bundle):
        refusal = says(head(407, length=0))
        async with secure(authority, act=refusal) as near:
            url = f"https://127.0.0.1:{near.port}"
            told = await look(f"https://{TEST_HOST}", proxy=url, ca_bundle=bundle)
            assert near.requests[0].startswith(f"CONNECT {TEST_HOST}:443 ".encode())
            untold = await look(f"https://{TEST_HOST}", proxy=url)
            assert len(near.requests) == 1
        assert told == untold == NOTHING._replace(fault=Fault.PROXY_FAILED, proxied=True)


def der(authority, ends):
    pem = authority.issue_cert("a.example", not_after=ends).cert_chain_pems[0].bytes().decode()
    return ssl.PEM_cert_to_DER_cert(pem[: pem.index("-----END") + 25] + "\n")


@pytest.mark.parametrize(
    "ends", [ENDS, datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(9999, 1, 2, tzinfo=UTC)]
)
def test_the_end_of_a_certificate(authority, ends):
    assert end_of(der(authority, ends)) == ends


def test_a_certificate_that_is_none_ends_never(authority):
    whole = der(authority, ENDS)
    assert {end_of(whole[:size]) for size in range(60)} == {None}
    assert end_of(b"\xff" * 40) is None


async def test_the_transport_is_closed_after_the_look():
    closed = []

    class Transport(httpx.MockTransport):
        async def aclose(self):
            closed.append(True)

    seen = await look(f"https://{TEST_HOST}", transport=Transport(lambda _: httpx.Response(404)))
    assert (seen.status, closed) == (404, [True])
