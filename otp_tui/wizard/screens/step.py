"""The base of the walkthrough's screens: stepper, card, side pane, and how they are drawn.

Every card says first how things stand, then why, then what can be done; what a key answers stands in a line below it.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key, Paste, Resize
from textual.geometry import Size
from textual.widgets import Input, Static

from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.state import Tone, Walkthrough
from otp_tui.core.security.secrets import Secret
from otp_tui.i18n.translator import Wording
from otp_tui.wizard.actions import BY_NAME
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.dialogs.panels import InspectorDialog
from otp_tui.wizard.inspector.pane import InspectorPane
from otp_tui.wizard.screens import step_view as view
from otp_tui.wizard.screens.base import TICK_S, WIDE, WizardScreen
from otp_tui.wizard.screens.frame import StepFrame
from otp_tui.wizard.widgets.action_button import ActionButton, ButtonRow
from otp_tui.wizard.widgets.status_line import StatusLine

_REPLY_S = 6.0
"""Seconds that the answer to a key stays."""


class StepScreen(WizardScreen):
    """One step of the wizard; subclasses fill the card and draw it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_card(-1)", show=False),
        Binding("pagedown", "page_card(1)", show=False),
    ]

    def __init__(self, context: WizardContext) -> None:
        super().__init__(context)
        self._frame = StepFrame(context)
        self._composed = False
        self._moment: object = None
        self._minute = -1
        self._stood_still_s = 0.0
        self._drawn_for: Size | None = None
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Compose the frame; the card's own content comes from `card`."""
        frame = self._frame
        audience, consent, notes = ((text,) for text in frame.presenter) if frame.presenter else ((), (), ())
        yield frame.top_bar
        with Horizontal(id="body"):
            yield frame.stepper
            with frame.card:
                yield frame.title
                yield from audience
                yield from self.state()
                yield frame.notice
                yield from self.card()
                yield frame.progress
                yield frame.loss
                yield from consent
            yield frame.side
        yield frame.reply
        yield from notes
        yield frame.key_hints

    def state(self) -> ComposeResult:
        """Compose what stands between title and notice; nothing by default."""
        yield from ()

    def card(self) -> ComposeResult:
        """Compose the step's own widgets; none by default."""
        yield from ()

    def draw_card(self, walkthrough: Walkthrough) -> None:
        """Draw them."""

    def first_focus(self) -> str | None:
        """Return a selector of what has the focus when the step is shown."""
        return None

    @property
    def drawable(self) -> bool:
        """True while its widgets are there: they are composed late and taken away early."""
        return self._composed and self.is_attached and self._frame.is_there

    def on_mount(self) -> None:
        """Draw the first time; Textual calls this once more for a subclass that has one of its own."""
        if self._composed:
            return
        self._composed = True
        if not self.drawable:  # it can be left before it was there
            return
        self.add_class(f"-{self.environment()}", update=False)
        self.take_size()
        self._drawn_for = self.app.size
        if self.app.size.width < WIDE and self.inspects:  # it is out of sight, and would take the keys
            self.set_focus(None)
            self.take_focus()
        self.draw()
        self.draw_side()
        self.take_focus()
        if self._typed:
            self.fill(self._typed)

    def typed(self) -> str:
        """Return what stands in the step's field."""
        return next((field.value for field in self.query(".entry Input").results(Input)), "")

    def begin_with(self, text: str) -> None:
        """Have a text in the step's field when it is shown."""
        self._typed = text

    def on_screen_suspend(self) -> None:
        """Show the keys of the dialog that was opened over it."""
        if self.drawable:
            self._draw_key_hints()

    def on_screen_resume(self) -> None:
        """Show its own keys again; Textual calls the base's handler as well."""
        if self.drawable:
            self._draw_key_hints()

    def on_resize(self, event: Resize) -> None:
        """Redraw what depends on the width; a stale size is ignored, or two would alternate.

        The first size is that of the first draw: the first paint does not wait for the same once more.
        """
        if event.size == self.app.size != self._drawn_for:
            self.call_after_refresh(self._redraw)

    def _redraw(self) -> None:
        self._drawn_for = self.app.size
        if self.app.size.width < WIDE and self.inspects:  # it is out of sight, and would take the keys
            self.set_focus(None)
            self.take_focus()
        self.draw()
        self.draw_side()

    def action_page_card(self, pages: int) -> None:
        """Scroll the card where it is longer than the screen.

        Args:
            pages: 1 or -1.
        """
        card = self._frame.card
        card.scroll_to(y=card.scroll_y + pages * max(1, card.size.height - 2), animate=False)

    def take_focus(self) -> None:
        """Put the focus where the next key is due, unless it is on something of this step."""
        selector = self.first_focus()
        buttons = [button for button in self.query(ActionButton) if button.display and not button.disabled]
        if selector:
            self.query_one(selector).focus(scroll_visible=False)
        elif buttons:
            buttons[0].focus(scroll_visible=False)
        self.call_after_refresh(self._frame.card.show_focus)

    def main_action(self) -> str:
        """Return the action that Enter runs here; "" where there is none."""
        mains = [button.action_name for button in self.query("ActionButton.-main").results(ActionButton)]
        shown = [name for name in mains if self.query_one(f"#do-{name}").display]
        return shown[0] if shown else ""

    def draw(self) -> None:
        """Draw everything from the walkthrough, the clock and the language."""
        if not self.drawable:
            return
        walkthrough = self.context.walkthrough
        self._frame.draw(walkthrough)
        self._draw_key_hints()
        if walkthrough.in_flight is not None:
            self.clear_message()  # another key did something since
        for line in self.query(StatusLine):
            line.draw(self.translator)
        self.draw_card(walkthrough)
        focused = self.focused
        lost = isinstance(focused, ActionButton) and (focused.disabled or not focused.display)
        if focused is None or lost:
            self.take_focus()

    def tick(self) -> None:
        """Draw what time alone changes, where it has changed: three ticks of four draw nothing."""
        walkthrough, now = self.context.walkthrough, self.context.now()
        moment = (
            walkthrough.challenge and format_countdown(walkthrough.challenge.remaining(now)),
            walkthrough.challenge and format_countdown(walkthrough.challenge.resend_in(now)),
            walkthrough.uncertain_send and format_countdown(walkthrough.uncertain_send.remaining(now)),
            walkthrough.retry_after and format_countdown(walkthrough.retry_after.remaining(now)),
            now.utc.minute,
            isinstance(self.app.screen, Dialog),
            self._frame.goes_on,
            self._frame.begins_above,
        )
        if self.context.frozen:  # what was answered fades in the operator's time
            self._stood_still_s += TICK_S
        self._frame.reply.fade(now.monotonic + self._stood_still_s)
        if (moment == self._moment and walkthrough.in_flight is None) or not self.drawable:
            return
        self._moment = moment
        self._frame.draw_time(walkthrough)
        self._draw_key_hints()
        self.draw_time(walkthrough)
        if now.utc.minute != self._minute:  # the customer's phone has a clock too
            self._minute = now.utc.minute
            self.draw_side()

    def _draw_key_hints(self) -> None:
        front = self.app.screen
        if isinstance(front, InspectorDialog) or self.inspects:
            inspectors = front.query(InspectorPane)
            hints = view.dialog_hints(self.context) + (inspectors.first().hints() if inspectors else ())
        elif isinstance(front, Dialog):
            hints = view.dialog_hints(self.context)
        else:
            hints = view.key_hints(self.context, more=self._frame.goes_on, above=self._frame.begins_above)
        self._frame.key_hints.show(hints)

    def draw_time(self, walkthrough: Walkthrough) -> None:
        """Draw what time alone changes on the card."""

    def draw_side(self) -> None:
        """Draw the side pane, where there is room for one."""
        if self.drawable:
            self._frame.side.show(fits=self.app.size.width >= WIDE)

    def focus_pane(self) -> bool:
        """Give the focus to what is in the pane; False where it has it already, or is not there."""
        return self._frame.side.take_focus()

    @property
    def inspects(self) -> bool:
        """True while the inspector in the pane has the focus."""
        return self._frame.side.is_attached and self._frame.side.inspects

    def leave_inspector(self) -> bool:
        """Close the inspector's field, or the inspector; False where it did not have the focus."""
        if not self.inspects:
            return False
        if self._frame.side.leave_inspector():
            self.draw_side()
            self.set_focus(None)
            self.take_focus()
        return True

    def action_inspect(self, name: str) -> None:
        """Run a key of the inspector that was clicked among the key hints."""
        for inspector in self.query(InspectorPane):
            inspector.action_use(name)

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        if self.drawable:
            self._draw_key_hints()

    def show_message(self, wording: Wording, tone: Tone = Tone.WARNING) -> None:
        """Say something about what was pressed, in a line of its own, for a while."""
        until = self.context.now().monotonic + self._stood_still_s + _REPLY_S
        self._frame.reply.say(self.translator, wording, tone, until=until)

    def clear_message(self) -> None:
        """Take away what was said about what was pressed."""
        self._frame.reply.clear()

    def show_problem(self, wording: Wording, tone: Tone = Tone.WARNING) -> None:
        """Say what is wrong with what stands in the field, below it; on a step without one, for a while."""
        fields = list(self.query("#wrong").results(StatusLine))
        for line in fields:
            line.say(self.translator, wording, tone)
        if fields:
            self.take_focus()
        else:
            self.show_message(wording, tone)

    def clear_problem(self) -> None:
        """Take away what was said about the text before."""
        for line in self.query("#wrong").results(StatusLine):
            line.clear()

    def read_code(self) -> Secret | None:
        """Return the code in the step's field; None where there is none, or none that can be sent."""
        return None

    def answered(self, walkthrough: Walkthrough) -> None:
        """Show what an answer leaves to do here; nothing by default."""

    def fill(self, text: str) -> None:
        """Put a text into the step's field, with the focus in it."""
        for field in self.query(".entry Input").results(Input):
            field.value, field.cursor_position = text, len(text)
            self.take_focus()

    def type_on(self, event: Key | Paste) -> None:
        """Let the step's field take a key or a paste that came while something else had the focus."""
        for field in self.query(".entry Input").results(Input):
            copy = Paste(event.text) if isinstance(event, Paste) else Key(event.key, event.character)
            field.post_message(copy)

    def show_allowance(self) -> None:
        """Draw what remains of the phone's budget, where there is one."""
        left = self.context.allowance
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
                button.word(self.translator, sentence, self.context.key_label(BY_NAME[name]))
        for row in self.query(ButtonRow):
            row.fit_words()
