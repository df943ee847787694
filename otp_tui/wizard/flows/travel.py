"""The flow of time travel on a simulator: its clock and ours are moved together."""

from otp_tui.core.flow.state import Tone
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.dialogs.travel import EXPIRE, FREEZE, JUMPS, TravelDialog


class TravelFlow:
    """Moves the clocks.

    Args:
        control: The app.
    """

    def __init__(self, control: WizardControl) -> None:
        self._control = control
        self._context = control.context

    def open(self) -> None:
        """Open the dialog, or close it."""
        front = self._control.screen
        if isinstance(front, TravelDialog):
            front.action_close()
        elif self._context.loaded is not None and self._context.connection.scenarios:
            self._control.close_panels()
            self._control.ask(TravelDialog(self._context, self._choose), lambda _: None)

    def _choose(self, name: str) -> None:
        self._control.work(lambda: self.travel(name), "travel")

    async def travel(self, name: str) -> None:
        """Carry out a choice of the dialog.

        Args:
            name: Its name in the catalogues, without ``travel.``.
        """
        context, walkthrough = self._context, self._context.walkthrough
        loaded = context.loaded
        if loaded is None:
            return
        counted = walkthrough.countdown
        if name == FREEZE:
            done = await loaded.freeze(frozen=not context.frozen)
            context.frozen ^= done
        elif name == EXPIRE:
            done = await loaded.travel(counted.remaining(context.now()) if counted else 0.0)
        else:
            done = await loaded.travel(JUMPS[name])
        if not done:
            self._control.show_message(sentence("travel.failed"), Tone.WARNING)
        self._control.draw_all()
        self._control.fetch_messages()
