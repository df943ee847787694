"""The inspector's state, which outlives the screen that shows it, and the data that it draws."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from otp_tui.conductor.evidence_ports import ExchangeTools
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.flow.state import Tone
from otp_tui.i18n.translator import Translator, Wording


class CopyForm(StrEnum):
    """The form in which an exchange is copied and saved: as shown, as on the wire, as a program."""

    PRETTY = "pretty"
    RAW = "raw"
    CURL = "curl"


class Field(StrEnum):
    """The use of the inspector's one field."""

    FILTER = "filter"
    FIND = "find"
    COMMENT = "comment"


class Draft(NamedTuple):
    """A text that is being typed into the inspector's field.

    Attributes:
        purpose: The use of the field.
        text: The text so far.
        number: The number of the exchange that it was begun for.
    """

    purpose: Field
    text: str
    number: int = 0


class InspectorState:
    """The choices of the operator; each screen of the walkthrough shows the same ones.

    Attributes:
        walkthrough: The id of the walkthrough that they belong to.
        chosen: The index of the chosen exchange; -1 before there is one.
        following: Whether the newest exchange is the chosen one.
        view: The name of the view that is shown.
        filter: The text that the listed exchanges hold; empty for all.
        find: The text that is looked for in the shown view.
        form: The form in which is copied and saved.
        language: The name of the snippets' language.
        folded: The JSON paths that are folded, in every view.
        snippets: The programs made so far, by exchange and language.
        draft: The text in its field, which outlives the screen too; None while the field is closed.
        focused: Whether the pane has the focus, which it keeps when the walkthrough's screen changes.
        said: The answer to the last key; None where there is none.
    """

    def __init__(self) -> None:
        self.form = CopyForm.PRETTY
        self.language = "curl"
        self.view = "decision"
        self.focused = False
        self.begin("")

    def begin(self, walkthrough: str) -> None:
        """Forget what belongs to another walkthrough.

        Args:
            walkthrough: The id of the one that is shown now.
        """
        self.walkthrough = walkthrough
        self.chosen = -1
        self.following = True
        self.filter = self.find = ""
        self.folded: set[str] = set()
        self.snippets: dict[tuple[Exchange, str], str] = {}
        self.draft: Draft | None = None
        self.said: tuple[Wording, Tone] | None = None


class InspectorData(NamedTuple):
    """The data that the inspector draws.

    Attributes:
        translator: Words everything.
        walkthrough: The walkthrough's id.
        exchanges: Its exchanges, oldest first; the same list while it grows.
        waiting: The number and the words of the request in flight; None without one.
        notes: The operator's notes.
        tools: Colours, programs and files; None until they were loaded.
        presenting: Whether an audience sees it: no number that is typed is shown.
    """

    translator: Translator
    walkthrough: str
    exchanges: Sequence[Exchange]
    waiting: tuple[int, str] | None = None
    notes: tuple[ExchangeNote, ...] = ()
    tools: ExchangeTools | None = None
    presenting: bool = False

    def note(self, number: int) -> ExchangeNote:
        """Return the note on an exchange; an empty one where there is none."""
        return next((note for note in self.notes if note.number == number), ExchangeNote(number))
