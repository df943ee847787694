"""The screen of the code: countdown, field, resend, and the ways out of a lost answer."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Label, Static

from otp_tui.core.code.extraction import LONGEST, CodeError, extract_code
from otp_tui.core.flow.challenge import Challenge, ExpirySource, format_countdown
from otp_tui.core.flow.intents import Intent, Unavailable, available_intents
from otp_tui.core.flow.journey import ResendRule
from otp_tui.core.flow.state import CODE_REFUSED, Reason, Tone, Walkthrough
from otp_tui.core.security.secrets import Secret
from otp_tui.i18n.notices import about_expiry
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.actions import BY_NAME
from otp_tui.wizard.context import THRESHOLDS, WizardContext
from otp_tui.wizard.messages import ActionWanted, CodeTyped
from otp_tui.wizard.screens.step import StepScreen
from otp_tui.wizard.widgets.action_button import ActionButton, ButtonRow
from otp_tui.wizard.widgets.big_digits import LARGE, SMALL, Font
from otp_tui.wizard.widgets.code_input import CodeInput
from otp_tui.wizard.widgets.countdown import Countdown
from otp_tui.wizard.widgets.status_line import StatusLine

_CLEARED = CODE_REFUSED | {Reason.CHAINED}
_RESEND_WORDS = {
    (ResendRule.AFTER_EXPIRY, False): "resend.after_expiry",
    (ResendRule.AFTER_EXPIRY, True): "resend.after_expiry_hidden",
    (ResendRule.GUARD, False): "resend.guard",
    (ResendRule.GUARD, True): "resend.guard_hidden",
}


class CodeScreen(StepScreen):
    """Takes the code of the open challenge."""

    def __init__(self, context: WizardContext) -> None:
        super().__init__(context)
        self._passed: int | None = None
        self._drawn_once = False

    def state(self) -> ComposeResult:
        yield Countdown()

    def card(self) -> ComposeResult:
        with Horizontal(classes="entry"):
            yield CodeInput(self.context.connection.code_pattern, masked=self.context.presenting)
            yield ActionButton("verify", primary=True)
        yield StatusLine("wrong")
        with ButtonRow(id="lost"):
            yield ActionButton("ask")
            yield ActionButton("same_code")
        yield ActionButton("resend")
        yield Static(id="allowance", markup=False)

    def first_focus(self) -> str:
        return "#code"

    def draw_card(self, walkthrough: Walkthrough) -> None:
        if walkthrough.challenge is None:
            return
        say = self.translator.text
        self.query_one("#title", Label).update(
            say(f"code.title_{walkthrough.challenge.kind}", phone=walkthrough.phone or "")
        )
        self.query_one("#code", CodeInput).placeholder = say("code.placeholder")
        self.show_allowance()
        now = available_intents(walkthrough, self.context.now())
        self.query_one("#lost").display = walkthrough.lost_verify is not None
        self.offer(
            {
                "verify": (True, None),
                "ask": (now[Intent.ASK].available, None),
                "same_code": (now[Intent.SAME_CODE].available, None),
            }
        )
        self.draw_time(walkthrough)

    def draw_time(self, walkthrough: Walkthrough) -> None:
        challenge = walkthrough.challenge
        if challenge is None:
            return
        now, say = self.context.now(), self.translator.text
        left = challenge.remaining(now)
        told = challenge.source is ExpirySource.SERVER
        ends = f"{challenge.expires_by(now).astimezone():%H:%M:%S}"
        when = say("expiry.over") if left <= 0 else say("expiry.at" if told else "expiry.at_assumed", at=ends)
        self._tell_threshold(left)
        shown = self.context.shown_seconds(left)
        self.query_one(Countdown).show(
            format_countdown(shown),
            shown / challenge.lifetime if challenge.lifetime else 0.0,
            when,
            about_expiry(self.translator, challenge) if left > 0 and not self.context.presenting else "",
            assumed=not told,
            hidden=say("expiry.hidden") if self.context.countdown_hidden else "",
            font=self._font(),
        )
        button = self.query_one("#do-resend", ActionButton)
        button.word(self.translator, self._resend_words(challenge), self.context.key_label(BY_NAME["resend"]))
        button.disabled = not available_intents(walkthrough, now)[Intent.RESEND].available

    def _font(self) -> Font:
        """Return large digits where they leave room for the words beside them: not beside the inspector."""
        beside = self.has_class("-wide") and self.context.side_pane == "exchanges"
        roomy = self.context.presenting or self.has_class("-roomy")
        return LARGE if roomy and not beside else SMALL

    def _tell_threshold(self, left: float) -> None:
        """Say in words that little time is left, once at each threshold that is passed while it is looked at."""
        passed = next((limit for limit in THRESHOLDS if left <= limit), None)
        if passed != self._passed and passed is not None and self._drawn_once:
            key = self.context.key_label(BY_NAME["resend"])
            self.show_message(sentence(f"time_left.{passed}", key=key), Tone.INFO)
        self._passed, self._drawn_once = passed, True

    def _resend_words(self, challenge: Challenge) -> str:
        say, now = self.translator.text, self.context.now()
        provider = say(f"provider.{challenge.provider}")
        wait = self.context.shown_seconds(challenge.resend_in(now))
        if wait <= 0:
            resend = available_intents(self.context.walkthrough, now)[Intent.RESEND]
            if resend.reason is Unavailable.RETRY_AFTER:
                return say("resend.retry_after", left=format_countdown(resend.opens_in), provider=provider)
            return say("action.resend")
        name = _RESEND_WORDS[challenge.rule, self.context.countdown_hidden]
        return say(name, left=format_countdown(wait), provider=provider)

    def on_input_changed(self, event: CodeInput.Changed) -> None:
        """Take away what was said about the text before; say at once that a code is too long."""
        event.stop()
        self.post_message(CodeTyped())
        self.clear_problem()
        if len(event.value.strip()) > LONGEST and " " not in event.value.strip():
            self._complain("too_long", len(event.value.strip()))

    def on_input_submitted(self, event: CodeInput.Submitted) -> None:
        """Verify the code."""
        event.stop()
        self.post_message(ActionWanted("verify"))

    def on_code_input_code_found(self, event: CodeInput.CodeFound) -> None:
        """Say that the code was found in a message, or that letters were folded."""
        name = "code.picked" if event.found.pasted else "code.pasted"
        self.show_problem(sentence("code.folded" if event.found.folded else name), Tone.INFO)

    def on_code_input_unreadable(self, event: CodeInput.Unreadable) -> None:
        """Say why no code was found; what stands in the field stays."""
        self._complain(event.problem, event.length)

    def read_code(self) -> Secret | None:
        """Return the code in the field, or None with a complaint; show folded letters as sent."""
        field = self.query_one("#code", CodeInput)
        try:
            found = extract_code(field.value, self.context.connection.code_pattern)
        except CodeError as error:
            self._complain(error.problem, error.length)
            return None
        if field.value != found.code:
            field.value = found.code
            if found.folded:
                self.show_problem(sentence("code.folded_sent"), Tone.INFO)
        return Secret(found.code)

    def answered(self, walkthrough: Walkthrough) -> None:
        """Empty the field after a code that was not accepted, for the next one."""
        if walkthrough.notice is not None and walkthrough.notice.reason in _CLEARED:
            self.query_one("#code", CodeInput).clear()
        self.take_focus()

    def _complain(self, problem: str, length: int) -> None:
        self.show_problem(sentence(f"code.{problem}", length=length, longest=LONGEST))
