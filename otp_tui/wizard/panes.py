"""The side pane, and the dialogs that stand in for it on narrow terminals."""

from collections.abc import Callable, Mapping

from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.dialogs.help import HelpDialog
from otp_tui.wizard.dialogs.palette import PaletteDialog
from otp_tui.wizard.dialogs.panels import ExchangesDialog, InboxDialog
from otp_tui.wizard.screens.base import WIDE


class PaneSwitch:
    """Opens and closes exchanges, the customer's phone, help and palette.

    Args:
        control: The app.
        width: Gives the terminal's columns.
        close_dialogs: Closes every dialog.
        run_action: Runs the action that was chosen in the palette, by name.
    """

    def __init__(
        self,
        control: WizardControl,
        *,
        width: Callable[[], int],
        close_dialogs: Callable[[], None],
        run_action: Callable[[str], object],
    ) -> None:
        self._control = control
        self._context: WizardContext = control.context
        self._width = width
        self._close_dialogs = close_dialogs
        self._run_action = run_action
        self._fetching = False
        self._dialogs: Mapping[str, Callable[[], Dialog]] = {
            "help": self._help,
            "exchanges": lambda: ExchangesDialog(self._context),
            "inbox": lambda: InboxDialog(self._context),
        }

    def show(self, name: str) -> None:
        """Show or hide a pane; the customer's phone only where there is one."""
        if name == "inbox" and not self._context.connection.scenarios:
            return
        if self._width() >= WIDE:
            self._context.side_pane = "" if self._context.side_pane == name else name
            self._control.draw_all()
        else:
            self.toggle(name)
        self.fetch_messages()

    def toggle(self, name: str) -> None:
        """Close a dialog by its own key; another one's takes its place."""
        dialog = self._dialogs[name]()
        was_open = type(self._control.screen) is type(dialog)
        self._close_dialogs()
        if not was_open:
            self._control.ask(dialog, lambda _: None)

    def toggle_palette(self) -> None:
        """Open the palette, or close it."""

        def chosen(name: str | None) -> None:
            if name is not None:
                self._run_action(name)

        if isinstance(self._control.screen, PaletteDialog):
            self._control.screen.action_close()
        else:
            self._close_dialogs()
            self._control.ask(PaletteDialog(self._context), chosen)

    def fetch_messages(self) -> None:
        """Fetch the customer's messages where they are looked at; one fetch at a time."""
        in_pane = self._width() >= WIDE and self._context.side_pane == "inbox"
        looked_at = in_pane or isinstance(self._control.screen, InboxDialog)
        if self._context.connection.scenarios and self._context.loaded and looked_at and not self._fetching:
            self._fetching = True
            self._control.work(self._fetch, "inbox")

    async def _fetch(self) -> None:
        try:
            if self._context.loaded is not None:
                messages = await self._context.loaded.messages(self._context.conductor)
                if messages != self._context.messages:
                    self._context.messages = messages
                    self._control.draw_all()
        finally:
            self._fetching = False

    def _help(self) -> Dialog:
        step = self._context.walkthrough.phase.value if self._control.step_screen is not None else ""
        return HelpDialog(self._context, step)
