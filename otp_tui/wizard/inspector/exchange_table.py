"""The list of exchanges: only the lines in sight are drawn, however many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.wizard.inspector.lines import inert
from otp_tui.wizard.inspector.selection import place_of
from otp_tui.wizard.inspector.state import InspectorData
from otp_tui.wizard.inspector.views.decision import tone_of
from otp_tui.wizard.widgets.status_line import MARKS, STYLES

_ONE_LINE: Final = 65
"""The columns from which an exchange has room on one line."""
_WITH_TIME: Final = 84
_TEXT: Final = 200
"""The most characters of a call that are drawn."""
_VERDICT: Final = 28


class ExchangeTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws one exchange a row, the oldest first, and the request in flight as the last one."""

    @dataclass
    class Picked(Message):
        """The click on an exchange.

        Attributes:
            index: Its index among all exchanges.
        """

        index: int

    def __init__(self) -> None:
        super().__init__(id="exchange-table")
        self._data: InspectorData | None = None
        self._shown: Sequence[int] = ()
        self._rows = 0
        self._chosen = -1
        self._drawn: object = None

    def show(self, data: InspectorData, shown: Sequence[int], chosen: int) -> None:
        """Draw exchanges; one more draws no row but its own.

        Args:
            data: The exchanges.
            shown: The indices of those that are listed.
            chosen: The index of the chosen one.
        """
        before, self._drawn = self._drawn, (data.translator.language, data.notes, data.walkthrough)
        rows, was_chosen, waited = self._rows, self._chosen, self._data and self._data.waiting
        self._data, self._shown, self._chosen = data, shown, chosen
        self._rows = len(shown)  # the list itself is the same while it grows
        self._fit()
        if before != self._drawn or len(shown) < rows:
            self.refresh()
        else:
            changed = {self._row_of(was_chosen), self._row_of(chosen), *range(rows, len(shown))}
            if waited != data.waiting:
                changed |= {rows, len(shown)}
            for row in changed - {-1}:
                self._refresh_row(row)
        if was_chosen != chosen or rows != len(shown):
            self._show_chosen()

    @property
    def row_height(self) -> int:
        """The lines of one exchange: two where it has no room on one."""
        return 1 if self.scrollable_content_region.width >= _ONE_LINE else 2

    def render_line(self, y: int) -> Strip:
        """Render one line of one exchange."""
        width = self.scrollable_content_region.width
        row, part = divmod(y + self.scroll_offset.y, self.row_height)
        content = self._line(row, part, width)
        style = self.visual_style
        if not content:
            return Strip.blank(width, style.rich_style)
        return Visual.to_strips(self, content, width, 1, style, pad=True)[0]

    def on_click(self, event: Click) -> None:
        """Pick the exchange under the pointer."""
        row = (event.y + self.scroll_offset.y) // self.row_height
        if 0 <= row < len(self._shown):
            self.post_message(self.Picked(self._shown[row]))

    def on_resize(self, _event: Resize) -> None:
        """Take the height of the rows for the new width."""
        self._fit()
        self.refresh()
        self._show_chosen()

    def on_focus(self) -> None:
        """Draw the chosen row as the one that the keys move."""
        self._refresh_row(self._row_of(self._chosen))

    def on_blur(self) -> None:
        """Draw the chosen row without the focus."""
        self._refresh_row(self._row_of(self._chosen))

    def _fit(self) -> None:
        rows = len(self._shown) + (self._data is not None and self._data.waiting is not None)
        self.virtual_size = Size(self.scrollable_content_region.width, rows * self.row_height)

    def _row_of(self, index: int) -> int:
        """Return the row of an exchange, -1 where it is not listed."""
        return place_of(self._shown, index)

    def _refresh_row(self, row: int) -> None:
        height, width = self.row_height, self.scrollable_content_region.width
        region = Region(0, row * height - self.scroll_offset.y, width, height)
        if region.y + height > 0 and region.y < self.size.height:
            self.refresh(region)

    def _show_chosen(self) -> None:
        """Scroll the chosen row into sight, with the request in flight below the newest one."""
        row = self._row_of(self._chosen)
        if row < 0:
            return
        last = row == len(self._shown) - 1
        height = self.row_height * (2 if last and self._data and self._data.waiting else 1)
        top, bottom, seen = row * self.row_height, row * self.row_height + height, self.size.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        elif bottom > self.scroll_offset.y + seen:
            self.scroll_to(y=bottom - seen, animate=False, immediate=True, force=True)

    def _line(self, row: int, part: int, width: int) -> Content:
        data = self._data
        if data is None:
            return Content("")
        if row == len(self._shown) and data.waiting is not None:
            number, words = data.waiting
            text = f"  {number:>3}  … {words}" if part == 0 else ""
            return Content.assemble((_cut(text, width), "$accent"))
        if row >= len(self._shown):
            no_rows = row == 0 and part == 0 and data.waiting is None
            words = data.translator.text("exchanges.none" if not data.exchanges else "inspect.no_match")
            return Content.assemble((words, "$text-muted")) if no_rows else Content("")
        index = self._shown[row]
        draw: Callable[[Exchange, int, int], Content] = self._whole if self.row_height == 1 else self._half
        content = draw(data.exchanges[index], part, width)
        if index == self._chosen:
            content = content.pad_right(max(0, width - content.cell_length)).stylize("on $bubble")
            content = content.stylize("bold" if self.has_focus else "none")
        return content

    def _whole(self, exchange: Exchange, _part: int, width: int) -> Content:
        mark, verdict, style, status = self._words(exchange)
        time = f"  {exchange.at.astimezone():%H:%M:%S}" if width >= _WITH_TIME else ""
        right = f"{status:>4} {exchange.ms:>6} ms{time}"
        room = width - 7 - _VERDICT - len(right)
        return Content.assemble(
            (mark, "bold $accent"),
            (f"{exchange.number:>4}  ", "$text-muted"),
            (_fill(self._call(exchange, room), room), "$text"),
            (_fill(_cut(verdict, _VERDICT - 1), _VERDICT), style),
            (right, "$text-muted"),
        )

    def _half(self, exchange: Exchange, part: int, width: int) -> Content:
        mark, verdict, style, status = self._words(exchange)
        if part == 1:
            return Content.assemble(("       ", ""), (_cut(verdict, width - 7), style))
        right = f" {status} {exchange.ms:>5} ms"
        room = width - 7 - len(right)
        return Content.assemble(
            (mark, "bold $accent"),
            (f"{exchange.number:>4}  ", "$text-muted"),
            (_fill(self._call(exchange, room), room), "$text"),
            (right, "$text-muted"),
        )

    def _words(self, exchange: Exchange) -> tuple[str, str, str, str]:
        """Return the mark, the verdict with its sign, its colour, and the status."""
        data = self._data
        if data is None:
            return "", "", "", ""
        tone = tone_of(exchange.decision.verdict)
        note = data.note(exchange.number)
        mark = "●" if note.marked else "○" if note.comment else " "
        verdict = data.translator.text(f"verdict.{exchange.decision.verdict}")
        return mark, f"{MARKS[tone]} {verdict}", STYLES[tone], str(exchange.status or "–")

    def _call(self, exchange: Exchange, room: int) -> str:
        """Return provider and call, or the call alone where there is no room for both."""
        call = inert(exchange.call[:_TEXT])
        provider = self._data.translator.text(f"provider.{exchange.provider}") if self._data else ""
        both = f"{provider} {call}"
        return both if cell_len(both) < room else _cut(call, room - 1)


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else Content(text).truncate(width, ellipsis=True).plain


def _fill(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text))
