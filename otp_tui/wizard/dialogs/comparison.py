"""The dialog of two walkthroughs side by side."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.evidence.comparison import comparison_lines
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog


class ComparisonDialog(Dialog):
    """What differs in verdicts, fields and timings.

    Args:
        context: The state that it reads.
        one: The first walkthrough.
        other: The second.
    """

    def __init__(self, context: WizardContext, one: WalkthroughRecord, other: WalkthroughRecord) -> None:
        super().__init__(context)
        self.about = f"{one.start.id} {other.start.id}"
        self._pair = (one, other)

    def content(self) -> ComposeResult:
        with VerticalScroll(id="comparison"):
            yield Static(id="question", markup=False)

    def draw(self) -> None:
        self.draw_frame(self.translator.text("history.compared"))
        lines = comparison_lines(self.translator, *self._pair)
        self.query_one("#question", Static).update(Content("\n".join(lines)))

    def take_focus(self) -> None:
        self.query_one("#comparison").focus()
