"""Errors that are shown to the operator: a sentence of the catalogues and an exit code."""

from collections.abc import Mapping
from typing import NamedTuple

from otp_tui.core.exit_codes import USAGE


class Message(NamedTuple):
    """A sentence inside another one.

    Attributes:
        name: Its name in the catalogues.
        facts: What its places are filled with; a `Said` among them is worded first.
    """

    name: str
    facts: Mapping[str, object] = {}


class UserError(Exception):
    """End of what was asked for, told by one sentence.

    Attributes:
        name: The sentence's name in the catalogues.
        facts: What its places are filled with; never a secret.
        exit_code: See the contract's table.
    """

    def __init__(self, name: str, exit_code: int, /, **facts: object) -> None:
        super().__init__(name)
        self.name = name
        self.exit_code = exit_code
        self.facts = facts


def usage_error(name: str, /, **facts: object) -> UserError:
    """Make the error of wrong usage or configuration: exit 2."""
    return UserError(name, USAGE, **facts)
