"""The screens before a walkthrough: open walkthroughs, profiles, set-up, credentials."""

from functools import partial

from textual.message import Message

from otp_tui.conductor.ports import OpenWalkthroughs, SetupService
from otp_tui.conductor.setup_form import STEPS, SetupForm
from otp_tui.core.errors import UserError
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.i18n.resume import closed_text
from otp_tui.i18n.translator import Translator, Wording
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.keyring_wait import wait_for_late_answer
from otp_tui.wizard.messages import (
    CredentialsEntered,
    NewWalkthroughChosen,
    OpenWalkthroughChosen,
    OtherTargetWanted,
    StepChosen,
    WalkthroughDiscarded,
    WalkthroughResumed,
)
from otp_tui.wizard.screens.credentials import CredentialsScreen
from otp_tui.wizard.screens.form import FormScreen
from otp_tui.wizard.screens.menu import MenuItem, MenuScreen
from otp_tui.wizard.screens.resume import ResumeScreen
from otp_tui.wizard.screens.setup import SetupScreen
from otp_tui.wizard.screens.setup_summary import SetupSummaryScreen


class StartFlow:
    """The way to a walkthrough on a target of the operator's own.

    Args:
        setup: Configuration and keyring behind the set-up.
        open_walkthroughs: What an earlier run left open.
    """

    def __init__(self, setup: SetupService, open_walkthroughs: OpenWalkthroughs | None = None) -> None:
        self._setup = setup
        self._open_walkthroughs = open_walkthroughs
        self._app: WizardControl | None = None

    def attach(self, control: WizardControl) -> None:
        """Work for this app from now on."""
        self._app = control

    @property
    def _control(self) -> WizardControl:
        assert self._app is not None
        return self._app

    def handle(self, message: Message) -> None:
        """Act on a message of one of its screens."""
        match message:
            case StepChosen():
                self._show_setup_step(message)
            case OtherTargetWanted():
                self._ask_target()
            case CredentialsEntered():
                self._credentials_entered()
            case NewWalkthroughChosen():
                self._begin_new()
            case OpenWalkthroughChosen(place=place):
                self._show_open(place)
            case WalkthroughResumed():
                self._control.take(message.connection, message.conductor)
                self._tell_news(message.news)
            case WalkthroughDiscarded(news=news):
                self._discarded(news)

    # what is to be connected to ------------------------------------------------------------------------

    def first_screen(self) -> None:
        """Show an open walkthrough, else what was asked for; what has run out is closed meanwhile."""
        open_walkthroughs = self._open_walkthroughs
        if open_walkthroughs is None or not open_walkthroughs.open:
            self._begin_new()
        else:
            self._show_open(0)
        if open_walkthroughs is not None:
            self._control.work_after_paint(partial(self._close_ended, open_walkthroughs), "close ended")

    async def _close_ended(self, open_walkthroughs: OpenWalkthroughs) -> None:
        file = open_walkthroughs.quarantined_to
        closed, now = await open_walkthroughs.close_ended(), self._control.context.now()

        def news(translator: Translator) -> str:
            aside = [translator.text("journal.aside", file=file)] if file else []
            return " ".join([*aside, *(closed_text(translator, walkthrough, now) for walkthrough in closed)])

        if file or closed:
            self._tell_news(news)

    def _begin_new(self) -> None:
        """Begin with the target that was asked for, a choice of profiles, or the first run."""
        connection = self._control.context.connection
        if connection.journeys:
            self._control.use_connection(connection)
        else:
            self._ask_target()

    def choose_journey(self) -> None:
        """Begin, or ask which journey where several are possible."""
        connection = self._control.context.connection
        if len(connection.journeys) == 1:
            self._control.begin(connection.journeys[0])
            return
        items = tuple(
            MenuItem(name, f"journey.{name}", f"journey.about_{name}") for name in connection.journeys
        )

        def chosen(name: str) -> None:
            self._control.begin(Journey(name))

        context = self._control.context
        menu = MenuScreen(context, "journey.title", items, chosen, environment=connection.environment)
        self._control.show(menu)

    def _ask_target(self) -> None:
        profiles = tuple(MenuItem(f"profile-{name}", name, about) for name, about in self._setup.profiles)
        kept = (MenuItem("history", "start.history", "start.about_history"),) if profiles else ()
        first_run = (
            MenuItem("simulator", "start.simulator", "start.about_simulator"),
            MenuItem("set_up", "start.set_up", "start.about_set_up"),
        )
        title = "start.title_profiles" if profiles else "start.title"
        context = self._control.context
        self._control.show(MenuScreen(context, title, (*profiles, *first_run, *kept), self._target_chosen))
        if not profiles:
            self._control.work_after_paint(self._probe_keyring, "probe")

    async def _probe_keyring(self) -> None:
        """Say at once how the keyring stands, while nothing depends on it yet."""
        try:
            await self._setup.probe()
        except KeyringError as error:
            if isinstance(self._control.screen, MenuScreen):
                self._control.screen.show_keyring_error(error)

    def _target_chosen(self, name: str) -> None:
        if name == "simulator":
            self._control.use_connection(self._setup.demo())
        elif name == "history":
            self._control.work(partial(self._control.action_perform, "history"), "history")
        elif name == "set_up":
            self._show_setup_step(StepChosen(SetupForm(), 0))
        else:
            try:
                self._control.use_connection(self._setup.open(name.removeprefix("profile-")))
            except UserError as error:
                if isinstance(self._control.screen, MenuScreen):
                    self._control.screen.show_error(error)

    def _show_setup_step(self, chosen: StepChosen) -> None:
        """Show a step of the set-up; before the first one is the first question."""
        if chosen.step < 0:
            self._ask_target()
            return
        chosen.form.step = chosen.step
        context = self._control.context
        if STEPS[chosen.step] == "save":
            self._control.show(SetupSummaryScreen(context, self._setup, chosen.form))
            return
        screen = SetupScreen(context, self._setup, chosen.form)
        screen.mistake = chosen.mistake
        self._control.show(screen)

    # what was interrupted --------------------------------------------------------------------------------

    def _show_open(self, place: int) -> None:
        assert self._open_walkthroughs is not None
        self._control.show(ResumeScreen(self._control.context, self._open_walkthroughs, place))

    def _discarded(self, news: Wording) -> None:
        """Show the next open walkthrough, or begin a new one."""
        if self._open_walkthroughs is not None and self._open_walkthroughs.open:
            self._show_open(0)
        else:
            self._begin_new()
        self._tell_news(news)

    def _tell_news(self, news: Wording) -> None:
        """Say what became of an earlier walkthrough, beside whatever else is to be said."""
        self._control.context.news = news
        if isinstance(self._control.screen, FormScreen):
            self._control.screen.show_message(news, Tone.INFO)
        self._control.draw_all()

    # credentials -----------------------------------------------------------------------------------------

    def ask_for_credentials(self, missing: CredentialsMissingError) -> None:
        """Ask for keys that are missing; a keyring that is late may still give them."""
        credentials = self._control.context.connection.credentials
        assert credentials is not None
        self._control.show(CredentialsScreen(self._control.context, credentials, missing))
        if missing.problem is not None and missing.problem.late is not None:
            self._control.work(partial(self._wait_for_keyring, missing.problem), "late keyring")

    async def _wait_for_keyring(self, problem: KeyringError) -> None:
        """Go on after a late unlock as if it had been at once, unless keys are being typed."""
        await wait_for_late_answer(problem)
        if isinstance(self._control.screen, CredentialsScreen) and self._control.screen.untouched:
            self._credentials_entered()

    def _credentials_entered(self) -> None:
        """Return to where the walkthrough stands."""
        self._control.show_step()
        self._control.load()
