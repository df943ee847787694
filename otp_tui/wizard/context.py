"""The state that screens read: the walkthrough by its conductor, and how it is shown."""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.conductor import Conductor
from otp_tui.conductor.evidence_ports import ExchangeTools
from otp_tui.conductor.ports import Connection, LoadedConnection
from otp_tui.conductor.recorded import RecordedWalkthrough
from otp_tui.core.flow.challenge import Challenge, format_countdown
from otp_tui.core.flow.change import PersistenceFailure
from otp_tui.core.flow.intents import Intent, available_intents
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.flow.state import Phase, UncertainSend, Walkthrough
from otp_tui.core.ports import SmsMessage
from otp_tui.core.security.budget import Allowance
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.translator import Translator, Wording
from otp_tui.wizard.actions import Action
from otp_tui.wizard.inspector.pane import InspectorFactory, InspectorPane
from otp_tui.wizard.inspector.state import InspectorData, InspectorState

_ENTER_DELAY_S = 0.3
_LONG_AGO = -1e9


class CountdownMode(StrEnum):
    """The way in which a countdown is shown: every second, at a few moments only, or not at all."""

    SECONDS = "seconds"
    SLOW = "slow"
    HIDDEN = "hidden"


class _Running(NamedTuple):
    """What a running walkthrough needs to be shown again."""

    connection: Connection
    conductor: Conductor | None
    loaded: LoadedConnection | None
    ready: bool
    side_pane: str
    typed_phone: str


THRESHOLDS: Final = (0, 10, 30, 60)
"""The remaining seconds that are told in words."""


class WizardContext:
    """The state of the wizard. Screens and dialogs read it; the app, its flows and its dispatcher write it.

    Attributes:
        connection: The target.
        translator: Words everything.
        loaded: What was loaded after the first paint; None until then.
        tools: The inspector's tools, loaded when it is first opened; None until then.
        inspector: What the operator chose in the inspector.
        side_pane: What the side pane shows: ``exchanges``, ``inbox`` or "".
        countdown: How the countdown is shown.
        presenting: Whether it is shown to people who neither read answers nor may see secrets.
        playing: Whether a script plays the walkthrough.
        frozen: Whether the simulator's clock stands still, and ours with it.
        messages: What arrived on the simulated customer's phone.
        typed_phone: What stands in the phone field, kept while other screens are shown.
        waiting_action: The name of what was pressed before all was loaded, or ""; it still counts, once.
        loading: Whether that is under way.
        ready: Whether keys and limits were gathered, so that something can be sent.
        allowance: What remains of the phone's budget, as far as it is known.
        key_labels: How the keys of actions are written where the configuration changes them.
        persistence_failure: What of the walkthrough cannot be kept, if something cannot.
        unread: How many messages came that the operator has not looked at.
        news: What became of walkthroughs of an earlier run, until something happens in this one.
        recorded: The kept walkthrough that is looked at; None while one is run.
    """

    def __init__(self, connection: Connection, translator: Translator) -> None:
        self.recorded: RecordedWalkthrough | None = None
        self._set_aside: _Running | None = None
        self.connection = connection
        self.translator = translator
        self.loaded: LoadedConnection | None = None
        self.tools: ExchangeTools | None = None
        self.inspector = InspectorState()
        self.new_inspector: InspectorFactory = lambda _: InspectorPane()
        self.side_pane = ""
        self.countdown = CountdownMode.SECONDS
        self.presenting = self.playing = self.frozen = False
        self.messages: Sequence[SmsMessage] = ()
        self.typed_phone = ""
        self.waiting_action = ""
        self.loading = False
        self.ready = False
        self.allowance: Allowance | None = None
        self.key_labels: Mapping[str, str] = {}
        self.persistence_failure: PersistenceFailure | None = None
        self.unread = 0
        self.news: Wording | None = None
        self._conductor: Conductor | None = None
        self._shown_at = _LONG_AGO
        self._any_shown = False

    def use(self, connection: Connection) -> None:
        """Work with another target from now on."""
        self.connection = connection
        self.loaded, self.tools, self.ready, self.allowance = None, None, False, None
        self.side_pane = "inbox" if connection.scenarios else ""

    def look_at(self, recorded: RecordedWalkthrough) -> None:
        """Show a kept walkthrough, and set the running one aside."""
        if self._set_aside is None:
            self._set_aside = _Running(
                self.connection, self._conductor, self.loaded, self.ready, self.side_pane, self.typed_phone
            )
        self.recorded = recorded
        self.connection, self._conductor = recorded.connection, recorded.conductor
        self.loaded, self.ready = recorded.loaded, False
        if self.side_pane == "inbox":  # no phone has its messages any more
            self.side_pane = ""

    def look_away(self) -> None:
        """Show the running walkthrough again."""
        self.recorded = None
        self.end_enter_delay()
        if self._set_aside is not None:
            self.connection, self._conductor, self.loaded, self.ready, self.side_pane, self.typed_phone = (
                self._set_aside
            )
            self._set_aside = None

    @property
    def countdown_hidden(self) -> bool:
        """True where the operator hid the countdown."""
        return self.countdown is CountdownMode.HIDDEN

    def shown_seconds(self, left: float) -> float:
        """Return the seconds that every countdown shows: a slow one rises to the next full minute or threshold."""
        if self.countdown is not CountdownMode.SLOW:
            return left
        return next((float(limit) for limit in THRESHOLDS if left <= limit), math.ceil(left / 60) * 60.0)

    def time_left(self, counted: Challenge | UncertainSend | None) -> str:
        """Return the time that is left as the operator wants to see it; "" where it is hidden, or nothing counts down."""
        if counted is None or self.countdown_hidden:
            return ""
        return format_countdown(self.shown_seconds(counted.remaining(self.now())))

    # the walkthrough ---------------------------------------------------------------------------------

    @property
    def begun(self) -> bool:
        """True once a conductor was made."""
        return self._conductor is not None

    @property
    def conductor(self) -> Conductor:
        """The conductor of the chosen journey; of the first one before that."""
        if self._conductor is None:
            self._conductor = self.connection.new_conductor(self.connection.journeys[0])
        return self._conductor

    @conductor.setter
    def conductor(self, conductor: Conductor) -> None:
        self._conductor = conductor

    @property
    def record(self) -> WalkthroughRecord:
        """All that happened in the walkthrough that is drawn: of a kept one the whole, whatever step is shown."""
        return self.conductor.record if self.recorded is None else self.recorded.record

    @property
    def walkthrough(self) -> Walkthrough:
        """The walkthrough that is drawn."""
        return self.conductor.walkthrough

    @property
    def inspected(self) -> InspectorData:
        """The exchanges as the inspector draws them."""
        walkthrough, flight, say = self.walkthrough, self.walkthrough.in_flight, self.translator.text
        provider = say(f"provider.{walkthrough.policy.provider}")
        waiting = flight and (flight.number, say(f"waiting.{flight.verb}", provider=provider))
        return InspectorData(
            self.translator,
            walkthrough.id,
            self.conductor.exchanges,
            waiting,
            walkthrough.notes,
            self.tools,
            self.presenting,
        )

    def now(self) -> ClockReading:
        """Read both clocks."""
        return self.connection.clock.now()

    # actions -----------------------------------------------------------------------------------------

    def key_label(self, action: Action) -> str:
        """Return how an action's key is written."""
        return self.key_labels.get(action.name, action.shown)

    def action_word(self, action: Action) -> str:
        """Return the words of an action as it stands now: Enter sends, links, or tries again."""
        walkthrough, name = self.walkthrough, action.name
        if name == "start" and walkthrough.phase is Phase.HALTED:
            name = "start_again"
        elif name == "start" and walkthrough.policy.prepares:
            name = "start_link"
        elif name == "back" and walkthrough.phase in {Phase.HALTED, Phase.MAYBE_SENT}:
            name = "another_phone"
        return self.translator.text(f"action.{name}")

    def hint_word(self, action: Action) -> str:
        """Return an action's word among the key hints; a message that nobody has seen yet stands in for it."""
        if action.name == "inbox" and self.unread:
            return f"●{self.unread}"
        if action.name == "present" and self.presenting:
            return self.translator.text("key_hint.present_off")
        return self.translator.text(f"key_hint.{action.name}")

    def is_offered(self, action: Action) -> bool:
        """Return False for what has no meaning here: the simulator's keys without one."""
        return bool(self.connection.scenarios) or not action.simulated

    def state_of(self, action: Action) -> tuple[bool, str]:
        """Return whether an action is available now, and why not."""
        return self.state_of_intent(action.intent) if action.intent else (True, "")

    def state_of_intent(self, intent: Intent) -> tuple[bool, str]:
        """Return whether an intent is available now, and why not."""
        if self.recorded is not None:
            return False, self.translator.text("unavailable.recorded")
        availability = available_intents(self.walkthrough, self.now())[intent]
        if availability.available or availability.reason is None:
            return availability.available, ""
        return False, self.translator.text(f"unavailable.{availability.reason}")

    # an Enter that was meant for the screen before -----------------------------------------------------

    def start_enter_delay(self) -> None:
        """Ignore Enter for a moment; before the first screen there was nothing to press."""
        if self._any_shown:
            self._shown_at = self.now().monotonic
        self._any_shown = True

    def end_enter_delay(self) -> None:
        """Take the next Enter: another key has shown that the operator has seen the new screen."""
        self._shown_at = _LONG_AGO

    @property
    def ignores_enter(self) -> bool:
        """True while an Enter would have been meant for the screen before; recorded and frozen moments do not pass."""
        passes = self.recorded is None and not self.frozen
        return passes and self.now().monotonic - self._shown_at < _ENTER_DELAY_S
