"""The view of a notice: mark, sentence, the provider's own words, proof and moment."""

from textual.content import Content
from textual.widgets import Static

from otp_tui.core.flow.state import Walkthrough
from otp_tui.i18n.notices import notice_moment, notice_text, provider_words, short_proof
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.widgets.status_line import marked


class NoticeView(Static):
    """Draws a walkthrough's notice, or nothing."""

    def __init__(self) -> None:
        super().__init__(id="notice", markup=False)
        self._drawn: object = None

    def show(
        self, translator: Translator, walkthrough: Walkthrough, *, plain: bool = False, timeless: bool = False
    ) -> None:
        """Draw the notice, if it is another one than before.

        Args:
            translator: Words it.
            walkthrough: Its walkthrough.
            plain: Whether it is for people who do not read answers: the sentence alone.
            timeless: Whether the operator has hidden the time that is left.
        """
        notice = walkthrough.notice
        drawn = (notice, translator.language, plain, timeless)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self.display = notice is not None
        if notice is None:
            self.update("")
            return
        below = (
            provider_words(translator, notice),
            short_proof(translator, notice),
            notice_moment(translator, notice),
        )
        lines = [marked(notice_text(translator, notice, timeless=timeless), notice.tone)]
        lines += [Content.assemble((f"  {line}", "$text-muted")) for line in below if line and not plain]
        self.update(Content("\n").join(lines))
