"""One process of the program: what it reaches of the world, for as long as it lives."""

from contextvars import ContextVar

from services.rig import API_CLIENT, API_KEY, SECRET_KEY, USER_ID

from otp_tui.core.flow.events import handles_of
from otp_tui.core.flow.recovery import SavedWalkthrough, replay, required_handles
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.endpoints import read_base_url
from otp_tui.services.providers.registry import PaynetTarget, PaywallTarget, Targets, open_gateways

BASE = read_base_url("http://127.0.0.1:9")
TARGETS = Targets(
    PaynetTarget(BASE, Secret(SECRET_KEY)),
    PaywallTarget(BASE, Secret(API_KEY), Secret(API_CLIENT), lambda: USER_ID),
)
REQUEST = ContextVar("request", default=None)


class Shelf:
    """What outlives a process: the journal, the keyring, the budget of sends.

    Attributes:
        first: Each walkthrough as it began.
        newest: Each as its newest event left it.
        record: Every event with its moment, by walkthrough.
        secrets: The values that each walkthrough needs to go on, by handle.
        outstanding: The sends that were reserved and not given back.
        stops: The rule by which every send is stopped, or None.
    """

    def __init__(self):
        self.first, self.newest, self.record, self.secrets = {}, {}, {}, {}
        self.outstanding = set()
        self.stops = None
        self.reserved = 0


class Life:
    """Fills the ports of one conductor: store, guard, opener, subscriber.

    Args:
        scene: Sees everything.
        shelf: What outlives the process.
    """

    def __init__(self, scene, shelf):
        self.alive = True
        self._scene = scene
        self._shelf = shelf

    # store -----------------------------------------------------------------------------------------------

    async def append(self, walk, event, now, bag):
        if self.alive:
            self._scene.keeps(walk, event, now)
            self._shelf.record[walk.id].append((event, now))
            self._shelf.newest[walk.id] = walk
            self._shelf.secrets[walk.id] = {handle: bag.get(handle) for handle in required_handles(walk)}

    async def record(self, walk_id, exchange):
        """Exchanges are of no use to the one who comes after."""

    async def claim(self, walk_id):
        record = self._shelf.record[walk_id]
        named = tuple(handle for event, _ in record for handle in handles_of(event))
        walk = replay(self._shelf.first[walk_id], record)
        return SavedWalkthrough(walk, record[-1][1], self._shelf.secrets[walk_id], named, ())

    async def release(self, walk):
        """Nobody else wants it."""

    # guard -----------------------------------------------------------------------------------------------

    async def check(self, phone, now):
        return None

    async def reserve(self, phone, now):
        if self._shelf.stops is not None:
            return self._shelf.stops
        self._shelf.reserved += 1
        self._shelf.outstanding.add(self._shelf.reserved)
        return self._shelf.reserved

    async def release(self, reservation):
        if self.alive:
            self._shelf.outstanding.remove(reservation)

    # subscriber ------------------------------------------------------------------------------------------

    def changed(self, change):
        if self.alive:
            self._scene.changed(change)

    def exchange_recorded(self, exchange):
        if self.alive:
            self._scene.exchange_recorded(exchange)

    def failed(self, error):
        if self.alive:
            self._scene.failures.append(error)

    # opener ----------------------------------------------------------------------------------------------

    async def open(self, bag, record):
        times, network = self._scene.times, self._scene.network
        clocks = {"monotonic": times.loop.time, "wall": times.wall}
        return Watched(open_gateways(TARGETS, bag, record, transport=network, **clocks))


class Watched:
    """Real gateways; the network can tell whose request each of theirs is."""

    def __init__(self, gateways):
        self._gateways = gateways
        self._gateway = None
        self.close = gateways.close

    def of(self, provider):
        self._gateway = self._gateways.of(provider)
        return self

    async def call(self, request, wire):
        REQUEST.set(request)
        return await self._gateway.call(request, wire)
