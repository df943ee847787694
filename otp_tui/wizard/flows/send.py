"""The steps before a send: credentials, live confirmation, unknown number, budget."""

from collections.abc import Callable
from functools import partial

from otp_tui.conductor.ports import SendLimits
from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.flow.change import PersistenceFailure
from otp_tui.core.flow.state import Phase, Tone
from otp_tui.core.phone.number import PhoneNumber, mask_as_sent
from otp_tui.core.security.send_policy import Rule
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.core.target.providers import PROVIDERS, PhoneForm
from otp_tui.i18n.errors import wording_of
from otp_tui.i18n.keyring import keyring_wording
from otp_tui.i18n.notices import refusal_text
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.screens.phone import PhoneScreen


class SendFlow:
    """The steps before a send; the built-in simulator needs none of them.

    Args:
        control: The app.
    """

    def __init__(self, control: WizardControl) -> None:
        self._control = control
        self._context = control.context
        self._checking = False

    def load(self) -> None:
        """Load what is heavy and gather what a send needs; a failure is tried again by the next Enter."""
        if not self._context.loading:
            self._context.loading = True
            self._control.work(self._load, "load")

    async def _load(self) -> None:
        context = self._context
        try:
            context.loaded = await context.connection.load()
            self._control.draw_all()
            context.ready = await self.gather()
        finally:
            context.loading = False
        waiting, context.waiting_action = context.waiting_action, ""
        if context.ready:
            self._control.draw_all()
            if waiting and self._control.step_screen is not None:
                self._control.step_screen.clear_message()
                await self._control.action_perform(waiting)

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
            self._control.show_problem(wording_of(error), Tone.ERROR)
            return False
        if problem is not None and self._control.step_screen is not None:
            self._context.persistence_failure = (
                self._context.persistence_failure or PersistenceFailure.KEYRING
            )
            self._context.news = keyring_wording(problem)
            self._control.draw_all()
        return True

    def confirm(self, send: Callable[[], None], phone: PhoneNumber | None = None) -> None:
        """Send; to a target of the operator's own after its rules were checked and its questions answered.

        Args:
            send: Sends.
            phone: The phone; without one, the walkthrough's own.
        """
        limits = self._context.connection.limits
        national = phone.national if phone else self._context.conductor.phone()
        if limits is None or national is None:
            send()
        elif not self._checking:
            self._checking = True
            self._control.work(partial(self._check, limits, phone or PhoneNumber(national), send), "check")

    async def _check(self, limits: SendLimits, phone: PhoneNumber, send: Callable[[], None]) -> None:
        """Check the number before anything is asked or typed, then ask what is missing."""
        try:
            refusal = await limits.number_refusal(phone.national)
            unlisted = refusal is not None and refusal.rule is Rule.UNLISTED_NUMBER
            if refusal is not None and not unlisted:
                self._control.show_problem(lambda translator: refusal_text(translator, refusal))
                return
            live = self._context.connection.environment is Environment.LIVE
            if not live and not unlisted:
                send()
                return
            owner = "" if unlisted else await limits.owner(phone.national)
            left = await limits.remaining(phone.national)
        finally:
            self._checking = False
        from otp_tui.wizard.dialogs.send import SendDialog, SendQuestion  # noqa: PLC0415 - the first paint asks nothing

        question = SendQuestion(
            phone.masked,
            tuple((leg.provider, _sent_form(phone, leg.provider)) for leg in self._context.walkthrough.legs),
            owner,
            live,
            limits.unlock if live and limits.locked else None,
            left,
        )

        def answered(told: str | None) -> None:
            if told is not None and unlisted:
                self._control.work(partial(self._allow, phone, told, send), "allow")
            elif told is not None:
                send()
            else:
                self._control.show_message(sentence("ask.not_sent"), Tone.INFO)

        self._control.ask(SendDialog(self._context, question), answered)

    async def _allow(self, phone: PhoneNumber, label: str, send: Callable[[], None]) -> None:
        limits = self._context.connection.limits
        assert limits is not None
        try:
            problem = await limits.allow(phone, label)
        except UserError as error:
            self._control.show_problem(wording_of(error))
            return
        if problem is not None:
            self._control.show_message(sentence("phone.allowed_once"), Tone.INFO)
        send()

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


def _sent_form(phone: PhoneNumber, provider: str) -> str:
    """Return the phone as a provider gets it, all but its first and last two digits hidden."""
    national = PROVIDERS[provider].phone_form is PhoneForm.NATIONAL
    return mask_as_sent(phone.domestic if national else phone.international)
