"""Questions on the terminal: yes or no, hidden input with signals, piped values."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

try:
    import termios
except ImportError:  # Windows, which has no such queue
    termios = None  # type: ignore[assignment]

from otp_tui.cli.terminal.console import print_message, prompt
from otp_tui.cli.terminal.early_signals import SIGNALS
from otp_tui.core.errors import usage_error
from otp_tui.i18n.replies import is_reply
from otp_tui.i18n.translator import Translator
from otp_tui.plain.code_sources import LONGEST_LINE

_PATIENCE_S: Final = 60.0
"""Seconds that a pipe may say nothing before a script that waits for it would hang."""


def is_interactive() -> bool:
    """Return whether somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def discard_typed() -> None:
    """Drop what was typed at the terminal before anybody asked; a pipe keeps its lines."""
    if is_interactive() and termios is not None:
        with suppress(termios.error, OSError, ValueError):
            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


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
    """Return an argument, or the line of standard input that ``-`` stands for; "" where none can be read.

    Raises:
        UserError: Standard input, which is no terminal, says nothing for a minute.
    """
    if text != "-":
        return text
    lines: list[str] = []

    def read() -> None:
        with suppress(OSError, ValueError):
            lines.append(sys.stdin.readline(LONGEST_LINE))

    # A daemon thread, because a read of a pipe that nobody writes to cannot be ended.
    reader = threading.Thread(target=read, daemon=True, name="standard input")
    reader.start()
    reader.join(None if is_interactive() else _PATIENCE_S)
    if reader.is_alive():
        raise usage_error("usage.silent_input", seconds=int(_PATIENCE_S))
    return lines[0] if lines else ""
