"""The signals of a process that still loads: held for `run`, which answers them with its last line and its files.

Nothing heavy is imported here: whatever comes before this module is loaded ends the process as Python has it.
"""

import os
import signal
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Final

from otp_tui.core.exit_codes import CANCELLED

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGHUP", "SIGINT", "SIGTERM") if hasattr(signal, name)
)
"""The signals that ask a process to end; Windows has no SIGHUP."""

_held: list[int] = []


def hold_signals(words: Sequence[str]) -> None:
    """Hold the signals that come from now on, where the command is `run`; a second one ends the process.

    Args:
        words: What was typed after the program's name.
    """
    if _command(words) == "run":
        handle_signals(_hold)


def handle_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    """Handle the signals from now on; `nohup` has SIGHUP ignored, and means it.

    Args:
        handler: The handler.
    """
    for number in SIGNALS:
        if number != getattr(signal, "SIGHUP", None) or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def held_signals() -> Sequence[int]:
    """Return the signals that came while the program was loaded."""
    return tuple(_held)


def is_insistence(before: Sequence[int], number: int) -> bool:
    """Return whether a signal asks to end at once: not the first one, nor the other half of a session's end.

    The end of a session sends SIGTERM and SIGHUP together, which is one wish.

    Args:
        before: The signals that came before it.
        number: The signal.
    """
    if not before:
        return False
    return number in before or len(before) > 1 or getattr(signal, "SIGHUP", None) not in {number, *before}


def _hold(number: int, _frame: FrameType | None) -> None:
    if is_insistence(_held, number):
        os._exit(CANCELLED)
    _held.append(number)


def _command(words: Sequence[str]) -> str:
    """Return the command's name, which only the language may precede."""
    if words and words[0] == "--lang":
        words = words[2:]
    elif words and words[0].startswith("--lang="):
        words = words[1:]
    return words[0] if words else ""
