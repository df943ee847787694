"""The event loop of a command that a signal can interrupt."""

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

T = TypeVar("T")


def run_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in an event loop of its own, and return its result; Ctrl+C cancels it at once.

    Args:
        work: The coroutine.

    Raises:
        KeyboardInterrupt: It was interrupted.
    """

    async def heard() -> T:
        with _woken_by_signals(asyncio.get_running_loop()):
            return await work

    return asyncio.run(heard())


@contextmanager
def _woken_by_signals(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Let each signal wake the loop.

    A signal that comes between the last instruction and the wait, or that another thread of the process gets, would
    be handled when the next thing happens: for a keyring that waits for a password, never.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    reader, writer = socket.socketpair()
    with reader, writer:
        reader.setblocking(False)
        writer.setblocking(False)
        before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        loop.add_reader(reader, _empty, reader)
        try:
            yield
        finally:
            loop.remove_reader(reader)
            signal.set_wakeup_fd(before)


def _empty(reader: socket.socket) -> None:
    """Take what the signals wrote; a loop may be woken where nothing is there."""
    with suppress(BlockingIOError):
        reader.recv(4096)
