"""The simulator as an ASGI application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.routing import Mount, Route

from otp_tui.simulator.clock import http_date
from otp_tui.simulator.http import controls, requests
from otp_tui.simulator.http.delivery import deliver

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from otp_tui.simulator.messages import Call
    from otp_tui.simulator.providers.provider import Provider
    from otp_tui.simulator.state import SimulatorState


def create_app(state: SimulatorState) -> Starlette:
    """Put a world behind HTTP: both providers on their own paths, the controls under `/__sim/`."""
    routes: list[Route | Mount] = [
        Route(call.path, Endpoint(state, provider, call))
        for provider in state.providers
        for call in provider.calls
    ]
    routes.append(Mount(controls.PREFIX, controls.LoopbackOnly(controls.Controls(state).routes())))
    app = Starlette(routes=routes, middleware=[Middleware(DateHeader, state=state)])
    app.router.redirect_slashes = False  # neither provider redirects, and clients must not follow
    return app


class Endpoint:
    """One call of a provider. It speaks ASGI itself, as answers may have to arrive late, slowly or in part.

    Args:
        state: Where it happens.
        provider: Who decides.
        call: About what.
    """

    def __init__(self, state: SimulatorState, provider: Provider, call: Call) -> None:
        self._state = state
        self._provider = provider
        self._call = call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read, decide, record, deliver."""
        try:
            request = await requests.read(scope, receive)
        except ClientDisconnect:
            return  # half a request: there is nothing to decide and nobody to answer
        served = self._provider.serve(self._call, request)
        self._state.log.record(self._provider.name, self._call, request.method, served)
        await deliver(served, self._state.clock, scope, receive, send)


class DateHeader:
    """Dates the answers that have no `Date` of their own by the simulator's clock.

    Args:
        app: Whose answers.
        state: Whose clock.
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
