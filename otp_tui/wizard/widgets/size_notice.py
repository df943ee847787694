"""A sentence in the place of a screen that is too small to be used: how large it has to be, and what needs no size."""

import textwrap
from collections.abc import Callable, Sequence
from typing import Any, Final

from textual.events import Resize
from textual.geometry import Size
from textual.widget import Widget

from otp_tui.i18n.translator import Translator

LEAST: Final = Size(20, 8)
"""The columns and rows from which the compact form can be used."""
_VARIANTS: Final = ("size.needed", "size.short", "size.least")


class SizeNotice(Widget):
    """Covers its screen, which keeps focus and texts below it.

    Args:
        translator: Returns the words of the moment.
    """

    def __init__(self, translator: Callable[[], Translator]) -> None:
        super().__init__()
        self._translator = translator

    def render(self) -> str:
        """Render the longest variant that fits, or the beginning of the shortest."""
        say = self._translator().text
        texts = [say(name, columns=LEAST.width, rows=LEAST.height) for name in _VARIANTS]
        return fitting_lines(texts, self.size)


def fitting_lines(variants: Sequence[str], size: Size) -> str:
    """Return the first of several texts that fits into a size without breaking a word; else the last one, cut.

    Args:
        variants: The texts, the longest first.
        size: The columns and rows there are.
    """
    columns = max(1, size.width)
    for text in variants:
        lines = textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False)
        if len(lines) <= size.height and all(len(line) <= columns for line in lines):
            return "\n".join(lines)
    return "\n".join(textwrap.wrap(variants[-1], columns)[: size.height])


class CoveredWhereTooSmall:
    """The part of a screen that reacts to its size; Textual calls these handlers beside those of its subclasses."""

    def on_mount(self) -> None:
        """Cover a screen that begins too small."""
        self._cover_or_uncover()

    def on_resize(self, _event: Resize) -> None:
        """Cover or uncover it at each change of the size."""
        self._cover_or_uncover()

    def _cover_or_uncover(self: Any) -> None:
        too_small = self.app.size.width < LEAST.width or self.app.size.height < LEAST.height
        self.set_class(too_small, "-covered")
        notices = list(self.query(SizeNotice))
        if too_small and not notices:
            self.mount(SizeNotice(lambda: self.translator))
        for notice in notices:
            notice.display = too_small
