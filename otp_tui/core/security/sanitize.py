"""The sanitising of foreign text: visible control characters, bounded length."""

import unicodedata
from typing import Final

LIMIT: Final = 300
_KEEP_MARKS: Final = 4


def sanitize(text: object, limit: int = LIMIT) -> str:
    """Return a provider's text in a form that is safe to show.

    Control, bidirectional, private and unpaired characters become visible escapes, line breaks become spaces, runs of
    combining marks are shortened, and a text over the limit ends with ``…``.

    Args:
        text: Any JSON value; the result is empty for anything but a string.
        limit: The most characters that are kept, the ``…`` not counted.
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
