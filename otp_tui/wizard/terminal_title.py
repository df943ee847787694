"""The terminal's title: program, environment and signs; its own comes back at the end."""

from collections.abc import Callable

from otp_tui.wizard.context import WizardContext

_SAVE = "\x1b[22;2t"
_RESTORE = "\x1b[23;2t"


class TerminalTitle:
    """Names the terminal.

    Args:
        context: The state that it is named after.
        write: Writes to the terminal.
    """

    def __init__(self, context: WizardContext, write: Callable[[str], None]) -> None:
        self._context = context
        self._write = write
        self._shown = ""

    def show(self) -> str:
        """Write the title of the moment, if it is another one than before, and return it."""
        say, saved = self._context.translator.text, "" if self._shown else _SAVE
        words = ["otp-tui", say(f"environment.{self._context.connection.environment}")]
        words += [say("sign.presenting")] if self._context.presenting else []
        title = " ".join(words)
        if title != self._shown:
            self._write(f"{saved}\x1b]2;{title}\x07")
            self._shown = title
        return title

    def restore(self) -> None:
        """Give the terminal its own title again."""
        self._write(_RESTORE)
