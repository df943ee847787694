"""Which keys there are: the providers' fields, the variables that may give them, their names in a keyring."""

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
        KeyError: There is none of that name.
    """
    return {field.name: field for field in credential_fields(PROVIDERS)}[name]


class CredentialsMissingError(Exception):
    """Keys that neither the environment nor the keyring gave.

    Attributes:
        fields: Which.
        problem: Why the keyring could not be asked, where that is the reason.
    """

    def __init__(self, fields: tuple[CredentialField, ...], problem: KeyringError | None = None) -> None:
        super().__init__(", ".join(field.name for field in fields))
        self.fields = fields
        self.problem = problem


def credential_entry(profile: str, field: str) -> str:
    """The user name under which a profile's key is kept in the keyring."""
    return f"{profile}/{field}"


def allowed_numbers_entry(profile: str) -> str:
    """The user name under which the numbers are kept that a profile may send to."""
    return f"@numbers/{profile}"


def app_key_entry(name: str) -> str:
    """The user name of a key of the program's own."""
    return f"@key/{name}"


def walkthrough_entry(walkthrough_id: str) -> str:
    """The user name under which the keyring holds what an open walkthrough needs to go on."""
    return f"@walk/{walkthrough_id}"


PROBE_ENTRY: Final = "@canary"
"""Written, read and deleted to see whether a keyring keeps what it is given."""


class CredentialProblem(StrEnum):
    """Why a text cannot be sent as a key."""

    EMPTY = "empty"
    LINE_BREAK = "line_break"
    SPACE = "space"
    CONTROL = "control"
    NOT_ASCII = "not_ascii"


class CredentialTextError(ValueError):
    """A key cannot stand in an HTTP header; its text is never part of the message.

    Attributes:
        problem: What is wrong with it.
    """

    def __init__(self, problem: CredentialProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def check_credential_text(text: str) -> str:
    """Make sure that a key is printable ASCII without spaces, so that no library complains about it aloud.

    Nothing is trimmed: a key with a line break at its end was pasted or piped wrongly, and its owner has to know.

    Args:
        text: The key as it was entered.

    Returns:
        The same text.

    Raises:
        CredentialTextError: With the first problem found.
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
