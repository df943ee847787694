"""Questions on the terminal: yes or no, hidden input with signals, piped values."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from otp_tui.cli.terminal.console import print_message, prompt
from otp_tui.cli.terminal.interruption import SIGNALS
from otp_tui.core.errors import usage_error
from otp_tui.i18n.replies import is_reply
from otp_tui.i18n.translator import Translator


def is_interactive() -> bool:
    """Return whether somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGHUP, SIGINT and SIGTERM end a question that blocks the loop."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    before = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def confirmed(translator: Translator, name: str, *, yes: bool, **facts: object) -> bool:
    """Ask a question with yes and no.

    Args:
        translator: Words it.
        name: The question.
        yes: Answered beforehand, by ``--yes``.
        facts: What its places are filled with.

    Raises:
        UserError: Standard input is not a terminal, and ``--yes`` was not given.
    """
    if yes:
        return True
    if not is_interactive():
        print_message(translator.text(name, **facts))
        raise usage_error("usage.needs_yes")
    prompt(translator.text(name, **facts) + " " + translator.text("ask.yes_no") + " ", stderr=True)
    return is_reply("yes", sys.stdin.readline())


def piped_or_given(text: str) -> str:
    """Return an argument, or the line of standard input that ``-`` stands for; "" where none can be read."""
    if text != "-":
        return text
    try:
        return sys.stdin.readline()
    except (OSError, ValueError):
        return ""
