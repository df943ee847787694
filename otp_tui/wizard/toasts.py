"""The toasts of every screen of the stack: Textual looks after those of the one on top alone."""

from typing import Any

from textual.app import App
from textual.widgets._toast import Toast


def clear_toasts(app: App[Any]) -> None:
    """Take all toasts away, those under a dialog too.

    Args:
        app: The app.
    """
    app.clear_notifications()
    for screen in app.screen_stack:
        screen.query(Toast).remove()
