"""The dialog that asks for one line of text."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog

_LONGEST = 60


class PromptDialog(Dialog):
    """A question with a field; Esc gives no answer.

    Args:
        context: The state that it reads.
        name: The question's sentences: ``ask.NAME``, ``ask.NAME_title``, ``ask.NAME_yes``, ``ask.NAME_no``.
        mistake: The name of a sentence about the answer before, if there was one.
        facts: What their places are filled with.
    """

    def __init__(self, context: WizardContext, name: str, mistake: str = "", **facts: object) -> None:
        super().__init__(context)
        self.about = name
        self._mistake = mistake
        self._facts = facts

    def content(self) -> ComposeResult:
        yield Static(id="question", markup=False)
        yield Input(id="answer", max_length=_LONGEST, select_on_focus=False)
        yield Static(id="wrong", markup=False)
        with Horizontal(id="answers"):
            yield Button("", id="yes", classes="-main")
            yield Button("", id="no", classes="-flat")

    def draw(self) -> None:
        say = self.translator.text
        self.draw_frame(say(f"ask.{self.about}_title", **self._facts), say("dialog.ask"))
        self.query_one("#question", Static).update(say(f"ask.{self.about}", **self._facts))
        self.query_one("#wrong", Static).update(
            Content.assemble((f"! {say(self._mistake)}", "$warning")) if self._mistake else ""
        )
        self.query_one("#yes", Button).label = Content(say(f"ask.{self.about}_yes"))
        self.query_one("#no", Button).label = Content(say(f"ask.{self.about}_no"))

    def take_focus(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer by Enter; an empty field is no answer."""
        event.stop()
        if event.value.strip():
            self.answer(event.value.strip())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by the button that was pressed, or give no answer."""
        event.stop()
        text = self.query_one(Input).value.strip()
        if event.button.id == "no":
            self.answer(None)
        elif text:
            self.answer(text)
