"""The decision: one sentence, the lines of the answer that it names, and the page of its rule."""

from typing import ClassVar, Final

from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.state import Tone
from otp_tui.i18n.exchanges import decision_sentence
from otp_tui.wizard.inspector.json_text import body_lines, deciding_lines
from otp_tui.wizard.inspector.lines import BLANK, DECIDING, ViewLine, inert, said
from otp_tui.wizard.inspector.views.text_view import TextView
from otp_tui.wizard.inspector.views.view import ViewSource
from otp_tui.wizard.widgets.status_line import MARKS, STYLES

_TONES: Final = {
    Verdict.OK: Tone.SUCCESS,
    Verdict.CHALLENGE: Tone.SUCCESS,
    Verdict.CODE_REFUSED: Tone.WARNING,
    Verdict.TOO_EARLY: Tone.WARNING,
    Verdict.LIMITED: Tone.WARNING,
    Verdict.EXPIRED: Tone.WARNING,
    Verdict.THREE_D: Tone.WARNING,
    Verdict.UNKNOWN: Tone.WARNING,
}
OWN_PATHS: Final = frozenset({"HTTP status", "transport"})
"""The paths that name no value of a body."""


def tone_of(verdict: Verdict) -> Tone:
    """Return how a verdict is to be taken."""
    return _TONES.get(verdict, Tone.ERROR)


class DecisionView(TextView):
    """Says which value decided, and shows it where it stands."""

    name: ClassVar[str] = "decision"

    def draw(self, source: ViewSource) -> list[ViewLine]:
        exchange, say = source.exchange, source.translator.text
        tone = tone_of(exchange.decision.verdict)
        sentence = inert(decision_sentence(source.translator, exchange))
        lines = [said(f"{MARKS[tone]} {sentence}", f"bold {STYLES[tone]}", hang=2)]
        if exchange.late:
            lines.append(said(say("exchanges.late"), "$warning"))
        if source.note.comment:
            lines.append(said(f"● {inert(source.note.comment)}", "$accent", hang=2))
        lines += [BLANK, *_proof(source), BLANK]
        if exchange.page:
            lines += [said(say("view.rule"), "$text-muted"), said(exchange.page, "$link")]
        return lines


def _proof(source: ViewSource) -> list[ViewLine]:
    """Return the lines that decided; of a decision without a body, that status or fault."""
    exchange = source.exchange
    decision = exchange.decision
    if decision.path in OWN_PATHS or not exchange.body:
        return [said(f"{decision.path}: {inert(decision.value)}", "bold $text", mark=DECIDING)]
    lines = deciding_lines(body_lines(exchange.body, source.marks, source.tools))
    return lines or [said(inert(decision.decided_by), "bold $text", mark=DECIDING)]
