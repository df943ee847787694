"""One thing to say: a mark, the sentence, the proof and the provider's own words below it."""

from textual.content import Content
from textual.widgets import Static

from otp_tui.core.walk import Tone, Walk
from otp_tui.locale import Speech
from otp_tui.locale.notices import notice_proof, notice_text, provider_words

_MARKS = {Tone.INFO: "·", Tone.SUCCESS: "✓", Tone.WARNING: "!", Tone.ERROR: "✗"}
_STYLES = {Tone.INFO: "$text", Tone.SUCCESS: "$success", Tone.WARNING: "$warning", Tone.ERROR: "$error"}


class NoticeView(Static):
    """Draws a walkthrough's notice, or a sentence about what was typed."""

    def __init__(self) -> None:
        super().__init__(id="notice", markup=False)
        self._said: object = None

    def show(self, speech: Speech, walk: Walk) -> None:
        """Draw the walkthrough's notice, or nothing."""
        said = (walk.notice, speech.language)
        if said == self._said:
            return
        self._said = said
        notice = walk.notice
        if notice is None:
            self.update("")
            return
        below = [provider_words(speech, notice), notice_proof(speech, notice)]
        self._draw(notice.tone, notice_text(speech, notice), [line for line in below if line])

    def complain(self, sentence: str, tone: Tone = Tone.WARNING) -> None:
        """Say what is wrong with what was typed."""
        self._said = sentence
        self._draw(tone, sentence, [])

    def _draw(self, tone: Tone, sentence: str, below: list[str]) -> None:
        style = _STYLES[tone]
        lines = [Content.assemble((f"{_MARKS[tone]} ", f"bold {style}"), (sentence, style))]
        lines += [Content.assemble((line, "$text-muted")) for line in below]
        self.update(Content("\n").join(lines))
