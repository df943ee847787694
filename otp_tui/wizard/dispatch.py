"""The dispatcher of actions: one row, one rule."""

from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable

from otp_tui.conductor.phases import give_up_question
from otp_tui.core.exchange.verdict import Delivery
from otp_tui.core.flow.events import BackPressed, GivenUp, ReturnPressed
from otp_tui.core.flow.intents import PROVIDER_INTENTS, Intent
from otp_tui.core.flow.state import Phase, Tone
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.actions import BY_NAME, Action
from otp_tui.wizard.context import CountdownMode
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.flows.send import SendFlow
from otp_tui.wizard.panes import PaneSwitch
from otp_tui.wizard.parts import LoadedParts
from otp_tui.wizard.screens.base import WizardScreen
from otp_tui.wizard.screens.phone import PhoneScreen


class ActionDispatcher:
    """Runs actions: refused where their intent is not available, confirmed where they ask, then posted.

    Args:
        control: The app.
        send_flow: What comes before a send.
        panes: The side pane and the dialogs that stand in for it.
        parts: History, evidence, time travel.
        quit_app: Ends the program.
        toggle_theme: Changes between dark and light.
    """

    def __init__(
        self,
        control: WizardControl,
        send_flow: SendFlow,
        panes: PaneSwitch,
        parts: LoadedParts,
        *,
        quit_app: Callable[[], None],
        toggle_theme: Callable[[], None],
    ) -> None:
        self._control = control
        self._context = control.context
        self._send_flow = send_flow
        self._panes = panes
        self._parts = parts
        self._own: Mapping[str, Callable[[], Awaitable[None] | None]] = {
            "start": self._start,
            "verify": self._verify,
            "again": self._again,
            "cancel": self._cancel,
            "back": self._back,
            "quit": quit_app,
            "help": lambda: panes.toggle("help"),
            "commands": panes.toggle_palette,
            "exchanges": lambda: panes.show("exchanges"),
            "inbox": lambda: panes.show("inbox"),
            "language": self._change_language,
            "evidence": self._make_evidence,
            "ticket": self._show_ticket,
            "history": self._open_history,
            "theme": toggle_theme,
            "countdown": lambda: self._show_countdown(CountdownMode.HIDDEN),
            "slow_countdown": lambda: self._show_countdown(CountdownMode.SLOW),
            "travel": self._open_travel,
            "present": self._toggle_presenting,
        }

    async def run(self, action: Action) -> None:
        """Run an action, as its key, its button or its command would."""
        if self._is_recorded(action) or self._waits(action):
            return
        if action.event is None:
            done = self._own[action.name]()
            if isawaitable(done):
                await done
            return
        event = action.event
        if action.intent is not None and self._refuse(action.intent):
            return

        def post() -> None:
            self._context.conductor.post(event)

        if action.question:
            self._control.confirm(action.question, post)
        elif action.sends:
            self._send_flow.confirm(post)
        else:
            post()

    def _is_recorded(self, action: Action) -> bool:
        """Say that a kept walkthrough cannot be changed; True for an action that would."""
        if self._context.recorded is None or action.intent in {None, Intent.BACK, Intent.CANCEL}:
            return False
        self._control.show_message(sentence("unavailable.recorded"), Tone.INFO)
        return True

    def _waits(self, action: Action) -> bool:
        """Let an action that sends a request wait until all that it needs is loaded; True where it has to."""
        context = self._context
        if action.intent not in PROVIDER_INTENTS or context.ready:
            return False
        # Whether a phone can be sent to is not known before it was read.
        first = action.intent is Intent.START and isinstance(self._control.step_screen, PhoneScreen)
        if not first and not context.state_of(action)[0]:
            return False
        context.waiting_action = action.name
        self._control.show_message(sentence("phone.loading" if first else "resume.loading"), Tone.INFO)
        self._control.load()
        return True

    def _refuse(self, intent: Intent) -> bool:
        """Say why an intent is not available; True where it is not."""
        is_available, _ = self._context.state_of_intent(intent)
        if not is_available and self._context.walkthrough.in_flight is None:
            self._control.show_message(lambda _: self._context.state_of_intent(intent)[1])
        return not is_available

    # the walkthrough ---------------------------------------------------------------------------------

    def _start(self) -> None:
        """Send the OTP, begin the next leg, or begin anew what halted: one press, one send."""
        screen, context = self._control.step_screen, self._context
        if not isinstance(screen, PhoneScreen):
            if not self._refuse(Intent.START):
                self._start_leg()
            return
        assert context.loaded is not None
        phone = screen.read(context.loaded)
        if phone is None:
            return
        if context.state_of_intent(Intent.RETURN)[0]:
            self._leave_open_code(phone)
        else:
            self._send_flow.confirm(lambda: context.conductor.send(phone.national, phone.masked), phone)

    def _start_leg(self) -> None:
        """Begin the leg; where an SMS may have gone out already, a question comes first."""
        notice, start = self._context.walkthrough.notice, self._context.conductor.start_leg
        if notice is None or notice.delivery is not Delivery.MAYBE_SENT:
            self._send_flow.confirm(start)
        else:
            self._control.confirm("send_again", lambda: self._send_flow.confirm(start))

    def _leave_open_code(self, phone: PhoneNumber) -> None:
        """Return to the code of the same number; another number asks before that code is given up."""
        conductor = self._context.conductor
        if conductor.is_phone(phone.national):
            if not self._refuse(Intent.RETURN):
                conductor.post(ReturnPressed())
            return

        def give_up() -> None:
            conductor.post(GivenUp())
            conductor.send(phone.national, phone.masked)

        walkthrough = self._context.walkthrough
        question = give_up_question(walkthrough, self._context.now())
        self._control.confirm(
            question, lambda: self._send_flow.confirm(give_up, phone), phone=walkthrough.phone or ""
        )

    def _verify(self) -> None:
        screen = self._control.step_screen
        if screen is not None and not self._refuse(Intent.VERIFY):
            code = screen.read_code()
            if code is not None:
                self._context.conductor.verify(code)

    def _again(self) -> None:
        self._context.conductor.again()

    def _cancel(self) -> None:
        self._context.conductor.cancel()

    def _back(self) -> None:
        """Close a dialog, cancel a request, or go back to the phone: whichever is on top."""
        front, context = self._control.screen, self._context
        if isinstance(front, Dialog):
            front.action_close()
        elif self._control.step_screen is not None and self._control.step_screen.leave_inspector():
            return
        elif context.recorded is not None:
            self._open_history()
        elif (isinstance(front, WizardScreen) and front.back()) or self._control.step_screen is None:
            return
        elif context.waiting_action:
            context.waiting_action = ""
            self._control.step_screen.clear_message()
        elif context.walkthrough.in_flight is not None:
            context.conductor.cancel()
        elif context.walkthrough.phase not in {Phase.PHONE, Phase.DONE}:
            context.conductor.post(BackPressed())

    # the wizard itself -------------------------------------------------------------------------------

    def _change_language(self) -> None:
        """Change to the other language, at once, with nothing lost."""
        translator = self._context.translator
        translator.language = translator.other()
        self._panes.hush()  # a toast would stay in the language of its moment
        self._control.draw_all()

    def _show_countdown(self, mode: CountdownMode) -> None:
        """Show the countdown in a way, or every second where it is shown so already; say which."""
        context = self._context
        context.countdown = CountdownMode.SECONDS if context.countdown is mode else mode
        self._control.draw_all()
        key = context.key_label(BY_NAME["countdown"])
        self._control.show_message(sentence(f"countdown.{context.countdown}", key=key), Tone.INFO)

    def _open_travel(self) -> None:
        self._parts.travel.open()

    def _toggle_presenting(self) -> None:
        """Begin or end to present; what is not for the audience goes out of sight."""
        self._context.presenting = not self._context.presenting
        self._panes.leave_technical()
        self._control.compose_again()

    def _make_evidence(self) -> None:
        self._parts.evidence.make()

    def _show_ticket(self) -> None:
        self._parts.evidence.show_ticket()

    def _open_history(self) -> None:
        self._parts.history.open()
