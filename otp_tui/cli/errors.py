"""What ends a command before it began, as a sentence of the catalogues and an exit code."""

from otp_tui.core.exits import USAGE


class CommandError(Exception):
    """Ends a command with a sentence.

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


def usage(name: str, /, **facts: object) -> CommandError:
    """Wrong usage or configuration: exit 2."""
    return CommandError(name, USAGE, **facts)
