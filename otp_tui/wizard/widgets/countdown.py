"""The countdown: digits, bar and the source of its end; one line where room is short."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from otp_tui.wizard.widgets.big_digits import SMALL, Font, big
from otp_tui.wizard.widgets.text_update import update_text

_URGENT_S: Final = 15


class RemainingBar(Widget):
    """A row that empties from the right; the elapsed part stays as a thin line."""

    share = 0.0

    def show(self, share: float) -> None:
        """Draw this share of the whole, 0 to 1, if its width changed."""
        before, self.share = self._filled(), share
        if before != self._filled():
            self.refresh()

    def _filled(self) -> int:
        return round(self.size.width * min(1.0, max(0.0, self.share)))

    def render(self) -> Content:
        """Render heavy for what is left, light for what is gone."""
        filled = self._filled()
        return Content.assemble(
            ("━" * filled, "$countdown"), ("─" * (self.size.width - filled), "$text-disabled")
        )


class Countdown(Vertical):
    """The remaining time of a challenge."""

    def compose(self) -> ComposeResult:
        """Compose digits beside their explanation, the bar below, and the line for small screens."""
        with Horizontal(id="countdown-large"):
            yield Static(id="countdown-digits", markup=False)
            yield Static(id="countdown-about", markup=False)
        yield Static(id="countdown-line", markup=False)
        yield RemainingBar(id="countdown-bar")

    def show(
        self,
        face: str,
        share: float,
        when: str,
        about: str,
        *,
        assumed: bool,
        hidden: str,
        font: Font = SMALL,
    ) -> None:
        """Draw a moment of the countdown.

        Args:
            face: ``1:52``.
            share: What is left of the whole, 0 to 1.
            when: The moment it ends, in words.
            about: Who says so.
            assumed: Whether it is our assumption.
            hidden: What stands here instead where the operator hid the countdown.
            font: The font of its digits.
        """
        said = (face, when, about, hidden, font is SMALL)
        if said != getattr(self, "_said", None):
            self._said = said
            self._draw_digits("" if hidden else big(face, font))
            update_text(
                self.query_one("#countdown-about", Static), hidden or "\n".join(filter(None, (when, about)))
            )
            line = Content.assemble(
                (f"≈{face}" if assumed else face, "bold $countdown"), (f"  {about or when}", "$text-muted")
            )
            update_text(self.query_one("#countdown-line", Static), hidden or line)
        self.query_one(RemainingBar).show(share)
        self.set_class(bool(hidden), "-hidden")
        self.set_class(not hidden and face in _LAST, "-urgent")

    def _draw_digits(self, rows: str) -> None:
        """Draw the digits; each is as wide as any other."""
        digits = self.query_one("#countdown-digits", Static)
        update_text(digits, rows, layout=len(rows) != len(str(digits.content)))


_LAST: Final = frozenset(f"0:{second:02d}" for second in range(_URGENT_S + 1))
