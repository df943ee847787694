"""Messages that the inspector posts; the app acts on them."""

from textual.message import Message

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.wizard.inspector.state import CopyForm


class ToolsWanted(Message):
    """The wish for colours and programs, which are loaded when an exchange is first looked at."""


class SnippetWanted(Message):
    """The wish for an exchange as a program.

    Args:
        exchange: The exchange.
        language: The language's name.
    """

    def __init__(self, exchange: Exchange, language: str) -> None:
        super().__init__()
        self.exchange = exchange
        self.language = language

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("language", self.language)]


class NoteWanted(Message):
    """The wish to mark an exchange or to comment on it; the comment, not redacted yet, stands in no repr.

    Args:
        note: The note as it was entered.
    """

    def __init__(self, note: ExchangeNote) -> None:
        super().__init__()
        self.note = note

    def __rich_repr__(self) -> list[tuple[str, int]]:
        return [("number", self.note.number)]


class TakeWanted(Message):
    """The wish to copy or to save what is shown.

    Args:
        exchange: The exchange.
        form: The form in which it is wanted.
        text: What is shown, for the form that shows it; else empty.
        name: The file's name for that form; else empty.
        language: The language of the program, for the form that is one; else empty.
        saved: Whether a file is wanted instead of the clipboard.
    """

    def __init__(
        self,
        exchange: Exchange,
        form: CopyForm,
        *,
        text: str = "",
        name: str = "",
        language: str = "",
        saved: bool = False,
    ) -> None:
        super().__init__()
        self.exchange = exchange
        self.form = form
        self.text = text
        self.name = name
        self.language = language
        self.saved = saved

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("form", self.form)]
