"""The toasts of every screen of the stack: Textual looks after those of the one on top alone."""

from typing import Any, Final

from textual.app import App
from textual.widgets._toast import Toast

_SHOWN_S: Final = 4.0


def show_toast(app: App[Any], text: str) -> None:
    """Show a toast in the place of the one before: two would cover a line of the card.

    Args:
        app: The app.
        text: What it says.
    """
    clear_toasts(app)
    app.notify(text, timeout=_SHOWN_S, markup=False)


def clear_toasts(app: App[Any]) -> None:
    """Take all toasts away, those under a dialog too.

    Args:
        app: The app.
    """
    app.clear_notifications()
    for screen in app.screen_stack:
        screen.query(Toast).remove()
