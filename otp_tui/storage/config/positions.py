"""The line of a key; the parser tells positions of broken syntax only."""

import tomllib
from typing import Any, Final

from otp_tui.storage.config.errors import Place

_MAX_PARSED: Final = 2 << 20
"""Characters that are parsed at most to find one line; beyond them the line counts as unknown."""


def line_of(text: str, place: Place) -> int:
    """Return the line on which a key, or the statement that it is part of, begins.

    The file is read up to line after line: the first beginning that can be parsed and has the key ends with the
    statement that brings it. This holds for dotted, quoted and inline spellings alike.

    Args:
        text: The whole file, whose syntax is known to be right.
        place: The key; where the file does not have it, the nearest key above it counts.

    Returns:
        The line, from 1; 0 where it is unknown.
    """
    beginnings = _Beginnings(text)
    while place and not _has(beginnings.whole, place):
        place = place[:-1]
    if not place:
        return 0
    try:
        return _search(beginnings, place)
    except _TooMuchError:
        return 0


class _TooMuchError(Exception):
    """The search for a line would take too long."""


class _Beginnings:
    """The content of the first n lines of a text, for any n."""

    def __init__(self, text: str) -> None:
        text = text.replace("\r\n", "\n")
        self.whole = tomllib.loads(text)
        self.lines = text.split("\n")
        self._characters_left = _MAX_PARSED

    def read(self, count: int) -> dict[str, Any] | None:
        """Return the content of the first lines, or None where they end within a statement."""
        part = "\n".join(self.lines[:count])
        self._characters_left -= len(part)
        if self._characters_left < 0:
            raise _TooMuchError
        try:
            return tomllib.loads(part)
        except ValueError:
            return None


def _search(beginnings: _Beginnings, place: Place) -> int:
    """Search by halves, since a longer beginning has every key of a shorter one.

    Beginnings that cannot be parsed are stepped over.
    """
    without, end = 0, len(beginnings.lines)
    while without + 1 < end:
        middle = probe = (without + end) // 2
        while probe < end and (data := beginnings.read(probe)) is None:
            probe += 1
        if probe == end or _has(data, place):
            end = middle
        else:
            without = probe
    return without + 1


def _has(data: Any, place: Place) -> bool:
    for part in place:
        try:
            data = data[part]
        except (LookupError, TypeError):
            return False
    return True
