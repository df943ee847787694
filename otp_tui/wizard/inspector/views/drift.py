"""The differences between the answers and their documents: of the exchange, and of the whole walkthrough."""

from typing import ClassVar

from otp_tui.i18n.exchanges import drift_sentence, walkthrough_drift_sentence
from otp_tui.wizard.inspector.lines import BLANK, ViewLine, heading, inert, said
from otp_tui.wizard.inspector.views.text_view import TextView
from otp_tui.wizard.inspector.views.view import ViewSource


class DriftView(TextView):
    """Lists what is new, missing or of another type than documented."""

    name: ClassVar[str] = "drift"

    def draw(self, source: ViewSource) -> list[ViewLine]:
        translator, say = source.translator, source.translator.text
        here = [drift_sentence(translator, drift) for drift in source.exchange.drift]
        whole = [walkthrough_drift_sentence(translator, found) for found in source.drift]
        return [
            heading(say("view.drift_here")),
            *_listed(here, say("view.no_drift")),
            BLANK,
            heading(say("view.drift_all")),
            *_listed(whole, say("view.no_drift")),
            BLANK,
            said(say("view.drift_why"), "$text-muted"),
        ]


def _listed(sentences: list[str], none: str) -> list[ViewLine]:
    lines = [said(f"· {inert(sentence)}", hang=2) for sentence in sentences]
    return lines or [said(f"✓ {none}", "$success", hang=2)]
