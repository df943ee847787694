"""Ends from outside: signals, and a terminal that is gone."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from textual.driver import Driver

_LEAVING_S = 1.5


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal that can still be talked to."""
    return stream is not None and stream.isatty()


def end_on_signals(end: Callable[[], None], driver: Driver | None) -> None:
    """End cleanly, with the terminal as it was, where the program is ended from outside.

    Args:
        end: Called on the running loop, by SIGHUP, SIGINT and SIGTERM.
        driver: Textual's, whose own handling of SIGCONT is put right.
    """
    for name in ("SIGHUP", "SIGINT", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError):  # Windows has none of a loop's own
                asyncio.get_running_loop().add_signal_handler(number, end)
    take_again = getattr(driver, "_sigcont_application", None)
    if take_again is not None:
        # Textual would take a terminal that was never given back, and could not give it back afterwards.
        signal.signal(
            signal.SIGCONT,
            lambda *_: take_again() if getattr(driver, "_must_signal_resume", True) else None,
        )


def end_process_soon(code: int) -> None:
    """End the process after a moment, whatever still waits for a terminal that is gone."""
    last = threading.Timer(_LEAVING_S, os._exit, (code,))
    last.daemon = True
    last.start()
