"""The frame of a step: where it stands, what is under way, what was answered, which keys work."""

from textual.content import Content
from textual.widgets import Label, Static

from otp_tui.core.flow.state import Walkthrough
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.presenter.presenter_text import audience_text, consent_text, notes_text
from otp_tui.wizard.screens import step_view as view
from otp_tui.wizard.screens.side_pane import SidePane
from otp_tui.wizard.widgets.card import Card
from otp_tui.wizard.widgets.key_hints import KeyHints
from otp_tui.wizard.widgets.notice_view import NoticeView
from otp_tui.wizard.widgets.progress_line import ProgressLine
from otp_tui.wizard.widgets.status_line import StatusLine
from otp_tui.wizard.widgets.stepper import Stepper
from otp_tui.wizard.widgets.top_bar import TopBar


class StepFrame:
    """The widgets that every step has, at hand: to look for them four times a second costs more than to draw them.

    Args:
        context: The state that they draw.
    """

    def __init__(self, context: WizardContext) -> None:
        self._context = context
        self.top_bar, self.stepper, self.card = TopBar(), Stepper(), Card()
        self.title = Label(id="title", markup=False)
        self.notice, self.progress = NoticeView(), ProgressLine()
        self.loss = Static(id="loss", markup=False)
        self.side = SidePane(context)
        self.reply = StatusLine("reply")
        self.key_hints = KeyHints()
        self.presenter = (audience_text(), consent_text(), notes_text()) if context.presenting else None

    @property
    def is_there(self) -> bool:
        """True while its widgets are there: they are composed late and taken away early."""
        return self.key_hints.is_attached and self.notice.is_attached

    @property
    def goes_on(self) -> bool:
        """True where a part of the card is below the screen's end."""
        return self.card.scroll_offset.y < self.card.max_scroll_y

    @property
    def begins_above(self) -> bool:
        """True where a part of the card is above the screen's beginning."""
        return self.card.scroll_offset.y > 0

    def draw(self, walkthrough: Walkthrough) -> None:
        """Draw what an event changes, and what time does."""
        context = self._context
        self.notice.show(
            context.translator, walkthrough, plain=context.presenting, timeless=context.countdown_hidden
        )
        self.draw_time(walkthrough)
        self._draw_persistence_failure()

    def draw_time(self, walkthrough: Walkthrough) -> None:
        """Draw what time alone changes."""
        context = self._context
        self.stepper.show(view.steps(context, walkthrough))
        self.top_bar.show(view.heading(context))
        self.progress.show(context.translator, walkthrough, context.now())
        for text in self.presenter or ():
            text.show(context)

    def _draw_persistence_failure(self) -> None:
        """Draw what became of earlier walkthroughs, and what will not outlive the program."""
        context, say = self._context, self._context.translator.text
        failure, news = context.persistence_failure, context.news
        self.loss.display = bool(news or failure) and context.recorded is None
        lines = [Content.assemble((news(context.translator), "$text-muted"))] if news else []
        lines += [Content.assemble((say(f"persistence.{failure}"), "$warning"))] if failure else []
        self.loss.update(Content("\n").join(lines))
