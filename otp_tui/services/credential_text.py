"""What a key may look like, told before it is put into a header."""

from enum import StrEnum


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
