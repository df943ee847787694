"""The undoing of escapes in text, with the place that each character had before.

Servers write a text into HTML, JSON, a URL, or one of these into another; a secret in it is found in the text that
remains when the escapes are undone, and is cut out of the text that came.
"""

import re
from collections.abc import Sequence
from html.entities import html5
from typing import Final, NamedTuple

_LAST_CHARACTER: Final = 0x10FFFF
_BLANKS: Final = {"b": " ", "f": " ", "n": "\n", "r": "\r", "t": "\t"}
_ESCAPE: Final = re.compile(
    r"""
    & (?: \#(?P<decimal>[0-9]{1,80}) ;? | \#[xX](?P<hexadecimal>[0-9A-Fa-f]{1,80}) ;? | (?P<name>[A-Za-z][A-Za-z0-9]{1,31};) )
    | % (?: (?P<byte>[0-7][0-9A-Fa-f]) | [uU](?P<unit>[0-9A-Fa-f]{4}) )
    | \\+ (?: [uU](?P<unicode>[0-9A-Fa-f]{4}) | u\{(?P<point>[0-9A-Fa-f]{1,6})\} | x(?P<latin>[0-9A-Fa-f]{2}) | (?P<letter>["'/bfnrt])? )
    """,
    re.VERBOSE,
)
"""An escape of HTML, of a URL, or of JSON and its relatives.

JSON in JSON doubles its backslashes, so a run of them counts as one, and one before nothing that can be escaped as none.
"""


class Unescaped(NamedTuple):
    """A text without its outer escapes.

    Attributes:
        text: The text.
        places: The place of each character, and of the end, in the escaped text.
    """

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the escaped text from which a part of this one was made."""
        return self.places[start], self.places[end]


def unescaped(text: str) -> Unescaped | None:
    """Return a text without its outer escapes; None where it has none."""
    if "&" not in text and "%" not in text and "\\" not in text:
        return None
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _ESCAPE.finditer(text):
        meant = _meant(match)
        if meant is None:
            continue
        pieces += (text[at : match.start()], meant)
        places.extend(range(at, match.start()))
        places.extend([match.start()] * len(meant))
        at = match.end()
    if not pieces:
        return None
    places.extend(range(at, len(text) + 1))
    return Unescaped("".join((*pieces, text[at:])), places)


def _meant(match: re.Match[str]) -> str | None:
    """Return the text that an escape stands for; None for a name or number that means nothing."""
    kind = match.lastgroup
    if kind is None:
        return ""  # backslashes alone
    written = match[kind]
    if kind == "name":
        return html5.get(written)
    if kind == "letter":
        return _BLANKS.get(written, written)
    number = int(written, 10 if kind == "decimal" else 16)
    return chr(number) if number <= _LAST_CHARACTER else None
