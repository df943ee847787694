"""Ends from outside: signals, and a terminal that is gone."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from textual.driver import Driver

_LEAVING_S = 1.5
_PARENT = os.getppid()


def is_attended(driver: Driver | None) -> bool:
    """Return whether somebody can still see and end the program: at its terminal, or by the server of its page.

    Args:
        driver: Textual's.
    """
    if driver is not None and driver.is_web:
        return os.getppid() == _PARENT
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def end_on_signals(end: Callable[[], None], driver: Driver | None) -> None:
    """End cleanly, with the terminal as it was, where the program is ended from outside.

    Args:
        end: Called on the running loop, by SIGHUP, SIGINT and SIGTERM.
        driver: Textual's, whose handling of SIGTSTP and SIGCONT is put right.
    """
    for name in ("SIGHUP", "SIGINT", "SIGTERM"):
        _on_the_loop(name, end)
    give_back = getattr(driver, "_sigtstp_application", None)
    take_again = getattr(driver, "_sigcont_application", None)
    if give_back is None or take_again is None:
        return
    # Textual's own handlers interrupt whatever runs: one that comes in the middle of a write waits for ever for the
    # lock of the queue that it interrupted.
    _on_the_loop("SIGTSTP", give_back)
    # Textual would take a terminal that was never given back, and could not give it back afterwards.
    _on_the_loop("SIGCONT", lambda: take_again() if getattr(driver, "_must_signal_resume", True) else None)


def _on_the_loop(name: str, handler: Callable[[], None]) -> None:
    """Have a signal handled between two callbacks of the running loop, where the system has it."""
    number = getattr(signal, name, None)
    if number is not None:
        with suppress(NotImplementedError):  # Windows has none of a loop's own
            asyncio.get_running_loop().add_signal_handler(number, handler)


def end_process_soon(code: int) -> None:
    """End the process after a moment, whatever still waits for a terminal that is gone."""
    last = threading.Timer(_LEAVING_S, os._exit, (code,))
    last.daemon = True
    last.start()
