"""The stepper: a column at the left, one line above the card on narrow terminals."""

from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget


class Step(NamedTuple):
    """One step: word, state, and the countdown beside it."""

    word: str
    done: bool
    current: bool
    left: str = ""
    skipped: bool = False


_STYLES = {"skipped": "$text-muted", "done": "$step-done", "current": "bold $text", "ahead": "$text-muted"}
_MARKS = {"skipped": "–", "done": "✓", "current": "●", "ahead": "○"}


class Stepper(Widget):
    """Draws the steps; state is told by a mark as well as by colour."""

    steps: tuple[Step, ...] = ()

    def show(self, stops: tuple[Step, ...]) -> None:
        """Draw these steps, if they are others than before."""
        if stops != self.steps:
            self.steps = stops
            self.refresh()

    def render(self) -> Content:
        """Render a column, with blank lines where there is room, or one line."""
        one_line = self.size.height == 1
        pieces = [self._piece(stop, one_line=one_line) for stop in self.steps]
        if one_line:
            return Content("  ").join(pieces)
        gap = "\n\n" if self.size.height >= 2 * len(pieces) - 1 else "\n"
        return Content(gap).join(pieces)

    def _piece(self, stop: Step, *, one_line: bool) -> Content:
        state = "skipped" if stop.skipped else "done" if stop.done else "current" if stop.current else "ahead"
        style = _STYLES[state]
        if one_line and not stop.current:
            return Content.assemble((_MARKS[state], style))
        word = f"{_MARKS[state]} {stop.word}"
        if stop.left and not one_line:
            word = word + stop.left.rjust(max(len(stop.left) + 1, self.size.width - len(word)))
        return Content.assemble((word, style))
