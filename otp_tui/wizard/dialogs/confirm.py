"""The dialog of a question with yes and no."""

from collections.abc import Callable
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import Button, Static

from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog, open_dialog
from otp_tui.wizard.widgets.action_button import ButtonRow, WordedButton


class ConfirmDialog(Dialog):
    """A question with one yes and one no; Esc is no.

    Args:
        context: The state that it reads.
        name: The question's sentences: ``ask.NAME``, ``ask.NAME_yes``, ``ask.NAME_no``.
        facts: What their places are filled with.
    """

    asks = True

    def __init__(self, context: WizardContext, name: str, **facts: object) -> None:
        super().__init__(context)
        self.about = name
        self._facts = facts

    def content(self) -> ComposeResult:
        yield Static(id="question", markup=False)
        with ButtonRow(id="answers"):
            yield WordedButton("no", primary=True)
            yield WordedButton("yes")

    def draw(self) -> None:
        say = self.translator.text
        self.draw_frame(say(f"ask.{self.about}_title"), say("dialog.answer"))
        self.query_one("#question", Static).update(say(f"ask.{self.about}", **self._facts))
        self.query_one("#no", WordedButton).write(say(f"ask.{self.about}_no"))
        self.query_one("#yes", WordedButton).write(say(f"ask.{self.about}_yes"))

    def take_focus(self) -> None:
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by the button that was pressed."""
        event.stop()
        self.answer(event.button.id)


def open_confirm(
    app: App[Any], context: WizardContext, question: str, then: Callable[[], None], **facts: object
) -> None:
    """Ask a question with yes and no, and go on after a yes.

    Args:
        app: The app.
        context: The state that the dialog reads.
        question: Its name in the catalogues, without ``ask.``.
        then: Called after a yes.
        facts: What its places are filled with.
    """

    def answered(answer: str | None) -> None:
        if answer == "yes":
            then()

    open_dialog(app, ConfirmDialog(context, question, **facts), answered)
