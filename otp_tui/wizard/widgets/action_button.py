"""Buttons that are laid out anew with their words; one primary to a screen, the rest flat."""

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.widgets import Button

from otp_tui.i18n.translator import Translator
from otp_tui.wizard.actions import BY_NAME
from otp_tui.wizard.widgets.text_update import same_size


class WordedButton(Button):
    """A button whose width follows its words.

    Args:
        name: The widget's id.
        primary: Whether it is the main one.
        classes: More of its classes.
    """

    def __init__(self, name: str, *, primary: bool = False, classes: str = "") -> None:
        super().__init__("", id=name, classes=classes)
        self._make_primary(primary=primary, update=False)  # it is styled when it is mounted

    def make_primary(self, *, primary: bool) -> None:
        """Draw it as the main button, or flat and flush with the card's left edge."""
        self._make_primary(primary=primary, update=True)

    def _make_primary(self, *, primary: bool, update: bool) -> None:
        self.set_class(primary, "-main", update=update)
        self.set_class(not primary, "-flat", update=update)
        self.compact = not primary
        self.styles.line_pad = 1 if primary else 0  # the stylesheet takes no 0 here

    def write(self, label: str) -> None:
        """Write its label; Textual alone would keep the width of the words before and cut these."""
        if str(self.label) != label:
            moved = not same_size(str(self.label), label)
            self.label = Content(label)
            if moved:
                self.refresh(layout=True)
            if moved and isinstance(self.parent, ButtonRow):
                self.parent.fit_words()

    @property
    def needed_width(self) -> int:
        """The columns that it takes with its whole label."""
        label = Content(str(self.label)).cell_length
        return label + 2 * self.styles.line_pad + self.styles.gutter.width + self.styles.margin.width


class ActionButton(WordedButton):
    """The button of an action.

    Args:
        name: An action of the table.
        primary: Whether it is the screen's main one.
    """

    def __init__(self, name: str, *, primary: bool = False) -> None:
        super().__init__(f"do-{name}", primary=primary)
        self.action_name = name

    def word(self, translator: Translator, sentence: str | None = None, shown: str = "") -> None:
        """Write its label: the action's own word, or this sentence; a function key goes with it."""
        shown = shown or BY_NAME[self.action_name].shown
        key = f"{shown}  " if shown[:1] == "F" or shown[:1] == "^" else ""
        self.write(key + (sentence or translator.text(f"action.{self.action_name}")))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Run the action."""
        event.stop()
        self.app.call_later(self.app.run_action, f"app.perform('{self.action_name}')")


class ButtonRow(Horizontal):
    """Buttons side by side, or below each other where the row is too narrow for their words."""

    def order(self, names: Iterable[str]) -> None:
        """Put the buttons of these actions first, in this order; the first one is the main one.

        Args:
            names: Their actions.
        """
        by_name = {button.action_name: button for button in self.query(ActionButton)}
        ordered = [by_name[name] for name in names]
        if list(self.query(ActionButton))[: len(ordered)] != ordered:
            for place, button in enumerate(ordered):
                if self.children[place] is not button:
                    self.move_child(button, before=place)
        for button in by_name.values():
            button.make_primary(primary=bool(ordered) and button is ordered[0])

    def on_resize(self, _event: Resize) -> None:
        """Arrange the buttons for the new width."""
        self.fit_words()

    def fit_words(self) -> None:
        """Put the buttons side by side where all their words have room, else below each other."""
        if not self.size.width:
            return
        needed = sum(button.needed_width for button in self.query(WordedButton) if button.display)
        self.set_class(needed > self.size.width, "-stacked")
