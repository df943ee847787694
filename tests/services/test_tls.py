"""Whom the client believes, and what passes a proxy."""

import asyncio
import contextlib
import ssl
from datetime import UTC, datetime

import pytest
import trustme
from support.raw_server import head, hurried, says, serving
from support.rig import NOON, PHONE, REFERENCE, SECRET_KEY, SESSION, Rig
from support.targets import paynet_target

from otp_tui.core.exchange.exchange import Request, Verb
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.ports import RequestProgress
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.target.endpoints import BaseUrl, Trust
from otp_tui.services.http.certificates import read_certificate
from otp_tui.services.http.client import HttpCall, HttpClient
from otp_tui.services.http.settings import NetworkSettings
from otp_tui.services.http.transport import CaBundleError
from otp_tui.services.providers.registry import open_gateways

GOOD = b'{"code": 0}'
TEST_HOST = "pts-api.paynet.com.tr"
ENDS = datetime(2100, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def bundle(authority, tmp_path):
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def context(authority, name):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_after=ENDS).configure_cert(made)
    return made


@contextlib.asynccontextmanager
async def secure(authority, name="127.0.0.1"):
    async with serving(says(head(200, length=len(GOOD)) + GOOD), context(authority, name)) as server:
        yield server


async def test_a_ca_that_nobody_knows_is_refused_before_anything_is_sent(authority):
    async with secure(authority) as server:
        rig = Rig(url=f"https://127.0.0.1:{server.port}")
        answer = await rig.ask("paynet", Verb.START)
    assert answer.fault is Fault.TLS_FAILED
    assert answer.delivery == "not_sent"
    assert rig.progress.written is False
    assert server.requests == []


async def test_the_right_bundle_opens_the_door(authority, bundle):
    async with secure(authority) as server:
        rig = Rig(url=f"https://127.0.0.1:{server.port}", ca_bundle=bundle)
        answer = await rig.ask("paynet", Verb.START)
    assert answer.decision.decided_by == "code = 0"
    assert rig.progress.written is True
    [exchange] = rig.records
    assert exchange.certificate[::2] == ("127.0.0.1", ENDS)
    assert exchange.certificate.issuer.startswith("trustme ")
    assert (exchange.server_address, exchange.via_proxy) == ("127.0.0.1", False)
    *moments, resolved = exchange.timings
    assert (sorted(moments), resolved) == (moments, None)  # an address has no name to be resolved


async def test_another_name_in_the_certificate_is_refused(authority, bundle):
    async with secure(authority, "127.0.0.2") as server:
        rig = Rig(url=f"https://127.0.0.1:{server.port}", ca_bundle=bundle)
        answer = await rig.ask("paynet", Verb.START)
    assert (answer.fault, answer.delivery) == (Fault.TLS_FAILED, "not_sent")


async def test_a_server_that_speaks_no_tls(bundle):
    async def babbles(server, reader, writer):
        writer.write(b"220 smtp.example.com ESMTP\r\n")

    async with serving(babbles) as server:
        answer = await Rig(url=f"https://127.0.0.1:{server.port}", ca_bundle=bundle).ask("paynet", Verb.START)
    assert (answer.fault, answer.delivery) == (Fault.TLS_FAILED, "not_sent")


async def mute(server, reader, writer):
    server.asked.set()


async def test_a_handshake_that_never_ends(bundle):
    async with serving(hurried(mute)) as server:
        rig = Rig(url=f"https://127.0.0.1:{server.port}", ca_bundle=bundle)
        answer = await rig.ask("paynet", Verb.START)
        await server.gone.wait()
    assert (answer.fault, answer.delivery) == (Fault.CONNECT_TIMEOUT, "not_sent")


async def test_cancelled_in_the_handshake_the_connection_is_closed_at_once(bundle):
    async with serving(mute) as server:
        rig = Rig(url=f"https://127.0.0.1:{server.port}", ca_bundle=bundle)
        task = asyncio.create_task(rig.ask("paynet", Verb.START))
        await server.asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(server.gone.wait(), 60)
    [exchange] = rig.records
    assert (exchange.fault, exchange.delivery) == (Fault.CANCELLED, "not_sent")
    assert rig.progress.written is False


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_bundle_that_is_none(tmp_path, content):
    path = tmp_path / "ca.pem"
    if content:
        path.write_text(content)
    with pytest.raises(CaBundleError):
        HttpClient(BaseUrl("https", "127.0.0.1"), NetworkSettings(ca_bundle=path))


class Proxy:
    """Answers CONNECT, and passes bytes on to a port of its own choice."""

    def __init__(self, answer=b"HTTP/1.1 200 OK\r\n\r\n", port=0):
        self.answer = answer
        self.port = port
        self.heads = []

    async def __call__(self, server, reader, writer):
        self.heads.append(await reader.readuntil(b"\r\n\r\n"))
        if self.answer is None:
            return
        writer.write(self.answer)
        if not self.port:
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)

        async def pump(source, sink):
            with contextlib.suppress(ConnectionError):
                while data := await source.read(65_536):
                    sink.write(data)
                sink.close()

        try:
            await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
        finally:
            far_writer.transport.abort()


async def through(proxy_url, bundle, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy_url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    client = HttpClient(
        BaseUrl("https", TEST_HOST),
        NetworkSettings(ca_bundle=bundle, connect_s=15.0),
        wall=lambda: NOON,
    )
    reply, progress = client.begin(), RequestProgress()
    headers = (("Authorization", f"Basic {SECRET_KEY}"),)
    await client.send(HttpCall("send_otp", "POST", "/v1/card/send_otp", headers, b"{}"), progress, reply)
    await client.close()
    return reply, progress


async def test_a_tunnel_shows_the_proxy_no_key(authority, bundle, monkeypatch):
    async with secure(authority, TEST_HOST) as far:
        proxy = Proxy(port=far.port)
        async with serving(proxy) as near:
            reply, progress = await through(f"http://127.0.0.1:{near.port}", bundle, monkeypatch)
    assert (reply.fault, reply.status, reply.body) == (None, 200, GOOD)
    assert (reply.server_address, reply.proxied, reply.timings.resolved) == ("127.0.0.1", True, None)
    assert read_certificate(reply.certificate)[::2] == (TEST_HOST, ENDS)
    assert progress.written is True
    [connect] = proxy.heads
    assert connect.startswith(f"CONNECT {TEST_HOST}:443 ".encode())
    assert b"sck_" not in connect
    assert f"Basic {SECRET_KEY}".encode() in far.requests[0]


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 407 Auth\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 502 No\r\n\r\n", b"", None]
)
async def test_what_a_proxy_refuses_was_not_sent(answer, bundle, monkeypatch):
    async def closes(server, reader, writer):
        await Proxy(answer)(server, reader, writer)
        server.asked.set()
        if answer is not None:
            writer.close()

    async with serving(closes if answer is not None else hurried(closes)) as near:
        reply, progress = await through(f"http://127.0.0.1:{near.port}", bundle, monkeypatch)
    assert reply.fault is Fault.PROXY_FAILED
    assert progress.written is False


async def test_a_proxy_that_wants_a_password_of_its_own_passed_nothing_on():
    registry, records = SecretRegistry(), []
    registry.register("phone", PHONE)
    reference = registry.register("reference", REFERENCE)
    trust = Trust(frozenset({"own.test"}), allow_http=True)
    async with serving(says(head(407, length=0))) as near:
        network = NetworkSettings(trust, proxy=f"http://proxy-user:proxy-password@127.0.0.1:{near.port}")
        gateways = open_gateways(
            [paynet_target("http://own.test", SECRET_KEY)], registry, records.append, network
        )
        request = Request(1, Verb.START, "paynet", reference)
        answer = await gateways.of("paynet").call(request, RequestProgress())
        await gateways.close()
        assert near.requests[0].startswith(b"POST http://own.test/v1/card/send_otp ")
    assert (answer.fault, answer.delivery, answer.http_status) == (Fault.PROXY_FAILED, "not_sent", None)
    assert answer.decision.decided_by == 'transport = "proxy_failed"'
    [exchange] = records
    assert (exchange.server_address, exchange.via_proxy, exchange.certificate) == ("127.0.0.1", True, None)
    assert b"Proxy-Authorization: Basic" in near.requests[0]
    assert "proxy-" not in repr(exchange)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "socks9://127.0.0.1:1", "http://[", "127.0.0.1:1"])
async def test_a_proxy_that_is_none(url, bundle, monkeypatch):
    reply, progress = await through(url, bundle, monkeypatch)
    assert reply.fault is Fault.PROXY_FAILED
    assert progress.written is False


async def test_an_untrusted_end_of_a_tunnel(authority, bundle, monkeypatch):
    async with secure(trustme.CA(), TEST_HOST) as far, serving(Proxy(port=far.port)) as near:
        reply, progress = await through(f"http://127.0.0.1:{near.port}", bundle, monkeypatch)
    assert reply.fault is Fault.TLS_FAILED
    assert progress.written is False


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"])
async def test_this_machine_is_never_asked_for_through_a_proxy(name, monkeypatch):
    async with serving(Proxy()) as near, serving(says(head(200, length=len(GOOD)) + GOOD)) as server:
        monkeypatch.setenv(name, f"http://127.0.0.1:{near.port}")
        answer = await Rig(url=f"http://127.0.0.1:{server.port}").ask("paynet", Verb.START)
        assert near.connections == 0
    assert answer.decision.decided_by == "code = 0"
    assert SESSION not in str(server.requests)
