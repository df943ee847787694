"""Looks for secrets wherever a program may have left them, in every spelling in which they could stand there."""

import base64
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

_SHORTEST = 4
"""Shorter texts stand anywhere by chance."""
_UNKNOWN_HEAD = (0, 2, 3)
"""How many base64 letters also hold bits of what stands before, by how many bytes of it share their group."""


TESTS_OF = "TESTS_OF"
"""Which process runs the tests: in the environment of all that it starts, and of all that these start."""
os.environ[TESTS_OF] = str(os.getpid())


def assert_no_secret(paths: Iterable[Path], secrets: Iterable[str], extra: bytes = b"") -> None:
    """Fail where a secret stands in a file, in a file's name, in the arguments of a process of these tests, or in given
    bytes.

    The failure tells the place and which of the secrets it was, by its index: never the value.

    Args:
        paths: Files, and folders with all that is below them; each has to be there.
        secrets: The values, each of four characters or more.
        extra: More to search, such as what a terminal has received.
    """
    __tracebackhide__ = True  # pytest prints the arguments of a function that fails
    spellings = [sorted(spellings_of(secret)) for secret in secrets]
    for place, data in _places(paths, extra):
        for index, spelled in enumerate(spellings):
            if any(spelling in data for spelling in spelled):
                raise AssertionError(f"secret {index} stands in {place}")


def spellings_of(secret: str) -> set[bytes]:
    """A secret as it is, in base64 at any place of a longer text, escaped as in an address, escaped as in JSON."""
    __tracebackhide__ = True
    if len(secret) < _SHORTEST:
        raise ValueError("a secret too short to be looked for")
    texts = {secret}
    for escaped in (quote(secret, safe=""), quote(secret), quote_plus(secret)):
        texts |= {escaped, _lower_escapes(escaped)}
    for plain in (True, False):
        dumped = json.dumps(secret, ensure_ascii=plain)[1:-1]
        texts |= {dumped, dumped.replace("/", "\\/")}
    return {text.encode() for text in texts} | set(_in_base64(secret.encode()))


def _in_base64(secret: bytes) -> Iterator[bytes]:
    """What of its base64 does not depend on what stands before and after it."""
    for before, unknown in enumerate(_UNKNOWN_HEAD):
        padded = bytes(before) + secret
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            letters = encode(padded).rstrip(b"=")
            yield letters[unknown : -1 if len(padded) % 3 else None]


def _lower_escapes(text: str) -> str:
    """``%2F`` as ``%2f``."""
    head, *rest = text.split("%")
    return "%".join([head, *(part[:2].lower() + part[2:] for part in rest)])


def _places(paths: Iterable[Path], extra: bytes) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        if not path.exists():
            raise AssertionError(f"nothing to search: {path}")
        below = sorted(path.rglob("*"))
        names = "\n".join(str(each.relative_to(path)) for each in below)
        yield f"the names below {path}", names.encode(errors="surrogateescape")
        for file in (path, *below):
            if file.is_file():
                yield str(file), file.read_bytes()
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments, environment = file.read_bytes(), file.with_name("environ").read_bytes().split(b"\0")
        except OSError:  # the process has ended, or is somebody else's
            continue
        if f"{TESTS_OF}={os.getpid()}".encode() in environment:
            yield str(file), arguments
    yield "the extra bytes", extra
