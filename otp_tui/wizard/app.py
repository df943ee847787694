"""The wizard: shows the screen that fits the walkthrough and turns keys into intents."""

import asyncio
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import PurePath
from typing import ClassVar, TextIO

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from otp_tui.conductor import Change, Conductor
from otp_tui.conductor.ports import Connection
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exit_codes import CANCELLED
from otp_tui.core.flow.events import Answered, Stopped
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.actions import ACTIONS
from otp_tui.wizard.dispatch import Intents
from otp_tui.wizard.preferences import WizardPreferences
from otp_tui.wizard.screens.base import StepScreen, WizardScreen
from otp_tui.wizard.screens.code import CodeScreen
from otp_tui.wizard.screens.done import DoneScreen
from otp_tui.wizard.screens.link import LinkScreen
from otp_tui.wizard.screens.phone import PhoneScreen
from otp_tui.wizard.screens.send import SendScreen
from otp_tui.wizard.themes import DARK, LIGHT, coloured

_SCREENS: dict[Phase, type[StepScreen]] = {
    Phase.PHONE: PhoneScreen,
    Phase.SENDING: SendScreen,
    Phase.HALTED: SendScreen,
    Phase.MAYBE_SENT: SendScreen,
    Phase.READY: LinkScreen,
    Phase.CODE: CodeScreen,
    Phase.DONE: DoneScreen,
}
_TICK_S = 0.25
_TICKS_A_LOOK = 8
_ENTER_GUARD_S = 0.3
_LEAVING_S = 1.5
_LONG_AGO = -1e9


def _is_there(terminal: TextIO | None) -> bool:
    """Whether a terminal can still be talked to."""
    return terminal is not None and terminal.isatty()


class Wizard(Intents):
    """The application.

    Args:
        connection: What wiring hands in.
        translator: Words everything; F3 changes its language.
    """

    # The first screen's is read with the app's: a CSS_PATH of its own would have everything parsed again.
    CSS_PATH: ClassVar[list[str | PurePath]] = ["wizard.tcss", "screens/phone.tcss"]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "otp-tui"
    heeds_signals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(action.key, action.name, id=action.name, show=False, priority=True)
            for action in ACTIONS
            if action.key and action.name != "cancel"
        ),
        # Copying is off: neither a phone nor a code reaches the clipboard.
        Binding("ctrl+c", "help_quit", show=False, priority=True),
    ]

    def __init__(
        self,
        connection: Connection,
        translator: Translator,
        preferences: WizardPreferences = WizardPreferences(),  # noqa: B008 - an immutable value
    ) -> None:
        super().__init__()
        self.translator = translator
        self._shown_at = _LONG_AGO
        self._any_shown = False
        self._ticks = 0
        self._crashed = preferences.crash_page
        self._use_connection(connection)
        self.theme = LIGHT.name if preferences.theme == "light" else DARK.name
        if preferences.keys:
            self.rebind(dict(preferences.keys))

    def _use_connection(self, connection: Connection) -> None:
        """Take a desk: its colours, its pane."""
        self.connection = connection
        self.engine, self.ready, self.allowance = None, False, None
        self.pane = "inbox" if connection.scenarios else ""
        self.register_theme(coloured(DARK, connection.accent.dark))
        self.register_theme(coloured(LIGHT, connection.accent.light))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour roles; the stylesheet is read before the theme is."""
        return dict(DARK.variables)

    # opening and closing -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show the first screen; everything heavy is loaded after its first paint."""
        if self.heeds_signals:
            self._heed_signals()
        self.set_interval(_TICK_S, self._tick)
        self.first_screen()

    def first_screen(self) -> None:
        """The journey's phone."""
        self.use_connection(self.connection)

    def use_connection(self, connection: Connection) -> None:
        """Begin to work with a target."""
        if connection is not self.connection:  # registering a theme draws everything anew
            self._use_connection(connection)
        self.name_terminal()
        self.choose_journey()

    def choose_journey(self) -> None:
        """Begin with the only journey there is."""
        self.begin(self.connection.journeys[0])

    def begin(self, journey: Journey) -> None:
        """Begin with a journey's phone screen."""
        self.take(self.connection.new_conductor(journey))
        self.conductor.start()
        self.show_step()
        self.call_after_refresh(self.load)

    def take(self, conductor: Conductor) -> None:
        """Draw what this conductor runs from now on."""
        self._conductor = conductor
        conductor.subscribe(self)

    def show_step(self) -> None:
        """The screen that fits the walkthrough."""
        self.show(_SCREENS[self.walkthrough.phase]())

    def show(self, screen: Screen[None]) -> None:
        """Put a screen in the place of the one that is shown, and of the panels over it."""
        self._close_overlays()
        if isinstance(self.screen, WizardScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def load(self) -> None:
        """Load what is heavy and gather what a send needs; what failed is tried again by the next Enter."""
        if not self.loading:
            self.loading = True
            self.work(self._load_engine, "load")

    async def _load_engine(self) -> None:
        try:
            self.engine = await self.connection.load()
            self.draw_all()
            self.ready = await self.gather()
        finally:
            self.loading = False
        wanted, self.start_when_loaded = self.start_when_loaded, False
        if self.ready:
            self.draw_all()
            if wanted and self.base is not None:
                self.base.clear_complaint()
                self.action_start()

    def _heed_signals(self) -> None:
        """End cleanly, with the terminal as it was, where the program is ended from outside."""
        for name in ("SIGHUP", "SIGINT", "SIGTERM"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError):  # Windows has none of a loop's own
                    asyncio.get_running_loop().add_signal_handler(number, self._end)
        driver = self._driver
        take_again = getattr(driver, "_sigcont_application", None)
        if driver is not None and take_again is not None:
            # Textual would take a terminal that was never given back, and could not give it back afterwards.
            signal.signal(
                signal.SIGCONT,
                lambda *_: take_again() if getattr(driver, "_must_signal_resume", True) else None,
            )

    def _end(self) -> None:
        """End; a terminal that is gone cannot be given back, and is not waited for."""
        self.exit(CANCELLED)
        if not _is_there(sys.__stdin__):
            last = threading.Timer(_LEAVING_S, os._exit, (CANCELLED,))
            last.daemon = True
            last.start()

    async def on_unmount(self) -> None:
        """Cut what is in flight; quitting never sends and never waits."""
        self.name_terminal(done=True)
        if self._conductor is not None:
            await self._conductor.close()

    # what the conductor says -------------------------------------------------------------------------

    def changed(self, change: Change) -> None:
        """Draw the walkthrough; another phase has another screen."""
        self.persistence_failure, self.news = change.persistence_failure or self.persistence_failure, ""
        wanted = _SCREENS[change.after.phase]
        if self.base is not None and type(self.base) is not wanted:
            self._close_overlays()
            self.switch_screen(wanted())
            self.start_enter_delay()
        else:
            self.draw_all()
            if isinstance(self.base, CodeScreen) and isinstance(change.event, Answered):
                self.base.after(change.after)
        if isinstance(change.event, Stopped):
            self.stopped(change.event.refusal)
        self.ask_for_messages()
        self.ask_for_allowance()

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Draw it where exchanges are shown."""
        self.draw_all()

    def failed(self, error: BaseException) -> None:
        """End with the crash page."""
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError(type(error).__name__))

    def _fatal_error(self) -> None:
        """A crash says what kind it was and where; never a local variable, never an exception's text."""
        if self._exit_renderables:  # two screens of one stack broke: the first says it
            return
        self.bell()
        self._exit_renderables.append(Text(self._crashed(self.translator, self._exception)))
        self._close_messages_no_wait()

    # drawing -----------------------------------------------------------------------------------------

    @property
    def base_name(self) -> str:
        """The step's name for its help text."""
        return self.walkthrough.phase.value

    def _tick(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, WizardScreen):
                screen.tick()
        self._ticks += 1
        if self.heeds_signals and self._ticks % _TICKS_A_LOOK == 0 and not _is_there(sys.__stdin__):
            self._end()  # whoever started it had the hang-up ignored
        if self.base is None:
            return
        waits = self.walkthrough.challenge is not None or self.walkthrough.uncertain_send is not None
        if waits and self._ticks % _TICKS_A_LOOK == 0:
            self.ask_for_messages()

    def start_enter_delay(self) -> None:
        """The moment from which Enter is ignored for a while; before the first screen there was nothing to press."""
        if self._any_shown:
            self._shown_at = self.now().monotonic
        self._any_shown = True

    async def on_event(self, event: events.Event) -> None:
        """Enter is ignored for a moment after the screen changed: it was meant for the screen before.

        Any other key shows that the operator has seen the new screen, and ends that moment.
        """
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if not isinstance(event, events.Key) or event.key != "enter":
                self._shown_at = _LONG_AGO
            elif self.now().monotonic - self._shown_at < _ENTER_GUARD_S:
                return
        await super().on_event(event)
