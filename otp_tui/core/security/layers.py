"""The layers of a text: as it came, without its escapes, and what is packed in it, one in another."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from otp_tui.core.security.escapes import Unescaped, unescaped
from otp_tui.core.security.packings import Unpacked, unpacked

_MOST_ESCAPES: Final = 5
_MOST_PACKINGS: Final = 3
_MOST_CHARACTERS: Final = 4096
"""The characters of one text's layers, beyond four times its own length: more would hold the screen up."""


class Layer(NamedTuple):
    """A text that was made of another one.

    Attributes:
        text: The text.
        made: The steps in which it was made, the last one last; none of the first text.
        escapes: The escapes undone so far, one in another.
        packings: The packings undone so far, one in another.
        closed: Whether what may be packed in it was not looked at: the text has too many layers.
    """

    text: str
    made: tuple[Unescaped | Unpacked, ...] = ()
    escapes: int = 0
    packings: int = 0
    closed: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the first text from which a part of this one was made."""
        for step in reversed(self.made):
            start, end = step.span(start, end)
        return start, end


def layers(text: str) -> Iterator[Layer]:
    """Yield a text as it is and every text in it, the outer ones first; most texts have none.

    Args:
        text: Any text; the time grows with its length alone.
    """
    waiting = [Layer(text)]
    left = 4 * len(text) + _MOST_CHARACTERS
    for layer in waiting:  # which grows meanwhile
        left -= len(layer.text)
        closed = left <= 0 and layer.packings < _MOST_PACKINGS
        yield layer._replace(closed=closed)
        if left > 0:
            waiting += _inner(layer)


def without_escapes(text: str) -> Iterator[str]:
    """Yield a text as it is, and without its escapes, level by level."""
    yield text
    for _ in range(_MOST_ESCAPES):
        inner = unescaped(text)
        if inner is None:
            return
        yield (text := inner.text)


def _inner(layer: Layer) -> list[Layer]:
    """Return what is in a layer, one step further in."""
    text, made, escapes, packings, _ = layer
    inner = []
    if escapes < _MOST_ESCAPES and (plain := unescaped(text)) is not None:
        inner.append(Layer(plain.text, (*made, plain), escapes + 1, packings))
    if packings < _MOST_PACKINGS and (contents := unpacked(text)) is not None:
        inner.append(Layer(contents.text, (*made, contents), escapes, packings + 1))
    return inner
