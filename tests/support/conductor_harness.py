"""A harness for the conductor: gateways that answer what they were told to, a store, a subscriber, a clock."""

import asyncio
from datetime import UTC, datetime

from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange, Verb
from otp_tui.core.exchange.verdict import Delivery, Fault
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.step import lost_answer
from otp_tui.core.null_ports import NullGuard
from support.walkthroughs import moment, says, session

PHONE = "5000000001"
MASKED = "+90 5•• ••• •• 01"


class Clock:
    """A clock that stands still unless it is moved."""

    seconds = 0.0

    def now(self):
        return moment(self.seconds)

    def catch_up(self, tick):
        self.seconds = max(self.seconds, tick - moment().monotonic)


def exchange(request, decision, fault=None):
    return Exchange(
        number=request.number, at=datetime(2026, 11, 21, tzinfo=UTC), provider=request.provider,
        call=request.verb.value, method="POST", url="http://127.0.0.1", request_headers=(), request_body="",
        status=200, headers=(), body="", ms=1, decision=decision, delivery=Delivery.NOT_SENT, fault=fault,
    )  # fmt: skip


class Stub:
    """One answer that is waited for.

    Attributes:
        verb: What has to be asked for it.
        answer: What is answered; an exception is raised instead.
        written: Whether a byte leaves before it waits.
        go: Set where the answer may come; a stub without `held` answers at once.
        deaf: The answer comes although the request was cancelled.
    """

    def __init__(self, verb, answer, *, held=False, written=True, deaf=False):
        self.verb = verb
        self.answer = answer
        self.written = written
        self.deaf = deaf
        self.reached = asyncio.Event()
        self.go = asyncio.Event()
        self.ended = asyncio.Event()
        if not held:
            self.go.set()


class ConductorHarness:
    """A conductor among fakes. `done()` fails on stubs that were not used; a request without one fails at once.

    Attributes:
        log: What happened, in order: stored events, requests, changes.
        fails_on: The name of the event that the store cannot keep, once.
    """

    def __init__(self, journey=Journey.PAYNET, *, confirm=False, own_session=None, guard=None):
        self.clock = Clock()
        self.log = []
        self.stubs = []
        self.sets = []
        self.bags = []
        self.broken = []
        self.recorded = []
        self.kept = []
        self.released = []
        self.changes = []
        self.fails_on = None
        self._guard = guard or NullGuard()
        self.ids = iter(f"id-{number}" for number in range(1, 99))
        self.conductor = Conductor(
            WalkthroughOptions(journey, Environment.SIM, confirm, own_session),
            clock=self.clock,
            backend=self,
            new_id=lambda: next(self.ids),
        )
        self.conductor.subscribe(self)

    @property
    def walkthrough(self):
        return self.conductor.walkthrough

    @property
    def told(self):
        """The names of the events that moved something, in order."""
        return [type(change.event).__name__ for change in self.changes if change.after is not change.before]

    def expects(self, verb, answer=None, **how):
        """The next request has to be this one."""
        stub = Stub(verb, answer if answer is not None else says("ok", "sent"), **how)
        self.stubs.append(stub)
        return stub

    async def settle(self):
        """Until nothing more happens without a key or a stub that is let go."""
        async with asyncio.timeout(60):
            for _ in range(40):
                await self.conductor.wait_idle()
                await asyncio.sleep(0)

    async def done(self):
        await self.conductor.close()
        assert self.stubs == [], f"not used: {[stub.verb for stub in self.stubs]}"

    # what the conductor talks to ---------------------------------------------------------------------

    async def append(self, walkthrough, event, now, registry):
        self.log.append(f"store {type(event).__name__}")
        self.bags.append((registry, dict(registry.items())))
        if self.fails_on == type(event).__name__:
            self.fails_on = None
            raise OSError("disk full")

    async def record(self, walkthrough_id, exchange):
        self.kept.append((walkthrough_id, exchange))

    async def release(self, walkthrough):
        self.released.append(walkthrough)

    async def store(self):
        return self

    async def guard(self):
        return self._guard

    async def open_gateways(self, registry, record):
        gateways = Gateways(self, registry, record)
        self.sets.append(gateways)
        return gateways

    def changed(self, change):
        self.log.append(f"change {type(change.event).__name__}")
        self.changes.append(change)

    def exchange_recorded(self, exchange):
        self.recorded.append(exchange)

    def failed(self, error):
        self.broken.append(error)


class Gateways:
    """Both gateways of one walkthrough."""

    def __init__(self, harness, registry, record):
        self.harness = harness
        self.registry = registry
        self.record = record
        self.asked = []
        self.closed = 0

    def of(self, provider):
        return self

    async def close(self):
        self.closed += 1

    async def call(self, request, progress):
        harness = self.harness
        harness.log.append(f"request {request.verb.value}")
        self.asked.append(request)
        if not harness.stubs or harness.stubs[0].verb is not request.verb:
            raise AssertionError(f"nobody expected {request.verb}")
        stub = harness.stubs.pop(0)
        progress.written = stub.written
        stub.reached.set()
        try:
            await stub.go.wait()
        except asyncio.CancelledError:
            if not stub.deaf:
                fault = lost_answer(request.verb, Fault.CANCELLED, written=progress.written)
                self.record(exchange(request, fault.decision, Fault.CANCELLED))
                raise
            await stub.go.wait()
        finally:
            stub.ended.set()
        if isinstance(stub.answer, BaseException):
            raise stub.answer
        self.record(exchange(request, stub.answer.decision))
        return stub.answer


async def at_code(harness):
    """Walk to the code."""
    harness.conductor.start()
    if harness.walkthrough.policy.prepares:
        harness.expects(Verb.PREPARE, session())
    harness.expects(Verb.START, says("challenge", "sent", token="token#1"))
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    assert harness.walkthrough.phase == "code"


async def soon(event):
    """Wait for what must happen; a test that waits in vain fails instead of hanging."""
    await asyncio.wait_for(event.wait(), 60)
