"""Updates of texts that lay the screen out anew only where they can have another size."""

import re

from textual.content import Content
from textual.widgets import Static

_DIGIT = re.compile(r"\d")


def same_size(text: str, other: str) -> bool:
    """Return whether two texts differ by nothing but digits, so that they take the same room."""
    return _DIGIT.sub("0", text) == _DIGIT.sub("0", other)


def _styles(text: object) -> object:
    """Return the styles of a text, which Textual leaves out where it compares."""
    return text.spans if isinstance(text, Content) else []


def update_text(label: Static, text: str | Content, *, layout: bool | None = None) -> None:
    """Draw a text, if it is another one than before.

    Args:
        label: Draws it.
        text: The new text.
        layout: Whether the screen is laid out anew; by default, where it is more than digits that changed.
    """
    before = label.content
    if str(before) == str(text) and _styles(before) == _styles(text):
        return
    if layout is None:
        layout = not same_size(str(before), str(text))
    label.update(text, layout=layout)
