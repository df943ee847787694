"""Panels over the wizard: help, exchanges, the customer's phone, commands, a question."""

from typing import TYPE_CHECKING, ClassVar

from textual._widget_navigation import Direction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from otp_tui.wizard.actions import ACTIONS, BY_NAME, NOT_COMMANDS, Action
from otp_tui.wizard.widgets.exchange_list import ExchangeList
from otp_tui.wizard.widgets.inbox import Inbox

if TYPE_CHECKING:
    from otp_tui.wizard.app import Wizard


class Dialog(ModalScreen[str | None]):
    """A panel with a title; Esc closes it, and so does the key that opened it."""

    CSS_PATH = "dialog.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False, priority=True)]
    app: "Wizard"
    _answered = False

    def compose(self) -> ComposeResult:
        """Title, content, the key that closes."""
        with Vertical(id="panel"):
            yield Label(id="panel-title", markup=False)
            yield from self.content()
            yield Label(id="panel-keys", markup=False)

    def content(self) -> ComposeResult:
        """The panel's own widgets; none by default."""
        yield from ()

    def draw(self) -> None:
        """Draw it in the language of the moment."""

    def titled(self, title: str, keys: str | None = None) -> None:
        """Write the frame's words."""
        self.query_one("#panel-title", Label).update(title)
        self.query_one("#panel-keys", Label).update(keys or self.app.translator.text("overlay.close"))

    about = ""
    """What a question is about."""

    def same_as(self, other: "Dialog") -> bool:
        """Whether both ask or show the same: no two such panels stand over each other."""
        return type(self) is type(other) and self.about == other.about

    @property
    def drawable(self) -> bool:
        """True while its widgets are there: a panel can be closed before it was mounted."""
        return self in self.app.screen_stack and bool(self.query("#panel-keys"))

    def on_mount(self) -> None:
        """Draw the first time, and put the focus where the next key is due."""
        if not self.drawable:
            return
        self.add_class(f"-{self.app.shown_environment or 'none'}")
        self.draw()
        self.take_focus()

    def take_focus(self) -> None:
        """Focus."""

    def tick(self) -> None:
        """Draw what time alone changes."""

    def answer(self, answer: str | None) -> None:
        """Close with an answer, once: a second press of the same key finds it closed already."""
        if not self._answered:
            self._answered = True
            self.dismiss(answer)

    def action_close(self) -> None:
        """Close without a choice."""
        self.answer(None)

    def on_screen_resume(self) -> None:
        """Shown: an Enter that was meant for what was there before does nothing here."""
        self.app.start_enter_delay()


class HelpDialog(Dialog):
    """The keys that work now, and why others do not."""

    def content(self) -> ComposeResult:
        """One text."""
        with VerticalScroll():
            yield Static(id="help-text", markup=False)

    def draw(self) -> None:
        """All actions, open ones first."""
        say = self.app.translator.text
        self.titled(say("help_panel.title"))
        if self.app.base is None:
            names = ("help", "language", "quit")
            keys = [(self.app.key_label(BY_NAME[name]), say(f"action.{name}")) for name in names]
            lines = [Content.assemble((say("help_panel.set_up"), "$text"), "\n")]
            lines += [Content.assemble((key.ljust(7), "bold $accent"), (word, "$text")) for key, word in keys]
            self.query_one("#help-text", Static).update(Content("\n").join(lines))
            return
        rows = [(action, *self.app.state_of(action)) for action in ACTIONS if self.app.offered(action)]
        lines = [Content.assemble((say(f"help_panel.{self.app.base_name}"), "$text"), "\n")]
        for action, is_open, why in rows:
            word = say(f"action.{action.name}")
            if is_open:
                lines.append(
                    Content.assemble((self.app.key_label(action).ljust(7), "bold $accent"), (word, "$text"))
                )
            elif action.key:
                lines.append(
                    Content.assemble((f"{self.app.key_label(action):7}{word} – {why}", "$text-muted"))
                )
        self.query_one("#help-text", Static).update(Content("\n").join(lines))


class ExchangesDialog(Dialog):
    """The exchanges, where there is no room for the side pane."""

    def content(self) -> ComposeResult:
        """The list."""
        yield ExchangeList()

    def draw(self) -> None:
        """Draw it."""
        self.titled(self.app.translator.text("exchanges.title"))
        self.query_one(ExchangeList).show(
            self.app.translator, self.app.conductor.exchanges, self.app.walkthrough
        )

    def take_focus(self) -> None:
        """The list scrolls with the arrow keys."""
        self.query_one(ExchangeList).focus()


class InboxDialog(Dialog):
    """The customer's phone, where there is no room for the side pane."""

    def content(self) -> ComposeResult:
        """The phone."""
        yield Inbox()

    def draw(self) -> None:
        """Draw it."""
        self.titled(self.app.translator.text("inbox.panel"))
        self.query_one(Inbox).show(self.app.translator, self.app.messages, self.app.connection.scenarios)

    def take_focus(self) -> None:
        """It scrolls with the arrow keys."""
        self.query_one(Inbox).focus()


class CommandList(OptionList):
    """Textual's list, which a page key without room for a line and a click on a line that is gone would crash."""

    def _move_page(self, direction: Direction) -> None:
        if self.scrollable_content_region:
            super()._move_page(direction)

    async def _on_click(self, event: Click) -> None:
        option = event.style.meta.get("option")
        if option is not None and option >= self.option_count:
            event.prevent_default()


class PaletteDialog(Dialog):
    """Everything that can be done now, by name."""

    def content(self) -> ComposeResult:
        """A field to narrow the list, and the list."""
        yield Input(id="command-filter", select_on_focus=False)
        yield CommandList(id="command-list", markup=False)

    def draw(self) -> None:
        """The commands whose names hold what was typed."""
        say = self.app.translator.text
        self.titled(say("commands.title"), say("commands.keys"))
        self.query_one(Input).placeholder = say("commands.filter")
        wanted = self.query_one(Input).value.casefold()
        names = sorted((say(f"action.{action.name}"), action) for action in self._open())
        listed = self.query_one(OptionList)
        listed.clear_options()
        for name, action in names:
            if wanted in name.casefold():
                listed.add_option(
                    Option(
                        Content.assemble(name, (f"  {self.app.key_label(action)}", "$text-muted")),
                        action.name,
                    )
                )
        if listed.option_count:
            listed.highlighted = 0
        else:
            listed.add_option(Option(say("commands.none"), disabled=True))

    def take_focus(self) -> None:
        """The field has the focus."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self.draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the marked one."""
        event.stop()
        self.query_one(OptionList).action_select()

    def on_key(self, event: object) -> None:
        """The arrow keys move in the list while the field has the focus."""
        key = getattr(event, "key", "")
        if key in {"up", "down"} and self.query_one(Input).has_focus:
            listed = self.query_one(OptionList)
            listed.action_cursor_down() if key == "down" else listed.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the choice; the app runs it."""
        event.stop()
        self.answer(event.option.id)

    def _open(self) -> list[Action]:
        return [
            action
            for action in ACTIONS
            if action.name not in NOT_COMMANDS and self.app.offered(action) and self.app.state_of(action)[0]
        ]


class ConfirmDialog(Dialog):
    """A question with one yes and one no; Esc is no.

    Args:
        name: The question's sentences: ``ask.NAME``, ``ask.NAME_yes``, ``ask.NAME_no``.
        facts: What their places are filled with.
    """

    def __init__(self, name: str, **facts: object) -> None:
        super().__init__()
        self.about = name
        self._facts = facts

    def content(self) -> ComposeResult:
        """The question and its two answers; *no* has the focus."""
        yield Static(id="question", markup=False)
        with Horizontal(id="answers"):
            yield Button("", id="no", classes="-main")
            yield Button("", id="yes", classes="-flat")

    def draw(self) -> None:
        """The words."""
        say = self.app.translator.text
        self.titled(say(f"ask.{self.about}_title"), say("overlay.answer"))
        self.query_one("#question", Static).update(say(f"ask.{self.about}", **self._facts))
        self.query_one("#no", Button).label = Content(say(f"ask.{self.about}_no"))
        self.query_one("#yes", Button).label = Content(say(f"ask.{self.about}_yes"))

    def take_focus(self) -> None:
        """Nothing is given up by a stray Enter."""
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.answer(event.button.id)
