"""The application's screens: put in each other's place, closed, asked, drawn."""

from collections.abc import Callable

from textual.screen import Screen

from otp_tui.core.flow.state import Tone
from otp_tui.i18n.translator import Wording
from otp_tui.wizard.base_app import BaseApp
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog, open_dialog
from otp_tui.wizard.dialogs.confirm import open_confirm
from otp_tui.wizard.page import page_sequence
from otp_tui.wizard.screens.base import WizardScreen
from otp_tui.wizard.screens.by_phase import screen_of
from otp_tui.wizard.screens.step import StepScreen
from otp_tui.wizard.terminal_title import TerminalTitle
from otp_tui.wizard.toasts import clear_toasts
from otp_tui.wizard.widgets.size_notice import SizeNotice


class ScreensApp(BaseApp):
    """An app that shows one screen of the wizard, and dialogs over it.

    Args:
        context: The state that screens read.
        crash_page: Returns the page of a bug.
    """

    def __init__(self, context: WizardContext, crash_page: Callable[[BaseException | None], str]) -> None:
        self.context = context
        super().__init__(crash_page)
        self._terminal_title = TerminalTitle(context, self.write_to_terminal)

    def show_step(self) -> None:
        """Show the screen that fits the walkthrough."""
        self.show(screen_of(self.context.walkthrough.phase)(self.context))

    def compose_again(self) -> None:
        """Compose the walkthrough's screen anew, with what is typed in it."""
        self.title = self._terminal_title.show()
        before = self.step_screen
        if before is None:
            self.draw_all()
            return
        typed = before.typed()
        again = type(before)(self.context)
        again.begin_with(typed)
        kept = self._dialog_again()
        self.show(again)
        self._reopen(kept)

    def show(self, screen: Screen[None]) -> None:
        """Put a screen in the place of the one that is shown, and of the dialogs over it."""
        self._close_dialogs()
        if isinstance(self.screen, WizardScreen):
            self.read_later_styles()
            self.switch_screen(screen)
        else:
            self.push_screen(screen)
            self.call_after_refresh(self.read_later_styles)

    def _dialog_again(self) -> Dialog | None:
        """Return the dialog on top anew, where it is one that goes with any screen."""
        return self.screen.again() if isinstance(self.screen, Dialog) else None

    def _reopen(self, dialog: Dialog | None) -> None:
        if dialog is not None:
            self.call_later(self.ask, dialog, lambda _: None)

    @property
    def step_screen(self) -> StepScreen | None:
        """The walkthrough's screen, under any dialog; None before there is one."""
        steps = [screen for screen in self.screen_stack if isinstance(screen, StepScreen)]
        return steps[-1] if steps else None

    def ask(self, dialog: Dialog, answered: Callable[[str | None], None]) -> None:
        """Open a dialog, unless the same one is open: a second press of its key opens nothing."""
        self.read_later_styles()
        open_dialog(self, dialog, answered)

    def confirm(self, question: str, then: Callable[[], None], **facts: object) -> None:
        """Ask a question with yes and no, and go on after a yes."""
        self.read_later_styles()
        open_confirm(self, self.context, question, then, **facts)

    def show_message(self, wording: Wording, tone: Tone = Tone.WARNING) -> None:
        """Answer a key on the walkthrough's screen, where there is one."""
        if self.step_screen is not None:
            self.step_screen.show_message(wording, tone)

    def show_problem(self, wording: Wording, tone: Tone = Tone.WARNING) -> None:
        """Say beside the field of the walkthrough's screen what is wrong, where there is one."""
        if self.step_screen is not None:
            self.step_screen.show_problem(wording, tone)

    def close_panels(self) -> None:
        """Close every dialog but questions."""
        self._close_dialogs(questions=False)

    def _close_dialogs(self, *, questions: bool = True) -> None:
        while isinstance(self.screen, Dialog) and (questions or not self.screen.asks):
            self.pop_screen()

    def draw_all(self) -> None:
        """Draw every screen of the stack from the walkthrough, the clock and the language."""
        if self.step_screen is not None:
            self.title = self._terminal_title.show()
        if not self.context.unread:
            clear_toasts(self)  # what they told was seen
        for screen in self.screen_stack:
            if (isinstance(screen, WizardScreen) and screen.is_mounted) or (
                isinstance(screen, Dialog) and screen.is_mounted and screen.drawable
            ):
                screen.draw()
            for notice in screen.query(SizeNotice):
                notice.refresh()
        if self.step_screen is not None:
            self.step_screen.draw_side()
        self._tell_page()

    def toggle_theme(self) -> None:
        """Change between dark and light."""
        super().toggle_theme()
        self._tell_page()

    def _tell_page(self) -> None:
        """Tell the page around a browser's terminal what F3 and the theme change: its words and colours follow."""
        if self._driver is not None and self._driver.is_web:
            self._driver.write(page_sequence(self.context.translator.language, self.current_theme))
