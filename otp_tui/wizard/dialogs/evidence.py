"""The dialog that says where the evidence is."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from otp_tui.conductor.evidence_ports import WrittenEvidence
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog


class EvidenceDialog(Dialog):
    """The folder of a pack, and what is in it.

    Args:
        context: The state that it reads.
        written: The pack.
    """

    def __init__(self, context: WizardContext, written: WrittenEvidence) -> None:
        super().__init__(context)
        self.about = written.folder
        self._written = written

    def again(self) -> Dialog:
        return EvidenceDialog(self.context, self._written)

    def content(self) -> ComposeResult:
        yield Static(id="question", markup=False)

    def draw(self) -> None:
        say = self.translator.text
        self.draw_frame(say("evidence.title"))
        lines = [
            Content.assemble((say("evidence.files", files=self._written.files), "$text-muted")),
            Content.assemble((self._written.folder, "bold")),
            Content(""),
            Content(say("evidence.attach")),
        ]
        if not self._written.has_pictures:
            lines.append(Content.assemble((say("evidence.no_pictures"), "$warning")))
        self.query_one("#question", Static).update(Content("\n").join(lines))
