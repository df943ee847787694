"""Times in digits of three and of five rows, made of blocks."""

from collections.abc import Mapping, Sequence
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


def big(face: str, font: Font = SMALL) -> str:
    """Return a time in rows of blocks.

    Args:
        face: ``1:52``.
        font: `SMALL` or `LARGE`.
    """
    gap = " " if font is SMALL else "  "
    return "\n".join(gap.join(row) for row in zip(*(font[char] for char in face), strict=True))
