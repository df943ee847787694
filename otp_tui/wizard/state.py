"""What the wizard holds and how it is drawn; what its keys do is in `intents`, when it begins and ends in `app`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from textual.app import App

from otp_tui.conductor import Conductor
from otp_tui.conductor.ports import Connection, LoadedConnection
from otp_tui.core.flow.intents import PROVIDER_INTENTS, Intent, available_intents
from otp_tui.core.flow.recovery import PersistenceFailure
from otp_tui.core.flow.state import Tone, Walkthrough
from otp_tui.core.ports import SmsMessage
from otp_tui.core.security.budget import Allowance
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.actions import Action, written
from otp_tui.wizard.dialogs.base import Dialog, InboxDialog
from otp_tui.wizard.screens.base import WIDE, StepScreen, WizardScreen


class WizardState(App[int]):
    """What the wizard holds: the walkthrough by its conductor, and how it is shown.

    Attributes:
        connection: What wiring handed in.
        translator: Words everything.
        engine: What was loaded after the first paint; None until then.
        pane: What the side pane shows: ``exchanges``, ``inbox`` or "".
        countdown_hidden: Whether the operator hid the countdown.
        messages: What arrived on the simulated customer's phone.
        fetching: Whether it is being asked for that.
        typed_phone: What stands in the phone field, kept while other screens are shown.
        start_when_loaded: Enter was pressed before all was there; it still counts, once.
        loading: Whether that is under way.
        ready: Whether keys and limits were gathered, so that something can be sent.
        allowance: What is left of the phone's budget, as far as it is known.
        caps: How the keys of actions are written where the configuration changes them.
        loss: What of the walkthrough cannot be kept, if something cannot.
        news: What became of walkthroughs of an earlier run, until something happens in this one.
    """

    connection: Connection
    translator: Translator
    engine: LoadedConnection | None = None
    pane = ""
    countdown_hidden = False
    messages: Sequence[SmsMessage] = ()
    fetching = False
    typed_phone = ""
    start_when_loaded = False
    loading = False
    ready = False
    allowance: Allowance | None = None
    key_labels: Mapping[str, str] = MappingProxyType({})
    persistence_failure: PersistenceFailure | None = None
    news = ""
    _conductor: Conductor | None = None

    @property
    def conductor(self) -> Conductor:
        """The conductor of the chosen journey."""
        if self._conductor is None:
            self._conductor = self.connection.new_conductor(self.connection.journeys[0])
        return self._conductor

    @property
    def walkthrough(self) -> Walkthrough:
        """The walkthrough that is drawn."""
        return self.conductor.walkthrough

    def now(self) -> ClockReading:
        """Both clocks."""
        return self.connection.clock.now()

    @property
    def base(self) -> StepScreen | None:
        """The step that lies under any overlay."""
        steps = [screen for screen in self.screen_stack if isinstance(screen, StepScreen)]
        return steps[-1] if steps else None

    def work(self, task: Callable[[], Awaitable[None]], name: str) -> None:
        """Work beside the screen.

        Args:
            task: As a function, because a coroutine whose worker never begins would never be awaited.
            name: The worker's.
        """
        self.run_worker(task, name=name)

    def draw_all(self) -> None:
        """Draw every screen of the stack from the walkthrough, the clock and the language."""
        for screen in self.screen_stack:
            if (isinstance(screen, WizardScreen) and screen.is_mounted) or (
                isinstance(screen, Dialog) and screen.is_mounted and screen.drawable
            ):
                screen.draw()
        if self.base is not None:
            self.base.draw_side(self.pane)

    @property
    def shown_environment(self) -> str:
        """Where the target leads that the screen below any panel is about; "" before there is one."""
        framed = [screen for screen in self.screen_stack if isinstance(screen, WizardScreen)]
        return framed[-1].environment() if framed else ""

    def wall(self) -> datetime:
        """The wall clock."""
        return self.now().utc

    def name_terminal(self, *, done: bool = False) -> None:
        """Write program and environment into the terminal's title; its own comes back at the end."""
        badge = self.translator.text(f"environment.{self.connection.environment}")
        self.title = f"otp-tui {badge}"
        if self._driver is not None:
            self._driver.write("\x1b[23;2t" if done else f"\x1b[22;2t\x1b]2;{self.title}\x07")

    def rebind(self, keys: Mapping[str, str]) -> None:
        """Bind actions to the keys that the configuration names, and write them so wherever they are shown."""
        self.set_keymap(dict(keys))
        self.key_labels = {name: written(key) for name, key in keys.items()}

    def key_label(self, action: Action) -> str:
        """How an action's key is written."""
        return self.key_labels.get(action.name, action.shown)

    # what stands before a send; a target of the operator's own fills these -----------------------------

    def start_enter_delay(self) -> None:
        """A screen or panel has come to the front."""

    def load(self) -> None:
        """Load what is heavy, and gather what a send needs."""

    async def gather(self) -> bool:
        """Gather what a send needs; the built-in simulator needs nothing."""
        return True

    def stopped(self, refusal: Refusal) -> None:
        """A guard of our own stopped a send; the notice says so."""

    def through_live(self, send: Callable[[], None]) -> None:
        """Send; on live, a question comes first."""
        send()

    def ask_for_allowance(self) -> None:
        """Look up what is left of the phone's budget, where there is one."""

    def ask_for_messages(self) -> None:
        """Fetch the customer's messages where they are looked at; one fetch at a time."""
        wide = self.size.width >= WIDE and self.pane == "inbox"
        looked_at = wide or isinstance(self.screen, InboxDialog)
        if self.connection.scenarios and self.engine and looked_at and not self.fetching:
            self.fetching = True
            self.work(self._fetch_messages, "inbox")

    async def _fetch_messages(self) -> None:
        try:
            if self.engine is not None:
                messages = await self.engine.messages(self.conductor)
                if messages != self.messages:
                    self.messages = messages
                    self.draw_all()
        finally:
            self.fetching = False

    # whether an action is open -----------------------------------------------------------------------

    def offered(self, action: Action) -> bool:
        """False for what has no meaning here: the simulator's keys without one."""
        return bool(self.connection.scenarios) or not action.simulated

    def state_of(self, action: Action) -> tuple[bool, str]:
        """Whether an action is open now, and why not."""
        return self._state(action.intent) if action.intent else (True, "")

    def _state(self, intent: Intent) -> tuple[bool, str]:
        option = available_intents(self.walkthrough, self.now())[intent]
        if option.available or option.reason is None:
            return option.available, ""
        return False, self.translator.text(f"why.{option.reason}")

    def refuse(self, intent: Intent) -> bool:
        """Say why an intent is not open; True where it is not."""
        is_open, why = self._state(intent)
        if is_open and intent in PROVIDER_INTENTS and not self.ready and self.base is not None:
            # Taken up before all that a request needs was there.
            self.base.show_message(self.translator.text("resume.loading"), Tone.INFO)
            self.load()
            return True
        if not is_open and self.walkthrough.in_flight is None and self.base is not None:
            self.base.show_message(why)
        return not is_open
