"""Errors that are shown to the operator: a sentence of the catalogues and an exit code."""

from collections.abc import Mapping
from typing import NamedTuple

from otp_tui.core.exit_codes import GUARD, USAGE


class Message(NamedTuple):
    """A sentence inside another one.

    Attributes:
        name: The sentence's name in the catalogues.
        facts: The values of its placeholders; a `Message` among them is translated first.
    """

    name: str
    facts: Mapping[str, object] = {}


class UserError(Exception):
    """An error that ends a command with one sentence.

    Attributes:
        name: The sentence's name in the catalogues.
        facts: The values of its placeholders; never a secret.
        exit_code: The exit code (contract, the table of exit codes).
        rule: The rule of our own that it breaks; empty unless a guard stopped the command.
    """

    rule: str = ""

    def __init__(self, name: str, exit_code: int, /, **facts: object) -> None:
        super().__init__(name)
        self.name = name
        self.exit_code = exit_code
        self.facts = facts


class GuardError(UserError):
    """An error by which a guard of our own stops a command; its exit code is 9.

    Args:
        name: The sentence's name in the catalogues.
        rule: The rule, as the JSON line `stopped` names it.
        facts: The values of the sentence's placeholders; never a secret.
    """

    def __init__(self, name: str, rule: str, /, **facts: object) -> None:
        super().__init__(name, GUARD, **facts)
        self.rule = rule


class FieldError(UserError):
    """An error about one field of a form, beside which it is shown.

    Attributes:
        field: The field's name.
    """

    def __init__(self, name: str, field: str, /, **facts: object) -> None:
        super().__init__(name, USAGE, **facts)
        self.field = field


def usage_error(name: str, /, **facts: object) -> UserError:
    """Return the error of a wrong usage or configuration, with exit code 2."""
    return UserError(name, USAGE, **facts)
