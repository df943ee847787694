"""The undoing of escapes in text, with the place that each character had before.

Servers write a text into HTML, JSON, a URL, or one of these into another; a secret in it is found in the text that
remains when the escapes are undone, and is cut out of the text that came.
"""

import re
from collections.abc import Iterator, Sequence
from html.entities import html5
from typing import Final, NamedTuple

_MOST_LAYERS: Final = 6
_LAST_CHARACTER: Final = 0x10FFFF
_BLANKS: Final = frozenset("bfnrt")
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


class Layer(NamedTuple):
    """A text without its outer escapes.

    Attributes:
        text: The text.
        places: The place in the first text of each character, and of the end; None where they are the same.
    """

    text: str
    places: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the first text from which a part of this one was made."""
        return (start, end) if self.places is None else (self.places[start], self.places[end])


def layers(text: str) -> Iterator[Layer]:
    """Yield a text as it is, and without its escapes, level by level; most texts have none.

    Args:
        text: Any text; the time grows with its length alone.
    """
    layer: Layer | None = Layer(text)
    for _ in range(_MOST_LAYERS):
        if layer is None:
            return
        yield layer
        layer = _undone(layer)


def _undone(layer: Layer) -> Layer | None:
    """Return a layer without its outer escapes; None where it has none."""
    text = layer.text
    found = _ESCAPE.search(text)
    if found is None:
        return None
    origin = range(len(text) + 1) if layer.places is None else layer.places
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _ESCAPE.finditer(text, found.start()):
        meant = _meant(match)
        if meant is None:
            continue
        pieces += (text[at : match.start()], meant)
        places.extend(origin[at : match.start()])
        places.extend([origin[match.start()]] * len(meant))
        at = match.end()
    if not pieces:
        return None
    places.extend(origin[at:])
    return Layer("".join((*pieces, text[at:])), places)


def _meant(match: re.Match[str]) -> str | None:
    """Return the text that an escape stands for; None for a name or number that means nothing."""
    kind = match.lastgroup
    if kind is None:
        return ""  # backslashes alone
    written = match[kind]
    if kind == "name":
        return html5.get(written)
    if kind == "letter":
        return " " if written in _BLANKS else written
    number = int(written, 10 if kind == "decimal" else 16)
    return chr(number) if number <= _LAST_CHARACTER else None
