"""The button that runs an action; one primary to a screen, the rest flat."""

from textual.content import Content
from textual.widgets import Button

from otp_tui.i18n.translator import Translator
from otp_tui.wizard.actions import BY_NAME


class ActionButton(Button):
    """The button of an action.

    Args:
        name: An action of the table.
        primary: Whether it is the screen's main one.
    """

    def __init__(self, name: str, *, primary: bool = False) -> None:
        super().__init__("", id=f"do-{name}", classes="-main" if primary else "-flat", compact=not primary)
        self.action_name = name
        if not primary:
            self.styles.line_pad = 0  # flush with the card's left edge; the stylesheet takes no 0 here

    def word(self, translator: Translator, sentence: str | None = None, shown: str = "") -> None:
        """Write its label: the action's own word, or this sentence; a function key goes with it."""
        shown = shown or BY_NAME[self.action_name].shown
        key = f"{shown}  " if shown[:1] == "F" or shown[:1] == "^" else ""
        label = key + (sentence or translator.text(f"action.{self.action_name}"))
        if str(self.label) != label:
            self.label = Content(label)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Run the action."""
        event.stop()
        self.app.call_later(self.app.run_action, f"app.perform('{self.action_name}')")
