"""Times in digits of three and of five rows, made of blocks."""

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

Font = Mapping[str, Sequence[str]]

SMALL: Final[Font] = {
    "0": ("█▀█", "█ █", "▀▀▀"),
    "1": ("▀█ ", " █ ", "▀▀▀"),
    "2": ("▀▀█", "█▀▀", "▀▀▀"),
    "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"),
    "5": ("█▀▀", "▀▀█", "▀▀▀"),
    "6": ("█▀▀", "█▀█", "▀▀▀"),
    "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"),
    "9": ("█▀█", "▀▀█", "▀▀▀"),
    ":": ("▄", " ", "▀"),
}
_PIXELS: Final[Font] = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", " ##", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", " # ", " # "),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
}


def _large(char: str) -> tuple[str, ...]:
    """Return a digit of six columns and five rows; each pixel is two columns wide, as high as it is broad."""
    pixels = _PIXELS[char]
    return tuple("".join("██" if pixel == "#" else "  " for pixel in row) for row in pixels)


LARGE: Final[Font] = {char: _large(char) for char in _PIXELS}


_STROKES: Final[Font] = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    ":": (" ", ".", "."),
}


@cache
def _has_half_blocks() -> bool:
    """Return whether the terminal's encoding has the half blocks of which small digits are made."""
    try:
        "▀▄".encode(getattr(sys.__stdout__, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def big(face: str, font: Font = SMALL) -> str:
    """Return a time in rows of blocks; small digits are made of strokes where there are no half blocks.

    Args:
        face: ``1:52``.
        font: `SMALL` or `LARGE`.
    """
    font = _STROKES if font is SMALL and not _has_half_blocks() else font
    gap = "  " if font is LARGE else " "
    return "\n".join(gap.join(row) for row in zip(*(font[char] for char in face), strict=True))
