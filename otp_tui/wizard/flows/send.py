"""The steps before a send: credentials, live confirmation, unknown number, budget."""

from collections.abc import Callable
from functools import partial

from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.flow.recovery import PersistenceFailure
from otp_tui.core.flow.state import Phase, Tone
from otp_tui.core.security.send_policy import Refusal, Rule
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.dialogs.prompt import PromptDialog
from otp_tui.wizard.screens.phone import PhoneScreen


class SendFlow:
    """The steps before a send; the built-in simulator needs none of them.

    Args:
        control: The app.
    """

    def __init__(self, control: WizardControl) -> None:
        self._control = control
        self._context = control.context

    async def gather(self) -> bool:
        """Gather keys and limits; what is missing is asked for. Gives whether all is there."""
        credentials = self._context.connection.credentials
        if credentials is None:
            return True
        try:
            problem = await credentials.gather()
        except CredentialsMissingError as missing:
            self._control.ask_for_credentials(missing)
            return False
        except UserError as error:
            self._control.show_message(error_text(self._context.translator, error), Tone.ERROR)
            return False
        if problem is not None and self._control.step_screen is not None:
            self._context.persistence_failure = (
                self._context.persistence_failure or PersistenceFailure.KEYRING
            )
            words = " ".join(keyring_lines(self._context.translator, problem))
            self._control.show_message(words, Tone.INFO)
        return True

    def confirm_live(self, send: Callable[[], None]) -> None:
        """Send; on live after the merchant's name was typed, or, while that holds, a yes."""
        connection = self._context.connection
        if connection.environment is not Environment.LIVE or connection.limits is None:
            send()
        elif connection.limits.locked:
            self._ask_merchant(send)
        else:
            phone = self._context.walkthrough.phone or ""
            self._control.confirm("send_live", send, phone=phone, host=connection.host)

    def _ask_merchant(self, send: Callable[[], None], mistake: str = "") -> None:
        def answered(typed: str | None) -> None:
            limits = self._context.connection.limits
            if typed is None or limits is None:
                return
            if limits.unlock(typed):
                send()
            else:
                self._ask_merchant(send, "live.other_name")

        host = self._context.connection.host
        self._control.ask(PromptDialog(self._context, "merchant", mistake, host=host), answered)

    # a phone that nobody has vouched for -----------------------------------------------------------------

    def stopped(self, refusal: Refusal) -> None:
        """Ask whose phone it is, where that is why a send was stopped."""
        screen = self._control.step_screen
        if refusal.rule is not Rule.UNLISTED_NUMBER or not isinstance(screen, PhoneScreen):
            return
        phone = screen.readable()
        if phone is not None:
            self._control.ask(PromptDialog(self._context, "whose", phone=phone.masked), self._vouched)

    def _vouched(self, label: str | None) -> None:
        if label:
            self._control.work(partial(self._allow, label), "allow")

    async def _allow(self, label: str) -> None:
        limits, screen = self._context.connection.limits, self._control.step_screen
        phone = screen.readable() if isinstance(screen, PhoneScreen) else None
        if limits is None or screen is None or phone is None:
            return
        try:
            problem = await limits.allow(phone, label)
        except UserError as error:
            screen.show_message(error_text(self._context.translator, error))
            return
        if problem is not None:
            screen.show_message(self._context.translator.text("phone.allowed_once"), Tone.INFO)
        self.confirm_live(lambda: self._context.conductor.send(phone.national, phone.masked))

    # the budget ------------------------------------------------------------------------------------------

    @property
    def counts(self) -> bool:
        """True where there is a budget to look up."""
        return self._context.connection.limits is not None and self._context.ready

    async def look_up_allowance(self) -> None:
        """Look up what remains for the phone in the field, or for the one that was sent to."""
        screen, limits = self._control.step_screen, self._context.connection.limits
        if self._context.walkthrough.phase is Phase.PHONE and isinstance(screen, PhoneScreen):
            phone = screen.readable()
            national = phone.national if phone else None
        else:
            national = self._context.conductor.phone()
        remaining = await limits.remaining(national) if limits is not None and national else None
        if remaining != self._context.allowance:
            self._context.allowance = remaining
            self._control.draw_all()
