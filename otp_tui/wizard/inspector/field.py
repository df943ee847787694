"""The inspector's one field: filter, find, or a comment."""

from otp_tui.i18n.translator import Translator
from otp_tui.wizard.inspector.state import Field
from otp_tui.wizard.widgets.text_field import TextField


class InspectorField(TextField):
    """A field that is there only while it is used.

    Attributes:
        purpose: Its use; None while it is closed.
    """

    def __init__(self) -> None:
        super().__init__(id="inspect-field")
        self.purpose: Field | None = None

    def on_mount(self) -> None:
        """Stay out of sight until it is used."""
        self.display = False

    def open(self, purpose: Field, text: str, translator: Translator) -> None:
        """Open it with a text in it.

        Args:
            purpose: Its use.
            text: What stands in it.
            translator: Words its hint.
        """
        self.purpose = purpose
        self.placeholder = translator.text(f"inspect.{purpose}_hint")
        self.value, self.cursor_position = text, len(text)
        self.display = True
        self.focus()

    def close(self) -> bool:
        """Close it; False where it was closed."""
        was_open, self.purpose = self.purpose is not None, None
        self.display, self.value = False, ""
        return was_open
