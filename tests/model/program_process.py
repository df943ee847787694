"""One process of the program: what it reaches of the world, for as long as it lives."""

from contextvars import ContextVar

from support.rig import API_CLIENT, API_KEY, SECRET_KEY, USER_ID
from support.targets import paynet_target, paywall_target

from otp_tui.core.flow.events import handles_of
from otp_tui.core.flow.record import WalkthroughRecord, changes_of
from otp_tui.core.flow.recovery import SavedWalkthrough, required_handles
from otp_tui.services.providers.registry import open_gateways

BASE = "http://127.0.0.1:9"
TARGETS = (
    paynet_target(BASE, SECRET_KEY),
    paywall_target(BASE, API_KEY, API_CLIENT, USER_ID),
)
REQUEST = ContextVar("request", default=None)


class DurableState:
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


class ProgramProcess:
    """Implements the ports of one conductor: backend, store, guard, subscriber.

    Args:
        harness: Sees everything.
        open_walkthroughs: What outlives the process.
    """

    def __init__(self, harness, open_walkthroughs):
        self.alive = True
        self._harness = harness
        self._open_walkthroughs = open_walkthroughs

    # store -----------------------------------------------------------------------------------------------

    async def append(self, walkthrough, event, now, registry):
        if self.alive:
            self._harness.keeps(walkthrough, event, now)
            self._open_walkthroughs.record[walkthrough.id].append((event, now))
            self._open_walkthroughs.newest[walkthrough.id] = walkthrough
            self._open_walkthroughs.secrets[walkthrough.id] = {
                handle: registry.get(handle) for handle in required_handles(walkthrough)
            }

    async def record(self, walkthrough_id, exchange):
        """ExchangeLog are of no use to the one who comes after."""

    async def claim(self, walkthrough_id):
        record = self._open_walkthroughs.record[walkthrough_id]
        named = tuple(handle for event, _ in record for handle in handles_of(event))
        start = self._open_walkthroughs.first[walkthrough_id]
        whole = WalkthroughRecord(start, changes_of(start, record))
        return SavedWalkthrough(whole, self._open_walkthroughs.secrets[walkthrough_id], named)

    # guard -----------------------------------------------------------------------------------------------

    async def check(self, phone, now):
        return None

    async def reserve(self, phone, now):
        if self._open_walkthroughs.stops is not None:
            return self._open_walkthroughs.stops
        self._open_walkthroughs.reserved += 1
        self._open_walkthroughs.outstanding.add(self._open_walkthroughs.reserved)
        return self._open_walkthroughs.reserved

    async def release(self, released):
        """A reservation is handed back; a walkthrough is wanted by nobody else."""
        if self.alive and isinstance(released, int):
            self._open_walkthroughs.outstanding.remove(released)

    async def count(self, phone, now):
        """A send that followed on a verify stays counted."""
        self._open_walkthroughs.reserved += 1
        self._open_walkthroughs.outstanding.add(self._open_walkthroughs.reserved)

    # subscriber ------------------------------------------------------------------------------------------

    def changed(self, change):
        if self.alive:
            self._harness.changed(change)

    def exchange_recorded(self, exchange):
        if self.alive:
            self._harness.exchange_recorded(exchange)

    def failed(self, error):
        if self.alive:
            self._harness.failures.append(error)

    # backend ---------------------------------------------------------------------------------------------

    async def store(self):
        return self

    async def guard(self):
        return self

    async def open_gateways(self, registry, record):
        times, network = self._harness.times, self._harness.network
        clocks = {"monotonic": times.loop.time, "wall": times.wall}
        return Watched(open_gateways(TARGETS, registry, record, transport=network, **clocks))


class Watched:
    """Real gateways; the network can tell whose request each of theirs is."""

    def __init__(self, gateways):
        self._gateways = gateways
        self._gateway = None
        self.close = gateways.close

    def of(self, provider):
        self._gateway = self._gateways.of(provider)
        return self

    async def call(self, request, progress):
        REQUEST.set(request)
        return await self._gateway.call(request, progress)
