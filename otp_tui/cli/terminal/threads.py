"""Daemon threads: a stuck name look-up must not hold the program open."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from otp_tui.cli.terminal.console import print_message
from otp_tui.i18n.crash import crash_lines

P = ParamSpec("P")
T = TypeVar("T")


class DaemonExecutor(ThreadPoolExecutor):
    """An executor that runs each call in a daemon thread and joins none of them."""

    def submit(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a call in a new daemon thread."""
        future: Future[T] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = call(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - handed over to whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=work, daemon=True, name="otp-tui").start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for nothing."""


def use_daemon_threads(*_: Any) -> None:
    """Make daemon threads the running loop's default executor, which asyncio joins at its end."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(DaemonExecutor())
    loop.set_exception_handler(_unseen)


def _unseen(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Ignore an exception that no task waited for: asyncio would log its text."""
    print_message("\n".join(crash_lines(context.get("exception"))))
