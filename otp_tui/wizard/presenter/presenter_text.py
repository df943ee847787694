"""The presenter's texts: one sentence a step for the audience, the consent, and notes for whoever presents."""

from collections.abc import Callable
from typing import Final

from textual.content import Content
from textual.widgets import Static

from otp_tui.core.flow.journey import GOOD_OUTCOMES
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.context import WizardContext

_CONSENT_PHASES: Final = frozenset({Phase.PHONE, Phase.CODE, Phase.READY})


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
    phase, link = walkthrough.phase, walkthrough.policy.prepares
    if phase is Phase.DONE:
        if walkthrough.unlinked:
            return "unlinked"
        good = walkthrough.outcome in GOOD_OUTCOMES
        return str(walkthrough.outcome) if good else "halted"
    if phase is Phase.CODE:
        challenge = walkthrough.challenge
        if challenge is not None and challenge.remaining(context.now()) <= 0:
            return "code_over"
        return "code_link" if link else "code"
    if phase is Phase.SENDING:
        return "sending_link" if link else "sending"
    return str(phase)


def _audience(context: WizardContext) -> str:
    merchant = context.connection.merchant or context.translator.text("demo.merchant")
    return context.translator.text(f"audience.{_moment(context)}", merchant=merchant)


def _consent(context: WizardContext) -> str:
    walkthrough = context.walkthrough
    if walkthrough.phase not in _CONSENT_PHASES:
        return ""
    merchant = context.connection.merchant or context.translator.text("demo.merchant")
    return context.translator.text(f"consent.{walkthrough.journey}", merchant=merchant)


def _notes(context: WizardContext) -> str:
    moment = _moment(context)
    if not context.connection.scenarios and moment in {"phone", "code", "code_link"}:
        moment += "_real"
    note = context.translator.text(f"speaker.{moment}")
    return f"» {note}"
