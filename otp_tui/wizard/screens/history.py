"""The screen of the kept walkthroughs: a filter, the list, how long SMS took."""

import asyncio
from functools import partial
from typing import ClassVar, Final, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from otp_tui.conductor.evidence_ports import HistoryService
from otp_tui.core.errors import UserError
from otp_tui.core.flow.history import ArrivalStatistics, HistoryEntry, HistoryFilter
from otp_tui.core.flow.journey import GOOD_OUTCOMES
from otp_tui.core.flow.state import Tone
from otp_tui.i18n.history import arrival_line, entry_row, read_filter
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.screens.form import FormScreen
from otp_tui.wizard.widgets.key_hints import KeyHint
from otp_tui.wizard.widgets.pick_list import PickList
from otp_tui.wizard.widgets.text_field import TextField

_PAGE: Final = 100
_PAIR: Final = 2


class HistoryActions(Protocol):
    """What can be done with kept walkthroughs; implemented by `otp_tui.wizard.flows.history.HistoryFlow`."""

    def show(self, walkthrough_id: str) -> None:
        """Show a kept walkthrough from its first step on."""
        ...

    def compare(self, one_id: str, other_id: str) -> None:
        """Show two kept walkthroughs side by side."""
        ...

    def leave(self) -> None:
        """Show what was there before the list."""
        ...


class HistoryScreen(FormScreen):
    """Lists kept walkthroughs, the newest first; more are read as the list is gone down.

    Args:
        context: The state that it reads.
        service: The kept walkthroughs.
        actions: What can be done with them.
    """

    help_name = "history"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", show=False),
        Binding("space", "mark", show=False),
        Binding("c,C", "compare", show=False),
    ]

    def __init__(self, context: WizardContext, service: HistoryService, actions: HistoryActions) -> None:
        super().__init__(context)
        self._service = service
        self._actions = actions
        self._filter = HistoryFilter()
        self._entries: list[HistoryEntry] = []
        self._count = 0
        self._marked: list[str] = []
        self._arrivals: list[ArrivalStatistics] = []
        self._whole = False
        self._reading = 0
        self._drawn: object = None

    def card(self) -> ComposeResult:
        yield Label(id="title", markup=False)
        yield TextField(id="filter", max_length=80)
        yield PickList(id="entries", markup=False)
        yield Static(id="arrivals", markup=False)

    def on_mount(self) -> None:
        """Read the first page."""
        super().on_mount()
        self.query_one("#entries").focus()
        self._read_anew()

    def draw_card(self) -> None:
        say = self.translator.text
        self.query_one("#title", Label).update(say("history.title", count=self._count))
        self.query_one("#filter", Input).placeholder = say("history.filter")
        shown = self._arrivals if self._filter == HistoryFilter() else []  # of all, so not beside a part
        lines = [arrival_line(self.translator, one) for one in shown]
        self.query_one("#arrivals", Static).update(Content.assemble(("\n".join(lines), "$text-muted")))
        drawn = (self.translator.language, tuple(self._marked))
        if drawn != self._drawn:
            self._drawn = drawn
            listed = self.query_one("#entries", PickList)
            for index, entry in enumerate(self._entries):
                listed.replace_option_prompt_at_index(index, self._line(entry))

    def extra_hints(self) -> tuple[KeyHint, ...]:
        """Return the hints of the list's own keys."""
        say = self.translator.text
        return (
            KeyHint("Enter", say("key_hint.open"), "screen.open", 1),
            KeyHint("/", say("key_hint.filter"), "screen.filter", 2),
            KeyHint("␣", say("key_hint.mark"), "screen.mark", 7),
            KeyHint("C", say("key_hint.compare"), "screen.compare", 8),
        )

    def back(self) -> bool:
        """Leave the list; with something in the filter, empty that first."""
        field = self.query_one("#filter", Input)
        if field.value:
            field.value = ""
            self.query_one("#entries").focus()
        else:
            self._actions.leave()
        return True

    # keys ------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Put the focus into the filter."""
        self.query_one("#filter").focus()

    def action_open(self) -> None:
        """Open the entry under the cursor."""
        entry = self._under_cursor()
        if entry is not None:
            self._actions.show(entry.id)

    def action_mark(self) -> None:
        """Mark the entry under the cursor to be compared; of two marked ones the older mark goes."""
        entry = self._under_cursor()
        if entry is None:
            return
        if entry.id in self._marked:
            self._marked.remove(entry.id)
        else:
            self._marked = [*self._marked, entry.id][-_PAIR:]
        self.draw()

    def action_compare(self) -> None:
        """Compare the two marked entries, or the marked one and the one under the cursor."""
        entry = self._under_cursor()
        chosen = dict.fromkeys((*self._marked, *([entry.id] if entry else [])))
        if len(chosen) < _PAIR:
            self.show_message(sentence("history.mark_two"), Tone.INFO)
            return
        one, other = list(chosen)[:_PAIR]
        self._actions.compare(one, other)

    @on(Input.Changed, "#filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        self.clear_message()
        self._filter, unknown = read_filter(self.translator, event.value, self.context.now().utc)
        if unknown:
            self.show_message(sentence("history.unknown_word", word=unknown), Tone.INFO)
        self._read_anew()

    @on(Input.Submitted, "#filter")
    def _filter_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#entries").focus()

    @on(OptionList.OptionSelected, "#entries")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    @on(OptionList.OptionHighlighted, "#entries")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index >= len(self._entries) - _PAGE // 2:
            self._read_more()

    # reading ---------------------------------------------------------------------------------------------

    def _read_anew(self) -> None:
        self._reading += 1
        self._whole = False
        self.work(partial(self._read, self._reading, None), "history page")

    def _read_more(self) -> None:
        if not self._whole and self._entries:
            self._whole = True  # until the page is there
            self.work(partial(self._read, self._reading, self._entries[-1]), "history page")

    async def _read(self, reading: int, after: HistoryEntry | None) -> None:
        """Read a page in a thread; one that another filter has overtaken is dropped."""
        try:
            page = await asyncio.to_thread(self._service.page, self._filter, _PAGE, after)
            if after is None:
                count = await asyncio.to_thread(self._service.count, self._filter)
                self._arrivals = self._arrivals or await asyncio.to_thread(self._service.arrivals)
        except UserError as error:
            self.show_error(error)
            return
        if reading != self._reading or not self.is_attached:
            return
        self._whole = len(page) < _PAGE
        listed = self.query_one("#entries", PickList)
        if after is None:
            self._entries, self._count = page, count
            listed.clear_options()
            if not page:
                listed.add_option(
                    Option(
                        self.translator.text(
                            "history.none" if self._filter != HistoryFilter() else "history.empty"
                        ),
                        disabled=True,
                    )
                )
        else:
            self._entries += page
        listed.add_options([Option(self._line(entry)) for entry in page])
        if after is None and page:
            listed.highlighted = 0
        self.draw()

    def _line(self, entry: HistoryEntry) -> Content:
        mark = "◆ " if entry.id in self._marked else "  "
        style = (
            "$success" if entry.outcome in GOOD_OUTCOMES else "$text" if entry.outcome is None else "$warning"
        )
        return Content.assemble((mark, "$accent"), (entry_row(self.translator, entry), style))

    def _under_cursor(self) -> HistoryEntry | None:
        at = self.query_one("#entries", PickList).highlighted
        return self._entries[at] if at is not None and at < len(self._entries) else None
