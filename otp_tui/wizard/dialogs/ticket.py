"""The dialog of the support ticket: its text, and a key that copies it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from otp_tui.i18n.translator import Translator
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.widgets.action_button import WordedButton


class TicketDialog(Dialog):
    """The text for the provider's support.

    Args:
        context: The state that it reads.
        text: Words the ticket.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y,Y", "copy", show=False)]

    def __init__(self, context: WizardContext, text: Callable[[Translator], str]) -> None:
        super().__init__(context)
        self._text = text
        self._copied = False

    def again(self) -> Dialog:
        return TicketDialog(self.context, self._text)

    def content(self) -> ComposeResult:
        with VerticalScroll(id="ticket"):
            yield Static(id="question", markup=False)
        yield WordedButton("copy")

    def draw(self) -> None:
        say = self.translator.text
        self.draw_frame(say("ticket.title"))
        self.query_one("#question", Static).update(self._text(self.translator))
        self.query_one("#copy", WordedButton).write(say("ticket.copied" if self._copied else "ticket.copy"))

    def take_focus(self) -> None:
        self.query_one("#ticket").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Copy."""
        event.stop()
        self.action_copy()

    def action_copy(self) -> None:
        """Send the text to the clipboard; whether the terminal takes it is not known."""
        self.app.copy_to_clipboard(self._text(self.translator))
        self._copied = True
        self.draw()
