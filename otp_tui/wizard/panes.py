"""The side pane, and the dialogs that stand in for it on narrow terminals."""

from collections.abc import Callable
from typing import Final

from textual.message import Message

from otp_tui.conductor.phases import PHASES
from otp_tui.core.flow.state import Tone
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.actions import BY_NAME
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.dialogs.help import HelpDialog
from otp_tui.wizard.dialogs.palette import PaletteDialog
from otp_tui.wizard.dialogs.panels import InboxDialog, InspectorDialog
from otp_tui.wizard.inspector.keys import KEYS
from otp_tui.wizard.screens.base import WIDE
from otp_tui.wizard.screens.form import FormScreen
from otp_tui.wizard.widgets.inbox import KeyForField, ScenarioPicked, SmsPicked

_ARRIVES_WITHIN_S: Final = 5.0
_PANELS: Final = {"exchanges": InspectorDialog, "inbox": InboxDialog}


class PaneSwitch:
    """Opens and closes exchanges, the customer's phone, help and palette.

    Args:
        control: The app.
        width: Gives the terminal's columns.
        close_dialogs: Closes every dialog but questions.
        run_action: Runs the action that was chosen in the palette, by name.
        ring: Says for a moment that a message came.
        hush: Takes that away.
    """

    def __init__(
        self,
        control: WizardControl,
        *,
        width: Callable[[], int],
        close_dialogs: Callable[[], None],
        run_action: Callable[[str], object],
        ring: Callable[[str], None],
        hush: Callable[[], None],
    ) -> None:
        self._control = control
        self._context: WizardContext = control.context
        self._width = width
        self.close_dialogs = close_dialogs
        self._run_action = run_action
        self._ring = ring
        self.hush = hush
        self._fetching = False
        self._resumed = False

    def show(self, name: str) -> None:
        """Show or hide a pane; the customer's phone only where there is one, and none over a question."""
        if name == "inbox" and not self._context.connection.scenarios:
            return
        if self._width() < WIDE:
            self.toggle(name)
        else:
            self._toggle_pane(name)
        self.fetch_messages()

    def _toggle_pane(self, name: str) -> None:
        """Open a pane and give its list the focus; close it once the list has it, or where nothing can be picked."""
        context, screen = self._context, self._control.step_screen
        was_open = context.side_pane == name
        context.side_pane = name
        self._control.draw_all()
        focused = screen is not None and screen.focus_pane()
        if was_open and not focused:
            context.side_pane = ""
            context.inspector.focused = False
            self._control.draw_all()
            if screen is not None:
                screen.take_focus()

    def toggle(self, name: str) -> None:
        """Close a dialog by its own key; another one's takes its place, but a question is only covered, by help."""
        panel, front = _PANELS.get(name, HelpDialog), self._control.screen
        was_open = type(front) is panel
        if panel is HelpDialog and isinstance(front, HelpDialog):
            front.action_close()  # what it helped with stays
            return
        if panel is HelpDialog and isinstance(front, InspectorDialog):
            self._control.ask(self._help(), lambda _: None)
            return
        self.close_dialogs()
        if not was_open and (panel is HelpDialog or not self._is_asked):
            dialog = self._help() if name not in _PANELS else _PANELS[name](self._context)
            self._control.ask(dialog, lambda _: None)

    def leave_technical(self) -> None:
        """Close the exchanges, where they are shown; the customer's phone takes the pane."""
        context = self._context
        if isinstance(self._control.screen, InspectorDialog):
            self.close_dialogs()
        context.inspector.focused = False
        if context.side_pane == "exchanges" or not context.side_pane:
            context.side_pane = "inbox" if context.connection.scenarios else ""

    def toggle_palette(self) -> None:
        """Open the palette, or close it."""

        def chosen(name: str | None) -> None:
            if name is not None:
                self._run_action(name)

        if isinstance(self._control.screen, PaletteDialog):
            self._control.screen.action_close()
        else:
            self.close_dialogs()
            if not self._is_asked:
                self._control.ask(PaletteDialog(self._context), chosen)

    def handle(self, message: Message) -> None:
        """Act on what was picked or typed in a pane; one that stands in a dialog is closed by a choice."""
        screen = self._control.step_screen
        match message:
            case KeyForField(event=event):
                if screen is not None:
                    screen.type_on(event)
            case SmsPicked(code=code):
                self._fill(code, "code", "inbox.no_field")
            case ScenarioPicked(number=number):
                self._fill(f"{number:02d}", "phone", "inbox.only_at_phone")

    def _fill(self, text: str, step: str, otherwise: str) -> None:
        """Put a text into the field of a step; at another one say why that is not possible."""
        self.close_dialogs()
        screen = self._control.step_screen
        if screen is not None and PHASES[self._context.walkthrough.phase].screen == step:
            screen.fill(text)
        else:
            self._control.show_message(sentence(otherwise), Tone.INFO)

    @property
    def expects_message(self) -> bool:
        """True for some seconds after a send, in which its message comes."""
        challenge = self._context.walkthrough.challenge
        return (
            challenge is not None
            and self._context.now().monotonic - challenge.sent.monotonic < _ARRIVES_WITHIN_S
        )

    def expect_old_messages(self) -> None:
        """Let what the next fetch finds count as seen: a walkthrough was resumed, whose SMS came long ago."""
        self._resumed = True

    def fetch_messages(self) -> None:
        """Fetch the customer's messages; one fetch at a time."""
        if self._context.connection.scenarios and self._context.loaded and not self._fetching:
            self._fetching = True
            self._control.work(self._fetch, "inbox")

    async def _fetch(self) -> None:
        context = self._context
        try:
            if context.loaded is None:
                return
            messages = await context.loaded.messages(context.conductor)
        finally:
            self._fetching = False
        came = len(messages) - len(context.messages)
        seen = self._inbox_in_sight or self._resumed
        self._resumed = False
        if tuple(messages) != tuple(context.messages) or (seen and context.unread):
            context.messages = messages
            context.unread = 0 if seen or came < 0 else context.unread + came
            self._control.draw_all()
        if came > 0 and not seen:
            key = context.key_label(BY_NAME["inbox"])
            self._ring(context.translator.text("inbox.rings", key=key))

    @property
    def _inbox_in_sight(self) -> bool:
        in_pane = self._width() >= WIDE and self._context.side_pane == "inbox"
        return in_pane or isinstance(self._control.screen, InboxDialog)

    @property
    def _is_asked(self) -> bool:
        return isinstance(self._control.screen, Dialog) and self._control.screen.asks

    def _help(self) -> Dialog:
        front, screen = self._control.screen, self._control.step_screen
        if self._is_asked:
            return HelpDialog(self._context, "question")
        if self._context.recorded is not None:
            return HelpDialog(self._context, "recorded")
        if isinstance(front, InspectorDialog) or (screen is not None and screen.inspects):
            return HelpDialog(self._context, "inspector", keys=KEYS)
        if screen is None:
            return HelpDialog(self._context, front.help_name if isinstance(front, FormScreen) else "set_up")
        return HelpDialog(self._context, self._context.walkthrough.phase.value, screen.main_action())
