"""The card of a screen: what has the focus stays in sight, whatever is laid out anew."""

from textual.containers import VerticalScroll
from textual.events import Resize
from textual.geometry import Size


class Card(VerticalScroll, can_focus=False):
    """A card that begins at its title where that leaves room for what has the focus."""

    def __init__(self) -> None:
        super().__init__(id="card")

    def on_resize(self, _event: Resize) -> None:
        """Look after the focus in the new room."""
        self.call_after_refresh(self.show_focus)

    def on_descendant_focus(self) -> None:
        """Look after what has got the focus: it gets it later than it was asked to."""
        self.call_after_refresh(self.show_focus)

    def watch_virtual_size(self, _size: Size) -> None:
        """Look after the focus when its content grew or shrank."""
        self.call_after_refresh(self.show_focus)

    def show_focus(self) -> None:
        """Scroll to what has the focus where it is out of sight; what an operator scrolled away stays so."""
        focused = self.screen.focused if self.is_attached else None
        if focused is None or self not in focused.ancestors:
            return
        if not self.region.contains_region(focused.region):
            focused.scroll_visible(animate=False, immediate=True)
