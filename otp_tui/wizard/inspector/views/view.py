"""The Protocol of a view, and what it draws."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from otp_tui.conductor.evidence_ports import ExchangeTools
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.exchange.walkthrough_drift import WalkthroughDrift
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.inspector.lines import CLAIM, DECIDING, ViewLine


class ViewSource(NamedTuple):
    """The things that a view draws.

    Attributes:
        exchange: The chosen exchange.
        translator: Words it.
        tools: Colours and programs; None until they were loaded.
        note: The operator's note.
        drift: The differences of the whole walkthrough.
        language: The name of the program's language.
        snippet: The program; None until it was made.
        width: The columns that there are.
    """

    exchange: Exchange
    translator: Translator
    tools: ExchangeTools | None
    note: ExchangeNote
    drift: tuple[WalkthroughDrift, ...] = ()
    language: str = ""
    snippet: str | None = None
    width: int = 80

    @property
    def marks(self) -> Mapping[str, str]:
        """The signs in the margin, by JSON path."""
        return {path: CLAIM for path, _ in self.exchange.despite} | {self.exchange.decision.path: DECIDING}


class View(Protocol):
    """One way to look at an exchange."""

    @property
    def name(self) -> str:
        """Its name; its word is ``view.NAME`` in the catalogues."""
        ...

    def applies(self, exchange: Exchange) -> bool:
        """Return False where it has nothing to show."""
        ...

    def draw(self, source: ViewSource) -> list[ViewLine]:
        """Return its lines."""
        ...

    def file_name(self, source: ViewSource) -> str:
        """Return the name of the file that its text is saved into."""
        ...

    def text(self, source: ViewSource) -> str:
        """Return the text that is copied and saved."""
        ...
