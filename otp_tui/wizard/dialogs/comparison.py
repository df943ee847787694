"""The dialog of two walkthroughs side by side."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog


class ComparisonDialog(Dialog):
    """What differs in verdicts, fields and timings.

    Args:
        context: The state that it reads.
        about: The ids of the two.
        lines: The comparison in each language.
    """

    def __init__(self, context: WizardContext, about: str, lines: Mapping[str, Sequence[str]]) -> None:
        super().__init__(context)
        self.about = about
        self._lines = lines

    def content(self) -> ComposeResult:
        with VerticalScroll(id="comparison"):
            yield Static(id="question", markup=False)

    def draw(self) -> None:
        self.draw_frame(self.translator.text("history.compared"))
        lines = self._lines[self.translator.language]
        self.query_one("#question", Static).update(Content("\n".join(lines)))

    def take_focus(self) -> None:
        self.query_one("#comparison").focus()
