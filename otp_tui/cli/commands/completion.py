"""`otp-tui completion`: the script by which a shell completes our commands, options and values."""

import click

from otp_tui.cli.commands.options import language_option
from otp_tui.cli.terminal.console import print_result
from otp_tui.i18n.translator import Translator

PROGRAM = "otp-tui"
VARIABLE = "_OTP_TUI_COMPLETE"
"""Asks the program for completions; click makes the name of the program's."""

_SHELLS = ("bash", "zsh", "fish")


def command(translator: Translator) -> click.Command:
    """Make ``completion``."""
    say = translator.text

    @click.command("completion", help=f"{say('help.completion')}\n\n\b\n{say('help.completion_install')}")
    @click.argument("shell", type=click.Choice(_SHELLS))
    @language_option(translator)
    @click.pass_context
    def completion(context: click.Context, *, shell: str, lang: str | None) -> int:
        del lang
        print_script(context.find_root().command, shell)
        return 0

    return completion


def print_script(group: click.Command, shell: str) -> None:
    """Print the script of a shell, as click has it.

    Args:
        group: The command group that answers the shell.
        shell: ``bash``, ``zsh`` or ``fish``.

    Raises:
        ResultLostError: Standard output cannot be written.
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    print_result(kind(group, {}, PROGRAM, VARIABLE).source().rstrip("\n"))
