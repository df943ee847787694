"""Answers that would hurt a careless client: endless, huge, packed, deep, broken; and what is made of each."""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from support.faulty_answers import drips, refused
from support.hostile_words import MESSAGES
from support.raw_server import head, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.raw_server import Act

MIB = 1024 * 1024
HUGE = 100 * MIB
CHUNKED = "Transfer-Encoding: chunked"
PATIENT_S = 15.0
SHORT_S = 3.0
NO_OBJECT = "HTTP status = 200 (no JSON object)"
LARGE, LATE, CUT = 'transport = "too_large"', 'transport = "deadline"', 'transport = "cut"'
SILENT, STRANGE = 'transport = "read_timeout"', 'transport = "protocol"'
ABSENT = "code = null (absent)"
NO_CODE = ("code = 11 (badrequest)", 'Body.Masterpass.Exception.Code = "VALIDATION_FAILED"')


class Hostile(NamedTuple):
    """One answer.

    Attributes:
        act: How it is given.
        paynet: What decides at Paynet's send.
        paywall: What decides at Paywall's link.
        timeout_s: The deadline; short where nothing else ends it.
    """

    act: Act
    paynet: str
    paywall: str
    timeout_s: float = PATIENT_S


def pours(first: bytes, piece: bytes, total: int, *, chunked: bool = False) -> Act:
    """Takes a request, then gives so many bytes as fast as they are taken, and no more than that."""
    wrapped = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece

    async def act(server, reader, writer):
        await server.take(reader)
        writer.write(first)
        for _ in range(total // len(piece)):
            writer.write(wrapped)
            await writer.drain()
        writer.close()

    return act


def gives(body: bytes, paynet: str = NO_OBJECT, paywall: str = NO_OBJECT, *lines: str) -> Hostile:
    return Hostile(says(head(200, *lines, length=len(body)) + body), paynet, paywall)


@cache
def bomb(levels: int) -> bytes:
    """Zeros, packed as often as asked for."""
    body = bytes(100 * MIB)
    for _ in range(levels):
        body = gzip.compress(body, 1)
    return body


def chunks(body: bytes, size: int) -> bytes:
    pieces = (body[place : place + size] for place in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def field(value: bytes) -> bytes:
    """The same value where either provider decides."""
    return b'{"code": %s, "ErrorCode": %s}' % (value, value)


def both_say(value: str) -> tuple[str, str]:
    return f"code = {value}", f"ErrorCode = {value}"


def _endless() -> Iterator[tuple[str, Hostile]]:
    piece = b" " * 65_536
    yield "100 MB, declared", Hostile(pours(head(200, length=HUGE), piece, HUGE), LARGE, LARGE)
    yield "100 MB, undeclared", Hostile(pours(head(200), piece, HUGE), LARGE, LARGE)
    yield "100 MB, chunked", Hostile(pours(head(200, CHUNKED), piece, HUGE, chunked=True), LARGE, LARGE)
    yield "100 MB under 502", Hostile(pours(head(502, length=HUGE), piece, HUGE), LARGE, LARGE)
    yield "a byte a second", Hostile(drips(head(200, length=3_600), b"x"), LATE, LATE, SHORT_S)
    yield "a header a byte a second", Hostile(drips(b"HTTP/1.1 200 OK\r\nX: ", b"x"), SILENT, SILENT, SHORT_S)
    yield "1xx for ever", Hostile(drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), SILENT, SILENT, SHORT_S)
    yield "empty lines for ever", Hostile(drips(b"", b"\r\n"), STRANGE, STRANGE, SHORT_S)
    yield (
        "trailers",
        Hostile(says(head(200, CHUNKED) + b"2\r\n{}\r\n0\r\n" + b"a: b\r\n" * 200_000), LARGE, LARGE),
    )
    yield (
        "a chunk's extension",
        Hostile(says(head(200, CHUNKED) + b"2;" + b"a" * MIB + b"\r\n{}\r\n0\r\n\r\n"), LARGE, LARGE),
    )
    yield (
        "chunks of a byte",
        Hostile(says(head(200, CHUNKED) + chunks(b"{}" + b" " * 20_000, 1)), ABSENT, "ErrorCode = null"),
    )
    yield "length below zero", Hostile(says(head(200, length=-1) + b"{}"), STRANGE, STRANGE)
    yield "two lengths", Hostile(says(head(200, "Content-Length: 9", length=2) + b"{}"), STRANGE, STRANGE)
    yield (
        "length of 5,000 digits",
        Hostile(says(head(200, "Content-Length: " + "9" * 5_000) + b"{}"), STRANGE, STRANGE),
    )


def _heads() -> Iterator[tuple[str, Hostile]]:
    ok = (ABSENT, "ErrorCode = null")
    yield "a header of a megabyte", gives(b"{}", LARGE, LARGE, "X: " + "a" * MIB)
    yield "a name of a megabyte", gives(b"{}", LARGE, LARGE, "a" * MIB + ": x")
    yield "10,000 headers", gives(b"{}", *ok, *["a: b"] * 10_000)
    yield "10,000 long headers", gives(b"{}", LARGE, LARGE, *["X-Header: some value"] * 10_000)
    yield (
        "a status line of a megabyte",
        Hostile(says(b"HTTP/1.1 200 " + b"a" * MIB + b"\r\n\r\n{}"), LARGE, LARGE),
    )
    yield "headers that paint", gives(b"{}", *ok, "X-Paint: \x9b2J\x9d52;c;eA==\x9c", "X-Left: caf\xe9")
    yield "an escape in a header", gives(b"{}", *ok, "X-Paint: \x1b[2J")
    yield (
        "dates of nowhere",
        gives(b"{}", *ok, "Date: \xff\xfe", "Retry-After: Sun, 99 Foo 99999 99:99:99 GMT"),
    )
    yield "a date of year 1", gives(b"{}", *ok, "Date: Mon, 01 Jan 0001 00:00:00 +1400")


def _packed() -> Iterator[tuple[str, Hostile]]:
    packed = "Content-Encoding: gzip"
    yield "gzip bomb", gives(bomb(1), LARGE, LARGE, packed)
    yield "bomb in a bomb", gives(bomb(2), NO_OBJECT, NO_OBJECT, packed)
    yield (
        "gzip bomb, chunked",
        Hostile(says(head(200, CHUNKED, packed) + chunks(bomb(1), 7_000)), LARGE, LARGE),
    )
    tail = gzip.compress(b"{}") + b"x" * 60_000
    yield (
        "gzip with a long tail",
        Hostile(says(head(200, CHUNKED, packed) + chunks(tail, 2)), ABSENT, "ErrorCode = null"),
    )


def _broken() -> Iterator[tuple[str, Hostile]]:
    yield "100,000 lists deep", gives(b"[" * 100_000 + b"]" * 100_000)
    yield "100,000 objects deep", gives(b'{"code":' * 100_000 + b"0" + b"}" * 100_000)
    yield "900 lists deep", gives(field(b"[" * 900 + b"]" * 900), *both_say("[…]"))
    yield "NaN", gives(field(b"NaN"))
    yield "Infinity", gives(field(b"-Infinity"))
    yield "1e999", gives(field(b"1e999"), *both_say('"1e999"'))
    yield "1E-999", gives(field(b"1E-999"), *both_say("0.0"))
    yield "10,000 digits", gives(field(b"7" * 10_000), *both_say('"' + "7" * 79 + "…"))
    yield "a fraction of 10,000 digits", gives(field(b"0." + b"7" * 10_000), *both_say("0.7777777777777778"))
    yield (
        "an exponent of 10,000 digits",
        gives(field(b"1e" + b"7" * 10_000), *both_say('"‹hidden›…"')),
    )
    yield "duplicate keys", gives(b'{"code": 0, "code": 7, "ErrorCode": 0, "ErrorCode": 64}',
                                  "code = 7 (unauthorized)", "ErrorCode = 64")  # fmt: skip
    yield (
        "100,000 keys",
        gives(
            b"{" + b",".join(b'"%d":1' % place for place in range(100_000)) + b"}", ABSENT, "ErrorCode = null"
        ),
    )
    yield "300,000 empty objects", gives(b'{"x": [' + b"{}," * 300_000 + b"1]}", ABSENT, "ErrorCode = null")
    yield "a lone surrogate", gives(field(b'"\\ud800"'), *both_say('"\\ud800"'))
    yield "BOM", gives(b"\xef\xbb\xbf" + field(b"7"), "code = 7 (unauthorized)", "ErrorCode = 7")
    yield "UTF-16", gives(json.dumps({"code": 0}).encode("utf-16"))
    yield "UTF-32", gives(json.dumps({"code": 0}).encode("utf-32"))
    yield "no UTF-8", gives(b'{"message": "\xff\xc0\xaf\xed\xa0\x80"}', ABSENT, "ErrorCode = null")
    yield "a megabyte of ff", gives(b"\xff" * MIB)
    yield "a megabyte of a key's beginning", gives(b'"token":"' * 110_000)


def _messages() -> Iterator[tuple[str, Hostile]]:
    for name, (message, _) in MESSAGES.items():
        yield f"words: {name}", gives(refused(message), *NO_CODE)
    yield "a million combining marks", gives(refused("a" + "\u0301" * 1_000_000), LARGE, LARGE)


@cache
def hostile() -> dict[str, Hostile]:
    """Every answer by its name."""
    return dict(case for part in (_endless, _heads, _packed, _broken, _messages) for case in part())
