"""Which keys there are: the providers' fields, the variables that may give them, their names in a keyring."""

from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.security.keyring_errors import KeyringError


class CredentialField(NamedTuple):
    """One key of a provider.

    Attributes:
        name: As commands and the keyring write it.
        provider: Whose key it is.
        variable: The environment variable that gives it.
    """

    name: str
    provider: str
    variable: str


CREDENTIAL_FIELDS: Final = {
    field.name: field
    for field in (
        CredentialField("paynet.secret_key", "paynet", "OTP_TUI_PAYNET_SECRET_KEY"),
        CredentialField("paywall.api_key", "paywall", "OTP_TUI_PAYWALL_API_KEY"),
        CredentialField("paywall.api_client", "paywall", "OTP_TUI_PAYWALL_API_CLIENT"),
    )
}
"""Paynet has one key (api-reference 1.2, D5), Paywall two (2.2)."""


def credential_fields(providers: tuple[str, ...]) -> tuple[CredentialField, ...]:
    """The keys that these providers need."""
    return tuple(field for field in CREDENTIAL_FIELDS.values() if field.provider in providers)


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
        KeyTextError: With the first problem found.
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
