"""The hints of the keys that work now, at the bottom; each can be clicked."""

from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

_GAP, _NARROW_GAP, _NARROW = 3, 2, 60


class KeyHint(NamedTuple):
    """One key and what it does.

    Attributes:
        key: How it is written.
        word: What it does.
        action: The action it runs.
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
                self.app.call_later(self.app.run_action, f"app.perform('{hint.action}')")
                return
            at = end + self._gap

    @property
    def _gap(self) -> int:
        return _GAP if self.size.width >= _NARROW else _NARROW_GAP

    def _fitting(self) -> tuple[KeyHint, ...]:
        width = self.content_size.width
        hints = list(self.hints)
        while (
            len(hints) > 1
            and sum(len(c.key) + 1 + len(c.word) + self._gap for c in hints) - self._gap > width
        ):
            hints.remove(max(hints, key=lambda hint: hint.rank))
        return tuple(hints)
