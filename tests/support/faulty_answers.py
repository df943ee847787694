"""How each fault of the matrix is played: over a real socket, but for the two that no peer can bring about."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import ssl
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import httpx
import trustme

from support.raw_server import Server, head, hurried, reset, says, serving, time_flies
from support.rig import Rig

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from support.raw_server import Act

    Play = Callable[[], AbstractAsyncContextManager["Scene"]]

MARKUP = "[/] [red]free[/] [@click=app.quit]x[/] {left} %s <b>&amp;</b>"
CONTROLS = "a\x1b[2J\x1b]52;c;cm0=\x07b\u202ec\u2066d\x00e\ud800f\r\ng\x9bh"
CONTROLS_SHOWN = "a\\u001b[2J\\u001b]52;c;cm0=\\u0007b\\u202ec\\u2066d\\u0000e\\ud800f  g\\u009bh"


class Scene(NamedTuple):
    """A customer's gateways in front of one fault; the server that plays it, where there is one."""

    rig: Rig
    server: Server | None = None


def at(port: int, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{port}"


# before a byte of the request ----------------------------------------------------------------------------


@asynccontextmanager
async def name_not_resolved() -> AsyncIterator[Scene]:
    async def unknown(*_args, **_kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    loop = asyncio.get_running_loop()
    resolve, loop.getaddrinfo = loop.getaddrinfo, unknown
    try:
        yield Scene(Rig(url="http://localhost:9"))
    finally:
        loop.getaddrinfo = resolve


@asynccontextmanager
async def connect_refused() -> AsyncIterator[Scene]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        yield Scene(Rig(url=at(free.getsockname()[1])))


@asynccontextmanager
async def connect_timeout() -> AsyncIterator[Scene]:
    """A listener whose queue is full: no further connection ever stands."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        flying = asyncio.create_task(time_flies())
        try:
            yield Scene(Rig(url=at(full.getsockname()[1])))
        finally:
            flying.cancel()
            for one in crowd:
                one.close()


@asynccontextmanager
async def tls_failed() -> AsyncIterator[Scene]:
    """A certificate of an authority that nobody knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    async with serving(says(b""), context) as server:
        yield Scene(Rig(url=at(server.port, "https")))


async def mute(server, reader, writer):
    server.asked.set()


@asynccontextmanager
async def tls_never_ends() -> AsyncIterator[Scene]:
    async with serving(hurried(mute)) as server:
        yield Scene(Rig(url=at(server.port, "https")))


# while the request is written: a request of ours is too small to fill a socket ---------------------------


def writing(error: type[httpx.TransportError]) -> Play:
    async def fails(request: httpx.Request) -> httpx.Response:
        await request.extensions["trace"]("http11.send_request_headers.started", {"request": request})
        raise error("Illegal header value b'Basic sck_'")

    @asynccontextmanager
    async def play() -> AsyncIterator[Scene]:
        yield Scene(Rig(httpx.MockTransport(fails)))

    return play


# after it ------------------------------------------------------------------------------------------------


def acting(act: Act) -> Play:
    @asynccontextmanager
    async def play() -> AsyncIterator[Scene]:
        async with serving(act) as server:
            yield Scene(Rig(url=at(server.port)), server)

    return play


async def silent(server, reader, writer):
    await server.take(reader)


async def resets(server, reader, writer):
    await server.take(reader)
    reset(writer)


def drips(first: bytes, drop: bytes) -> Act:
    """Takes a request, then gives a piece at a time for ever."""

    async def act(server, reader, writer):
        await server.take(reader)
        writer.write(first)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.01)

    return act


def resets_after(first: bytes) -> Act:
    async def act(server, reader, writer):
        await server.take(reader)
        writer.write(first)
        await writer.drain()
        await asyncio.sleep(0.02)
        reset(writer)

    return act


def answer(status: int, body: bytes, *lines: str) -> Play:
    return acting(says(head(status, *lines, length=len(body)) + body))


def unsized(*lines: str, body: bytes) -> Play:
    """A body that ends where the connection does."""
    return acting(says(head(200, *lines) + body))


def both(paynet: dict[str, object], **paywall: object) -> bytes:
    """One body that each provider's gateway reads its own fields of."""
    text = json.dumps(paynet | paywall, ensure_ascii=False)
    return text.encode(errors="backslashreplace")  # a lone surrogate can be written as an escape only


def refused(message: str) -> bytes:
    """A plain no of either provider, with these words."""
    exception = {"Level": "Error", "Code": "VALIDATION_FAILED", "Message": message}
    inner = {"Result": None, "Exception": exception, "Message": "no", "StatusCode": 400}
    return both({"code": 11, "message": message}, ErrorCode=0, Result=True, Body={"Masterpass": inner})


HTML = b"<html><body>Bad Gateway</body></html>"
GOOD = b'{"code": 0, "ErrorCode": 0, "Result": true}'

PLAYS: dict[str, Play] = {
    "name not resolved": name_not_resolved,
    "connect refused": connect_refused,
    "connect timeout": connect_timeout,
    "TLS failed": tls_failed,
    "TLS never ends": tls_never_ends,
    "write timeout": writing(httpx.WriteTimeout),
    "write broken": writing(httpx.WriteError),
    "no answer in time": acting(hurried(silent)),
    "head drips": acting(hurried(drips(b"HTTP/1.1 200 OK\r\nX: ", b"x"))),
    "only 1xx": acting(hurried(drips(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"))),
    "body drips": acting(hurried(drips(head(200, length=1_000), b"x"))),
    "reset, no byte": acting(resets),
    "closed, no byte": acting(says(b"")),
    "reset in head": acting(resets_after(b"HTTP/1.1 200 OK\r\nContent-")),
    "closed in head": acting(says(b"HTTP/1.1 200 OK\r\nContent-")),
    "reset in body": acting(resets_after(head(200, length=100) + b'{"code"')),
    "closed in body": acting(says(head(200, length=100) + b'{"code": 0')),
    "closed in chunks": acting(says(head(200, "Transfer-Encoding: chunked") + b"10\r\n{")),
    "401 cut": acting(says(head(401, length=100) + b'{"code": 0')),
    "bad chunk": acting(says(head(200, "Transfer-Encoding: chunked") + b"zz\r\n{}\r\n0\r\n\r\n")),
    "not HTTP": acting(says(b"220 smtp.example.com ESMTP\r\n\r\n")),
    "huge header": answer(200, GOOD, "X: " + "a" * 200_000),
    "huge body": answer(200, b" " * 2_000_000),
    "gzip bomb": unsized("Content-Encoding: gzip", body=gzip.compress(bytes(20_000_000))),
    "broken gzip": answer(200, b"not a zip", "Content-Encoding: gzip"),
    "half a gzip": answer(200, gzip.compress(GOOD)[:20], "Content-Encoding: gzip"),
    "unknown encoding": answer(200, GOOD, "Content-Encoding: br"),
    "gzip twice": answer(200, GOOD, "Content-Encoding: gzip, gzip"),
    "200 HTML": answer(200, HTML),
    "200 empty": answer(200, b""),
    "200 a list": answer(200, b"[]"),
    "200 NaN": answer(200, b'{"code": NaN, "ErrorCode": 0}'),
    "200 deep": answer(200, b'{"code":' * 100_000),
    "200 {}": answer(200, b"{}"),
    "200 wrong types": answer(200, both({"code": "zero"}, ErrorCode=[0], Result="true", Body=[])),
    "200 nulls": answer(200, both({"code": None}, ErrorCode=None, Result=None, Body=None)),
    "200 nulls within": answer(
        200, both({"code": None}, ErrorCode=0, Result=True, Body={"Masterpass": None, "SessionId": None})
    ),
    "200 long number": answer(200, b'{"code":' + b"1" * 100_000 + b', "ErrorCode":' + b"1" * 9_999 + b"}"),
    "200 undocumented": answer(
        200,
        both(
            {"code": 99},
            ErrorCode=0,
            Result=True,
            Body={"Masterpass": {"StatusCode": 202, "Exception": None, "Result": {"ResponseCode": "9999"}}},
        ),
    ),
    "200 no, markup": answer(200, refused(MARKUP)),
    "200 no, controls": answer(200, refused(CONTROLS)),
    "302": answer(302, b"", "Location: http://127.0.0.1:9/steal"),
    "400": answer(400, b"{}"),
    "401": answer(401, b""),
    "401 {}": answer(401, b"{}"),
    "403": answer(403, HTML),
    "404": answer(404, HTML),
    "404 {}": answer(404, b"{}"),
    "429": answer(429, b"{}"),
    "429 Retry-After": answer(429, b"", "Retry-After: 30"),
    "500": answer(500, b""),
    "500 {}": answer(500, b"{}"),
    "502 HTML": answer(502, HTML),
    "503 Retry-After": answer(503, b"", "Retry-After: Sat, 21 Nov 2026 12:01:00 GMT"),
}
