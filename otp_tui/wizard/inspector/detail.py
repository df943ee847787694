"""The lines of the shown view: wrapped, with marks in the margin, folds, and what was found; drawn as far as in sight."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from otp_tui.i18n.search import searchable
from otp_tui.wizard.inspector.lines import CLAIM, DECIDING, ViewLine

_MARGIN: Final = 2
_ABOVE: Final = 2
"""The lines that stay in sight above the one that is scrolled to."""
_FOLDED: Final = "▸"
_OPEN: Final = "▾"


class _Row(NamedTuple):
    """One line on the screen: its margin, its text, and the line of the view that it belongs to."""

    margin: Content
    content: Content
    line: int


class DetailView(ScrollView, can_focus=True):
    """Draws a view's lines."""

    @dataclass
    class FoldToggled(Message):
        """The click on the margin of a block.

        Attributes:
            path: The block's path.
        """

        path: str

    def __init__(self) -> None:
        super().__init__(id="exchange-detail")
        self._lines: list[ViewLine] = []
        self._rows: list[_Row] = []
        self._folded: frozenset[str] = frozenset()
        self._find = ""
        self._found: list[int] = []
        self._at = -1
        self._tone = "$error"
        self._width = 0
        self._from_top = True
        self._placed = 0

    def show(
        self,
        lines: list[ViewLine],
        folded: frozenset[str],
        find: str,
        tone: str,
        *,
        afresh: bool,
        from_top: bool = False,
    ) -> None:
        """Draw a view.

        Args:
            lines: Its lines.
            folded: The paths of the blocks that are folded.
            find: The text that is looked for; empty for none.
            tone: The colour of what decided.
            afresh: Whether another exchange or view is shown: what decided is scrolled into sight.
            from_top: Whether the view says at its beginning what decided, so that it is shown from there.
        """
        self._from_top = from_top
        searched = find != self._find
        self._lines, self._folded, self._find, self._tone = lines, folded, find, tone
        self._lay_out()
        if searched or afresh:
            self._at = -1
        if afresh:
            self._place()
        elif searched and find:
            self.find(1)

    @property
    def found(self) -> tuple[int, int]:
        """The place of the hit that is shown, from 1, and the number of hits."""
        return self._at + 1, len(self._found)

    def find(self, step: int) -> None:
        """Scroll to the next hit or to the one before; after the last one comes the first.

        Args:
            step: 1 or -1.
        """
        if not self._found:
            return
        self._at = (self._at + step) % len(self._found) if self._at >= 0 else (0 if step > 0 else -1)
        self._at %= len(self._found)
        line = self._found[self._at]
        row = next((row for row, one in enumerate(self._rows) if one.line == line), 0)
        self.scroll_to(y=max(0, row - _ABOVE), animate=False, immediate=True, force=True)
        self.refresh()

    def block(self) -> str:
        """Return the path of the first open block that begins in sight; empty without one."""
        seen = self._rows[self.scroll_offset.y : self.scroll_offset.y + self.size.height]
        paths = (self._lines[row.line].opens for row in seen)
        return next((path for path in paths if path and path not in self._folded), "")

    def render_line(self, y: int) -> Strip:
        """Render one line."""
        width, style = self.scrollable_content_region.width, self.visual_style
        at = y + self.scroll_offset.y
        if at >= len(self._rows):
            return Strip.blank(width, style.rich_style)
        row = self._rows[at]
        content = self._with_hits(row)
        if self._lines[row.line].mark:
            content = content.pad_right(max(0, width - _MARGIN - content.cell_length)).stylize("on $bubble")
        return Visual.to_strips(self, Content.assemble(row.margin, content), width, 1, style, pad=True)[0]

    def on_resize(self, _event: Resize) -> None:
        """Wrap the lines for the new width; what was scrolled into sight stays there."""
        is_placed = self.scroll_offset.y == self._placed
        if self._width != self.scrollable_content_region.width:
            self._lay_out()
        if is_placed:
            self._place()

    def on_click(self, event: Click) -> None:
        """Fold or unfold the block that begins in the line under the pointer."""
        at = event.y + self.scroll_offset.y
        if at < len(self._rows) and self._lines[self._rows[at].line].opens:
            self.post_message(self.FoldToggled(self._lines[self._rows[at].line].opens))

    def _lay_out(self) -> None:
        self._width = self.scrollable_content_region.width
        if not self._width:  # it has no place yet
            self._rows, self._found = [], []
            return
        self._rows = [row for index, line in enumerate(self._lines) for row in self._wrapped(index, line)]
        find = searchable(self._find)
        self._found = [
            index
            for index in dict.fromkeys(row.line for row in self._rows)
            if find and find in searchable(self._lines[index].content.plain)
        ]
        self.virtual_size = Size(self._width, len(self._rows))
        self.refresh()

    def _wrapped(self, index: int, line: ViewLine) -> list[_Row]:
        """Return the rows of a line; none where a block around it is folded."""
        if self._folded.intersection(line.inside):
            return []
        content, mark = line.content, line.mark
        is_folded = bool(line.opens) and line.opens in self._folded
        if is_folded:
            content = Content.assemble(content, (f" ⋯ {line.end}", "$text-muted"))
            hidden = {one.mark for one in self._lines[index + 1 :] if line.opens in one.inside} | {mark}
            mark = next((sign for sign in (DECIDING, CLAIM) if sign in hidden), "")
        sign = mark or ("" if not line.opens else _FOLDED if is_folded else _OPEN)
        style = f"bold {self._tone}" if mark == DECIDING else "$warning" if mark else "$text-muted"
        margin = Content.assemble((sign.ljust(_MARGIN), style))
        room = max(4, self._width - _MARGIN)
        hang = min(line.hang, room // 2)
        first, *rest = _parts(content, room, hang)
        blank, indent = Content(" " * _MARGIN), Content(" " * hang)
        return [
            _Row(margin, first, index),
            *(_Row(blank, Content.assemble(indent, one), index) for one in rest),
        ]

    def _with_hits(self, row: _Row) -> Content:
        """Return the text of a row with what was found in it."""
        content, find = row.content, searchable(self._find)
        plain = searchable(content.plain)
        if not find:
            return content
        shown = 0 <= self._at < len(self._found) and self._found[self._at] == row.line
        style = "bold $main-text on $main" if shown else "bold underline $accent"
        at = plain.find(find)
        while at >= 0:
            content = content.stylize(style, at, at + len(find))
            at = plain.find(find, at + len(find))
        return content

    def _place(self) -> None:
        """Scroll the line that decided into sight; the beginning where there is none, or where that says it."""
        marked = [row for row, one in enumerate(self._rows) if self._lines[one.line].mark == DECIDING]
        height = self.size.height
        hidden = bool(marked) and marked[0] + _ABOVE >= height and not self._from_top
        self._placed = max(0, min(marked[0] - height // 2, len(self._rows) - height)) if hidden else 0
        self.scroll_to(y=self._placed, animate=False, immediate=True, force=True)


def _parts(content: Content, room: int, hang: int) -> list[Content]:
    """Return a line wrapped; all but its first part are shorter by the indent."""
    if content.cell_length <= room:
        return [content]
    first = content.wrap(room)[0]
    rest = content[len(first.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip(" ")) :]
    return [first, *rest.wrap(room - hang)] if rest.plain else [first]
