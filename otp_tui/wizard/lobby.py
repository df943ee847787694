"""The wizard on targets of the operator's own: first run, set-up, keys, and what stands before a send."""

from collections.abc import Awaitable, Callable
from functools import partial

from otp_tui.conductor import Conductor
from otp_tui.conductor.ports import Connection, OpenWalkthroughs, SetupService
from otp_tui.conductor.setup_form import STEPS, SetupForm
from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.recovery import PersistenceFailure
from otp_tui.core.flow.state import Phase, Tone
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.security.send_policy import Refusal, Rule
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.resume import closed_text
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.app import Wizard
from otp_tui.wizard.dialogs.base import ConfirmDialog
from otp_tui.wizard.dialogs.prompt import PromptDialog
from otp_tui.wizard.late import wait_for_late_answer
from otp_tui.wizard.preferences import WizardPreferences
from otp_tui.wizard.screens.credentials import CredentialsScreen
from otp_tui.wizard.screens.form import FormScreen
from otp_tui.wizard.screens.menu import MenuItem, MenuScreen
from otp_tui.wizard.screens.phone import PhoneScreen
from otp_tui.wizard.screens.resume import ResumeScreen
from otp_tui.wizard.screens.setup import SetupScreen
from otp_tui.wizard.screens.setup_summary import SetupSummaryScreen


class LobbyWizard(Wizard):
    """The application, with everything that comes before a walkthrough.

    Args:
        connection: The target; without a journey, the first screen asks for one.
        setup: What set-up needs from the world.
        translator: Words everything.
        preferences: What the configuration says of the wizard itself.
        open_walkthroughs: What an earlier run left open.
    """

    def __init__(
        self,
        connection: Connection,
        setup: SetupService,
        translator: Translator,
        preferences: WizardPreferences,
        open_walkthroughs: OpenWalkthroughs | None = None,
    ) -> None:
        super().__init__(connection, translator, preferences)
        self._setup = setup
        self._open_walkthroughs = open_walkthroughs

    # what is to be connected to ------------------------------------------------------------------------

    def first_screen(self) -> None:
        """What was interrupted, else what was asked for; what has run out is closed meanwhile."""
        open_walkthroughs = self._open_walkthroughs
        if open_walkthroughs is None or not open_walkthroughs.open:
            self.begin_anew()
        else:
            self.show(ResumeScreen(open_walkthroughs))
        if open_walkthroughs is not None:
            self.work(partial(self._close_over, open_walkthroughs), "close over")

    async def _close_over(self, open_walkthroughs: OpenWalkthroughs) -> None:
        lines = (
            [self.translator.text("journal.aside", file=open_walkthroughs.quarantined_to)]
            if open_walkthroughs.quarantined_to
            else []
        )
        lines += [
            closed_text(self.translator, walkthrough, self.now())
            for walkthrough in await open_walkthroughs.close_ended()
        ]
        if lines:
            self.tell_news(" ".join(lines))

    def begin_anew(self) -> None:
        """The target that was asked for, a choice of profiles, or the first run."""
        if self.connection.journeys:
            self.use_connection(self.connection)
        else:
            self.show_lobby()

    def choose_journey(self) -> None:
        """Begin, or ask which journey where several are possible."""
        journeys = self.connection.journeys
        if len(journeys) == 1:
            self.begin(journeys[0])
            return
        items = tuple(MenuItem(name, f"journey.{name}", f"journey.about_{name}") for name in journeys)
        environment = self.connection.environment
        self.show(MenuScreen("journey.title", items, self._journey_chosen, environment=environment))

    def _journey_chosen(self, journey: str) -> None:
        self.begin(Journey(journey))

    def show_lobby(self) -> None:
        """Ask what to connect to."""
        profiles = tuple(MenuItem(f"profile-{name}", name, about) for name, about in self._setup.profiles)
        first_run = (
            MenuItem("simulator", "lobby.simulator", "lobby.about_simulator"),
            MenuItem("set_up", "lobby.set_up", "lobby.about_set_up"),
        )
        title = "lobby.title_profiles" if profiles else "lobby.title"
        self.show(MenuScreen(title, (*profiles, *first_run), self._picked))
        if not profiles:
            self.work(self._look_at_keyring, "probe")

    async def _look_at_keyring(self) -> None:
        """Say at once how the keyring stands, while nothing depends on it yet."""
        try:
            await self._setup.probe()
        except KeyringError as error:
            if isinstance(self.screen, MenuScreen):
                self.screen.show_keyring_error(error)

    def _picked(self, name: str) -> None:
        if name == "simulator":
            self.use_connection(self._setup.demo())
        elif name == "set_up":
            self.set_up(SetupForm(), 0)
        else:
            try:
                self.use_connection(self._setup.open(name.removeprefix("profile-")))
            except UserError as failure:
                if isinstance(self.screen, MenuScreen):
                    self.screen.show_error(failure)

    def set_up(self, form: SetupForm, step: int, wrong: UserError | None = None) -> None:
        """Show a step of the set-up.

        Args:
            form: What was typed so far.
            step: Which; before the first one is the first question.
            wrong: What is wrong with what was typed.
        """
        if step < 0:
            self.show_lobby()
            return
        form.step = step
        screen = (
            SetupSummaryScreen(self._setup, form) if STEPS[step] == "save" else SetupScreen(self._setup, form)
        )
        if wrong is not None:
            screen.show_error(wrong)
        self.show(screen)

    # what was interrupted --------------------------------------------------------------------------------

    def go_on(self, connection: Connection, conductor: Conductor) -> None:
        """Show a walkthrough that was taken up where it stands.

        Args:
            connection: The target that it talks to.
            conductor: Runs it.
        """
        self._use_connection(connection)
        self.name_terminal()
        self.take(conductor)
        self.typed_phone = conductor.phone() or ""
        self.show_step()
        self.load()

    def tell_news(self, sentence: str) -> None:
        """Say what became of an earlier walkthrough, beside whatever else is to be said.

        Args:
            sentence: In the language of the moment.
        """
        self.news = sentence
        if isinstance(self.screen, FormScreen):
            self.screen.say(sentence, Tone.INFO)
        self.draw_all()

    # keys ----------------------------------------------------------------------------------------------

    async def gather(self) -> bool:
        """Gather keys and limits; what is missing is asked for, what is slow is waited for."""
        access = self.connection.access
        if access is None:
            return True
        try:
            problem = await access.gather()
        except CredentialsMissingError as missing:
            self.show(CredentialsScreen(access, missing))
            if missing.problem is not None and missing.problem.late is not None:
                self.work(partial(self._late, missing.problem), "late")
            return False
        except UserError as failure:
            if self.base is not None:
                self.base.show_message(error_text(self.translator, failure), Tone.ERROR)
            return False
        if problem is not None and self.base is not None:
            self.persistence_failure = self.persistence_failure or PersistenceFailure.VAULT
            self.base.show_message(" ".join(keyring_lines(self.translator, problem)), Tone.INFO)
        return True

    async def _late(self, problem: KeyringError) -> None:
        """An unlock prompt was answered after all: go on as if it had been at once, unless keys are being typed."""
        await wait_for_late_answer(problem)
        if isinstance(self.screen, CredentialsScreen) and self.screen.untouched:
            self.credentials_entered()

    def credentials_entered(self) -> None:
        """Keys are there: back to where the walkthrough stands."""
        self.show_step()
        self.load()

    # what stands before a send ---------------------------------------------------------------------------

    def stopped(self, refusal: Refusal) -> None:
        """A phone that nobody has vouched for: whose is it?"""
        if refusal.rule is Rule.UNLISTED_NUMBER and isinstance(self.base, PhoneScreen):
            # The conductor tells from a task of its own, where a panel's answer would reach a screen that is gone.
            self.call_later(self._ask_whose)

    def _ask_whose(self) -> None:
        phone = self.base.readable() if isinstance(self.base, PhoneScreen) else None
        if phone is not None:
            self.ask(PromptDialog("whose", phone=phone.masked), self._vouched)

    def _vouched(self, label: str | None) -> None:
        if label:
            self.work(partial(self._allow, label), "allow")

    async def _allow(self, label: str) -> None:
        access, base = self.connection.access, self.base
        if access is None or not isinstance(base, PhoneScreen) or self.engine is None:
            return
        phone = base.readable()
        if phone is None:
            return
        try:
            problem = await access.allow(phone, label)
        except UserError as failure:
            base.show_message(error_text(self.translator, failure))
            return
        if problem is not None:
            base.show_message(self.translator.text("phone.allowed_once"), Tone.INFO)
        self.through_live(lambda: self.conductor.send(phone.national, phone.masked))

    def through_live(self, send: Callable[[], None]) -> None:
        """Send; on live the merchant's name is typed first, and while that holds, a yes is."""
        access = self.connection.access
        if self.connection.environment is not Environment.LIVE or access is None:
            send()
        elif access.locked:
            self._ask_merchant(send)
        else:

            def answered(answer: str | None) -> None:
                if answer == "yes":
                    send()

            phone = self.walkthrough.phone or ""
            self.ask(ConfirmDialog("send_live", phone=phone, host=self.connection.host), answered)

    def _ask_merchant(self, send: Callable[[], None], wrong: str = "") -> None:
        def answered(typed: str | None) -> None:
            if typed is None or self.connection.access is None:
                return
            if self.connection.access.unlock(typed):
                send()
            else:
                self._ask_merchant(send, "live.other_name")

        self.ask(PromptDialog("merchant", wrong, host=self.connection.host), answered)

    def ask_for_allowance(self) -> None:
        """Look up what is left for the phone in the field, or for the one that was sent to."""
        if self.connection.access is not None and self.ready:
            look_up: Callable[[], Awaitable[None]] = self._look_up_allowance
            # As a function, because a coroutine of a worker that another one replaces would never be awaited.
            self.run_worker(look_up, name="allowance", exclusive=True, group="allowance")

    async def _look_up_allowance(self) -> None:
        access, national = self.connection.access, None
        if self.walkthrough.phase is Phase.PHONE and isinstance(self.base, PhoneScreen):
            phone = self.base.readable()
            national = phone.national if phone else None
        else:
            national = self.conductor.phone()
        left = await access.remaining(national) if access is not None and national else None
        if left != self.allowance:
            self.allowance = left
            self.draw_all()
