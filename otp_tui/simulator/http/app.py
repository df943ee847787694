"""The simulator as an ASGI application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.routing import Mount

from otp_tui.simulator.clock import http_date
from otp_tui.simulator.http import controls, requests
from otp_tui.simulator.http.delivery import deliver

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from otp_tui.simulator.messages import Call
    from otp_tui.simulator.providers.provider import Provider
    from otp_tui.simulator.state import SimulatorState


def create_app(state: SimulatorState) -> ASGIApp:
    """Return an application for a state: each provider's paths, the controls under `/__sim/`."""
    return Dispatcher(state)


class Dispatcher:
    """An ASGI application that finds a provider's call by its whole path, and leaves all else to Starlette.

    Starlette tries one pattern after the other under three middlewares: a third of the time that an answer takes.

    Args:
        state: The simulator's state.
    """

    def __init__(self, state: SimulatorState) -> None:
        self._calls = {
            call.path: Endpoint(state, provider, call)
            for provider in state.providers
            for call in provider.calls
        }
        mount = Mount(controls.PREFIX, controls.LoopbackOnly(controls.Controls(state).routes()))
        self._rest = Starlette(routes=[mount], middleware=[Middleware(DateHeader, state=state)])
        self._rest.router.redirect_slashes = False  # neither provider redirects, and clients must not follow

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        call = self._calls.get(scope["path"]) if scope["type"] == "http" else None
        await (call or self._rest)(scope, receive, send)


class Endpoint:
    """An ASGI application for one call of a provider.

    Plain ASGI, because an answer may have to arrive late, slowly or in part.

    Args:
        state: The simulator's state, for its clock and its log.
        provider: The provider that decides.
        call: The call.
    """

    def __init__(self, state: SimulatorState, provider: Provider, call: Call) -> None:
        self._state = state
        self._provider = provider
        self._call = call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read a request, decide and record it, deliver the answer."""
        try:
            request = await requests.read(scope, receive)
        except ClientDisconnect:
            return  # half a request: there is nothing to decide and nobody to answer
        served = self._provider.serve(self._call, request)
        self._state.log.record(self._provider.name, self._call, request.method, served)
        await deliver(served, self._state.clock, scope, receive, send)


class DateHeader:
    """Middleware that adds a `Date` by the simulator's clock where an answer has none.

    Args:
        app: The application.
        state: The simulator's state, for its clock.
    """

    def __init__(self, app: ASGIApp, state: SimulatorState) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and date its answer."""

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start" and b"date" not in dict(message["headers"]):
                message["headers"] = [*message["headers"], (b"date", http_date(self._state.clock.now()))]
            await send(message)

        await self._app(scope, receive, dated)
