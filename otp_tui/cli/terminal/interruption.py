"""The end from outside: the first signal stops the work and lets its end be written, a second one ends the process."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any, TypeVar

from otp_tui.cli.terminal.early_signals import handle_signals, held_signals, is_insistence

T = TypeVar("T")


class Interruption:
    """An interruption by SIGHUP, SIGINT or SIGTERM, which stops stoppable work and nothing else.

    The handlers stay until the process ends: a signal that comes while it leaves must not change its exit code.

    Attributes:
        exit_code: The code with which a second signal ends the process.
        at_once: Called before that, for what would outlive the process; returns False where it is too early for
            that, and the signal has to be raised again.

    Args:
        exit_code: The code with which a second signal ends the process.
    """

    def __init__(self, exit_code: int) -> None:
        self.exit_code = exit_code
        self.at_once: Callable[[], bool] | None = None
        self._came: list[int] = []
        self._stopped = False
        self._raises = True
        self._work: asyncio.Task[Any] | None = None

    def handle_signals(self) -> None:
        """Handle the signals from now on; until `defer`, the first one raises KeyboardInterrupt.

        Raises:
            KeyboardInterrupt: One came while the program was loaded.
        """
        handle_signals(self._handle)
        for held in held_signals():
            self._handle(held, None)

    def defer(self) -> None:
        """Raise nothing from now on: the first signal only stops stoppable work."""
        self._raises = False

    async def stoppable(self, work: Coroutine[Any, Any, T]) -> T:
        """Do work that `stop` and the first signal cancel.

        Raises:
            asyncio.CancelledError: It was stopped, or a stop had come before it.
        """
        task = asyncio.ensure_future(work)
        self._work = task
        if self._stopped:
            task.cancel()
        try:
            return await task
        finally:
            self._work = None

    def stop(self) -> None:
        """Stop the work that can be stopped, now or as soon as it is begun."""
        self._stopped = True
        if self._work is not None:
            # Also called by a signal's handler, where the loop has to be woken.
            self._work.get_loop().call_soon_threadsafe(self._work.cancel)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if is_insistence(self._came, number):
            if self.at_once is None or self.at_once():
                os._exit(self.exit_code)
            return
        self._came.append(number)
        self.stop()
        if self._raises:
            raise KeyboardInterrupt
