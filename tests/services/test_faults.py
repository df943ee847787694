"""Everything that can happen to an exchange on a real socket: verdict, delivery, fault, and one request at most."""

import asyncio
import gzip
import json
import socket
import ssl
import zlib

import anyio
import httpx
import pytest
from services.rig import NOON, SECRET_KEY, TOKEN, Rig, answering
from services.wires import head, reset, says, serving

from otp_tui.core.decision import Fault
from otp_tui.core.exchange import Verb
from otp_tui.services.bodies import Body

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
SHORT_S = 0.15
GOOD = b'{"code": 0, "ErrorCode": 0, "Result": true}'

each_call = pytest.mark.parametrize(("provider", "verb"), CALLS)


def delivered(verb, *, maybe):
    return "maybe_sent" if maybe and verb in MAYBE else "not_sent"


def packed(data, wbits):
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(data) + packer.flush()


async def silent(server, reader, writer):
    await server.take(reader)


async def drips(server, reader, writer):
    await server.take(reader)
    writer.write(head(200, length=1_000))
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def resets(server, reader, writer):
    await server.take(reader)
    reset(writer)


async def resets_within_the_body(server, reader, writer):
    await server.take(reader)
    writer.write(head(200, length=100) + b'{"code"')
    await writer.drain()
    await asyncio.sleep(0.02)
    reset(writer)


LOST = {
    "silence": (silent, Fault.READ_TIMEOUT, None),
    "drip": (drips, Fault.DEADLINE, 200),
    "reset": (resets, Fault.RESET, None),
    "reset_in_body": (resets_within_the_body, Fault.CUT, 200),
    "closed": (says(b""), Fault.RESET, None),
    "half_a_head": (says(b"HTTP/1.1 200 OK\r\nContent-"), Fault.RESET, None),
    "cut": (says(head(200, length=100) + b'{"code": 0'), Fault.CUT, 200),
    "cut_chunks": (says(head(200, "Transfer-Encoding: chunked") + b"10\r\n{"), Fault.CUT, 200),
    "cut_401": (says(head(401, length=100) + b'{"code": 0'), Fault.CUT, 401),
    "no_http": (says(b"220 smtp.example.com ESMTP\r\n\r\n"), Fault.PROTOCOL, None),
    "bad_chunk": (says(head(200, "Transfer-Encoding: chunked") + b"zz\r\n{}\r\n0\r\n\r\n"), Fault.CUT, 200),
    "huge_header": (says(head(200, "X: " + "a" * 200_000, length=2) + b"{}"), Fault.TOO_LARGE, None),
    "huge_body": (says(head(200, length=2_000_000) + b" " * 2_000_000), Fault.TOO_LARGE, 200),
    "gzip_bomb": (
        says(head(200, "Content-Encoding: gzip", length=0).replace(b"Content-Length: 0\r\n", b"")
             + gzip.compress(bytes(50_000_000))),
        Fault.TOO_LARGE,
        200,
    ),
    "broken_gzip": (says(head(200, "Content-Encoding: gzip", length=9) + b"not a zip"), Fault.ENCODING, 200),
    "half_a_gzip": (
        says(head(200, "Content-Encoding: gzip", length=20) + gzip.compress(GOOD)[:20]), Fault.CUT, 200,
    ),
    "brotli": (says(head(200, "Content-Encoding: br", length=len(GOOD)) + GOOD), Fault.ENCODING, 200),
    "packed_twice": (
        says(head(200, "Content-Encoding: gzip, gzip", length=len(GOOD)) + GOOD), Fault.ENCODING, 200,
    ),
}  # fmt: skip


@each_call
@pytest.mark.parametrize("name", LOST)
async def test_a_lost_answer(name, provider, verb):
    act, fault, status = LOST[name]
    async with serving(act) as server:
        rig = Rig(url=f"http://127.0.0.1:{server.port}", timeout_s=SHORT_S if status != 401 else 5)
        if fault not in {Fault.READ_TIMEOUT, Fault.DEADLINE}:
            rig = Rig(url=f"http://127.0.0.1:{server.port}", timeout_s=5)
        answer = await rig.ask(provider, verb)
    assert answer.fault is fault
    assert answer.decision.verdict == "provider_error"
    assert answer.decision.decided_by == f'transport = "{fault.value}"'
    assert answer.delivery == delivered(verb, maybe=True)
    assert answer.http_status == status
    assert rig.wire.written is True
    assert server.connections == len(server.requests) == 1
    [exchange] = rig.records
    assert (exchange.fault, exchange.status, exchange.delivery) == (fault, status, answer.delivery)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(GOOD)),
        ("x-gzip", gzip.compress(GOOD)),
        ("deflate", zlib.compress(GOOD)),
        ("deflate", packed(GOOD, -zlib.MAX_WBITS)),
        ("identity", GOOD),
        ("GZIP", gzip.compress(GOOD)),
    ],
)
async def test_a_packed_answer_is_unpacked_although_it_was_not_asked_for(encoding, body):
    async with serving(says(head(200, f"Content-Encoding: {encoding}", length=len(body)) + body)) as server:
        answer = await Rig(url=f"http://127.0.0.1:{server.port}").ask("paynet", Verb.VERIFY)
    assert answer.decision.decided_by == "code = 0"
    assert b"accept-encoding: identity" in server.requests[0].lower()


@each_call
async def test_connection_refused(provider, verb):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        rig = Rig(url=f"http://127.0.0.1:{free.getsockname()[1]}")
        answer = await rig.ask(provider, verb)
    assert answer.fault is Fault.CONNECT_REFUSED
    assert answer.delivery == "not_sent"
    assert rig.wire.written is False
    assert rig.records[0].status is None


async def test_connect_timeout_is_before_the_first_byte():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(address)
        rig = Rig(url=f"http://127.0.0.1:{address[1]}", timeout_s=SHORT_S)
        answer = await rig.ask("paynet", Verb.START)
        for one in crowd:
            one.close()
    assert answer.fault is Fault.CONNECT_TIMEOUT
    assert answer.delivery == "not_sent"
    assert rig.wire.written is False


async def test_a_name_that_is_not_resolved(monkeypatch):
    async def unknown(*_args, **_kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    rig = Rig(url="http://localhost:9")
    answer = await rig.ask("paynet", Verb.START)
    assert answer.fault is Fault.NAME_NOT_RESOLVED
    assert answer.delivery == "not_sent"


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
    body = Body("gzip", 100)
    for byte in whole:
        body.add(bytes([byte]))
    body.end()
    assert body.data == GOOD


STATUSES = {
    "html_200": (200, (), b"<html></html>", "provider_error", True),
    "400": (400, (), b"{}", "refused", False),
    "401": (401, (), b"", "credentials", False),
    "403": (403, (), b"{}", "credentials", False),
    "404": (404, (), b"{}", "refused", False),
    "429": (429, ("Retry-After: 30",), b"{}", "limited", False),
    "500": (500, (), b"{}", "provider_error", True),
    "502_html": (502, (), b"<html>Bad Gateway</html>", "provider_error", True),
    "503": (503, ("Retry-After: Sat, 21 Nov 2026 12:01:00 GMT",), b"", "provider_error", True),
    "nan": (200, (), b'{"code": NaN}', "provider_error", True),
    "deep": (200, (), b'{"code":' + b"[" * 100_000, "provider_error", True),
    "long_number": (200, (), b'{"code":' + b"1" * 100_000 + b', "ErrorCode": "x"}', None, True),
}


@each_call
@pytest.mark.parametrize("name", STATUSES)
async def test_an_answer_that_says_no(name, provider, verb):
    status, lines, body, verdict, maybe = STATUSES[name]
    async with serving(says(head(status, *lines, length=len(body)) + body)) as server:
        rig = Rig(url=f"http://127.0.0.1:{server.port}")
        answer = await rig.ask(provider, verb)
    assert answer.fault is None
    assert answer.http_status == status
    assert answer.decision.verdict == (verdict or ("provider_error" if provider == "paynet" else "refused"))
    assert answer.delivery == delivered(verb, maybe=maybe)
    assert answer.retry_after == {"429": 30, "503": 60}.get(name)
    assert server.connections == len(server.requests) == 1
    assert len(rig.records) == 1


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
    async def never(*_args, **_kwargs):
        await asyncio.Event().wait()

    rig = Rig(url="http://localhost:9")
    loop = asyncio.get_running_loop()
    resolve, loop.getaddrinfo = loop.getaddrinfo, never
    try:
        task = asyncio.create_task(rig.ask("paynet", Verb.START))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    finally:
        loop.getaddrinfo = resolve
    assert rig.wire.written is False
    [exchange] = rig.records
    assert (exchange.fault, exchange.delivery) == (Fault.CANCELLED, "not_sent")


@each_call
@pytest.mark.parametrize("act", [silent, drips], ids=["waiting", "reading"])
async def test_cancelled_after_it_the_connection_is_closed_at_once(act, provider, verb):
    async with serving(act) as server:
        rig = Rig(url=f"http://127.0.0.1:{server.port}")
        task = asyncio.create_task(rig.ask(provider, verb))
        await server.asked.wait()
        await asyncio.sleep(0.03 if act is drips else 0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(server.gone.wait(), 2)
    assert rig.wire.written is True
    [exchange] = rig.records
    assert exchange.fault is Fault.CANCELLED
    assert exchange.delivery == delivered(verb, maybe=True)
    assert exchange.decision.decided_by == 'transport = "cancelled"'
    assert exchange.status == (200 if act is drips else None)


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
