"""The view of a notice: mark, sentence, proof, and the provider's own words."""

from textual.content import Content
from textual.widgets import Static

from otp_tui.core.flow.state import Tone, Walkthrough
from otp_tui.i18n.notices import notice_proof, notice_text, provider_words
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.widgets.status_line import marked


class NoticeView(Static):
    """Draws a walkthrough's notice, or a sentence about what was typed."""

    def __init__(self) -> None:
        super().__init__(id="notice", markup=False)
        self._drawn: object = None
        self._complaint_to: object = None

    def show(self, translator: Translator, walkthrough: Walkthrough) -> None:
        """Draw the walkthrough's notice, or nothing; a complaint stays until something new is to be said."""
        said = (walkthrough.notice, translator.language)
        if said in (self._drawn, self._complaint_to):
            return
        self._drawn, self._complaint_to = said, None
        notice = walkthrough.notice
        if notice is None:
            self.update("")
            return
        below = [provider_words(translator, notice), notice_proof(translator, notice)]
        self._draw(notice.tone, notice_text(translator, notice), [line for line in below if line])

    def show_complaint(
        self, translator: Translator, walkthrough: Walkthrough, sentence: str, tone: Tone = Tone.WARNING
    ) -> None:
        """Say what is wrong with what was typed or pressed, instead of the notice."""
        self._drawn, self._complaint_to = None, (walkthrough.notice, translator.language)
        self._draw(tone, sentence, [])

    def clear_complaint(self, translator: Translator, walkthrough: Walkthrough) -> None:
        """Take the complaint away; the notice comes back."""
        self._complaint_to = None
        self.show(translator, walkthrough)

    def _draw(self, tone: Tone, sentence: str, below: list[str]) -> None:
        lines = [marked(sentence, tone)]
        lines += [Content.assemble((line, "$text-muted")) for line in below]
        self.update(Content("\n").join(lines))
