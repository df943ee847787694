"""A sentence with the mark of its tone: a colour never carries meaning alone."""

from textual.content import Content
from textual.widgets import Static

from otp_tui.core.flow.state import Tone

MARKS = {Tone.INFO: "·", Tone.SUCCESS: "✓", Tone.WARNING: "!", Tone.ERROR: "✗"}
STYLES = {Tone.INFO: "$text", Tone.SUCCESS: "$success", Tone.WARNING: "$warning", Tone.ERROR: "$error"}


class StatusLine(Static):
    """Says one thing, or nothing."""

    def __init__(self) -> None:
        super().__init__(id="sentence", markup=False)

    def show(self, sentence: str, tone: Tone = Tone.WARNING) -> None:
        """Say this; an empty text takes the last one away."""
        self.update(marked(sentence, tone) if sentence else "")


def marked(sentence: str, tone: Tone) -> Content:
    """Return a sentence with its mark, in its colour.

    Args:
        sentence: What is said.
        tone: How it is to be taken.
    """
    style = STYLES[tone]
    return Content.assemble((f"{MARKS[tone]} ", f"bold {style}"), (sentence, style))
