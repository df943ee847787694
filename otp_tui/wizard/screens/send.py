"""The screen between phone and code: the wait for an answer, and every way to fail."""

from typing import Final

from textual.app import ComposeResult
from textual.widgets import Label, Static

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Delivery
from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.intents import Intent, Unavailable, available_intents
from otp_tui.core.flow.state import Phase, Reason, Walkthrough
from otp_tui.wizard.screens.step import StepScreen
from otp_tui.wizard.widgets.action_button import ActionButton, ButtonRow

_ONLY_REPEATS: Final = frozenset({Reason.THREE_D, Reason.NOT_FOUND, Reason.CREDENTIALS, Reason.LIMITED})
"""The reasons after which trying again brings the same answer, so that it is not the first choice."""

_TITLES: Final = {
    Reason.DID_NOT_ARRIVE: "halted.not_arrived",
    Reason.ARRIVED_WITHOUT_TOKEN: "halted.no_token",
    Reason.EXPIRED: "halted.expired",
    Reason.THREE_D: "halted.three_d",
}


class SendScreen(StepScreen):
    """Shows what becomes of a send."""

    def card(self) -> ComposeResult:
        yield Static(id="until", markup=False)
        with ButtonRow(id="choices"):
            for name in ("start", "arrived", "not_arrived", "ask", "back", "evidence"):
                yield ActionButton(name)

    def draw_card(self, walkthrough: Walkthrough) -> None:
        title = self.translator.text(_title(walkthrough), phone=walkthrough.phone or "")
        self.query_one("#title", Label).update(title)
        choices = _choices(walkthrough)
        if available_intents(walkthrough, self.context.now())[Intent.ASK].available:
            choices = (*choices[:1], "ask", *choices[1:])
        self.query_one(ButtonRow).order(choices)
        words = {"back": self.translator.text("action.another_phone")}
        self.offer(
            {
                button.action_name: (button.action_name in choices, words.get(button.action_name))
                for button in self.query(ActionButton)
            }
        )
        self.draw_time(walkthrough)

    def draw_time(self, walkthrough: Walkthrough) -> None:
        say, now = self.translator.text, self.context.now()
        start = available_intents(walkthrough, now)[Intent.START]
        button = self.query_one("#do-start", ActionButton)
        held = start.reason is Unavailable.RETRY_AFTER
        provider = say(f"provider.{walkthrough.policy.provider}")
        left = format_countdown(start.opens_in)
        name = "action.start_again_held" if held else "action.start_again"
        button.word(self.translator, say(name, left=left, provider=provider))
        button.set_class(held, "-held")  # it keeps the focus: Enter says why it waits
        until = self.query_one("#until", Static)
        maybe = walkthrough.uncertain_send if walkthrough.phase is Phase.MAYBE_SENT else None
        until.display = maybe is not None
        if maybe is None:
            return
        at = f"{maybe.since.utc.astimezone():%H:%M:%S}"
        written = say(f"send.written_{maybe.verb}", provider=provider, at=at)
        remaining = maybe.remaining(now)
        name = "send.until" if remaining else "send.until_over"
        until.update(f"{written}\n{say(name, left=format_countdown(remaining))}")


def _title(walkthrough: Walkthrough) -> str:
    """Return the name of the title, which says what is known: "not known" is not "not sent"."""
    notice = walkthrough.notice
    leg = "link" if walkthrough.policy.prepares else "send"
    if walkthrough.phase is not Phase.HALTED or notice is None:
        return f"{leg}.title_{'maybe_sent' if walkthrough.phase is Phase.MAYBE_SENT else 'sending'}"
    if notice.reason in _TITLES:
        return _TITLES[notice.reason]
    if notice.delivery is Delivery.MAYBE_SENT:
        return "halted.unknown"
    return "halted.not_verified" if notice.verb is Verb.VERIFY else f"{leg}.title_halted"


def _choices(walkthrough: Walkthrough) -> tuple[str, ...]:
    """Return the actions that make sense now, the one to press first."""
    if walkthrough.phase is Phase.MAYBE_SENT:
        return ("arrived", "not_arrived", "back", "evidence")
    if walkthrough.phase is not Phase.HALTED:
        return ()
    notice = walkthrough.notice
    repeats = notice is not None and notice.reason in _ONLY_REPEATS and notice.retry_after is None
    return ("back", "start", "evidence") if repeats else ("start", "back", "evidence")
