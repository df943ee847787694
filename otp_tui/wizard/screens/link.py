"""The screen between two legs: the next send waits for an Enter of its own."""

from textual.app import ComposeResult
from textual.widgets import Label, Static

from otp_tui.core.flow.state import Walkthrough
from otp_tui.wizard.screens.step import StepScreen
from otp_tui.wizard.widgets.action_button import ActionButton, ButtonRow


class LinkScreen(StepScreen):
    """The offer of the next leg."""

    def card(self) -> ComposeResult:
        yield Static(id="until", markup=False)
        with ButtonRow(id="choices"):
            yield ActionButton("start", primary=True)
            yield ActionButton("back")

    def draw_card(self, walkthrough: Walkthrough) -> None:
        say = self.translator.text
        self.query_one("#title", Label).set_classes("-good")
        self.query_one("#title", Label).update("✓ " + say("link.title_ready", phone=walkthrough.phone or ""))
        self.query_one("#until", Static).update(say("link.next"))
        self.offer({"start": (True, say("action.start_link")), "back": (True, None)})
