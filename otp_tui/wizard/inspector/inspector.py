"""The inspector: the list of exchanges, the views of the chosen one, and what can be done with it."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus, Resize
from textual.widgets import Input, Static

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.walkthrough_drift import WalkthroughDrift, walkthrough_drift
from otp_tui.core.phone.number import may_be_number
from otp_tui.wizard.inspector import tools
from otp_tui.wizard.inspector.detail import DetailView
from otp_tui.wizard.inspector.exchange_table import ExchangeTable
from otp_tui.wizard.inspector.field import InspectorField
from otp_tui.wizard.inspector.keys import KEYS
from otp_tui.wizard.inspector.messages import NoteWanted, SnippetWanted, ToolsWanted
from otp_tui.wizard.inspector.pane import InspectorPane
from otp_tui.wizard.inspector.selection import Selection
from otp_tui.wizard.inspector.state import CopyForm, Draft, Field, InspectorData, InspectorState
from otp_tui.wizard.inspector.taking import take_wanted
from otp_tui.wizard.inspector.tool_row import ToolRow
from otp_tui.wizard.inspector.views import VIEWS, view_named
from otp_tui.wizard.inspector.views.decision import tone_of
from otp_tui.wizard.inspector.views.view import View, ViewSource
from otp_tui.wizard.widgets.key_hints import KeyHint
from otp_tui.wizard.widgets.status_line import STYLES, StatusLine

_LOW: Final = 16
"""The rows under which the tools leave their lines to the list and the view."""
_CODE: Final = "code"


class Inspector(InspectorPane):
    """Shows the exchanges of a walkthrough.

    Args:
        state: The operator's choices, which outlive this widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"use('{row.name}')", show=False) for row in KEYS for key in row.keys),
        *(
            Binding(str(place), f"use('{tools.VIEW}{view.name}')", show=False)
            for place, view in enumerate(VIEWS, 1)
        ),
    ]

    def __init__(self, state: InspectorState) -> None:
        super().__init__(id="inspector")
        self._state = state
        self._data: InspectorData | None = None
        self._selection = Selection(state)
        self._drift: tuple[WalkthroughDrift, ...] = ()
        self._drift_of: object = None
        self._shown_for: object = None
        self._drawn_for: object = None
        self._asked: set[tuple[Exchange, str]] = set()
        self._actions: dict[str, Callable[[], None]] = {
            "next": lambda: self._choose(1),
            "previous": lambda: self._choose(-1),
            "next_view": lambda: self._turn(1),
            "previous_view": lambda: self._turn(-1),
            "follow": self._follow,
            "filter": lambda: self._open_field(Draft(Field.FILTER, state.filter)),
            "find": lambda: self._open_field(Draft(Field.FIND, state.find)),
            "find_next": lambda: self._find(1),
            "find_previous": lambda: self._find(-1),
            "copy": lambda: self._take(saved=False),
            "save": lambda: self._take(saved=True),
            "form": self._change_form,
            "mark": self._mark,
            "comment": self._comment,
            "fold": self._fold,
            "unfold": self._unfold,
            "language": self._change_language,
            "page_down": lambda: self._page(1),
            "page_up": lambda: self._page(-1),
            "view_start": lambda: self.query_one(DetailView).scroll_home(animate=False),
            "view_end": lambda: self.query_one(DetailView).scroll_end(animate=False),
        }

    def compose(self) -> ComposeResult:
        """Compose the list with its tools, and the view with its own."""
        yield ToolRow("inspect-list")
        yield ExchangeTable()
        yield Static(id="inspect-drift", markup=False)
        yield ToolRow("inspect-views")
        yield ToolRow("inspect-languages")
        yield DetailView()
        yield InspectorField()
        yield StatusLine("inspect-said")
        yield ToolRow("inspect-tools")

    def on_mount(self) -> None:
        """Ask for colours and programs; draw what came before."""
        self.post_message(ToolsWanted())
        self._draw()

    @property
    def _is_composed(self) -> bool:
        """True while its widgets are there: they come after it and go before it."""
        return self.is_attached and bool(self.query("#inspect-tools"))

    # drawing -----------------------------------------------------------------------------------------

    def show(self, data: InspectorData) -> None:
        """Draw the exchanges as they are now."""
        self._data = data
        if not self._is_composed:
            return
        self._selection.take(data)
        self.query_one(ExchangeTable).show(data, self._selection.listed, self._state.chosen)
        self._draw_drift(data)
        self._draw_view(data)
        self._draw_tools(data)
        self._draw_said(data)
        if self._state.draft is not None and self.query_one(InspectorField).purpose is None:
            self._open_field(self._state.draft)  # an answer changed the screen while it was typed

    def _draw(self) -> None:
        if self._data is not None:
            self.show(self._data)

    def _draw_drift(self, data: InspectorData) -> None:
        held = (data.walkthrough, len(data.exchanges))
        if held != self._drift_of:
            self._drift_of, self._drift = held, walkthrough_drift(data.exchanges)
        foot = self.query_one("#inspect-drift", Static)
        foot.display = bool(self._drift) and not self.has_class("-low")
        if foot.display:
            words = data.translator.text("inspect.drift", count=len(self._drift))
            foot.update(Content.assemble((f"≠ {words}", "$warning")))

    def _draw_view(self, data: InspectorData) -> None:
        exchange, detail = self._exchange, self.query_one(DetailView)
        if exchange is None:
            self._shown_for = None
            detail.show([], frozenset(), "", "", afresh=True)
            return
        source = self._source(data, exchange, detail.scrollable_content_region.width)
        view = self._view
        if view.name == _CODE:
            self._want_snippet(source)
        drawn = (view.name, data.translator.language, frozenset(self._state.folded), self._state.find, source)
        if drawn == self._drawn_for:
            return
        self._drawn_for = drawn
        shown = (exchange, view.name, source.language if view.name == _CODE else "")
        afresh, self._shown_for = shown != self._shown_for, shown
        tone = STYLES[tone_of(exchange.decision.verdict)]
        folded = frozenset(self._state.folded)
        detail.show(
            view.draw(source), folded, self._state.find, tone, afresh=afresh, from_top=view is VIEWS[0]
        )

    def _draw_tools(self, data: InspectorData) -> None:
        state, exchange, view = self._state, self._exchange, self._view
        self.query_one("#inspect-list", ToolRow).show(tools.list_tools(data, state, self._selection))
        self.query_one("#inspect-views", ToolRow).show(tools.tabs(data.translator, exchange, view))
        languages = self.query_one("#inspect-languages", ToolRow)
        named = tools.language_tools(data, state) if exchange and view.name == _CODE else ()
        languages.display = bool(named)
        languages.show(named)
        row = self.query_one("#inspect-tools", ToolRow)
        row.display = not self.has_class("-low")
        found = self.query_one(DetailView).found
        row.show(tuple(tools.detail_tools(data, state, exchange, found)) if exchange else ())

    def _draw_said(self, data: InspectorData) -> None:
        line = self.query_one("#inspect-said", StatusLine)
        if self._state.said is None:
            line.clear()
        else:
            wording, tone = self._state.said
            line.say(data.translator, wording, tone)

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys that work while it has the focus, for the bar at the bottom."""
        return () if self._data is None else tools.key_hints(self._data.translator)

    # what is chosen ----------------------------------------------------------------------------------

    @property
    def _exchange(self) -> Exchange | None:
        chosen = self._state.chosen
        return self._data.exchanges[chosen] if self._data is not None and chosen >= 0 else None

    @property
    def _view(self) -> View:
        """The chosen view; the first one where that has nothing to show."""
        return view_named(self._state.view, self._exchange)

    def _source(self, data: InspectorData, exchange: Exchange, width: int) -> ViewSource:
        language = self._state.language
        return ViewSource(
            exchange,
            data.translator,
            data.tools,
            data.note(exchange.number),
            self._drift,
            language,
            self._state.snippets.get((exchange, language)),
            width,
        )

    def _want_snippet(self, source: ViewSource) -> None:
        wanted = (source.exchange, source.language)
        if source.snippet is None and wanted not in self._asked:
            self._asked.add(wanted)
            self.post_message(SnippetWanted(*wanted))

    # what is done ------------------------------------------------------------------------------------

    def action_use(self, name: str) -> None:
        """Run the action of a key.

        Args:
            name: The key's name; ``view:NAME`` and ``language:NAME`` choose a view and a language.
        """
        if self.query_one(InspectorField).purpose is not None:
            return
        self._state.said = None
        if name.startswith(tools.VIEW):
            self._state.view = name.removeprefix(tools.VIEW)
        elif name.startswith(tools.LANGUAGE):
            self._state.language = name.removeprefix(tools.LANGUAGE)
        else:
            self._actions[name]()
        self._draw()

    def on_tool_row_used(self, message: ToolRow.Used) -> None:
        """Do what was clicked."""
        message.stop()
        self.action_use(message.name)

    def on_exchange_table_picked(self, message: ExchangeTable.Picked) -> None:
        """Show what was clicked."""
        message.stop()
        self._selection.pick(message.index)
        self._draw()

    def on_detail_view_fold_toggled(self, message: DetailView.FoldToggled) -> None:
        """Fold or unfold what was clicked."""
        message.stop()
        self._state.folded ^= {message.path}
        self._draw()

    def _choose(self, step: int) -> None:
        self._selection.move(step)

    def _turn(self, step: int) -> None:
        exchange = self._exchange
        if exchange is not None:
            views = [view for view in VIEWS if view.applies(exchange)]
            self._state.view = views[(views.index(self._view) + step) % len(views)].name

    def _follow(self) -> None:
        self._state.following = not self._state.following

    def _find(self, step: int) -> None:
        self.query_one(DetailView).find(step)

    def _page(self, step: int) -> None:
        detail = self.query_one(DetailView)
        detail.scroll_relative(y=step * max(1, detail.size.height - 1), animate=False)

    def _fold(self) -> None:
        """Fold the first open block in sight."""
        path = self.query_one(DetailView).block()
        self._state.folded |= {path} if path else set()

    def _unfold(self) -> None:
        self._state.folded.clear()

    def _change_form(self) -> None:
        forms = list(CopyForm)
        self._state.form = forms[(forms.index(self._state.form) + 1) % len(forms)]

    def _change_language(self) -> None:
        if self._data is not None and self._data.tools is not None:
            names = [name for name, _, _ in self._data.tools.languages]
            self._state.language = names[(names.index(self._state.language) + 1) % len(names)]
            self._state.view = _CODE

    def _mark(self) -> None:
        exchange, data = self._exchange, self._data
        if exchange is not None and data is not None:
            note = data.note(exchange.number)
            self.post_message(NoteWanted(note._replace(marked=not note.marked)))

    def _comment(self) -> None:
        exchange, data = self._exchange, self._data
        if exchange is not None and data is not None:
            self._open_field(Draft(Field.COMMENT, data.note(exchange.number).comment, exchange.number))

    def _take(self, *, saved: bool) -> None:
        """Have the exchange copied or saved in the chosen form."""
        exchange, data = self._exchange, self._data
        if exchange is not None and data is not None:
            source = self._source(data, exchange, self.query_one(DetailView).size.width)
            self.post_message(take_wanted(source, self._view, self._state.form, saved=saved))

    # its field ---------------------------------------------------------------------------------------

    def _open_field(self, draft: Draft) -> None:
        if self._data is not None:
            self._state.draft = draft
            self.query_one(InspectorField).open(draft.purpose, draft.text, self._data.translator)

    def close_field(self) -> bool:
        """Close the field; False where it was closed."""
        was_open = self.query_one(InspectorField).close()
        if was_open:
            self._state.draft = None
            self.query_one(ExchangeTable).focus()
            self._draw()
        return was_open

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter and find while it is typed."""
        event.stop()
        draft = self._state.draft
        if draft is None:
            return
        self._state.draft = draft._replace(text=event.value)
        event.input.password = self._data is not None and self._data.presenting and may_be_number(event.value)
        if draft.purpose in {Field.FILTER, Field.FIND}:
            setattr(self._state, draft.purpose, event.value)
            self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        data, draft = self._data, self._state.draft
        if draft is not None and draft.purpose is Field.COMMENT and data is not None:
            self.post_message(NoteWanted(data.note(draft.number)._replace(comment=event.value)))
        self.close_field()

    # size and focus ----------------------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        """Leave out the tools where rows are few."""
        self.set_class(event.size.height < _LOW, "-low")
        self.call_after_refresh(self._draw)

    def take_focus(self) -> None:
        """Give the focus to the list, or to the field where something is being typed."""
        self._state.focused = True
        if self._is_composed:
            front = ExchangeTable if self._state.draft is None else InspectorField
            self.query_one(front).focus(scroll_visible=False)

    def leave(self) -> None:
        """Remember that the focus is to be elsewhere."""
        self._state.focused = False

    def on_descendant_focus(self, _event: DescendantFocus) -> None:
        """Keep the focus on the walkthrough's next screen too."""
        self._state.focused = True

    def on_descendant_blur(self, _event: DescendantBlur) -> None:
        """Forget the focus once something else on the same screen has it."""
        self.call_after_refresh(self._look_at_focus)

    def _look_at_focus(self) -> None:
        focused = self.screen.focused if self.is_attached else None
        if focused is not None and self not in focused.ancestors_with_self:
            self._state.focused = False
