"""A list of lines to pick one from, by arrows and Enter or by a click."""

from textual._widget_navigation import Direction
from textual.events import Click
from textual.widgets import OptionList


class PickList(OptionList):
    """Textual's list without two crashes: a page key without room, a click on a gone line."""

    def _move_page(self, direction: Direction) -> None:
        if self.scrollable_content_region:
            super()._move_page(direction)

    async def _on_click(self, event: Click) -> None:
        option = event.style.meta.get("option")
        if option is not None and option >= self.option_count:
            event.prevent_default()
