"""The screen between phone and code: the wait for an answer, and every way to fail."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Label, Static

from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.intents import Intent, available_intents
from otp_tui.core.flow.state import Phase, Walkthrough
from otp_tui.wizard.screens.step import StepScreen
from otp_tui.wizard.widgets.action_button import ActionButton

_CHOICES = {
    Phase.SENDING: (),
    Phase.HALTED: ("start", "ask", "back"),
    Phase.MAYBE_SENT: ("arrived", "not_arrived", "back"),
}


class SendScreen(StepScreen):
    """Shows what becomes of a send."""

    CSS_PATH = "send.tcss"

    def card(self) -> ComposeResult:
        yield Label(id="title", markup=False)
        with Horizontal(id="choices"):
            yield ActionButton("start", primary=True)
            yield ActionButton("arrived", primary=True)
            yield ActionButton("not_arrived")
            yield ActionButton("ask")
            yield ActionButton("back")
        yield Static(id="until", markup=False)

    def draw_card(self, walkthrough: Walkthrough) -> None:
        say = self.translator.text
        leg = "link" if walkthrough.policy.prepares else "send"
        title = (
            f"{leg}.title_{walkthrough.phase}" if walkthrough.phase in _CHOICES else f"{leg}.title_sending"
        )
        self.query_one("#title", Label).update(say(title, phone=walkthrough.phone or ""))
        shown = _CHOICES.get(walkthrough.phase, ())
        words = {"start": say("action.start_again"), "back": say("action.another_phone")}
        asks = available_intents(walkthrough, self.context.now())[Intent.ASK].available
        self.offer(
            {
                button.action_name: (
                    button.action_name in shown and (button.action_name != "ask" or asks),
                    words.get(button.action_name),
                )
                for button in self.query(ActionButton)
            }
        )
        self.draw_time(walkthrough)

    def draw_time(self, walkthrough: Walkthrough) -> None:
        until = self.query_one("#until", Static)
        if walkthrough.uncertain_send is None or walkthrough.phase is not Phase.MAYBE_SENT:
            until.update("")
            return
        say, left = self.translator.text, walkthrough.uncertain_send.remaining(self.context.now())
        provider = say(f"provider.{walkthrough.policy.provider}")
        written = say(
            f"send.written_{walkthrough.uncertain_send.verb}",
            provider=provider,
            at=f"{walkthrough.uncertain_send.since.utc.astimezone():%H:%M:%S}",
        )
        name = "send.until" if left else "send.until_over"
        until.update(f"{written}\n{say(name, left=format_countdown(left))}")
