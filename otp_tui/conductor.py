"""Runs walkthroughs: carries out what core decides, and tells every subscriber.

One event is handled at a time, in this order: the store makes it safe, its request leaves, the screens change.
So a second press of the same key meets the state that the first one left, and nothing is sent twice.
"""

import asyncio
from collections.abc import Callable
from typing import NamedTuple, Protocol

from .core import events
from .core.decision import Fault
from .core.exchange import Exchange, Request
from .core.journey import Environment, Journey
from .core.moments import Now
from .core.options import Intent, Option, options
from .core.ports import Clock, GatewayOpener, GatewaySet, WalkStore, Wire
from .core.secrets import PHONE, Secret, SecretBag
from .core.step import lost, step
from .core.walk import Walk, begin


class Change(NamedTuple):
    """One event and what it did."""

    before: Walk
    event: events.Event
    after: Walk
    now: Now


class Subscriber(Protocol):
    """Draws what happens; called on the loop, in order."""

    def changed(self, change: Change) -> None:
        """The walkthrough moved (or an event left it as it was)."""
        ...

    def exchanged(self, exchange: Exchange) -> None:
        """An exchange was recorded."""
        ...

    def broke(self, error: BaseException) -> None:
        """A bug of our own ended the walkthrough's work."""
        ...


class Terms(NamedTuple):
    """What a walkthrough is begun with.

    Attributes:
        journey: What is to be done.
        environment: Where the requests go.
        confirm: Ask the provider after the link whether it holds.
        session_id: A SessionId of the operator's own, or None.
    """

    journey: Journey
    environment: Environment
    confirm: bool = False
    session_id: Secret | None = None


_Making = Callable[[], events.Event | None]


class Conductor:
    """One walkthrough after another, on one event loop.

    Args:
        terms: What each walkthrough is begun with.
        clock: Both clocks.
        opener: Opens the gateways of a walkthrough when its first request is due.
        store: Keeps events and secrets.
        new_id: Makes unique values: walkthrough ids and references (GUIDs).
    """

    def __init__(
        self,
        terms: Terms,
        *,
        clock: Clock,
        opener: GatewayOpener,
        store: WalkStore,
        new_id: Callable[[], str],
    ) -> None:
        self.terms = terms
        self.clock = clock
        self.exchanges: list[Exchange] = []
        self._opener = opener
        self._store = store
        self._new_id = new_id
        self._subscribers: list[Subscriber] = []
        self._queue: asyncio.Queue[_Making] = asyncio.Queue()
        self._gateways: GatewaySet | None = None
        self._flying: tuple[Request, Wire, asyncio.Task[None]] | None = None
        self._loop_task: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._begin()

    def _begin(self) -> None:
        self.bag = SecretBag()
        session = self.terms.session_id
        handle = self.bag.put("session", session.reveal()) if session else None
        self.walk = begin(
            self._new_id(),
            self.terms.journey,
            self.terms.environment,
            self.clock.now(),
            confirm=self.terms.confirm,
            session=handle,
        )

    def subscribe(self, subscriber: Subscriber) -> None:
        """Tell this one of everything from now on."""
        self._subscribers.append(subscriber)

    def options(self) -> dict[Intent, Option]:
        """What can be done now, and why not the rest."""
        return options(self.walk, self.clock.now())

    def is_phone(self, national: str) -> bool:
        """True where this is the walkthrough's phone (ten digits)."""
        return self.phone() == national

    def phone(self) -> str | None:
        """The walkthrough's phone (ten digits), for the simulator's inbox; None before it was entered."""
        return dict(self.bag.items()).get(PHONE)

    def start(self) -> None:
        """Begin to handle events; needs a running loop."""
        if self._loop_task is None:
            self._loop_task = asyncio.create_task(self._work(), name="conductor")

    async def close(self) -> None:
        """Stop at once: a request in flight is cut, and its exchange recorded as cancelled."""
        tasks = [task for task in (self._loop_task, self._flying and self._flying[2]) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._gateways is not None:
            await self._gateways.close()
            self._gateways = None

    async def settled(self) -> None:
        """Wait until every posted event was handled."""
        await self._queue.join()

    # what the operator wants -------------------------------------------------------------------------

    def send(self, national: str, masked: str) -> None:
        """Send the OTP to this phone: one press, one send.

        Args:
            national: The number's ten digits.
            masked: The form in which it may be shown.
        """
        self._post(lambda: self._phone(national, masked))
        self.begin_leg()

    def begin_leg(self) -> None:
        """Begin the leg that is due, or begin it anew after it halted."""
        self._post(lambda: events.StartPressed(self.bag.put("reference", self._new_id())), Intent.START)

    def verify(self, code: Secret) -> None:
        """Verify this code."""
        self._post(lambda: events.CodeEntered(self.bag.put("code", code.reveal()), len(code)), Intent.VERIFY)

    def post(self, event: events.Event) -> None:
        """Any event that carries no secret."""
        self._post(lambda: event)

    def cancel(self) -> None:
        """Cut the request in flight; the true delivery follows at once."""
        if self._flying is None:
            return
        request, wire, task = self._flying
        self._flying = None
        task.cancel()
        answer = lost(request.verb, Fault.CANCELLED, written=wire.written)
        self.post(events.Answered(request.number, answer))

    def again(self) -> None:
        """Begin another walkthrough on the same terms, once this one has ended."""
        if not self.options()[Intent.AGAIN].open:
            return
        before, gateways = self.walk, self._gateways
        self._begin()
        self._gateways = None
        if gateways is not None:
            self._closing = asyncio.create_task(gateways.close(), name="close gateways")
        self._tell(Change(before, events.GivenUp(), self.walk, self.clock.now()))

    # how it is carried out ---------------------------------------------------------------------------

    def _phone(self, national: str, masked: str) -> events.Event | None:
        """A phone replaces the one in the bag only where the walkthrough takes it."""
        if not self.options()[Intent.PHONE].open:
            return None
        changed = not self.is_phone(national)
        self.bag.put(PHONE, national)
        return events.PhoneEntered(masked, changed=changed)

    def _post(self, making: _Making, intent: Intent | None = None) -> None:
        def made() -> events.Event | None:
            return making() if intent is None or self.options()[intent].open else None

        self._queue.put_nowait(made)

    async def _work(self) -> None:
        while True:
            making = await self._queue.get()
            try:
                await self._handle(making)
            except Exception as error:  # noqa: BLE001 - a bug is told to those who can show it, never swallowed
                for subscriber in self._subscribers:
                    subscriber.broke(error)
            finally:
                self._queue.task_done()

    async def _handle(self, making: _Making) -> None:
        event = making()
        if event is None:
            return
        now = self.clock.now()
        before = self.walk
        after, requests = step(before, event, now)
        await self._store.append(after, event, now, self.bag)
        self.walk = after
        for request in requests:
            wire = Wire()
            task = asyncio.create_task(self._carry_out(request, wire), name=f"request {request.number}")
            self._flying = (request, wire, task)
        self._tell(Change(before, event, after, now))

    async def _carry_out(self, request: Request, wire: Wire) -> None:
        try:
            if self._gateways is None:
                self._gateways = await self._opener(self.bag, self._record)
            answer = await self._gateways.of(request.provider).call(request, wire)
        except Exception as error:  # noqa: BLE001 - see _work
            for subscriber in self._subscribers:
                subscriber.broke(error)
            return
        if self._flying is not None and self._flying[0] is request:
            self._flying = None
        self.post(events.Answered(request.number, answer))

    def _record(self, exchange: Exchange) -> None:
        flight = self.walk.flight
        cut = exchange.fault is Fault.CANCELLED
        late = not cut and (flight is None or flight.number != exchange.number)
        exchange = exchange._replace(late=late)
        self.exchanges.append(exchange)
        for subscriber in self._subscribers:
            subscriber.exchanged(exchange)

    def _tell(self, change: Change) -> None:
        for subscriber in self._subscribers:
            subscriber.changed(change)


class MemoryStore:
    """Keeps nothing beyond the process: walkthroughs live in memory until the journal is built."""

    async def append(self, walk: Walk, event: events.Event, now: Now, bag: SecretBag) -> None:
        """Nothing to make safe; the conductor holds the only copy."""
