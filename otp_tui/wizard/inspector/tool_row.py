"""A row of words that can be clicked, on as many lines as they need."""

from dataclasses import dataclass
from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

_GAP = 2


class Tool(NamedTuple):
    """One word of a row.

    Attributes:
        name: The name that its use is told by; "" for a word that does nothing.
        word: What stands there.
        key: The key before it; "" without one.
        chosen: Whether it is drawn as the chosen one.
    """

    name: str
    word: str
    key: str = ""
    chosen: bool = False

    @property
    def text(self) -> str:
        """The key and the word."""
        return f"{self.key} {self.word}" if self.key else self.word


class ToolRow(Widget):
    """Draws tools side by side, and goes on in the next line where they have no room."""

    @dataclass
    class Used(Message):
        """The click on a tool.

        Attributes:
            name: The tool's name.
        """

        name: str

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._tools: tuple[Tool, ...] = ()

    def show(self, tools: tuple[Tool, ...]) -> None:
        """Draw these tools, if they are others than before."""
        if tools != self._tools:
            before = len(self._flowed(self.size.width))
            self._tools = tools
            self.refresh(layout=len(self._flowed(self.size.width)) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines that the tools need."""
        return len(self._flowed(width))

    def render(self) -> Content:
        """Render the lines."""
        return Content("\n").join(
            Content(" " * _GAP).join(map(_drawn, line)) for line in self._flowed(self.size.width)
        )

    def on_click(self, event: Click) -> None:
        """Tell the use of the tool under the pointer."""
        lines, at = self._flowed(self.size.width), 0
        event.stop()
        for tool in lines[event.y] if 0 <= event.y < len(lines) else ():
            end = at + len(tool.text)
            if at <= event.x < end and tool.name:
                self.post_message(self.Used(tool.name))
            at = end + _GAP

    def _flowed(self, width: int) -> list[list[Tool]]:
        lines: list[list[Tool]] = [[]]
        used = 0
        for tool in self._tools:
            if lines[-1] and used + len(tool.text) > width:
                lines.append([])
                used = 0
            lines[-1].append(tool)
            used += len(tool.text) + _GAP
        return lines


def _drawn(tool: Tool) -> Content:
    style = "bold $accent underline" if tool.chosen else "$text-muted" if tool.name else "bold $text"
    key = ((tool.key, "bold $accent"), " ") if tool.key else ()
    return Content.assemble(*key, (tool.word, style))
