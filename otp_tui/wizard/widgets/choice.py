"""The choice of one of a few, marked by a sign as well as by a colour."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

_GAP = 3


class Choice(Widget, can_focus=True):
    """Draws its options on one line, or below each other where there is little room.

    Args:
        field: The name of what is chosen.
        options: The values.
        chosen: The value that is marked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "move(-1)", show=False),
        Binding("right,down,space", "move(1)", show=False),
    ]

    class Changed(Message):
        """The choice of another option."""

        def __init__(self, choice: "Choice") -> None:
            super().__init__()
            self.choice = choice

    class Submitted(Message):
        """The press of Enter."""

    def __init__(self, field: str, options: tuple[str, ...], chosen: str) -> None:
        super().__init__(id=field)
        self.options = options
        self.value = chosen
        self.words: dict[str, str] = {}

    def word(self, words: dict[str, str]) -> None:
        """Write the options in these words."""
        self.words = words
        self.refresh(layout=True)

    def render(self) -> Content:
        """Render the options, the chosen one marked."""
        pieces = [
            Content.assemble(
                (f"{'●' if value == self.value else '○'} {self._word(value)}", self._style(value))
            )
            for value in self.options
        ]
        return Content("\n" if self._stacked(self.size.width) else " " * _GAP).join(pieces)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return one line, or one for each option."""
        return len(self.options) if self._stacked(width) else 1

    def action_move(self, by: int) -> None:
        """Choose the next or the one before."""
        at = (self.options.index(self.value) + by) % len(self.options)
        self._choose(self.options[at])

    def key_enter(self) -> None:
        """Go on by Enter, as in a field."""
        self.post_message(self.Submitted())

    def on_click(self, event: Click) -> None:
        """Choose the one under the pointer."""
        if self._stacked(self.size.width):
            self._choose(self.options[min(max(event.y, 0), len(self.options) - 1)])
            return
        at = 0
        for value in self.options:
            at += len(self._word(value)) + 2 + _GAP
            if event.x < at:
                self._choose(value)
                return

    def _stacked(self, width: int) -> bool:
        needed = sum(len(self._word(value)) + 2 for value in self.options) + _GAP * (len(self.options) - 1)
        return needed > width

    def _word(self, value: str) -> str:
        return self.words.get(value, value)

    def _style(self, value: str) -> str:
        if value != self.value:
            return "$text-muted"
        return "bold underline $accent" if self.has_focus else "bold $text"

    def _choose(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(self.Changed(self))
