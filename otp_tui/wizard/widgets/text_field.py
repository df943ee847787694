"""The field of every screen: its cursor stands still, because nothing blinks that nobody can stop."""

from typing import Any

from textual.widgets import Input


class TextField(Input):
    """A field with a steady cursor, whose text is not selected when it gets the focus.

    Args:
        settings: As for Textual's own.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{"select_on_focus": False, **settings})
        self.set_reactive(Input.cursor_blink, False)
