"""The wizard on targets of the operator's own: first run, set-up, keys, and what stands before a send."""

from collections.abc import Awaitable, Callable
from functools import partial

from otp_tui.conductor import Conductor
from otp_tui.core.errors import Failure
from otp_tui.core.flow.journey import Environment, Journey
from otp_tui.core.flow.recovery import Loss
from otp_tui.core.flow.state import Phase, Tone
from otp_tui.core.security.keyring_errors import VaultError
from otp_tui.core.security.send_policy import Refusal, Rule
from otp_tui.core.target.credentials import KeysMissingError
from otp_tui.i18n.errors import failure_text
from otp_tui.i18n.keyring import vault_lines
from otp_tui.i18n.resume import closed_text
from otp_tui.i18n.translator import Speech
from otp_tui.wizard.app import Wizard
from otp_tui.wizard.dialogs.base import QuestionOverlay
from otp_tui.wizard.dialogs.prompt import AskOverlay
from otp_tui.wizard.late import settled
from otp_tui.wizard.ports import Desk, Manners, Shelf
from otp_tui.wizard.screens.credentials import KeysScreen
from otp_tui.wizard.screens.form import CardScreen
from otp_tui.wizard.screens.menu import Item, MenuScreen
from otp_tui.wizard.screens.phone import PhoneScreen
from otp_tui.wizard.screens.resume import ResumeScreen
from otp_tui.wizard.screens.setup import SetupScreen
from otp_tui.wizard.screens.setup_summary import SaveScreen
from otp_tui.wizard.setup_form import STEPS, Draft, Setup


class LobbyWizard(Wizard):
    """The application, with everything that comes before a walkthrough.

    Args:
        desk: The target; without a journey, the first screen asks for one.
        setup: What set-up needs from the world.
        speech: Words everything.
        manners: What the configuration says of the wizard itself.
        shelf: What an earlier run left open.
    """

    def __init__(
        self, desk: Desk, setup: Setup, speech: Speech, manners: Manners, shelf: Shelf | None = None
    ) -> None:
        super().__init__(desk, speech, manners)
        self._setup = setup
        self._shelf = shelf

    # what is to be connected to ------------------------------------------------------------------------

    def first_screen(self) -> None:
        """What was interrupted, else what was asked for; what has run out is closed meanwhile."""
        shelf = self._shelf
        if shelf is None or not shelf.left:
            self.begin_anew()
        else:
            self.show(ResumeScreen(shelf))
        if shelf is not None:
            self.work(partial(self._close_over, shelf), "close over")

    async def _close_over(self, shelf: Shelf) -> None:
        lines = [self.speech.say("journal.aside", file=shelf.aside)] if shelf.aside else []
        lines += [closed_text(self.speech, walk, self.now()) for walk in await shelf.close_over()]
        if lines:
            self.tell_news(" ".join(lines))

    def begin_anew(self) -> None:
        """The target that was asked for, a choice of profiles, or the first run."""
        if self.desk.journeys:
            self.open_desk(self.desk)
        else:
            self.show_lobby()

    def choose_journey(self) -> None:
        """Begin, or ask which journey where several are possible."""
        journeys = self.desk.journeys
        if len(journeys) == 1:
            self.begin(journeys[0])
            return
        items = tuple(Item(name, f"journey.{name}", f"journey.about_{name}") for name in journeys)
        environment = self.desk.environment
        self.show(MenuScreen("journey.title", items, self._journey_chosen, environment=environment))

    def _journey_chosen(self, journey: str) -> None:
        self.begin(Journey(journey))

    def show_lobby(self) -> None:
        """Ask what to connect to."""
        profiles = tuple(Item(f"profile-{name}", name, about) for name, about in self._setup.profiles)
        first_run = (
            Item("simulator", "lobby.simulator", "lobby.about_simulator"),
            Item("set_up", "lobby.set_up", "lobby.about_set_up"),
        )
        title = "lobby.title_profiles" if profiles else "lobby.title"
        self.show(MenuScreen(title, (*profiles, *first_run), self._picked))
        if not profiles:
            self.work(self._look_at_keyring, "probe")

    async def _look_at_keyring(self) -> None:
        """Say at once how the keyring stands, while nothing depends on it yet."""
        try:
            await self._setup.probe()
        except VaultError as error:
            if isinstance(self.screen, MenuScreen):
                self.screen.tell_vault(error)

    def _picked(self, name: str) -> None:
        if name == "simulator":
            self.open_desk(self._setup.demo())
        elif name == "set_up":
            self.set_up(Draft(), 0)
        else:
            try:
                self.open_desk(self._setup.open(name.removeprefix("profile-")))
            except Failure as failure:
                if isinstance(self.screen, MenuScreen):
                    self.screen.tell_failure(failure)

    def set_up(self, draft: Draft, step: int, wrong: Failure | None = None) -> None:
        """Show a step of the set-up.

        Args:
            draft: What was typed so far.
            step: Which; before the first one is the first question.
            wrong: What is wrong with what was typed.
        """
        if step < 0:
            self.show_lobby()
            return
        draft.step = step
        screen = SaveScreen(self._setup, draft) if STEPS[step] == "save" else SetupScreen(self._setup, draft)
        if wrong is not None:
            screen.tell_failure(wrong)
        self.show(screen)

    # what was interrupted --------------------------------------------------------------------------------

    def go_on(self, desk: Desk, conductor: Conductor) -> None:
        """Show a walkthrough that was taken up where it stands.

        Args:
            desk: The target that it talks to.
            conductor: Runs it.
        """
        self._sit_down(desk)
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
        if isinstance(self.screen, CardScreen):
            self.screen.say(sentence, Tone.INFO)
        self.draw_all()

    # keys ----------------------------------------------------------------------------------------------

    async def provided(self) -> bool:
        """Gather keys and limits; what is missing is asked for, what is slow is waited for."""
        gate = self.desk.gate
        if gate is None:
            return True
        try:
            problem = await gate.provide()
        except KeysMissingError as missing:
            self.show(KeysScreen(gate, missing))
            if missing.problem is not None and missing.problem.late is not None:
                self.work(partial(self._late, missing.problem), "late")
            return False
        except Failure as failure:
            if self.base is not None:
                self.base.say(failure_text(self.speech, failure), Tone.ERROR)
            return False
        if problem is not None and self.base is not None:
            self.loss = self.loss or Loss.VAULT
            self.base.say(" ".join(vault_lines(self.speech, problem)), Tone.INFO)
        return True

    async def _late(self, problem: VaultError) -> None:
        """An unlock prompt was answered after all: go on as if it had been at once, unless keys are being typed."""
        await settled(problem)
        if isinstance(self.screen, KeysScreen) and self.screen.untouched:
            self.keys_given()

    def keys_given(self) -> None:
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
            self.ask(AskOverlay("whose", phone=phone.masked), self._vouched)

    def _vouched(self, label: str | None) -> None:
        if label:
            self.work(partial(self._allow, label), "allow")

    async def _allow(self, label: str) -> None:
        gate, base = self.desk.gate, self.base
        if gate is None or not isinstance(base, PhoneScreen) or self.engine is None:
            return
        phone = base.readable()
        if phone is None:
            return
        try:
            problem = await gate.allow(phone, label)
        except Failure as failure:
            base.say(failure_text(self.speech, failure))
            return
        if problem is not None:
            base.say(self.speech.say("phone.allowed_once"), Tone.INFO)
        self.through_live(lambda: self.conductor.send(phone.national, phone.masked))

    def through_live(self, send: Callable[[], None]) -> None:
        """Send; on live the merchant's name is typed first, and while that holds, a yes is."""
        gate = self.desk.gate
        if self.desk.environment is not Environment.LIVE or gate is None:
            send()
        elif gate.locked:
            self._ask_merchant(send)
        else:

            def answered(answer: str | None) -> None:
                if answer == "yes":
                    send()

            phone = self.walk.phone or ""
            self.ask(QuestionOverlay("send_live", phone=phone, host=self.desk.host), answered)

    def _ask_merchant(self, send: Callable[[], None], wrong: str = "") -> None:
        def answered(typed: str | None) -> None:
            if typed is None or self.desk.gate is None:
                return
            if self.desk.gate.unlock(typed):
                send()
            else:
                self._ask_merchant(send, "live.other_name")

        self.ask(AskOverlay("merchant", wrong, host=self.desk.host), answered)

    def ask_for_allowance(self) -> None:
        """Look up what is left for the phone in the field, or for the one that was sent to."""
        if self.desk.gate is not None and self.ready:
            look_up: Callable[[], Awaitable[None]] = self._look_up_allowance
            # As a function, because a coroutine of a worker that another one replaces would never be awaited.
            self.run_worker(look_up, name="allowance", exclusive=True, group="allowance")

    async def _look_up_allowance(self) -> None:
        gate, national = self.desk.gate, None
        if self.walk.phase is Phase.PHONE and isinstance(self.base, PhoneScreen):
            phone = self.base.readable()
            national = phone.national if phone else None
        else:
            national = self.conductor.phone()
        left = await gate.left(national) if gate is not None and national else None
        if left != self.allowance:
            self.allowance = left
            self.draw_all()
