"""What every step of the wizard shares: top bar, rail, card, side pane, key bar, and how they are drawn."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.intents import available_intents
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase, Tone, Walkthrough
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.actions import ACTIONS, BY_NAME
from otp_tui.wizard.widgets.action_button import ActionButton
from otp_tui.wizard.widgets.exchange_list import ExchangeList
from otp_tui.wizard.widgets.inbox import Inbox
from otp_tui.wizard.widgets.key_hints import KeyHint, KeyHints
from otp_tui.wizard.widgets.notice_view import NoticeView
from otp_tui.wizard.widgets.progress_line import ProgressLine
from otp_tui.wizard.widgets.stepper import Step, Stepper
from otp_tui.wizard.widgets.top_bar import Heading, TopBar

if TYPE_CHECKING:
    from otp_tui.wizard.app import Wizard

WIDE = 120
"""Columns from which the side pane has room."""

_STEPS = {
    Journey.FULL: ("phone", "send", "code", "link", "done"),
    Journey.PAYNET: ("phone", "send", "code", "done"),
    Journey.MASTERPASS: ("phone", "link", "code", "done"),
}
_AT = {
    Phase.PHONE: 0,
    Phase.SENDING: 1,
    Phase.HALTED: 1,
    Phase.MAYBE_SENT: 1,
    Phase.READY: 1,
    Phase.CODE: 2,
    Phase.DONE: 9,
}


class WizardScreen(Screen[None]):
    """A screen of the wizard's own, with a top bar, a card and a key bar."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (WIDE, "-wide")]  # noqa: RUF012 - textual declares it so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall"), (30, "-roomy")]  # noqa: RUF012
    AUTO_FOCUS = ""

    app: "Wizard"

    @property
    def translator(self) -> Translator:
        """Words everything on the screen."""
        return self.app.translator

    def environment(self) -> str:
        """Where the target leads; "" before that is known."""
        return self.app.connection.environment

    def draw(self) -> None:
        """Draw everything from the walkthrough, the clock and the language."""

    def tick(self) -> None:
        """Draw what time alone changes."""

    def show_message(self, sentence: str, tone: Tone = Tone.WARNING) -> None:
        """Say something about what was typed or pressed."""

    def on_screen_resume(self) -> None:
        """Shown: an Enter that was meant for what was there before does nothing here."""
        self.app.start_enter_delay()

    def back(self) -> bool:
        """Esc: go to the screen before, where there is one; False where the walkthrough decides."""
        return False


class StepScreen(WizardScreen):
    """One step of the wizard; subclasses fill the card and draw it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_card(-1)", show=False),
        Binding("pagedown", "page_card(1)", show=False),
    ]

    _composed = False
    _moment: object = None

    def compose(self) -> ComposeResult:
        """The frame; the card's own content comes from `card`."""
        yield TopBar()
        with Horizontal(id="body"):
            yield Stepper()
            with VerticalScroll(id="card", can_focus=False):
                yield from self.card()
                yield ProgressLine()
                yield NoticeView()
                yield Static(id="loss", markup=False)
            yield Vertical(
                id="side"
            )  # filled when there is room for it: few terminals have that, and none at once
        yield KeyHints()

    def card(self) -> ComposeResult:
        """The step's own widgets; none of its own by default."""
        yield from ()

    def draw_card(self, walkthrough: Walkthrough) -> None:
        """Draw them."""

    def first_focus(self) -> str | None:
        """A selector of what has the focus when the step is shown."""
        return None

    @property
    def drawable(self) -> bool:
        """True while its widgets are there: not before they are composed, nor after they were taken away."""
        return (
            self._composed
            and self.is_attached
            and bool(self.query(KeyHints))
            and bool(self.query(NoticeView))
        )

    def on_mount(self) -> None:
        """Draw the first time."""
        self._composed = True
        if not self.drawable:  # it can be left before it was there
            return
        self.add_class(f"-{self.environment()}")
        self.draw()
        self.draw_side(self.app.pane)
        self.take_focus()

    def on_resize(self, event: Resize) -> None:
        """Redraw what depends on the width; a size that is no more is not drawn for, or two would chase each other."""
        if event.size == self.app.size:
            self.call_after_refresh(self.app.draw_all)

    def action_page_card(self, pages: int) -> None:
        """Scroll the card where it is longer than the screen.

        Args:
            pages: 1 or -1.
        """
        for card in self.query("#card"):
            card.scroll_to(y=card.scroll_y + pages * max(1, card.size.height - 2), animate=False)

    def take_focus(self) -> None:
        """Put the focus where the next key is due, unless it is on something of this step."""
        selector = self.first_focus()
        if selector:
            self.query_one(selector).focus(scroll_visible=False)
            return
        for button in self.query(ActionButton):
            if button.display and not button.disabled:
                button.focus(scroll_visible=False)
                return

    def draw(self) -> None:
        """Draw everything from the walkthrough, the clock and the language."""
        if not self.drawable:
            return
        walkthrough = self.app.walkthrough
        self.query_one(Stepper).show(self._steps(walkthrough))
        self.query_one(KeyHints).show(tuple(self._key_hints(walkthrough)))
        self.query_one(TopBar).show(self._heading(walkthrough))
        self.query_one(NoticeView).show(self.translator, walkthrough)
        self.query_one(ProgressLine).show(self.translator, walkthrough, self.app.now())
        self._draw_persistence_failure()
        self.draw_card(walkthrough)
        focused = self.focused
        lost = isinstance(focused, ActionButton) and (focused.disabled or not focused.display)
        if focused is None or lost:
            self.take_focus()

    def _draw_persistence_failure(self) -> None:
        """What became of earlier walkthroughs, and what will not outlive the program."""
        loss, news, label = self.app.persistence_failure, self.app.news, self.query_one("#loss", Static)
        label.display = bool(news or loss)
        lines = [Content.assemble((news, "$text-muted"))] if news else []
        lines += [Content.assemble((self.translator.text(f"loss.{loss}"), "$warning"))] if loss else []
        label.update(Content("\n").join(lines))

    def tick(self) -> None:
        """Draw what time alone changes, where it has changed: most ticks end before a widget is looked for."""
        walkthrough, now = self.app.walkthrough, self.app.now()
        moment = (
            walkthrough.challenge and format_countdown(walkthrough.challenge.remaining(now)),
            walkthrough.challenge and format_countdown(walkthrough.challenge.resend_in(now)),
            walkthrough.uncertain_send and format_countdown(walkthrough.uncertain_send.remaining(now)),
            now.utc.minute,
        )
        if (moment == self._moment and walkthrough.in_flight is None) or not self.drawable:
            return
        self._moment = moment
        self.query_one(Stepper).show(self._steps(walkthrough))
        self.query_one(TopBar).show(self._heading(walkthrough))
        self.query_one(KeyHints).show(tuple(self._key_hints(walkthrough)))
        self.query_one(ProgressLine).show(self.translator, walkthrough, now)
        self.draw_time(walkthrough)

    def draw_time(self, walkthrough: Walkthrough) -> None:
        """Draw what time alone changes on the card."""

    def draw_side(self, pane: str) -> None:
        """Draw the side pane, where there is room for one.

        Args:
            pane: ``exchanges``, ``inbox`` or "".
        """
        if not self.drawable:
            return
        side = self.query_one("#side")
        shown = bool(pane) and self.app.size.width >= WIDE
        side.set_class(shown, "-open")
        if shown and not side.children:
            side.mount(ExchangeList(), Inbox())
        for exchanges in side.query(ExchangeList):
            exchanges.display = pane == "exchanges"
            exchanges.show(self.translator, self.app.conductor.exchanges, self.app.walkthrough)
        for inbox in side.query(Inbox):
            inbox.display = pane == "inbox"
            inbox.show(self.translator, self.app.messages, self.app.connection.scenarios)

    def show_message(self, sentence: str, tone: Tone = Tone.WARNING) -> None:
        """Say something about what was typed or pressed, where the notice stands."""
        if self.drawable:
            self.query_one(NoticeView).show_complaint(self.translator, self.app.walkthrough, sentence, tone)

    def clear_complaint(self) -> None:
        """Something new was typed: what was said about the old goes."""
        if self.drawable:
            self.query_one(NoticeView).clear_complaint(self.translator, self.app.walkthrough)

    def show_allowance(self) -> None:
        """What is left of the phone's budget, where there is one."""
        left = self.app.allowance
        label = self.query_one("#allowance", Static)
        label.display = left is not None
        if left is None:
            return
        facts = {"short": left.short, "long": left.long}
        text = (
            self.translator.text("allowance.left", **facts)
            if left.remaining
            else self.translator.text("allowance.none")
        )
        forgetful = self.app.connection.access is not None and self.app.connection.access.in_memory_only
        text += " " + self.translator.text("allowance.forgetful") if forgetful else ""
        label.update(Content.assemble((text, "$text-muted" if left.remaining else "$warning")))

    def offer(self, choices: dict[str, tuple[bool, str | None]]) -> None:
        """Show or hide the card's buttons.

        Args:
            choices: For each action's name: whether it is shown, and its words where they are not its usual ones.
        """
        for name, (shown, sentence) in choices.items():
            button = self.query_one(f"#do-{name}", ActionButton)
            button.display = shown
            if shown:
                button.word(self.translator, sentence, self.app.key_label(BY_NAME[name]))

    def _heading(self, walkthrough: Walkthrough) -> Heading:
        say = self.translator.text
        return Heading(
            environment=walkthrough.environment,
            badge=say(f"environment.{walkthrough.environment}"),
            journey=journey_title(self.translator, walkthrough.journey),
            merchant=self.app.connection.merchant
            or (say("demo.merchant") if self.app.connection.scenarios else ""),
            language=self.translator.language.upper(),
            clock=f"{self.app.now().utc.astimezone():%H:%M}",
        )

    def _steps(self, walkthrough: Walkthrough) -> tuple[Step, ...]:
        names = _STEPS[walkthrough.journey]
        at = (
            _AT[walkthrough.phase]
            if walkthrough.leg == 0 or walkthrough.phase in {Phase.DONE, Phase.PHONE}
            else 3
        )
        challenge = walkthrough.challenge
        left = format_countdown(challenge.remaining(self.app.now())) if challenge else ""
        if self.app.countdown_hidden:
            left = ""
        running = (
            at if walkthrough.phase is not Phase.PHONE else _AT[walkthrough.returned_from or Phase.PHONE]
        )
        ended_well = walkthrough.phase is Phase.DONE
        return tuple(
            Step(
                self.translator.text(f"step.{name}"),
                done=index < at or ended_well,
                current=index == at,
                left=left if index == running else "",
                skipped=name == "code" and ended_well and walkthrough.codes == 0,
            )
            for index, name in enumerate(names)
        )

    def _key_hints(self, walkthrough: Walkthrough) -> Iterator[KeyHint]:
        open_now = available_intents(walkthrough, self.app.now())
        for action in ACTIONS:
            if not action.rank or (action.simulated and not self.app.connection.scenarios):
                continue
            if action.intent is None or open_now[action.intent].available:
                yield KeyHint(
                    self.app.key_label(action),
                    self.translator.text(f"cap.{action.name}"),
                    action.name,
                    action.rank,
                )
