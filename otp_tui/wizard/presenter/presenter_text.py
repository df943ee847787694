"""The presenter's texts: one sentence a step for the audience, the consent, and notes for whoever presents."""

from collections.abc import Callable, Mapping
from typing import Final

from textual.content import Content
from textual.widgets import Static

from otp_tui.core.exchange.exchange import ChallengeKind
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import GOOD_OUTCOMES, Journey, Outcome
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.context import WizardContext

_CONSENT_PHASES: Final = frozenset({Phase.PHONE, Phase.CODE, Phase.READY})


_CODES: Final = {
    ChallengeKind.CARD: "code",
    ChallengeKind.BANK: "code_bank",
    ChallengeKind.MASTERPASS: "code_masterpass",
}
_END: Final[Mapping[Outcome | None, str]] = {
    **{outcome: str(outcome) for outcome in GOOD_OUTCOMES},
    Outcome.UNCERTAIN: "uncertain",
}


class PresenterText(Static):
    """A text of the presentation.

    Args:
        name: The widget's id.
        words: Returns the text of the moment; empty for none.
        style: Its style.
    """

    def __init__(self, name: str, words: Callable[[WizardContext], str], style: str) -> None:
        super().__init__(id=name, markup=False)
        self._words = words
        self._style = style
        self._drawn: str | None = None

    def show(self, context: WizardContext) -> None:
        """Draw the text of the moment."""
        text = self._words(context)
        if text != self._drawn:
            self._drawn = text
            self.set_class(not text, "-empty")
            self.update(Content.assemble((text, self._style)))


def audience_text() -> PresenterText:
    """Make the sentence of a step for people who do not read JSON."""
    return PresenterText("audience", _audience, "$text")


def consent_text() -> PresenterText:
    """Make the sentence on why the SMS is sent and what giving its code means."""
    return PresenterText("consent", _consent, "$text-muted")


def notes_text() -> PresenterText:
    """Make the line of notes for whoever presents."""
    return PresenterText("notes", _notes, "$link")


def _moment(context: WizardContext) -> str:
    """Return the name of what the audience sees now."""
    walkthrough = context.walkthrough
    match walkthrough.phase:
        case Phase.DONE:
            return "unlinked" if walkthrough.unlinked else _END.get(walkthrough.outcome, "halted")
        case Phase.CODE:
            return _code_moment(context)
        case Phase.SENDING if walkthrough.policy.prepares:
            return "sending_link"
        case Phase.PHONE if context.state_of_intent(Intent.RETURN)[0]:
            over = walkthrough.challenge is not None and walkthrough.challenge.is_over(context.now())
            return "phone_return_over" if over else "phone_return"
    return str(walkthrough.phase)


def _code_moment(context: WizardContext) -> str:
    """Return the name of a code's moment: the worst that is known of it comes first."""
    walkthrough = context.walkthrough
    challenge = walkthrough.challenge
    if walkthrough.lost_verify is not None:
        return "code_lost"
    if challenge is None:
        return "code"
    if challenge.is_over(context.now()):
        return "code_over"
    return "code_presumed" if challenge.presumed else _CODES[challenge.kind]


def _audience(context: WizardContext) -> str:
    merchant = context.connection.merchant or context.translator.text("demo.merchant")
    moment = _moment(context)
    if moment == "phone" and context.walkthrough.journey is Journey.MASTERPASS:
        moment = "phone_link"
    return context.translator.text(f"audience.{moment}", merchant=merchant)


def _consent(context: WizardContext) -> str:
    walkthrough = context.walkthrough
    if walkthrough.phase not in _CONSENT_PHASES:
        return ""
    merchant = context.connection.merchant or context.translator.text("demo.merchant")
    return context.translator.text(f"consent.{walkthrough.journey}", merchant=merchant)


def _notes(context: WizardContext) -> str:
    moment = _moment(context)
    if not context.connection.scenarios and moment in {"phone", *_CODES.values()}:
        moment += "_real"
    note = context.translator.text(f"speaker.{moment}")
    return f"» {note}"
