"""The top bar: program or the merchant's logo, environment, journey, merchant; language and clock at the right."""

from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget


class Heading(NamedTuple):
    """The words of the top bar; the environment is a word as well as a colour, and so is every sign."""

    environment: str
    badge: str
    journey: str
    merchant: str
    language: str
    clock: str
    signs: tuple[str, ...] = ()
    logo: str = ""


class TopBar(Widget):
    """Draws a `Heading` on one line; the badge is a word, an edge and a colour."""

    heading: Heading | None = None

    def show(self, heading: Heading) -> None:
        """Draw this heading, if it is another one than before."""
        if heading != self.heading:
            self.heading = heading
            self.refresh()

    def render(self) -> Content:
        """Render one line, its right part at the edge; what does not fit is left out."""
        heading = self.heading
        if heading is None:
            return Content("")
        left = Content.assemble(_name(heading), "  ", *self._badge(heading))
        right = Content.assemble((f"{heading.language}  {heading.clock}", "$text-muted"))
        about = heading.journey + (f" · {heading.merchant}" if heading.merchant else "")
        room = self.size.width - left.cell_length - right.cell_length - 4
        for words in (about, heading.journey, ""):
            if len(words) <= room:
                break
        middle = Content.assemble("  ", (words, "$text-muted"))
        gap = max(1, self.size.width - left.cell_length - middle.cell_length - right.cell_length)
        return Content.assemble(left, middle, " " * gap, right)

    def _badge(self, heading: Heading) -> tuple[tuple[str, str], ...]:
        """Return the environment's word on its colour, where a target was chosen, and the signs."""
        role = f"badge-{heading.environment}"
        badges = [(f" {heading.badge} ", f"bold ${role}-text on ${role}")] if heading.environment else []
        for sign in heading.signs:
            badges += [(" ", ""), (f" {sign} ", "bold $sign-text on $sign")]
        return tuple(badges)


def _name(heading: Heading) -> tuple[str, str]:
    """Return the merchant's logo, or the program's name, which the terminal's title has as well."""
    return (heading.logo, "bold $accent") if heading.logo else ("otp-tui", "bold")
