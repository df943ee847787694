"""The sentences of what happened in a walkthrough, event by event."""

from typing import Final

from otp_tui.core.flow import events
from otp_tui.core.flow.change import Change
from otp_tui.core.timestamps import ISTANBUL
from otp_tui.i18n.notices import refusal_text
from otp_tui.i18n.translator import Translator

_PLAIN: Final[dict[type, str]] = {
    events.StartPressed: "start",
    events.SameCodePressed: "same_code",
    events.AskPressed: "ask",
    events.UnlinkPressed: "unlink",
    events.ArrivedPressed: "arrived",
    events.NotArrivedPressed: "not_arrived",
    events.BackPressed: "back",
    events.ReturnPressed: "return",
    events.GivenUp: "given_up",
    events.QuitPressed: "quit",
}
"""The events whose sentence has no facts."""


def event_sentence(translator: Translator, change: Change) -> str:
    """Return what happened in one sentence; empty for an answer, which its exchange tells.

    Args:
        translator: The translator.
        change: The event; its texts are redacted already.
    """
    say, event = translator.text, change.event
    match event:
        case events.PhoneEntered(masked, _):
            return say("event.phone", phone=masked)
        case events.StartPressed() if change.before.policy.prepares:
            return say("event.start_link")
        case events.CodeEntered(_, length):
            return say("event.code", length=length)
        case events.ResendPressed(early):
            return say("event.resend_early" if early else "event.resend")
        case events.Interrupted(number):
            return say("event.interrupted", number=number)
        case events.Stopped(refusal, _):
            return say("event.stopped", why=refusal_text(translator, refusal, ISTANBUL))
        case events.Closed(outcome, _):
            return say("event.closed", outcome=say(f"outcome.{outcome}"))
        case events.ExchangeNoted(note):
            mark = "event.marked" if note.marked else "event.unmarked"
            name = "event.comment" if note.comment else mark
            return say(name, number=note.number, comment=note.comment)
    plain = _PLAIN.get(type(event))
    return say(f"event.{plain}") if plain else ""
