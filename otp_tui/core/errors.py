"""What ends a command or a set-up before anything was sent, as a sentence of the catalogues and an exit code."""

from collections.abc import Mapping
from typing import NamedTuple


class Message(NamedTuple):
    """A sentence inside another one.

    Attributes:
        name: Its name in the catalogues.
        facts: What its places are filled with; a `Said` among them is worded first.
    """

    name: str
    facts: Mapping[str, object] = {}


class UserError(Exception):
    """Ends what was asked for with a sentence.

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
