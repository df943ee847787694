"""The Protocols of what is looked at and kept of walkthroughs: history, evidence, the inspector's tools."""

from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple, Protocol

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.history import ArrivalStatistics, HistoryEntry, HistoryFilter
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.security.secrets import SecretRegistry


class WrittenEvidence(NamedTuple):
    """An evidence pack that was written.

    Attributes:
        folder: The path of its folder.
        files: The number of its files.
        has_pictures: False where they could not be drawn.
    """

    folder: str
    files: int
    has_pictures: bool


EvidenceWriter = Callable[[WalkthroughRecord, str], Awaitable[WrittenEvidence]]
"""Writes the evidence of a walkthrough in a language."""


class HistoryService(Protocol):
    """The kept walkthroughs; every method but the last blocks."""

    def page(
        self, chosen: HistoryFilter, limit: int, after: HistoryEntry | None = None
    ) -> list[HistoryEntry]:
        """Return a page of entries, the newest first.

        Args:
            chosen: The filter.
            limit: The most entries of the page.
            after: The last entry of the page before.

        Raises:
            UserError: The journal cannot be read.
        """
        ...

    def count(self, chosen: HistoryFilter) -> int:
        """Return the number of entries that pass a filter.

        Raises:
            UserError: The journal cannot be read.
        """
        ...

    def arrivals(self) -> list[ArrivalStatistics]:
        """Return how long the SMS of each provider took.

        Raises:
            UserError: The journal cannot be read.
        """
        ...

    def load(self, walkthrough_id: str) -> WalkthroughRecord:
        """Return a kept walkthrough.

        Raises:
            UserError: It is gone, or the journal cannot be read.
        """
        ...

    async def write_evidence(self, record: WalkthroughRecord, language: str) -> WrittenEvidence:
        """Write the evidence of a kept walkthrough into a new folder.

        Raises:
            UserError: A file would hold a secret, or the folder cannot be written.
        """
        ...


class ExchangeTools(Protocol):
    """The tools of the inspector that are loaded in a thread, when an exchange is first looked at."""

    @property
    def languages(self) -> tuple[tuple[str, str, str], ...]:
        """The languages of programs: name, label, and the name of the lexer."""
        ...

    def snippet(self, exchange: Exchange, language: str) -> str:
        """Return a program that sends an exchange's request again.

        Args:
            exchange: The exchange.
            language: The language's name.

        Raises:
            ValueError: The exchange's method is no HTTP method.
        """
        ...

    def file_name(self, exchange: Exchange, language: str) -> str:
        """Return the name of a program's file."""
        ...

    def tokens(self, code: str, lexer: str) -> tuple[tuple[int, int, str], ...]:
        """Return the beginning, the end and the kind of each token that has a colour.

        Args:
            code: The code.
            lexer: The name of its lexer.
        """
        ...

    def secret_in(self, text: str, secrets: Iterable[tuple[str, str]]) -> str:
        """Return the name of the first known secret that a text holds, as it is or encoded; empty without one.

        Args:
            text: What is to leave the program.
            secrets: The names and values of the secrets.
        """
        ...

    def masked(self, comment: str, registry: SecretRegistry) -> str:
        """Return what an operator typed without known secrets and without shapes of secrets."""
        ...

    def ticket(self, record: WalkthroughRecord, registry: SecretRegistry, language: str) -> str:
        """Return the text for the provider's support.

        Args:
            record: The walkthrough, with one exchange at least.
            registry: Its secrets.
            language: The language.

        Raises:
            UserError: The text would hold a secret.
        """
        ...

    def compared(self, one: WalkthroughRecord, other: WalkthroughRecord, language: str) -> list[str]:
        """Return the comparison of two walkthroughs as lines."""
        ...

    def save(self, name: str, text: str) -> str:
        """Write a text into a new file of the current folder, else of the data folder; gives its path.

        Args:
            name: The wanted name; it is numbered where there is such a file already.
            text: The content.

        Raises:
            OSError: Neither folder can be written to.
        """
        ...
