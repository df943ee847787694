"""API keys: the providers' fields, the entries in the keyring, the check of a key's text."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.target.providers import PROVIDERS, CredentialField


def credential_fields(providers: Iterable[str]) -> tuple[CredentialField, ...]:
    """Return the API keys that these providers need, in the order of the provider list."""
    wanted = frozenset(providers)
    return tuple(
        field for provider in PROVIDERS.values() if provider.name in wanted for field in provider.credentials
    )


def credential_field(name: str) -> CredentialField:
    """Return the API key of that name.

    Raises:
        KeyError: No provider has a key of that name.
    """
    return {field.name: field for field in credential_fields(PROVIDERS)}[name]


class CredentialsMissingError(Exception):
    """API keys that neither the environment nor the keyring has.

    Attributes:
        fields: The missing keys.
        problem: The keyring's failure, where that is the reason.
    """

    def __init__(self, fields: tuple[CredentialField, ...], problem: KeyringError | None = None) -> None:
        super().__init__(", ".join(field.name for field in fields))
        self.fields = fields
        self.problem = problem


def credential_entry(profile: str, field: str) -> str:
    """Return the user name of a profile's key in the keyring."""
    return f"{profile}/{field}"


def allowed_numbers_entry(profile: str) -> str:
    """Return the user name of a profile's allowed numbers in the keyring."""
    return f"@numbers/{profile}"


def app_key_entry(name: str) -> str:
    """Return the user name of one of the program's own keys in the keyring."""
    return f"@key/{name}"


def walkthrough_entry(walkthrough_id: str) -> str:
    """Return the user name of an open walkthrough's secrets in the keyring."""
    return f"@walk/{walkthrough_id}"


PROBE_ENTRY: Final = "@canary"
"""The user name of the entry that a probe writes, reads and deletes."""


class CredentialProblem(StrEnum):
    """The reason why a text cannot be sent as a key."""

    EMPTY = "empty"
    LINE_BREAK = "line_break"
    SPACE = "space"
    CONTROL = "control"
    NOT_ASCII = "not_ascii"


class CredentialTextError(ValueError):
    """A key that cannot stand in an HTTP header; its text is never part of the message.

    Attributes:
        problem: The first rule that it breaks.
    """

    def __init__(self, problem: CredentialProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def check_credential_text(text: str) -> str:
    """Check that a key is printable ASCII without spaces.

    The errors that libraries raise for other characters would show its text. Nothing is trimmed: a key with a line break at its end was pasted or piped wrongly, and its owner has to know.

    Args:
        text: The key as it was entered.

    Returns:
        The same text.

    Raises:
        CredentialTextError: The text breaks a rule, which the error names.
    """
    if not text:
        raise CredentialTextError(CredentialProblem.EMPTY)
    if "\n" in text or "\r" in text:
        raise CredentialTextError(CredentialProblem.LINE_BREAK)
    if any(char.isspace() for char in text):
        raise CredentialTextError(CredentialProblem.SPACE)
    if any(char < " " or char == "\x7f" for char in text):
        raise CredentialTextError(CredentialProblem.CONTROL)
    if not text.isascii():
        raise CredentialTextError(CredentialProblem.NOT_ASCII)
    return text
