"""The inspector: the list of exchanges, the views of the chosen one, and what can be done with it."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus, Resize
from textual.widgets import Input, Static

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.walkthrough_drift import WalkthroughDrift, walkthrough_drift
from otp_tui.wizard.inspector.detail import DetailView
from otp_tui.wizard.inspector.exchange_table import ExchangeTable
from otp_tui.wizard.inspector.keys import BY_NAME, HINTS, KEYS
from otp_tui.wizard.inspector.messages import NoteWanted, SnippetWanted, TakeWanted, ToolsWanted
from otp_tui.wizard.inspector.selection import Selection
from otp_tui.wizard.inspector.state import CopyForm, Field, InspectorData, InspectorState
from otp_tui.wizard.inspector.tool_row import Tool, ToolRow
from otp_tui.wizard.inspector.views import VIEWS
from otp_tui.wizard.inspector.views.decision import tone_of
from otp_tui.wizard.inspector.views.view import View, ViewSource
from otp_tui.wizard.widgets.key_hints import KeyHint
from otp_tui.wizard.widgets.status_line import STYLES, StatusLine

_LOW: Final = 16
"""The rows under which the tools leave their lines to the list and the view."""
_VIEW: Final = "view:"
_LANGUAGE: Final = "language:"
_CODE: Final = "code"


class Inspector(Vertical):
    """Shows the exchanges of a walkthrough.

    Args:
        state: The operator's choices, which outlive this widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"use('{row.name}')", show=False) for row in KEYS for key in row.keys),
        *(
            Binding(str(place), f"use('{_VIEW}{view.name}')", show=False)
            for place, view in enumerate(VIEWS, 1)
        ),
    ]

    def __init__(self, state: InspectorState) -> None:
        super().__init__(id="inspector")
        self._state = state
        self._data: InspectorData | None = None
        self._selection = Selection(state)
        self._field: Field | None = None
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
            "filter": lambda: self._open_field(Field.FILTER, state.filter),
            "find": lambda: self._open_field(Field.FIND, state.find),
            "find_next": lambda: self._find(1),
            "find_previous": lambda: self._find(-1),
            "copy": lambda: self._take(saved=False),
            "save": lambda: self._take(saved=True),
            "form": self._change_form,
            "mark": self._mark,
            "comment": self._comment,
            "fold": self._fold,
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
        yield Input(id="inspect-field", select_on_focus=False)
        yield StatusLine("inspect-said")
        yield ToolRow("inspect-tools")

    def on_mount(self) -> None:
        """Ask for colours and programs; draw what came before."""
        self.query_one("#inspect-field").display = False
        self.post_message(ToolsWanted())
        self._draw()
        if self._state.focused:
            self.take_focus()

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
        say, state, exchange = data.translator.text, self._state, self._exchange
        here, listed = self._selection.place, len(self._selection.listed)
        title = say("inspect.place", here=here, listed=listed) if listed else say("exchanges.title")
        follow = Tool("follow", say("inspect.follow"), "F", chosen=state.following)
        words = f"{say('inspect.filter')}: {state.filter}" if state.filter else say("inspect.filter")
        filtered = Tool("filter", words, "/", chosen=bool(state.filter))
        self.query_one("#inspect-list", ToolRow).show((Tool("", title), follow, filtered))
        tabs = tuple(
            Tool(f"{_VIEW}{view.name}", say(f"view.{view.name}"), chosen=view is self._view)
            for view in VIEWS
            if exchange is not None and view.applies(exchange)
        )
        self.query_one("#inspect-views", ToolRow).show(tabs)
        languages = self.query_one("#inspect-languages", ToolRow)
        languages.display = bool(tabs) and self._view.name == _CODE and data.tools is not None
        if languages.display and data.tools is not None:
            named = [Tool(f"{_LANGUAGE}{name}", label.split(" ")[0], chosen=name == state.language)
                     for name, label, _ in data.tools.languages]  # fmt: skip
            languages.show((Tool("language", "", "o"), *named))
        tools = self.query_one("#inspect-tools", ToolRow)
        tools.display = not self.has_class("-low")
        tools.show(tuple(self._tools(data)) if exchange is not None else ())

    def _tools(self, data: InspectorData) -> Iterator[Tool]:
        say, exchange = data.translator.text, self._exchange
        places = {"detail"} | ({"find"} if self._state.find else set())
        for row in KEYS:
            if row.place not in places:
                continue
            word, chosen = say(f"inspect.{row.name}"), False
            if row.name == "form":
                word = say(f"inspect.form_{self._state.form}")
            elif row.name == "mark" and exchange is not None:
                chosen = data.note(exchange.number).marked
            elif row.name == "find" and self._state.find:
                place, hits = self.query_one(DetailView).found
                word, chosen = f"{self._state.find} {place}/{hits}", True
            yield Tool(row.name, word, row.shown, chosen)

    def _draw_said(self, data: InspectorData) -> None:
        line = self.query_one("#inspect-said", StatusLine)
        if self._state.said is None:
            line.clear()
        else:
            wording, tone = self._state.said
            line.say(data.translator, wording, tone)

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys that work while it has the focus, for the bar at the bottom."""
        if self._data is None:
            return ()
        say = self._data.translator.text
        return tuple(
            KeyHint(BY_NAME[name].shown, say(f"inspect.{name}"), f"screen.inspect('{name}')", rank)
            for rank, name in enumerate(HINTS, 10)
        )

    # what is chosen ----------------------------------------------------------------------------------

    @property
    def _exchange(self) -> Exchange | None:
        chosen = self._state.chosen
        return self._data.exchanges[chosen] if self._data is not None and chosen >= 0 else None

    @property
    def _view(self) -> View:
        """The chosen view; the first one where that has nothing to show."""
        exchange = self._exchange
        named = (view for view in VIEWS if view.name == self._state.view)
        return next((view for view in named if exchange is None or view.applies(exchange)), VIEWS[0])

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
        if self._field is not None:
            return
        self._state.said = None
        if name.startswith(_VIEW):
            self._state.view = name.removeprefix(_VIEW)
        elif name.startswith(_LANGUAGE):
            self._state.language = name.removeprefix(_LANGUAGE)
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
            names = [view.name for view in VIEWS if view.applies(exchange)]
            self._state.view = names[(names.index(self._view.name) + step) % len(names)]

    def _follow(self) -> None:
        self._state.following = not self._state.following

    def _find(self, step: int) -> None:
        self.query_one(DetailView).find(step)

    def _page(self, step: int) -> None:
        detail = self.query_one(DetailView)
        detail.scroll_relative(y=step * max(1, detail.size.height - 1), animate=False)

    def _fold(self) -> None:
        """Fold or unfold the first block in sight."""
        path = self.query_one(DetailView).block()
        self._state.folded ^= {path} if path else set()

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
            self._open_field(Field.COMMENT, data.note(exchange.number).comment)

    def _take(self, *, saved: bool) -> None:
        """Have the exchange copied or saved in the chosen form; as shown, a program is one in its language."""
        exchange, data, form, view = self._exchange, self._data, self._state.form, self._view
        if exchange is None or data is None:
            return
        language, text, name = "", "", ""
        if form is CopyForm.CURL:
            language = "curl"
        elif form is CopyForm.PRETTY and view.name == _CODE:
            language = self._state.language
        else:
            shown = view if form is CopyForm.PRETTY else next(one for one in VIEWS if one.name == "raw")
            source = self._source(data, exchange, self.query_one(DetailView).size.width)
            text, name = shown.text(source), shown.file_name(source)
        self.post_message(TakeWanted(exchange, form, text=text, name=name, language=language, saved=saved))

    # its field ---------------------------------------------------------------------------------------

    def _open_field(self, field: Field, text: str) -> None:
        if self._data is None:
            return
        self._field = field
        line = self.query_one("#inspect-field", Input)
        line.placeholder = self._data.translator.text(f"inspect.{field}_hint")
        line.value, line.display = text, True
        line.cursor_position = len(text)
        line.focus()

    def close_field(self) -> bool:
        """Close the field; False where it was closed."""
        if self._field is None:
            return False
        self._field = None
        line = self.query_one("#inspect-field", Input)
        line.display, line.value = False, ""
        self.query_one(ExchangeTable).focus()
        self._draw()
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter and find while it is typed."""
        event.stop()
        if self._field is Field.FILTER:
            self._state.filter = event.value
        elif self._field is Field.FIND:
            self._state.find = event.value
        else:
            return
        self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        exchange, data = self._exchange, self._data
        if self._field is Field.COMMENT and exchange is not None and data is not None:
            self.post_message(NoteWanted(data.note(exchange.number)._replace(comment=event.value)))
        self.close_field()

    # size and focus ----------------------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        """Leave out the tools where rows are few."""
        self.set_class(event.size.height < _LOW, "-low")
        self.call_after_refresh(self._draw)

    def take_focus(self) -> None:
        """Give the focus to the list."""
        self._state.focused = True
        if self._is_composed:
            self.query_one(ExchangeTable).focus(scroll_visible=False)

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
