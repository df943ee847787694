"""The line at the top: program, environment badge, journey, merchant; language and clock at the right."""

from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget


class Heading(NamedTuple):
    """What the top bar says."""

    badge: str
    journey: str
    merchant: str
    language: str
    clock: str


class TopBar(Widget):
    """Draws a `Heading` on one line; the badge is a word, an edge and a colour."""

    heading: Heading | None = None

    def show(self, heading: Heading) -> None:
        """Draw this heading, if it is another one than before."""
        if heading != self.heading:
            self.heading = heading
            self.refresh()

    def render(self) -> Content:
        """One line, its right part pushed to the edge; what does not fit is left out from the middle."""
        heading = self.heading
        if heading is None:
            return Content("")
        left = Content.assemble(
            ("otp-tui", "bold"), "  ", (f" {heading.badge} ", "bold $badge-text on $badge")
        )
        right = Content.assemble((f"{heading.language}  {heading.clock}", "$text-muted"))
        about = heading.journey + (f" · {heading.merchant}" if heading.merchant else "")
        room = self.size.width - left.cell_length - right.cell_length - 4
        for words in (about, heading.journey, ""):
            if len(words) <= room:
                break
        middle = Content.assemble("  ", (words, "$text-muted"))
        gap = max(1, self.size.width - left.cell_length - middle.cell_length - right.cell_length)
        return Content.assemble(left, middle, " " * gap, right)
