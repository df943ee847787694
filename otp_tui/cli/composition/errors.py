"""What ends a command before it began, as a sentence of the catalogues and an exit code."""

from otp_tui.core.errors import UserError
from otp_tui.core.exit_codes import USAGE


class CommandError(UserError):
    """Ends a command with a sentence."""


def usage(name: str, /, **facts: object) -> CommandError:
    """Wrong usage or configuration: exit 2."""
    return CommandError(name, USAGE, **facts)
