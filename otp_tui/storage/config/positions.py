"""Finds the line of a key: the parser tells positions of broken syntax only."""

import tomllib
from typing import Any, Final

from otp_tui.storage.config.errors import Place

_EFFORT: Final = 2 << 20
"""Characters that may be parsed to find one line; beyond that the line counts as unknown."""


def line_of(text: str, place: Place) -> int:
    """The line on which a key, or the statement that it is part of, begins.

    The file is read up to line after line: the first beginning that can be parsed and has the key ends with the
    statement that brings it. This holds for dotted, quoted and inline spellings alike.

    Args:
        text: The whole file, whose syntax is known to be right.
        place: The key; where it is nowhere, the nearest key above it counts.

    Returns:
        From 1; 0 where it cannot be told.
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
    """The file is so built that its lines cannot be told apart in reasonable time."""


class _Beginnings:
    """What the first n lines of a text hold, for any n."""

    def __init__(self, text: str) -> None:
        text = text.replace("\r\n", "\n")
        self.whole = tomllib.loads(text)
        self.lines = text.split("\n")
        self._left = _EFFORT

    def read(self, count: int) -> dict[str, Any] | None:
        """What the first lines hold, or None where they end within a statement."""
        part = "\n".join(self.lines[:count])
        self._left -= len(part)
        if self._left < 0:
            raise _TooMuchError
        try:
            return tomllib.loads(part)
        except ValueError:
            return None


def _search(beginnings: _Beginnings, place: Place) -> int:
    """Halve: what a beginning has, every longer one has too; those that cannot be parsed are stepped over."""
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
