"""The simulator's life cycle: in a thread of its own, or as the whole process."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, Self

from otp_tui.simulator.http.app import create_app
from otp_tui.simulator.server import HangUpServer, SimulatorError, listen, url_of
from otp_tui.simulator.state import SimulatorState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, TracebackType

    from otp_tui.simulator.exchange_log import ExchangeLine


START_TIMEOUT_S: Final = 10.0
STOP_TIMEOUT_S: Final = 5.0
POLL_S: Final = 0.5

# Without a handler Python prints the warnings of uvicorn to the terminal, over the screen of the wizard.
logging.getLogger("uvicorn").addHandler(logging.NullHandler())


class Simulator:
    """A server for one simulator state.

    An instance is started once; another instance may serve the same state after it.

    Args:
        state: The state to serve; a new one on real time when None.
        host: The address to listen on; other machines reach only one that they can see, such as `0.0.0.0`.
        port: The port to listen on; 0 takes a free one.
        on_exchange: Called with every exchange, in the server's thread, until it raises an OSError: its reader is
            gone. Any other exception of it stops the simulator and is raised again by `stop`.

    Attributes:
        state: The state that is served.
    """

    def __init__(
        self,
        state: SimulatorState | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        on_exchange: Callable[[ExchangeLine], None] | None = None,
    ) -> None:
        self.state = SimulatorState() if state is None else state
        self._host = host
        self._port = port
        self._on_exchange = on_exchange
        self._unsubscribe: Callable[[], None] | None = None
        self._server: HangUpServer | None = None
        self._thread: threading.Thread | None = None
        self._failure: Exception | None = None
        # A SimpleQueue, as its put may interrupt its get: a signal handler puts.
        self._stop_requests: SimpleQueue[None] = SimpleQueue()

    def start(self) -> str:
        """Serve in a thread with an event loop of its own; return the base URL once it answers.

        Raises:
            SimulatorError: It was started before, the address cannot be listened on, or no answer came within
                `START_TIMEOUT_S`.
        """
        if self._server is not None:
            raise SimulatorError("already_started")
        listener = listen(self._host, self._port)
        url = url_of(self._host, listener)
        self._server = HangUpServer(create_app(self.state))
        thread = threading.Thread(target=self._run, args=(listener,), name="otp-simulator", daemon=True)
        if self._on_exchange is not None:
            self._unsubscribe = self.state.log.subscribe(self._report_exchange)
        thread.start()
        self._thread = thread  # only now: a stop from another thread may not join one that has not begun
        if not self._server.answers.wait(START_TIMEOUT_S) or not self._server.started:
            self._end()
            raise SimulatorError("not_started") from self._failure
        return url

    def stop(self) -> None:
        """Stop the server and close every connection, unfinished answers included.

        A second call does nothing.

        Raises:
            Exception: `on_exchange` raised it.
        """
        self._stop_requests.put(None)
        self._end()
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def run_forever(self, say: Callable[[str], None]) -> int:
        """Serve until SIGINT, SIGTERM or `stop`; return the exit code 0.

        Args:
            say: Called with one line that names the base URL.

        Raises:
            SimulatorError: The server did not start, for a reason that `start` names.
            Exception: `on_exchange` raised it.
        """
        with self._stop_on_signals():
            url = self.start()
            try:
                say(f"listening on {url}")
                self._wait_for_stop_request()
            finally:
                self.stop()
        return 0

    def __enter__(self) -> Self:
        """Start the simulator and keep its base URL as `url`."""
        self.url = self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the simulator."""
        self.stop()

    def _run(self, listener: socket.socket) -> None:
        assert self._server is not None
        try:
            self._server.run(sockets=[listener])
        except Exception as error:  # noqa: BLE001  a thread has nobody to raise to: start and stop do it instead
            self._failure = error
        finally:
            listener.close()
            self._server.answers.set()
            self._stop_requests.put(None)

    def _end(self) -> None:
        """Stop the subscription, the server and its thread; two threads may call this at once."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self._server is not None:
            self._server.stop()
        if self._thread is not None:
            self._thread.join(STOP_TIMEOUT_S)

    def _report_exchange(self, line: ExchangeLine) -> None:
        assert self._on_exchange is not None
        try:
            self._on_exchange(line)
        except OSError:
            if self._unsubscribe is not None:
                self._unsubscribe()
        except Exception as error:  # noqa: BLE001  a listener must not spoil an answer: stop raises it instead
            self._failure = error
            self._stop_requests.put(None)

    def _wait_for_stop_request(self) -> None:
        while True:
            try:
                self._stop_requests.get(timeout=POLL_S)
            except Empty:
                continue  # Windows looks for Ctrl+C only between two waits
            return

    @contextmanager
    def _stop_on_signals(self) -> Iterator[None]:
        """Turn the signals that end a process into stop requests; in the main thread only."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def end(_number: int, _frame: FrameType | None) -> None:
            self._stop_requests.put(None)

        names = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last one is Windows'
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        before: dict[int, Any] = {number: signal.signal(number, end) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
