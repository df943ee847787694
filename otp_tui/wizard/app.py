"""The application: what the conductor, the screens and the keys say, the clock's ticks, signals."""

from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from otp_tui.conductor import Change, Conductor
from otp_tui.conductor.ports import Connection
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exit_codes import CANCELLED
from otp_tui.core.flow.events import Answered
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Tone
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.i18n.translator import Translator, sentence
from otp_tui.wizard.actions import ACTIONS, BY_NAME, WITHOUT_WALKTHROUGH, label_of_key
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.control import StartScreens
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.dispatch import ActionDispatcher
from otp_tui.wizard.flows.inspect import InspectFlow
from otp_tui.wizard.flows.send import SendFlow
from otp_tui.wizard.inspector.messages import NoteWanted, SnippetWanted, TakeWanted, ToolsWanted
from otp_tui.wizard.messages import (
    ActionWanted,
    CodeTyped,
    ConnectionChosen,
    CredentialsEntered,
    NewWalkthroughChosen,
    OpenWalkthroughChosen,
    OtherTargetWanted,
    PhoneTyped,
    StepChosen,
    WalkthroughDiscarded,
    WalkthroughResumed,
)
from otp_tui.wizard.panes import PaneSwitch
from otp_tui.wizard.parts import AutoplayPart, LoadedParts, WizardParts
from otp_tui.wizard.preferences import WizardPreferences
from otp_tui.wizard.screens.base import TICK_S, WizardScreen
from otp_tui.wizard.screens.by_phase import screen_of
from otp_tui.wizard.screens_app import ScreensApp
from otp_tui.wizard.signals import end_on_signals, end_process_soon, is_attended
from otp_tui.wizard.themes import DARK, LIGHT
from otp_tui.wizard.toasts import clear_toasts, show_toast
from otp_tui.wizard.widgets.inbox import KeyForField, ScenarioPicked, SmsPicked

_TICKS_A_LOOK = 8
_TICKS_A_GLANCE = 2


class WizardApp(ScreensApp):
    """The wizard.

    Args:
        connection: The target; without a journey, the first screen asks for one.
        translator: Words everything; F3 changes its language.
        preferences: What the configuration says of the wizard itself.
        start: The screens before a walkthrough; None on the built-in simulator, which needs none.
        parts: Makes what is loaded when it is first asked for; None where the keys of these parts are not pressed.

    Attributes:
        context: The state that screens read.
        heeds_signals: Whether signals end it cleanly; off where it is run by a test.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["wizard.tcss", "screens/phone.tcss", "screens/form.tcss"]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "otp-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(action.key, f"perform('{action.name}')", id=action.name, show=False, priority=True)
            for action in ACTIONS
            if action.key and action.name != "cancel"
        ),
        Binding("left", "step_recorded(-1)", show=False, priority=True),
        Binding("right", "step_recorded(1)", show=False, priority=True),
        # Copying is off: neither a phone nor a code reaches the clipboard.
        Binding("ctrl+c", "quit_hint", show=False, priority=True),
    ]

    def __init__(
        self,
        connection: Connection,
        translator: Translator,
        preferences: WizardPreferences = WizardPreferences(),  # noqa: B008 - an immutable value
        start: StartScreens | None = None,
        parts: WizardParts | None = None,
    ) -> None:
        context = WizardContext(connection, translator)
        super().__init__(context, lambda error: preferences.crash_page(translator, error))
        self.heeds_signals = False
        self.send_flow = SendFlow(self)
        self.inspect_flow = InspectFlow(self, self.copy_to_clipboard)
        self.start_flow = start
        self.parts = LoadedParts(self, parts)
        self.panes = PaneSwitch(
            self,
            width=lambda: self.size.width,
            close_dialogs=self.close_panels,
            run_action=lambda name: self.post_message(ActionWanted(name)),
            ring=lambda text: show_toast(self, text),
            hush=lambda: clear_toasts(self),
        )
        self.autoplay: AutoplayPart | None = None
        self.dispatcher = ActionDispatcher(
            self,
            self.send_flow,
            self.panes,
            self.parts,
            quit_app=lambda: self.exit(0),
            toggle_theme=self.toggle_theme,
        )
        self._ticks = 0
        self.context.presenting = preferences.presenting
        self._preferences = preferences
        self._use(connection)
        self.theme = LIGHT.name if preferences.theme == "light" else DARK.name
        if preferences.keys:
            self._rebind(dict(preferences.keys))
        if start is not None:
            start.attach(self)

    def _use(self, connection: Connection) -> None:
        """Take a target's colours and its pane."""
        self.context.use(connection)
        self.use_colours(connection.accent)

    def _rebind(self, keys: dict[str, str]) -> None:
        """Bind actions to the keys of the configuration, and show these keys everywhere."""
        self.set_keymap(keys)
        self.context.key_labels = {name: label_of_key(key) for name, key in keys.items()}

    # opening and closing -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show the first screen; everything heavy is loaded after its first paint."""
        if self.heeds_signals:
            end_on_signals(self._end, self._driver)
        self.set_interval(TICK_S, self._tick)
        self.call_later(self._show_first)  # as long as this message is handled, Textual draws without showing

    def _show_first(self) -> None:
        if self.return_code is not None:  # a signal or a key has ended it before anything was shown
            return
        if self.start_flow is not None:
            self.start_flow.first_screen()
        else:
            self.use_connection(self.context.connection)
        if self._preferences.autoplay:
            self.autoplay = self.parts.autoplay(self.post_message, self._preferences.sleep)
            self.autoplay.start(self._preferences.autoplay)

    def use_connection(self, connection: Connection) -> None:
        """Begin to work with a target."""
        if connection is not self.context.connection:  # registering a theme draws everything anew
            self._use(connection)
        self.title = self._terminal_title.show()
        if self.start_flow is not None:
            self.start_flow.choose_journey()
        else:
            self.begin(connection.journeys[0])

    def begin(self, journey: Journey) -> None:
        """Begin with a journey's phone screen."""
        self._subscribe(self.context.connection.new_conductor(journey))
        self.context.conductor.start()
        self.show_step()
        self.call_after_refresh(self.load)

    def take(self, connection: Connection, conductor: Conductor) -> None:
        """Show a walkthrough where it stands."""
        self._use(connection)
        self.title = self._terminal_title.show()
        self._subscribe(conductor)
        self.context.typed_phone = conductor.phone() or ""
        self.panes.expect_old_messages()
        self.show_step()
        self.load()

    def _subscribe(self, conductor: Conductor) -> None:
        self.context.conductor = conductor
        conductor.subscribe(self)

    def leave_history(self) -> None:
        """Show the running walkthrough again, or the first screen where none was begun."""
        self.context.look_away()
        if self.context.begun:
            self.show_step()
        elif self.start_flow is not None:
            self.start_flow.first_screen()

    def load(self) -> None:
        """Load the rest and gather what a send needs; a failure is tried again by the next Enter."""
        self.send_flow.load()

    def _end(self) -> None:
        """End; a terminal that is gone cannot be given back, and is not waited for."""
        self.exit(CANCELLED)
        if not is_attended(self._driver):
            end_process_soon(CANCELLED)

    async def on_unmount(self) -> None:
        """Cut what is in flight; quitting never sends and never waits."""
        self._terminal_title.restore()
        if self.context.begun:
            await self.context.conductor.close()

    # what the conductor says -------------------------------------------------------------------------

    def changed(self, change: Change) -> None:
        """Draw the walkthrough; another phase has another screen."""
        context = self.context
        context.persistence_failure = change.persistence_failure or context.persistence_failure
        context.news = None
        wanted = screen_of(change.after.phase)
        if self.step_screen is not None and type(self.step_screen) is not wanted:
            kept = self._dialog_again()
            self.show(wanted(context))
            context.start_enter_delay()
            self._reopen(kept)
        else:
            self.draw_all()
            if self.step_screen is not None and isinstance(change.event, Answered):
                self.step_screen.answered(change.after)
        self.panes.fetch_messages()
        self._look_up_allowance()

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Draw an exchange where exchanges are shown."""
        self.draw_all()

    def failed(self, error: BaseException) -> None:
        """End with the crash page."""
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError(type(error).__name__))

    # what screens post -------------------------------------------------------------------------------

    @on(CodeTyped)
    @on(PhoneTyped)
    def _typed(self, message: CodeTyped | PhoneTyped) -> None:
        self.context.waiting_action = ""  # it was meant for what stood there before
        if isinstance(message, PhoneTyped):
            self.context.typed_phone = message.text
            self._look_up_allowance()

    @on(SmsPicked)
    @on(ScenarioPicked)
    @on(KeyForField)
    def _pane_message(self, message: Any) -> None:
        self.panes.handle(message)

    @on(ToolsWanted)
    @on(SnippetWanted)
    @on(NoteWanted)
    @on(TakeWanted)
    def _inspector_message(self, message: Any) -> None:
        self.inspect_flow.handle(message)

    @on(ActionWanted)
    async def _action_wanted(self, message: ActionWanted) -> None:
        await self.action_perform(message.name)

    @on(ConnectionChosen)
    def _connection_chosen(self, message: ConnectionChosen) -> None:
        self.use_connection(message.connection)

    @on(StepChosen)
    @on(CredentialsEntered)
    @on(OtherTargetWanted)
    @on(NewWalkthroughChosen)
    @on(OpenWalkthroughChosen)
    @on(WalkthroughResumed)
    @on(WalkthroughDiscarded)
    def _start_message(self, message: Any) -> None:
        if self.start_flow is not None:
            self.start_flow.handle(message)

    def ask_for_credentials(self, missing: CredentialsMissingError) -> None:
        """Ask for keys that are missing."""
        if self.start_flow is not None:
            self.start_flow.ask_for_credentials(missing)

    # actions -----------------------------------------------------------------------------------------

    async def action_perform(self, name: str) -> None:
        """Run an action of the table."""
        await self.dispatcher.run(BY_NAME[name])

    def action_step_recorded(self, by: int) -> None:
        """Show the next or the previous step of a kept walkthrough."""
        self.parts.history.step(by)

    def action_quit_hint(self) -> None:
        """Say what ends the program: Ctrl+C does not."""
        if isinstance(self.screen, WizardScreen):
            self.screen.show_message(sentence("quit.how"), Tone.INFO)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow, before a walkthrough was begun, only what needs none."""
        if action == "step_recorded":
            inspects = self.step_screen is not None and self.step_screen.inspects
            return self.context.recorded is not None and not isinstance(self.screen, Dialog) and not inspects
        name = str(parameters[0]) if action == "perform" and parameters else action
        if self.step_screen is None and name in BY_NAME and name not in WITHOUT_WALKTHROUGH:
            return False
        return super().check_action(action, parameters)

    # what is looked up, and when ---------------------------------------------------------------------

    def fetch_messages(self) -> None:
        """Fetch what has arrived on the customer's phone."""
        self.panes.fetch_messages()

    def _look_up_allowance(self) -> None:
        if self.send_flow.counts:
            look_up: Callable[[], Awaitable[None]] = self.send_flow.look_up_allowance
            # As a function, because a coroutine of a worker that another one replaces would never be awaited.
            self.run_worker(look_up, name="allowance", exclusive=True, group="allowance")

    def _tick(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, WizardScreen | Dialog):
                screen.tick()
        self._ticks += 1
        if self.heeds_signals and self._ticks % _TICKS_A_LOOK == 0 and not is_attended(self._driver):
            self._end()  # whoever started it had the hang-up ignored
        if self.step_screen is None:
            return
        walkthrough = self.context.walkthrough
        if (
            walkthrough.countdown is not None
            and self._ticks % (_TICKS_A_GLANCE if self.panes.expects_message else _TICKS_A_LOOK) == 0
        ):
            self.panes.fetch_messages()

    async def on_event(self, event: events.Event) -> None:
        """Ignore Enter for a moment after the screen changed: it was meant for the screen before.

        Any other key shows that the operator has seen the new screen, and ends that moment.
        """
        if self.autoplay is not None:
            self.autoplay.notice(event)
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if not isinstance(event, events.Key) or event.key != "enter":
                self.context.end_enter_delay()
            elif self.context.ignores_enter:
                return
        await super().on_event(event)
