"""The log of the providers' exchanges.

A line is safe to show: no key, code, token, session id or full phone number is in it.
"""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from otp_tui.simulator.bounded_dict import KEPT
from otp_tui.simulator.clock import Clock, rfc3339
from otp_tui.simulator.phone_formats import masked

if TYPE_CHECKING:
    from collections.abc import Callable

    from otp_tui.simulator.messages import Call, Decided


class ExchangeLine(NamedTuple):
    """One request to a provider, with the fields of `GET /__sim/exchanges`.

    Attributes:
        n: The line's number, counted from 1 after each reset.
        at: The moment of the decision: UTC, RFC 3339 with milliseconds, by the simulator's clock.
        provider: `paynet` or `paywall`.
        call: The call's name, such as `send_otp` or `otp/verify`.
        method: The HTTP method of the request.
        path: The path of the call.
        phone: The number, masked up to its last two digits; None where the request names none.
        http_status: None when the connection was dropped instead of answering.
        decided: The deciding value in short: `code=0`, `5001`, an Exception.Code, `HTTP 502`.
    """

    n: int
    at: str
    provider: str
    call: str
    method: str
    path: str
    phone: str | None
    http_status: int | None
    decided: str


class ExchangeLog:
    """The newest 10,000 lines, oldest first, readable from any thread.

    Args:
        clock: Dates the lines.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lines: deque[ExchangeLine] = deque(maxlen=KEPT)
        self._lock = Lock()
        self._count = 0
        self._listeners: tuple[Callable[[ExchangeLine], None], ...] = ()

    def subscribe(self, listener: Callable[[ExchangeLine], None]) -> Callable[[], None]:
        """Call `listener` with each new line, in the answering thread; return the unsubscriber."""
        self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            self._listeners = tuple(other for other in self._listeners if other is not listener)

        return unsubscribe

    def record(self, provider: str, call: Call, method: str, served: Decided) -> None:
        """Add a line for a decided request.

        It is added before the answer leaves, so that the log also holds answers whose client has left.
        """
        with self._lock:
            self._count += 1
            line = ExchangeLine(
                n=self._count,
                at=rfc3339(self._clock.now()),
                provider=provider,
                call=call.name,
                method=method,
                path=call.path,
                phone=None if served.phone is None else masked(served.phone),
                http_status=served.http_status,
                decided=served.answer.decided,
            )
            self._lines.append(line)
        for listener in self._listeners:
            listener(line)

    def read(self) -> list[ExchangeLine]:
        """Return every line, oldest first."""
        with self._lock:
            return list(self._lines)

    def clear(self) -> None:
        """Delete every line and count from 1 again."""
        with self._lock:
            self._lines.clear()
            self._count = 0
