"""The hints of the keys that work now, at the bottom; each can be clicked."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

_GAP, _NARROW_GAP = 3, 2


class KeyHint(NamedTuple):
    """One key and what it does.

    Attributes:
        key: How it is written.
        word: What it does.
        action: The action it runs, as Textual writes it.
        rank: What is left out first where there is little room has the highest.
    """

    key: str
    word: str
    action: str
    rank: int = 0


class KeyHints(Widget):
    """Draws hints on one line, as many as fit, the most needed ones first."""

    hints: tuple[KeyHint, ...] = ()

    def show(self, hints: tuple[KeyHint, ...]) -> None:
        """Draw these hints, if they are others than before."""
        if hints != self.hints:
            self.hints = hints
            self.refresh()

    def render(self) -> Content:
        """Render the hints that fit."""
        pieces = [
            Content.assemble((hint.key, "bold $accent"), " ", (hint.word, "$text-muted"))
            for hint in self._fitting()
        ]
        return Content(" " * self._gap).join(pieces)

    def on_click(self, event: Click) -> None:
        """Run the action of the hint under the pointer."""
        at = 0
        for hint in self._fitting():
            end = at + len(hint.key) + 1 + len(hint.word)
            if at <= event.x < end + self._gap:
                self.app.call_later(self.app.run_action, hint.action)
                return
            at = end + self._gap

    @property
    def _gap(self) -> int:
        """The columns between two hints: fewer where they would not all fit otherwise."""
        return _GAP if _width_of(self.hints, _GAP) <= self.content_size.width else _NARROW_GAP

    def _fitting(self) -> tuple[KeyHint, ...]:
        hints = list(self.hints)
        while len(hints) > 1 and _width_of(hints, self._gap) > self.content_size.width:
            hints.remove(max(hints, key=lambda hint: hint.rank))
        return tuple(hints)


def _width_of(hints: Sequence[KeyHint], gap: int) -> int:
    return sum(len(hint.key) + 1 + len(hint.word) + gap for hint in hints) - gap
