"""The unpacking of text that stands in another as base64 or hexadecimal digits.

A packed secret cannot be cut out, as its neighbours share its characters; so the whole run counts as the secret's place.
"""

import re
from binascii import a2b_base64, unhexlify
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_BASE64: Final = re.compile(
    r"""
    (?<![A-Za-z0-9+/_-])
    (?: [A-Za-z0-9+/_-]++ (?: [\r\n]{1,4}+ [ \t]*+ [A-Za-z0-9+/_-]++ )++
      | (?= . [a-z+/_-]*+ [A-Z0-9]) [A-Za-z0-9+/_-]{6,}+ )
    ={0,2}
    """,
    re.VERBOSE,
)
"""A run that may be base64 in either alphabet, in lines as MIME writes it or in one.

Six characters hold four; a word of small letters is prose.
"""
_HEXADECIMAL: Final = re.compile(
    r"""
    (?: [2-7] [\r\n]*+ [0-9A-Fa-f] [ :-]? [\r\n]*+ (?: 00 [ :-]? [\r\n]*+ )? ){3,}
    [2-7] [\r\n]*+ [0-9A-Fa-f] (?: [ :-]? 00 | [0-9A-Fa-f] )?
    """,
    re.VERBOSE,
)
"""Two digits of each printable character of ASCII, and perhaps the zeros of UTF-16."""
_PROMISING: Final = re.compile(r"[0-9A-Za-z #%&()+.;\\-]{4}|[ -~]{6}")
"""The fewest characters of a code, also of one that is escaped or in groups, or of a key; other bytes seldom have them."""
_READABLE: Final = re.compile(r"[\t\n\r -~]{4,}")
_FEWEST: Final = 6
_BETWEEN: Final = "\n" * 6
"""Stands between pieces; no secret is found across it."""
_NO_TEXT: Final = "////"
"""Three bytes that no text has."""
_STANDARD: Final = str.maketrans("-_", "+/", "=\r\n\t ")
_DIGITS_ALONE: Final = str.maketrans("", "", " :-\r\n")
_FILLS: Final = ("", "AAA", "AA", "A")
_ENDS: Final = tuple(
    [_FILLS[(length - skipped) % 4] + _NO_TEXT for skipped in range(4)] for length in range(4)
)
"""Stands after each reading of a run, by its length: what completes its last four characters, and what parts pieces."""


class Unpacked(NamedTuple):
    """The readable contents of a text's packed runs, one piece after another.

    Attributes:
        text: The pieces.
        starts: The place of each piece in them.
        runs: The start and end of each piece's run in the packed text.
    """

    text: str
    starts: Sequence[int]
    runs: Sequence[tuple[int, int]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part from which a part of the pieces was made: a run, or what reaches over several."""
        first, last = (bisect_right(self.starts, place) - 1 for place in (start, max(start, end - 1)))
        runs = self.runs[first : last + 1]
        return min(start for start, _ in runs), max(end for _, end in runs)


def unpacked(text: str) -> Unpacked | None:
    """Return what a text holds in base64 or hexadecimal digits; None where nothing of it can be read."""
    if len(text) < _FEWEST:
        return None
    pieces: list[str] = []
    starts: list[int] = []
    runs: list[tuple[int, int]] = []
    at = 0
    for match, contents in _contents(text):
        plain = contents.replace(b"\0", b"").decode("latin-1")  # without UTF-16's zeros, of either order
        if _PROMISING.search(plain) is None:
            continue
        for piece in _READABLE.findall(plain):
            pieces.append(piece)
            starts.append(at)
            runs.append(match.span())
            at += len(piece) + len(_BETWEEN)
    return Unpacked(_BETWEEN.join(pieces), starts, runs) if pieces else None


def packed_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each run that may be packed, whatever it holds."""
    for pattern in (_BASE64, _HEXADECIMAL):
        for match in pattern.finditer(text):
            yield match.span()


def _contents(text: str) -> Iterator[tuple[re.Match[str], bytes]]:
    """Yield each run with its bytes, read from each place where they may begin: what stands before may be a run too."""
    for match in _BASE64.finditer(text):
        run = match[0].translate(_STANDARD)
        if len(run) < _FEWEST:
            continue
        ends = _ENDS[len(run) % 4]
        yield match, a2b_base64(f"{run}{ends[0]}{run[1:]}{ends[1]}{run[2:]}{ends[2]}{run[3:]}{ends[3]}")
    for match in _HEXADECIMAL.finditer(text):
        run = match[0].translate(_DIGITS_ALONE)
        for skipped in range(2):
            yield match, unhexlify(run[skipped : len(run) - (len(run) - skipped) % 2])
