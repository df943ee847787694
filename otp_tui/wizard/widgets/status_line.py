"""A sentence with the mark of its tone: a colour never carries meaning alone."""

import math

from textual.content import Content
from textual.widgets import Static

from otp_tui.core.flow.state import Tone
from otp_tui.i18n.translator import Translator, Wording

MARKS = {Tone.INFO: "·", Tone.SUCCESS: "✓", Tone.WARNING: "!", Tone.ERROR: "✗"}
STYLES = {Tone.INFO: "$text", Tone.SUCCESS: "$success", Tone.WARNING: "$warning", Tone.ERROR: "$error"}


class StatusLine(Static):
    """One thing that is said, in the language of the moment, or nothing.

    Args:
        name: The widget's id.
    """

    def __init__(self, name: str = "sentence") -> None:
        super().__init__(id=name, classes="-empty", markup=False)
        self._said: tuple[Wording, Tone] | None = None
        self._drawn = ""
        self._ends = math.inf

    @property
    def is_empty(self) -> bool:
        """True where nothing is said."""
        return self._said is None

    def say(
        self, translator: Translator, wording: Wording, tone: Tone = Tone.WARNING, *, until: float = math.inf
    ) -> None:
        """Say this instead of what was said before.

        Args:
            translator: The language of the moment.
            wording: Words it.
            tone: How it is to be taken.
            until: The monotonic second at which it fades.
        """
        self._said, self._ends = (wording, tone), until
        self.draw(translator)

    def draw(self, translator: Translator) -> None:
        """Word it anew."""
        if self._said is None:
            return
        wording, tone = self._said
        self._drawn = wording(translator)
        self.set_class(not self._drawn, "-empty")
        self.update(marked(self._drawn, tone) if self._drawn else "")

    def clear(self) -> None:
        """Take it away."""
        self._said, self._drawn = None, ""
        self.set_class(True, "-empty")
        self.update("")

    def fade(self, now: float) -> None:
        """Take it away once its time has passed."""
        if now >= self._ends:
            self._ends = math.inf
            self.clear()


def marked(text: str, tone: Tone) -> Content:
    """Return a sentence with its mark, in its colour.

    Args:
        text: What is said.
        tone: How it is to be taken.
    """
    style = STYLES[tone]
    return Content.assemble((f"{MARKS[tone]} ", f"bold {style}"), (text, style))
