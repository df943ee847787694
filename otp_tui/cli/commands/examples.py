"""An example for each command, at the end of its help."""

from collections.abc import Mapping
from typing import Final

import click

from otp_tui.i18n.translator import Translator

EXAMPLES: Final[Mapping[str, str]] = {
    "otp-tui": "otp-tui --profile acme --journey paynet",
    "otp-tui completion": "otp-tui completion bash >> ~/.bashrc",
    "otp-tui credentials": "otp-tui credentials list",
    "otp-tui credentials forget": "otp-tui credentials forget acme paynet.secret_key",
    "otp-tui credentials list": "otp-tui credentials list --json",
    "otp-tui credentials set": "otp-tui credentials set acme paynet.secret_key",
    "otp-tui credentials test": "otp-tui credentials test acme",
    "otp-tui demo": "otp-tui demo --lang tr --otp-lifetime 30",
    "otp-tui doctor": "otp-tui doctor --json",
    "otp-tui history": "otp-tui history list --since 2026-01-31",
    "otp-tui history arrivals": "otp-tui history arrivals --html > arrivals.html",
    "otp-tui history compare": "otp-tui history compare 3f2a 9c41",
    "otp-tui history evidence": "otp-tui history evidence 3f2a --out ./pack",
    "otp-tui history list": "otp-tui history list --provider paynet --verdict code_refused",
    "otp-tui history purge": "otp-tui history purge --yes",
    "otp-tui history show": "otp-tui history show 3f2a --json",
    "otp-tui profile": "otp-tui profile show acme",
    "otp-tui profile add": "otp-tui profile add acme --paynet-url https://pts-api.paynet.com.tr --journey paynet",
    "otp-tui profile allow": "otp-tui profile allow acme --phone - --label Ayşe",
    "otp-tui profile disallow": "otp-tui profile disallow acme --label Ayşe",
    "otp-tui profile edit": "otp-tui profile edit acme --merchant Acme",
    "otp-tui profile list": "otp-tui profile list --json",
    "otp-tui profile remove": "otp-tui profile remove acme --yes",
    "otp-tui profile show": "otp-tui profile show acme --json",
    "otp-tui run": "otp-tui run full --sim --phone 5000000001 --code-from sim --json",
    "otp-tui serve": "otp-tui serve --port 8000",
    "otp-tui sim": "otp-tui sim --port 8787 --watch",
}
"""By the words of the command; the same in each language."""


def with_examples(command: click.Command, path: str, translator: Translator) -> click.Command:
    """Return a command whose help, and that of its own commands, ends with an example.

    Args:
        command: The command, which is changed.
        path: Its words, ``otp-tui history`` say.
        translator: Words what stands before an example.
    """
    # click breaks a line that does not begin with its mark; a command that is broken cannot be copied.
    command.epilog = f"\b\n{translator.text('help.example', command=EXAMPLES[path])}"
    if isinstance(command, click.Group):
        for name, further in command.commands.items():
            with_examples(further, f"{path} {name}", translator)
    return command
