"""Text from outside, made harmless: visible control characters, bounded length."""

import unicodedata
from typing import Final

LIMIT: Final = 300
_KEEP_MARKS: Final = 4


def sanitize(text: object, limit: int = LIMIT) -> str:
    """Make a provider's text safe to show.

    Control, bidirectional, private and unpaired characters become visible escapes, line breaks become
    spaces, runs of combining marks are shortened, and the length is bounded; what is left out is marked by ``…``.

    Args:
        text: Any JSON value; what is no string gives an empty text.
        limit: The most characters that are kept; the ``…`` comes on top of them.
    """
    if not isinstance(text, str):
        return ""
    shown: list[str] = []
    length = marks = 0
    for char in text[: limit * 4]:
        category = unicodedata.category(char)
        marks = marks + 1 if category.startswith("M") else 0
        if marks > _KEEP_MARKS:
            continue
        if char in "\r\n\t\u2028\u2029":
            piece = " "
        elif category[0] == "C":
            piece = f"\\u{ord(char):04x}"
        else:
            piece = char
        if length + len(piece) > limit:
            break
        shown.append(piece)
        length += len(piece)
    else:
        if len(text) <= limit * 4:
            return "".join(shown).strip()
    return "".join(shown).strip() + "…"
