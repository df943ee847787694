"""What can happen to an exchange beyond the fault matrix: packed answers, redirects, cancels, bugs of our own."""

import asyncio
import gzip
import json
import socket
import ssl
import zlib

import anyio
import httpx
import pytest
from support.faulty_answers import GOOD, drips, silent
from support.raw_server import head, says, serving
from support.rig import NOON, SECRET_KEY, TOKEN, Rig, answering

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Fault
from otp_tui.services.http.body import BoundedBody

CALLS = [
    ("paynet", Verb.START),
    ("paynet", Verb.VERIFY),
    ("paywall", Verb.PREPARE),
    ("paywall", Verb.START),
    ("paywall", Verb.RESEND),
    ("paywall", Verb.VERIFY),
    ("paywall", Verb.CONFIRM),
    ("paywall", Verb.UNLINK),
]
MAYBE = {Verb.START, Verb.RESEND, Verb.VERIFY}

dripping = drips(head(200, length=1_000), b"x")

each_call = pytest.mark.parametrize(("provider", "verb"), CALLS)


def packed(data, wbits):
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(GOOD, mtime=0)),
        ("x-gzip", gzip.compress(GOOD, mtime=0)),
        ("deflate", zlib.compress(GOOD)),
        ("deflate", packed(GOOD, -zlib.MAX_WBITS)),
        ("identity", GOOD),
        ("GZIP", gzip.compress(GOOD, mtime=0)),
    ],
)
async def test_a_packed_answer_is_unpacked_although_it_was_not_asked_for(encoding, body):
    async with serving(says(head(200, f"Content-Encoding: {encoding}", length=len(body)) + body)) as server:
        answer = await Rig(url=f"http://127.0.0.1:{server.port}").ask("paynet", Verb.VERIFY)
    assert answer.decision.decided_by == "code = 0"
    assert b"accept-encoding: identity" in server.requests[0].lower()


async def test_every_address_of_a_name_refuses(monkeypatch):
    async def two(_host, port, **_kwargs):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("127.0.0.1", "127.0.0.2")
        ]

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", two)
        answer = await Rig(url=f"http://localhost:{free.getsockname()[1]}").ask("paynet", Verb.START)
    assert answer.fault is Fault.CONNECT_REFUSED


async def test_a_packed_answer_comes_byte_by_byte():
    whole = gzip.compress(GOOD)
    body = BoundedBody("gzip", 100)
    for byte in whole:
        body.add(bytes([byte]))
    body.end()
    assert body.data == GOOD


async def test_a_redirect_is_refused_and_its_target_gets_nothing():
    async with serving(silent) as elsewhere:
        there = f"Location: http://127.0.0.1:{elsewhere.port}/steal?token={TOKEN}"
        for status in (301, 302, 303, 307, 308):
            async with serving(says(head(status, there, length=0))) as server:
                rig = Rig(url=f"http://127.0.0.1:{server.port}")
                answer = await rig.ask("paynet", Verb.START)
            assert answer.decision.decided_by == f"HTTP status = {status} (no JSON object)"
            assert answer.decision.verdict == "refused"
            assert answer.delivery == "maybe_sent"
            location = f"http://127.0.0.1:{elsewhere.port}/steal?…"
            assert ("Location", location) in rig.records[0].headers
    assert elsewhere.connections == 0


async def test_cookies_are_not_kept_and_connections_not_reused():
    answer = head(200, "Set-Cookie: id=1; Path=/", length=len(GOOD)) + GOOD

    async def keeps_open(server, reader, writer):
        while True:
            await server.take(reader)
            writer.write(answer)

    async with serving(keeps_open) as server:
        rig = Rig(url=f"http://127.0.0.1:{server.port}")
        for _ in range(3):
            await rig.ask("paynet", Verb.START)
        await server.gone.wait()
        await rig.gateways.close()
    assert server.connections == 3
    assert not any(b"cookie" in request.lower() for request in server.requests)
    assert ("Set-Cookie", "‹hidden›") in rig.records[0].headers


async def test_cancelled_before_the_first_byte_nothing_was_sent():
    looked_up = asyncio.Event()

    async def never(*_args, **_kwargs):
        looked_up.set()
        await asyncio.Event().wait()

    rig = Rig(url="http://localhost:9")
    loop = asyncio.get_running_loop()
    resolve, loop.getaddrinfo = loop.getaddrinfo, never
    try:
        task = asyncio.create_task(rig.ask("paynet", Verb.START))
        await looked_up.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    finally:
        loop.getaddrinfo = resolve
    assert rig.progress.written is False
    [exchange] = rig.records
    assert (exchange.fault, exchange.delivery) == (Fault.CANCELLED, "not_sent")


@each_call
@pytest.mark.parametrize("act", [silent, dripping], ids=["waiting", "reading"])
async def test_cancelled_after_it_the_connection_is_closed_at_once(act, provider, verb):
    async with serving(act) as server:
        rig = Rig(url=f"http://127.0.0.1:{server.port}")
        task = asyncio.create_task(rig.ask(provider, verb))
        await server.asked.wait()
        for _ in range(30 if act is dripping else 0):  # turns, in which the head is read
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(server.gone.wait(), 60)
    assert rig.progress.written is True
    [exchange] = rig.records
    assert exchange.fault is Fault.CANCELLED
    assert exchange.delivery == ("maybe_sent" if verb in MAYBE else "not_sent")
    assert exchange.decision.decided_by == 'transport = "cancelled"'
    assert exchange.status == (200 if act is dripping else None)


async def test_a_bug_is_no_fault():
    def broken(_request):
        raise TypeError("ours")

    rig = Rig(httpx.MockTransport(broken))
    with pytest.raises(TypeError, match="ours"):
        await rig.ask("paynet", Verb.START)
    assert rig.records == []


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (httpx.ConnectTimeout, Fault.CONNECT_TIMEOUT),
        (httpx.PoolTimeout, Fault.CONNECT_TIMEOUT),
        (httpx.WriteTimeout, Fault.WRITE_TIMEOUT),
        (httpx.ReadTimeout, Fault.READ_TIMEOUT),
        (httpx.ConnectError, Fault.CONNECT_REFUSED),
        (httpx.ReadError, Fault.RESET),
        (httpx.WriteError, Fault.RESET),
        (httpx.CloseError, Fault.RESET),
        (httpx.RemoteProtocolError, Fault.RESET),
        (httpx.LocalProtocolError, Fault.PROTOCOL),
        (httpx.UnsupportedProtocol, Fault.PROTOCOL),
        (httpx.ProxyError, Fault.PROXY_FAILED),
        (OSError, Fault.CONNECT_REFUSED),
        (ssl.SSLError, Fault.TLS_FAILED),
        (anyio.EndOfStream, Fault.RESET),
    ],
)
async def test_no_text_of_a_library_gets_out(error, fault):
    def fails(_request):
        raise error(f"Illegal header value b'Basic {SECRET_KEY}'")

    rig = Rig(httpx.MockTransport(fails))
    answer = await rig.ask("paynet", Verb.START)
    assert answer.fault is fault
    assert SECRET_KEY not in repr((answer, rig.records))
    assert "Illegal" not in repr((answer, rig.records))


async def test_hostile_messages_are_inert():
    message = "[red]bold[/] \x1b[2J\u202egnirts\ud800\x00 [/]" + "z" * 5_000
    rig = Rig(answering({"code": 1, "message": message, "x\x1b": ["\u2066"]}))
    answer = await rig.ask("paynet", Verb.START)
    assert answer.words.startswith("[red]bold[/] \\u001b[2J\\u202egnirts\\ud800\\u0000 [/]zzz")
    assert len(answer.words) == 301
    [exchange] = rig.records
    text = json.dumps(exchange._asdict(), default=str, ensure_ascii=False)
    text.encode("utf-8")
    assert not set("\x1b\u202e\x00\u2066") & set(exchange.body)


async def test_exchanges_are_timed_by_the_clocks_handed_in():
    readings = iter([100.0, 100.042])
    rig = Rig(answering({"code": 0}), monotonic=lambda: next(readings))
    await rig.ask("paynet", Verb.START)
    [exchange] = rig.records
    assert exchange.ms == 42
    assert exchange.at == NOON


async def test_causes_that_lead_back_to_the_first_are_followed_once():
    def fails(_request):
        error, cause = httpx.ConnectError("no"), socket.gaierror(socket.EAI_NONAME, "no")
        error.__cause__, cause.__cause__ = cause, error
        raise error

    answer = await Rig(httpx.MockTransport(fails)).ask("paynet", Verb.START)
    assert answer.fault is Fault.NAME_NOT_RESOLVED


def looked_up():
    return socket.gaierror(socket.EAI_NONAME, "no")


def caused(error):
    error.__cause__ = looked_up()


def handled(error):
    error.__context__ = looked_up()


def grouped(error):
    error.__cause__ = ExceptionGroup("both", [OSError("v6"), looked_up()])


@pytest.mark.parametrize("lead", [caused, handled, grouped])
async def test_a_name_that_was_not_found_is_seen_through_every_kind_of_cause(lead):
    def fails(_request):
        error = httpx.ConnectError("no")
        lead(error)
        raise error

    answer = await Rig(httpx.MockTransport(fails)).ask("paynet", Verb.START)
    assert answer.fault is Fault.NAME_NOT_RESOLVED
