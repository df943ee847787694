"""The delivery of an answer: whole, or with one of the faults of a network."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Literal

from otp_tui.simulator.clock import Clock, http_date
from otp_tui.simulator.messages import Answer
from otp_tui.simulator.scenarios import Delivery

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from otp_tui.simulator.messages import Decided

# The ASGI extension by which the server offers its connection: {"abort": callable, "close": callable}.
HANG_UP: Final = "otp_tui.hang_up"


class ConnectionDroppedError(ConnectionError):
    """A connection that was to be dropped, on a server that offers none (an in-process client)."""


async def deliver(served: Decided, clock: Clock, scope: Scope, receive: Receive, send: Send) -> None:
    """Send an answer after its delay, whole or with its fault; stop when the client leaves.

    Raises:
        ConnectionDroppedError: The connection has to be dropped and the server offers none.
    """
    behaviour = served.behaviour
    if behaviour.answer_delay_s and not await _client_stays(behaviour.answer_delay_s, clock, receive):
        return
    if served.delivery is Delivery.DROPPED:
        await _hang_up("abort", scope, receive)
        return
    content = served.answer.content
    # The clock is read after the delay: a server dates an answer when it begins to write it.
    await _begin(served.answer, clock.now() + behaviour.clock_ahead_s, send)
    if served.delivery is Delivery.WHOLE:
        await send({"type": "http.response.body", "body": content})
    elif served.delivery is Delivery.DRIPPED:
        await _drip(content, clock, receive, send)
    else:
        await send({"type": "http.response.body", "body": content[: len(content) // 2], "more_body": True})
        await _hang_up("close", scope, receive)


async def _begin(answer: Answer, at: float, send: Send) -> None:
    headers = [
        (b"date", http_date(at)),
        (b"content-type", answer.content_type),
        (b"content-length", b"%d" % len(answer.content)),
        *answer.headers,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})


async def _drip(content: bytes, clock: Clock, receive: Receive, send: Send) -> None:
    for at in range(len(content)):
        if not await _client_stays(1.0, clock, receive):
            return
        last = at == len(content) - 1
        await send({"type": "http.response.body", "body": content[at : at + 1], "more_body": not last})


async def _client_stays(seconds: float, clock: Clock, receive: Receive) -> bool:
    """Sleep and return True, or return False as soon as the client leaves."""
    sleeping = asyncio.ensure_future(clock.sleep(seconds))
    leaving = asyncio.ensure_future(_client_leaves(receive))
    try:
        await asyncio.wait((sleeping, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stayed = not leaving.done()
        sleeping.cancel()
        leaving.cancel()
        await asyncio.wait((sleeping, leaving))
    await (sleeping if stayed else leaving)  # already done: this raises its exception, if it has one
    return stayed


async def _client_leaves(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _hang_up(how: Literal["abort", "close"], scope: Scope, receive: Receive) -> None:
    connection = scope.get("extensions", {}).get(HANG_UP)
    if connection is None:
        raise ConnectionDroppedError
    connection[how]()
    # The server takes an application that returns without an answer for a broken one, unless the client is gone.
    await _client_leaves(receive)
