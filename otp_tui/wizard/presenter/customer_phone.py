"""The simulated customer's phone, drawn: a lock screen with its clock, and the SMS as they come."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from otp_tui.core.flow.state import Phase
from otp_tui.wizard.actions import BY_NAME
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.widgets.big_digits import SMALL, big
from otp_tui.wizard.widgets.inbox import Inbox, ScenarioList
from otp_tui.wizard.widgets.text_update import update_text

_NETWORK: Final = "          4.5G"
_SIGNAL: Final = "▂▄▆"
_BATTERY: Final = "▮▮▮"
_HOME: Final = "━━━━━━━━━━"
_LANDMARKS: Final = 3


class CustomerPhone(Vertical):
    """Draws the phone; below it, where a number is asked for, the meanings of the simulator's numbers.

    Args:
        hint: Whether it says which keys put a code into the field.
    """

    def __init__(self, *, hint: bool = False) -> None:
        super().__init__()
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Compose the phone and the list below it."""
        with Vertical(id="handset"):
            yield Static(id="handset-status", markup=False)
            yield Static(id="handset-clock", markup=False)
            yield Static(id="handset-day", markup=False)
            yield Inbox()
            yield Static(id="handset-empty", markup=False)
            yield Static(_HOME, id="handset-home", markup=False)
        yield Static(id="handset-hint", markup=False)
        yield Static(id="handset-numbers", markup=False)
        yield ScenarioList("handset-scenarios")

    def show(self, context: WizardContext) -> None:
        """Draw the phone as it is now."""
        if not self.is_composed:
            return
        say, messages = context.translator.text, context.messages
        at = context.now().utc.astimezone()
        self._put("#handset-status", f"{at:%H:%M}{_NETWORK} {_SIGNAL} {_BATTERY}")
        self._put("#handset-clock", big(f"{at:%H:%M}", SMALL))
        self._put("#handset-day", context.translator.day(at))
        self._put("#handset-empty", "" if messages else say("inbox.empty"))
        key = context.key_label(BY_NAME["inbox"])
        fills = self._hint and bool(messages) and context.walkthrough.phase is Phase.CODE
        self._put("#handset-hint", say("handset.fill", key=key) if fills else "")
        inbox = self.query_one(Inbox)
        inbox.show_messages(context.translator, messages)
        inbox.display = bool(messages)
        self._show_numbers(context)

    @property
    def is_composed(self) -> bool:
        """True while its widgets are there: they come after it and go before it."""
        lists = self.query(ScenarioList)  # which draw nothing before they are mounted
        landmarks = self.query("#handset-status, #handset-home, #handset-scenarios")
        return len(landmarks) == _LANDMARKS and all(listed.is_mounted for listed in lists)

    def _show_numbers(self, context: WizardContext) -> None:
        """List the numbers where one is asked for; in a presentation they would only puzzle."""
        listed = context.walkthrough.phase is Phase.PHONE and not context.presenting
        numbers = self.query_one("#handset-scenarios", ScenarioList)
        numbers.display = listed
        self.set_class(listed, "-listed")
        self.set_class(bool(context.messages), "-reached")  # a whole message is to be read
        self._put("#handset-numbers", context.translator.text("inbox.numbers") if listed else "")
        if listed:
            numbers.show(context.translator, context.connection.scenarios)

    def take_focus(self) -> bool:
        """Give the focus to the newest message, or to the numbers; False where one of them has it, or none is there."""
        if not self.is_composed:
            return False
        for listed in (self.query_one(Inbox), self.query_one("#handset-scenarios", ScenarioList)):
            if listed.display and listed.option_count:
                if listed.has_focus:
                    return False
                listed.focus()
                if listed.highlighted is None:
                    listed.action_first()
                return True
        return False

    def _put(self, name: str, text: str) -> None:
        """Draw a line, if it is another one than before."""
        line = self.query_one(name, Static)
        line.display = bool(text)
        if text:
            update_text(line, text)
