"""The inspector's tools: colours of code, programs that repeat a request, files."""

import itertools
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

from otp_tui.cli.composition.known_secrets import known_secrets
from otp_tui.core.errors import UserError
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exit_codes import BUG
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.evidence.comparison import comparison_lines
from otp_tui.evidence.record import run_record
from otp_tui.evidence.scan import LeakError, check_files, masked_record
from otp_tui.evidence.snippets.languages import LANGUAGES, snippet_file_name
from otp_tui.evidence.snippets.program import snippet
from otp_tui.evidence.ticket import ticket
from otp_tui.i18n.translator import Translator
from otp_tui.storage.files import write_private
from otp_tui.storage.paths import data_folder

_KINDS: Final = (
    (Token.Comment, "comment"),
    (Token.Name.Tag, "name"),
    (Token.Literal.String, "string"),
    (Token.Literal.Number, "number"),
    (Token.Keyword.Constant, "constant"),
    (Token.Keyword, "keyword"),
    (Token.Name.Builtin, "keyword"),
    (Token.Name.Variable, "name"),
)
"""The kinds that have a colour, the special ones first."""
_BY_NAME: Final = {language.name: language for language in LANGUAGES}


class RuntimeExchangeTools:
    """The inspector's tools; implements `ExchangeTools`."""

    languages = tuple((language.name, language.label, language.lexer) for language in LANGUAGES)

    def snippet(self, exchange: Exchange, language: str) -> str:
        """Return a program that sends an exchange's request again.

        Raises:
            ValueError: The exchange's method is no HTTP method.
        """
        return snippet(exchange, _BY_NAME[language])

    def file_name(self, exchange: Exchange, language: str) -> str:
        """Return the name of a program's file."""
        return snippet_file_name(exchange, _BY_NAME[language])

    def tokens(self, code: str, lexer: str) -> tuple[tuple[int, int, str], ...]:
        """Return the beginning, the end and the kind of each token that has a colour."""
        found = _lexer(lexer).get_tokens_unprocessed(code)
        return tuple(
            (at, at + len(text), kind) for at, token, text in found if (kind := _kind(token)) is not None
        )

    def secret_in(self, text: str, secrets: Iterable[tuple[str, str]]) -> str:
        """Return the name of the first known secret that a text holds; empty without one."""
        try:
            check_files({"": text}, (*secrets, *known_secrets()))
        except LeakError as leak:
            return leak.secret
        return ""

    def masked(self, comment: str, registry: SecretRegistry) -> str:
        """Return what an operator typed without known secrets and without shapes of secrets."""
        return sanitize(Redactor(registry).raw(comment))

    def ticket(self, record: WalkthroughRecord, registry: SecretRegistry, language: str) -> str:
        """Return the text for the provider's support.

        Raises:
            UserError: The text would hold a secret.
        """
        clean, _ = masked_record(record)
        text = ticket(run_record(clean), Translator(language))
        try:
            check_files({"ticket.txt": text}, known_secrets(registry))
        except LeakError as error:
            raise UserError("evidence.leak", BUG, file=error.file, secret=error.secret) from None
        return text

    def compared(self, one: WalkthroughRecord, other: WalkthroughRecord, language: str) -> list[str]:
        """Return the comparison of two walkthroughs as lines."""
        return comparison_lines(Translator(language), one, other)

    def save(self, name: str, text: str) -> str:
        """Write a text into a new file of the current folder, else of the data folder; gives its path.

        Raises:
            OSError: Neither folder can be written to.
        """
        try:
            return _save(Path.cwd(), name, text)
        except OSError:
            return _save(data_folder(), name, text)


def _save(folder: Path, name: str, text: str) -> str:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem, dot, extension = name.rpartition(".")
    for number in itertools.count(1):
        path = folder / (name if number == 1 else f"{stem}-{number}{dot}{extension}")
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        write_private(path, text)
        return str(path)
    raise AssertionError


@cache
def _lexer(name: str) -> Lexer:
    # Its own trimming would move every token.
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


@cache
def _kind(token: _TokenType) -> str | None:
    return next((kind for parent, kind in _KINDS if token in parent), None)
