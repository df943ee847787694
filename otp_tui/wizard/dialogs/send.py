"""The one question before a real SMS: where it goes, whose phone it is, and the merchant's name on live."""

from collections.abc import Callable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from otp_tui.core.security.budget import Allowance
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.widgets.action_button import ButtonRow, WordedButton
from otp_tui.wizard.widgets.status_line import StatusLine
from otp_tui.wizard.widgets.text_field import TextField

_LONGEST = 60


class SendQuestion(NamedTuple):
    """A send that has to be confirmed.

    Attributes:
        phone: The masked phone.
        sent: How each provider gets it, masked, by provider.
        owner: Whose phone it is; "" where that is asked for.
        live: Whether the target is live.
        unlock: Takes the merchant's name that was typed, and gives whether it is right; None where none is asked for.
        left: What remains of the phone's budget.
    """

    phone: str
    sent: tuple[tuple[str, str], ...]
    owner: str
    live: bool
    unlock: Callable[[str], bool] | None
    left: Allowance | None


class SendDialog(Dialog):
    """Asks what a send still needs, all at once; the answer is the phone's owner.

    Args:
        context: The state that it reads.
        question: The send.
    """

    asks = True

    def __init__(self, context: WizardContext, question: SendQuestion) -> None:
        super().__init__(context)
        self.about = "send"
        self._question = question
        asked = {"owner": not question.owner, "merchant": question.unlock is not None}
        self._fields = tuple(name for name, needed in asked.items() if needed)

    def content(self) -> ComposeResult:
        yield Static(id="facts", markup=False)
        yield Static(id="question", markup=False)
        for name in self._fields:
            yield Label(id=f"word-{name}", classes="-word", markup=False)
            yield TextField(id=f"field-{name}", max_length=_LONGEST)
            yield StatusLine(f"wrong-{name}")
        with ButtonRow(id="answers"):
            for name in ("yes", "no") if self._fields else ("no", "yes"):
                yield WordedButton(name, primary=(name == "yes") is bool(self._fields))

    def draw(self) -> None:
        say, question = self.translator.text, self._question
        kind = "live" if question.live else "owner"
        self.draw_frame(
            say(f"ask.send_{kind}_title", phone=question.phone),
            say("dialog.ask" if self._fields else "dialog.answer"),
        )
        self.query_one("#facts", Static).update(self._facts())
        name = "ask.send_live_named" if question.unlock else f"ask.send_{kind}"
        self.query_one("#question", Static).update(say(name, merchant=self.context.connection.merchant))
        for field in self._fields:
            self.query_one(f"#word-{field}", Label).update(say(f"ask.send_{field}_field"))
            self.query_one(f"#wrong-{field}", StatusLine).draw(self.translator)
        self.query_one("#yes", WordedButton).write(say(f"ask.send_{kind}_yes"))
        self.query_one("#no", WordedButton).write(say("ask.send_no"))

    def _facts(self) -> Content:
        say, question, connection = self.translator.text, self._question, self.context.connection
        rows = [(say("ask.fact_host"), connection.host)]
        rows += [(say(f"phone.sent_{provider}"), phone) for provider, phone in question.sent]
        rows += [(say("ask.fact_owner"), question.owner)] if question.owner else []
        rows += [(say("setup.merchant"), connection.merchant)] if connection.merchant else []
        left = question.left
        if left is not None:
            rows.append((say("ask.fact_left"), say("allowance.short", short=left.short, long=left.long)))
        width = max(len(label) for label, _ in rows) + 2
        lines = [Content.assemble((label.ljust(width), "$text-muted"), text) for label, text in rows]
        return Content("\n").join(lines)

    def take_focus(self) -> None:
        self.query_one(f"#field-{self._fields[0]}" if self._fields else "#no").focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take away what was said about the text before."""
        event.stop()
        self.query_one(f"#wrong-{_name(event.input)}", StatusLine).clear()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field, and from the last one on."""
        event.stop()
        following = self._fields[self._fields.index(_name(event.input)) + 1 :]
        if following and event.value.strip():
            self.query_one(f"#field-{following[0]}").focus()
        else:
            self._send()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Send, or do not."""
        event.stop()
        if event.button.id == "yes":
            self._send()
        else:
            self.answer(None)

    def _send(self) -> None:
        """Answer, if nothing is missing; what is wrong is said beside its field, with the focus in it."""
        typed = {name: self.query_one(f"#field-{name}", Input).value.strip() for name in self._fields}
        for name, text in typed.items():
            if not text:
                self._complain(name, f"ask.send_{name}_empty")
                return
        unlock = self._question.unlock
        if unlock is not None and not unlock(typed["merchant"]):
            self._complain("merchant", "live.other_name")
            return
        self.answer(typed.get("owner", self._question.owner))

    def _complain(self, field: str, name: str) -> None:
        self.query_one(f"#wrong-{field}", StatusLine).say(self.translator, sentence(name))
        self.query_one(f"#field-{field}").focus()


def _name(field: Input) -> str:
    return str(field.id).removeprefix("field-")
