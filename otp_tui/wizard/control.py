"""The part of the app that its flows and its dispatcher use; implemented by `otp_tui.wizard.app.WizardApp`."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from textual.message import Message
from textual.screen import Screen

from otp_tui.conductor import Conductor
from otp_tui.conductor.ports import Connection
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Tone
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.i18n.translator import Wording
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.screens.step import StepScreen


class WizardControl(Protocol):
    """The app as its flows see it: screens in and out, work beside them, drawing."""

    @property
    def context(self) -> WizardContext:
        """The state that screens read."""
        ...

    @property
    def step_screen(self) -> StepScreen | None:
        """The walkthrough's screen, under any dialog; None before there is one."""
        ...

    @property
    def screen(self) -> Screen[object]:
        """The screen or dialog on top."""
        ...

    def show(self, screen: Screen[None]) -> None:
        """Put a screen in the place of the one that is shown, and of the dialogs over it."""
        ...

    def ask(self, dialog: Dialog, answered: Callable[[str | None], None]) -> None:
        """Open a dialog, unless the same one is open.

        Args:
            dialog: The question.
            answered: Takes the answer, None where it was closed.
        """
        ...

    def confirm(self, question: str, then: Callable[[], None], **facts: object) -> None:
        """Ask a question with yes and no.

        Args:
            question: Its name in the catalogues, without ``ask.``.
            then: Called after a yes.
            facts: What its places are filled with.
        """
        ...

    def show_message(self, wording: Wording, tone: Tone = Tone.WARNING) -> None:
        """Answer a key on the walkthrough's screen, where there is one."""
        ...

    def show_problem(self, wording: Wording, tone: Tone = Tone.WARNING) -> None:
        """Say beside the field of the walkthrough's screen what is wrong, where there is one."""
        ...

    def work(self, task: Callable[[], Awaitable[None]], name: str) -> None:
        """Work beside the screen.

        Args:
            task: A function, because a coroutine whose worker never begins would never be awaited.
            name: The worker's.
        """
        ...

    def work_after_paint(self, task: Callable[[], Awaitable[None]], name: str) -> None:
        """Work beside the screen once it was drawn; see `work`."""
        ...

    def draw_all(self) -> None:
        """Draw every screen of the stack."""
        ...

    def use_connection(self, connection: Connection) -> None:
        """Begin to work with a target."""
        ...

    def begin(self, journey: Journey) -> None:
        """Begin with a journey's phone screen."""
        ...

    def take(self, connection: Connection, conductor: Conductor) -> None:
        """Show a walkthrough where it stands."""
        ...

    def show_step(self) -> None:
        """Show the screen that fits the walkthrough."""
        ...

    def close_panels(self) -> None:
        """Close every dialog but questions."""
        ...

    def fetch_messages(self) -> None:
        """Fetch what has arrived on the customer's phone."""
        ...

    def compose_again(self) -> None:
        """Compose the walkthrough's screen anew, with what is typed in it."""
        ...

    def leave_history(self) -> None:
        """Show the running walkthrough again, or the first screen where none was begun."""
        ...

    def load(self) -> None:
        """Load what is heavy and gather what a send needs."""
        ...

    def ask_for_credentials(self, missing: CredentialsMissingError) -> None:
        """Ask for keys that are missing."""
        ...

    async def action_perform(self, name: str) -> None:
        """Run an action of the table."""
        ...


class StartScreens(Protocol):
    """The screens before a walkthrough; implemented by `otp_tui.wizard.flows.start.StartFlow`."""

    def attach(self, control: WizardControl) -> None:
        """Work for this app from now on."""
        ...

    def first_screen(self) -> None:
        """Show the first screen."""
        ...

    def choose_journey(self) -> None:
        """Begin, or ask which journey where several are possible."""
        ...

    def handle(self, message: Message) -> None:
        """Act on a message of one of its screens."""
        ...

    def ask_for_credentials(self, missing: CredentialsMissingError) -> None:
        """Ask for keys that are missing."""
        ...
