"""Bounded reading of requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import ClientDisconnect

from otp_tui.simulator.messages import Incoming

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

MAX_BODY: Final = 64 * 1024


async def read(scope: Scope, receive: Receive) -> Incoming:
    """Read a request, its body up to `MAX_BODY` bytes.

    Raises:
        ClientDisconnect: The client left before its body was complete.
    """
    body = await read_body(receive)
    headers = dict(scope["headers"])
    if body is None:
        return Incoming(scope["method"], headers, None, too_large=True)
    return Incoming(scope["method"], headers, json_object(body) if body else {})


async def read_body(receive: Receive) -> bytes | None:
    """Return the body, or None when it is larger than `MAX_BODY` bytes.

    Raises:
        ClientDisconnect: The client left before its body was complete.
    """
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            return None
        more = message.get("more_body", False)
    return bytes(body)


def json_object(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object in a body; None for any other value, and for unreadable JSON."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
