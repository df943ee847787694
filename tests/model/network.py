"""The network between a program and a simulator in one process: what left, what it did there, what came back."""

import asyncio
import json

import httpx

from otp_tui.simulator.http.app import create_app
from otp_tui.simulator.http.delivery import HANG_UP

from .network_faults import fine
from .observed_exchange import ObservedExchange
from .simulated_connection import SimulatedConnection

PREFIXES = ("/api/paywall/masterpass/", "/v1/card/")


class Network(httpx.AsyncBaseTransport):
    """Carries requests to a simulated world, through the network fault that was announced.

    Args:
        world: The simulator's.
        times: All clocks.
        leaves: Told of each exchange when it leaves.

    Attributes:
        usual: The network fault where none was announced.
        ahead: The network fault of the exchanges to come.
        ahead_of: The network fault of the next exchange of a call, whenever it comes.
        exchanges_seen: Every exchange so far.
        asking: Tells the gateway's request behind the one that leaves.
        broken: What the simulator raised.
        serving: What the simulator is doing; it goes on when the program ends.
    """

    def __init__(self, world, times, leaves):
        self.state = world
        self.times = times
        self.app = create_app(world)
        self.usual = fine
        self.ahead = []
        self.ahead_of = {}
        self.exchanges_seen = []
        self.asking = lambda: None
        self.broken = []
        self.serving = {}
        self._leaves = leaves
        self._messages = 0
        world.log.subscribe(self._decided)

    @property
    def under_way(self):
        """The exchanges for whose answer somebody waits."""
        return [observed for observed in self.exchanges_seen if not (observed.over or observed.cut_off)]

    async def handle_async_request(self, request):
        call = request.url.path
        for prefix in PREFIXES:
            call = call.removeprefix(prefix)
        observed = ObservedExchange(
            asked=self.asking(),
            call=call,
            url=str(request.url),
            fields=json.loads(request.content or b"{}"),
            headers=dict(request.headers),
            left=self.times.passed,
        )
        self.exchanges_seen.append(observed)
        way = SimulatedConnection(self, observed, request)
        try:
            self._leaves(observed)
            return await self._weather_for(call)(way)
        except BaseException as error:
            observed.cut_off |= isinstance(error, asyncio.CancelledError)
            way.leave()
            raise

    def _weather_for(self, call):
        if call in self.ahead_of:
            return self.ahead_of.pop(call)
        return self.ahead.pop(0) if self.ahead else self.usual

    def serve(self, observed, visit, request):
        """A request reaches the simulator."""
        task = self.times.loop.create_task(self._serve(visit, request))
        self.times.loop.elsewhere.add(task)
        self.serving[task] = observed
        task.add_done_callback(self.serving.pop)

    async def _serve(self, visit, request):
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "scheme": "http",
            "path": request.url.path,
            "raw_path": request.url.raw_path,
            "query_string": request.url.query,
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 50_000),
            "root_path": "",
            "extensions": {HANG_UP: {"abort": visit.hang_up, "close": visit.hang_up}},
        }
        visit.requests.put_nowait({"type": "http.request", "body": request.content, "more_body": False})
        try:
            await self.app(scope, visit.requests.get, visit.send)
        except Exception as error:  # noqa: BLE001 - a bug of the simulator is told by whoever asserts
            self.broken.append(error)
            visit.hang_up()

    def _decided(self, line):
        """The simulator has just decided a request; whatever it did to a phone, it has done."""
        observed = self.serving[asyncio.current_task()]
        before, self._messages = self._messages, len(self.state.messages())
        observed.decided, observed.rang = line.decided, self._messages > before
