"""What the providers were asked and what they decided, safe to show: no key, code, token, session id or full phone."""

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
        n: Counts from 1, and again from 1 after a reset.
        at: When it was decided: UTC, RFC 3339 with milliseconds, by the simulator's clock.
        provider: `paynet` or `paywall`.
        call: As in `send_otp`, `otp/verify`.
        method: The HTTP method that was used.
        path: The path of the call.
        phone: The last two digits, masked before them; None where no number was told.
        http_status: None when the connection was dropped instead of answering.
        decided: What the answer says, short: `code=0`, `5001`, an Exception.Code, `HTTP 502`.
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
    """The newest 10,000 lines, oldest first. May be read from another thread than the one that answers.

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
        """Call `listener` with every line to come, in the thread that answers; return what ends it."""
        self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            self._listeners = tuple(other for other in self._listeners if other is not listener)

        return unsubscribe

    def record(self, provider: str, call: Call, method: str, served: Decided) -> None:
        """Add a line for a decided request.

        It is written before the answer leaves: a client that goes away meanwhile was answered all the same.
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
        """Forget every line and count from 1 again."""
        with self._lock:
            self._lines.clear()
            self._count = 0
