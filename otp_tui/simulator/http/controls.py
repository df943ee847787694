"""The simulator's controls under `/__sim/`, for clients on the same machine only."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse
from starlette.routing import Route, Router

from otp_tui.simulator import phone_formats
from otp_tui.simulator.clock import rfc3339
from otp_tui.simulator.http import requests
from otp_tui.simulator.scenarios import INVENTIONS, SCENARIOS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from otp_tui.simulator.state import SimulatorState

PREFIX: Final = "/__sim"
_WHOLE: Final = re.compile(r"[0-9]{1,15}")


class LoopbackOnly:
    """Middleware that admits requests from this machine, to a loopback name, only.

    The inbox holds codes. Another machine is recognised by its address, a web page that had its own name resolved to
    127.0.0.1 (DNS rebinding) by its `Host`, and any other web page by its `Origin`, which is not this address.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        peer = scope.get("client")
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        origin = headers.get(b"origin")
        if peer is None or not _is_loopback(peer[0]) or not _is_loopback(_host_name(host)):
            await _error(403, "the controls answer this machine only")(scope, receive, send)
        elif origin is not None and origin.decode("latin-1").lower() != f"http://{host.lower()}":
            await _error(403, "the controls answer no other web page")(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Controls:
    """The five controls of one simulator.

    Args:
        state: The state that they show and change.
    """

    def __init__(self, state: SimulatorState) -> None:
        self._state = state

    def routes(self) -> Router:
        """Return the controls as an application to be mounted at `PREFIX`."""
        return Router(
            [
                Route("/messages", self._messages, methods=["GET"]),
                Route("/clock", self._clock, methods=["POST"]),
                Route("/reset", self._reset, methods=["POST"]),
                Route("/numbers", self._numbers, methods=["GET"]),
                Route("/exchanges", self._exchanges, methods=["GET"]),
            ],
            redirect_slashes=False,
        )

    async def _messages(self, request: Request) -> JSONResponse:
        try:
            phone, since, limit = _phone(request), _number(request, "since"), _number(request, "limit")
        except ValueError as error:
            return _error(400, str(error))
        messages = self._state.messages(phone, since=since or 0, limit=limit)
        return JSONResponse([message._asdict() for message in messages])

    async def _clock(self, request: Request) -> JSONResponse:
        body = await requests.read_body(request.receive)
        if body is None:
            return _error(413, "the body is too large")
        wanted: dict[str, Any] = requests.json_object(body) or {}
        frozen = wanted.get("frozen")
        if "frozen" in wanted and not isinstance(frozen, bool):
            return _error(400, "frozen is true or false")
        seconds = wanted.get("advance_s", 0 if isinstance(frozen, bool) else None)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
            return _error(400, "advance_s is a number of seconds, 0 or more: the clock does not go back")
        try:
            self._state.clock.advance(seconds)
        except (ValueError, OverflowError):  # the latter: an integer that no float can hold
            return _error(400, "advance_s moves the clock by ten years at most")
        if isinstance(frozen, bool):
            self._state.clock.freeze(frozen=frozen)
        return self._time()

    async def _reset(self, request: Request) -> JSONResponse:
        try:
            phone = _phone(request)
        except ValueError as error:
            return _error(400, str(error))
        if phone is None:
            self._state.reset()
        else:
            self._state.forget(phone)
        return self._time()

    async def _numbers(self, request: Request) -> JSONResponse:
        numbers = [
            {"number": row.number, "phone": row.phone, "what": row.description, "invention": row.invention}
            for row in SCENARIOS
        ]
        inventions = [{"provider": provider, "what": what} for provider, what in INVENTIONS]
        return JSONResponse({"numbers": numbers, "inventions": inventions})

    async def _exchanges(self, request: Request) -> JSONResponse:
        return JSONResponse([line._asdict() for line in self._state.exchanges()])

    def _time(self) -> JSONResponse:
        clock = self._state.clock
        return JSONResponse({"now": rfc3339(clock.now()), "offset_s": clock.offset_s, "frozen": clock.frozen})


def _phone(request: Request) -> str | None:
    """Return the phone that a query names, in ten digits; None where it names none.

    Raises:
        ValueError: What it names is no phone.
    """
    asked = request.query_params.get("phone")
    phone = None if asked is None else phone_formats.from_query(asked)
    if asked is not None and phone is None:
        raise ValueError("phone is written 5XXXXXXXXX, 905XXXXXXXXX or +905XXXXXXXXX")
    return phone


def _number(request: Request, name: str) -> int | None:
    """Return a number of a query; None where it has none.

    Raises:
        ValueError: It is no whole number from 0 on.
    """
    asked = request.query_params.get(name)
    if asked is not None and not _WHOLE.fullmatch(asked):
        raise ValueError(f"{name} is a whole number")
    return None if asked is None else int(asked)


def _error(status: int, what: str) -> JSONResponse:
    return JSONResponse({"error": what}, status_code=status)


def _host_name(host: str) -> str:
    """Return a `Host` header without its port and without the brackets of an IPv6 address."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_loopback(name: str) -> bool:
    if name.lower() == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)  # a dual-stack socket names IPv4 peers ::ffff:127.0.0.1
    return (mapped or address).is_loopback
