"""What each action of the table does: an intent for the conductor, or something of the wizard's own."""

from collections.abc import Callable

from otp_tui.core.exchange.verdict import Delivery
from otp_tui.core.flow.events import (
    ArrivedPressed,
    AskPressed,
    BackPressed,
    Event,
    GivenUp,
    NotArrivedPressed,
    ResendPressed,
    ReturnPressed,
    SameCodePressed,
    UnlinkPressed,
)
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.state import Phase, Tone
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.wizard.actions import BY_NAME, WITHOUT_WALK
from otp_tui.wizard.dialogs.base import (
    ConfirmDialog,
    Dialog,
    ExchangesDialog,
    HelpDialog,
    InboxDialog,
    PaletteDialog,
)
from otp_tui.wizard.screens.base import WIDE, WizardScreen
from otp_tui.wizard.screens.code import CodeScreen
from otp_tui.wizard.screens.phone import PhoneScreen
from otp_tui.wizard.state import WizardState
from otp_tui.wizard.themes import DARK, LIGHT

_TRAVEL_S = 60
_OVERLAYS: dict[str, type[Dialog]] = {"exchanges": ExchangesDialog, "inbox": InboxDialog}


class Intents(WizardState):
    """The actions of the wizard."""

    # the walkthrough ---------------------------------------------------------------------------------

    def action_start(self) -> None:
        """Send the OTP, begin the next leg, or begin anew what halted: one press, one send."""
        if not isinstance(self.base, PhoneScreen):
            if not self.refuse(Intent.START):
                self._begin_leg()
            return
        if self.engine is None or not self.ready:
            self.start_when_loaded = True
            self.base.show_message(self.translator.text("phone.loading"), Tone.INFO)
            self.load()
            return
        phone = self.base.read(self.engine)
        if phone is None:
            return
        if self.state_of(BY_NAME["return"])[0]:
            self._leave_open_code(phone)
        else:
            self.through_live(lambda: self.conductor.send(phone.national, phone.masked))

    def _begin_leg(self) -> None:
        """One press, one send; where an SMS may have gone out already, a question comes first."""
        notice = self.walkthrough.notice
        if notice is None or notice.delivery is not Delivery.MAYBE_SENT:
            self.through_live(self.conductor.start_leg)
            return

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.through_live(self.conductor.start_leg)

        self.ask(ConfirmDialog("send_again"), answered)

    def _leave_open_code(self, phone: PhoneNumber) -> None:
        """The same number goes back to its code; another one asks before that code is given up."""
        if self.conductor.is_phone(phone.national):
            self.action_return()
            return

        def give_up() -> None:
            self.conductor.post(GivenUp())
            self.conductor.send(phone.national, phone.masked)

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.through_live(give_up)

        self.ask(ConfirmDialog("give_up", phone=self.walkthrough.phone or ""), answered)

    def action_verify(self) -> None:
        """Verify the code in the field."""
        if isinstance(self.base, CodeScreen) and not self.refuse(Intent.VERIFY):
            code = self.base.read()
            if code is not None:
                self.conductor.verify(code)

    def action_resend(self) -> None:
        """Ask for a new code, once its rule opens."""
        if not self.refuse(Intent.RESEND):
            self.through_live(lambda: self.conductor.post(ResendPressed()))

    def action_resend_early(self) -> None:
        """A negative test: ask before the rule opens, after a question."""
        if self.refuse(Intent.RESEND_EARLY):
            return

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.conductor.post(ResendPressed(early=True))

        self.ask(ConfirmDialog("resend_early"), answered)

    def action_unlink(self) -> None:
        """Undo the link, after a question."""
        if self.refuse(Intent.UNLINK):
            return

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.conductor.post(UnlinkPressed())

        self.ask(ConfirmDialog("unlink"), answered)

    def action_arrived(self) -> None:
        """The SMS of a lost send arrived."""
        self._tell(Intent.ARRIVED, ArrivedPressed())

    def action_not_arrived(self) -> None:
        """It did not."""
        self._tell(Intent.NOT_ARRIVED, NotArrivedPressed())

    def action_same_code(self) -> None:
        """Verify the same code again."""
        self._tell(Intent.SAME_CODE, SameCodePressed())

    def action_ask(self) -> None:
        """Ask the provider whether the account is linked."""
        self._tell(Intent.ASK, AskPressed())

    def action_return(self) -> None:
        """Forward again to what was left open."""
        self._tell(Intent.RETURN, ReturnPressed())

    def _tell(self, intent: Intent, event: Event) -> None:
        if not self.refuse(intent):
            self.conductor.post(event)

    def action_again(self) -> None:
        """Another walkthrough."""
        self.conductor.again()

    def ask(self, question: Dialog, answered: Callable[[str | None], None]) -> None:
        """Ask, unless it is being asked already: a second press of the same key asks nothing.

        Args:
            question: What is asked.
            answered: Takes the answer, None where it was closed.
        """
        panels = [screen for screen in self.screen_stack if isinstance(screen, Dialog)]
        if not any(panel.same_as(question) for panel in panels):
            self.push_screen(question, answered)

    def action_cancel(self) -> None:
        """Cut the request in flight."""
        self.conductor.cancel()

    async def action_back(self) -> None:
        """Close a panel, cancel a request, or go back to the phone: whichever is on top."""
        if isinstance(self.screen, Dialog):
            self.screen.action_close()
        elif (isinstance(self.screen, WizardScreen) and self.screen.back()) or self.base is None:
            return
        elif self.start_when_loaded:
            self.start_when_loaded = False
            self.base.clear_complaint()
        elif self.walkthrough.in_flight is not None:
            self.conductor.cancel()
        elif self.walkthrough.phase not in {Phase.PHONE, Phase.DONE}:
            self.conductor.post(BackPressed())

    async def action_quit(self) -> None:
        """End, with 0; nothing is sent."""
        self.exit(0)

    # the wizard itself -------------------------------------------------------------------------------

    def action_help(self) -> None:
        """The keys that work now."""
        self._toggle(HelpDialog)

    def action_commands(self) -> None:
        """Everything that can be done, by name."""

        def chosen(name: str | None) -> None:
            if name is not None:
                self.call_later(self.run_action, f"app.{name}")

        if isinstance(self.screen, PaletteDialog):
            self.screen.action_close()
        else:
            self._close_overlays()
            self.push_screen(PaletteDialog(), chosen)

    def action_exchanges(self) -> None:
        """Show or hide the exchanges."""
        self._show_pane("exchanges")

    def action_inbox(self) -> None:
        """Show or hide the customer's phone."""
        if self.connection.scenarios:
            self._show_pane("inbox")

    def _show_pane(self, name: str) -> None:
        if self.size.width >= WIDE:
            self.pane = "" if self.pane == name else name
            self.draw_all()
        else:
            self._toggle(_OVERLAYS[name])
        self.ask_for_messages()

    def _toggle(self, overlay: type[Dialog]) -> None:
        """A panel's own key closes it; another one's takes its place."""
        was_open = isinstance(self.screen, overlay)
        self._close_overlays()
        if not was_open:
            self.push_screen(overlay())

    def _close_overlays(self) -> None:
        while isinstance(self.screen, Dialog):
            self.pop_screen()

    def action_language(self) -> None:
        """The other language, at once, with nothing lost."""
        self.translator.language = self.translator.other()
        self.draw_all()

    def action_theme(self) -> None:
        """Dark or light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def action_countdown(self) -> None:
        """Hide or show the countdown."""
        self.countdown_hidden = not self.countdown_hidden
        self.draw_all()

    def action_travel(self) -> None:
        """Move the simulator's clock, and ours, a minute ahead."""
        if self.engine is not None and self.connection.scenarios:
            self.work(self._travel, "travel")

    async def _travel(self) -> None:
        if self.engine is not None and not await self.engine.travel(_TRAVEL_S) and self.base is not None:
            self.base.show_message(self.translator.text("travel.failed"))
        self.draw_all()

    def action_help_quit(self) -> None:
        """Ctrl+C does not end the program; say what does."""
        if isinstance(self.screen, WizardScreen):
            self.screen.show_message(self.translator.text("quit.how"), Tone.INFO)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before a walkthrough was begun, only what needs none."""
        if self.base is None and action in BY_NAME and action not in WITHOUT_WALK:
            return False
        return super().check_action(action, parameters)
