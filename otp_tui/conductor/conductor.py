"""The conductor: carries out what core decides, and notifies every subscriber.

One event is handled at a time, in this order: the store makes it safe, its request leaves, the screens change.
So a second press of the same key meets the state that the first one left, and nothing is sent twice.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from otp_tui.conductor.jobs import JobQueue
from otp_tui.conductor.requests import RequestRunner, RequestTask
from otp_tui.conductor.types import Subscriber, WalkthroughOptions
from otp_tui.core.exchange.exchange import SENDING_VERBS, Exchange, Request, Verb
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow import events
from otp_tui.core.flow.change import Change
from otp_tui.core.flow.intents import Availability, Intent, available_intents
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.flow.recovery import SavedWalkthrough, is_resumable
from otp_tui.core.flow.state import new_walkthrough
from otp_tui.core.flow.step import lost_answer, step
from otp_tui.core.ports import Backend, Clock, GatewaySet, RequestProgress
from otp_tui.core.security.secrets import PHONE, Secret, SecretRegistry
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import ClockReading

_GUARDED = SENDING_VERBS | {Verb.PREPARE}
"""No session is created either for a send that would be stopped."""

LEAVING_S = 0.8
"""Seconds that quitting waits at most for what is kept: the operator is told that it ends within one."""

T = TypeVar("T")
_EventMaker = Callable[[], events.Event | None]


class Conductor:
    """The runner of walkthroughs, one after another, on one event loop.

    Args:
        options: What each walkthrough is begun with.
        clock: Both clocks.
        backend: Keeps events and secrets, stops what must not be sent, and opens the gateways of a walkthrough
            when its first request is due.
        new_id: Makes unique values: walkthrough ids and references (GUIDs).
    """

    def __init__(
        self,
        options: WalkthroughOptions,
        *,
        clock: Clock,
        backend: Backend,
        new_id: Callable[[], str],
    ) -> None:
        self.options = options
        self.clock = clock
        self._backend = backend
        self._new_id = new_id
        self._subscribers: list[Subscriber] = []
        self._jobs = JobQueue(self._failed)
        self._gateways: GatewaySet | None = None
        self._in_flight: RequestTask | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._begin()

    def _begin(self) -> None:
        self.secrets = SecretRegistry()
        self.exchanges: list[Exchange] = []
        session = self.options.session_id
        handle = self.secrets.register("session", session.reveal()) if session else None
        self.walkthrough = new_walkthrough(
            self._new_id(),
            self.options.journey,
            self.options.environment,
            self.clock.now(),
            legs=self.options.legs,
            confirm=self.options.confirm,
            session=handle,
        )
        self._start = self.walkthrough
        self._changes: list[Change] = []

    @property
    def record(self) -> WalkthroughRecord:
        """All that happened in the walkthrough so far."""
        return WalkthroughRecord(self._start, tuple(self._changes), tuple(self.exchanges))

    def subscribe(self, subscriber: Subscriber) -> None:
        """Notify a subscriber of everything from now on."""
        self._subscribers.append(subscriber)

    def available_intents(self) -> dict[Intent, Availability]:
        """Return every intent with whether it is available now, and why not."""
        return available_intents(self.walkthrough, self.clock.now())

    def is_phone(self, national: str) -> bool:
        """Return whether this is the walkthrough's phone (ten digits)."""
        return self.phone() == national

    def phone(self) -> str | None:
        """Return the walkthrough's phone (ten digits); None before it was entered."""
        return dict(self.secrets.items()).get(PHONE)

    def references(self) -> frozenset[str]:
        """Return the values by which its providers know this walkthrough: references and session ids."""
        kinds = ("reference#", "session#")
        return frozenset(value for handle, value in self.secrets.items() if handle.startswith(kinds))

    def start(self) -> None:
        """Begin to handle events; needs a running loop."""
        self._jobs.start()

    async def resume(self, walkthrough_id: str) -> None:
        """Resume a walkthrough that another process left; nothing is sent.

        The answer of a request that was in flight will never be known, which is the first event.

        Args:
            walkthrough_id: Which.

        Raises:
            ResumeError: Another program has the walkthrough, or what it needs is gone.
            KeyringError: The keyring cannot be asked for what it needs.
        """
        self._restore(await (await self._backend.store()).claim(walkthrough_id))

    async def close(
        self,
        outcome: Outcome | None = None,
        exit_code: int | None = None,
        *,
        patience_s: float = LEAVING_S,
    ) -> None:
        """Stop at once: a request in flight is cut, and its exchange recorded as cancelled.

        What is posted from now on does nothing. What is open at the provider stays open, to be gone on with.

        Args:
            outcome: How it is to be kept where nobody will go on with it.
            exit_code: The exit code of the script that ends with it.
            patience_s: Seconds that the store has for its last words.
        """
        cut = self._in_flight
        tasks = [task for task in (self._jobs.close(), cut and cut.task) if task]
        if cut is not None:
            cut.task.cancel()
        if tasks:  # a request that ignores its end is not waited for
            await asyncio.wait(tasks, timeout=patience_s)
        self._in_flight = None
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                # A request that was cut still closes its connection and hands its reservation back.
                while self._tasks:
                    await asyncio.wait(self._tasks)
                await self._leave(cut, None if outcome is None else events.Closed(outcome, exit_code))
        await self._close_gateways()

    async def _leave(self, cut: RequestTask | None, closed: events.Closed | None) -> None:
        """Record the cut request; end the walkthrough where nothing is open any more.

        A walkthrough without a phone was never begun, and leaves nothing.
        """
        flight = self.walkthrough.in_flight
        if self.walkthrough.phone is None:
            return
        if flight is not None:
            written = cut is not None and cut.request.number == flight.number and cut.progress.written
            answer = lost_answer(flight.verb, Fault.CANCELLED, written=written)
            await self._end_with(events.Answered(flight.number, answer))
        if closed is not None:
            await self._end_with(closed)
        elif not is_resumable(self.walkthrough):
            await self._end_with(events.QuitPressed())
        await (await self._backend.store()).release(self.walkthrough)

    async def _end_with(self, event: events.Event) -> None:
        """Commit an event without notifying anybody."""
        now = self.clock.now()
        await self._commit(Change(self.walkthrough, event, step(self.walkthrough, event, now)[0], now))

    async def wait_idle(self) -> None:
        """Wait until every posted event was handled."""
        await self._jobs.wait_idle()

    # what the operator wants -------------------------------------------------------------------------

    def send(self, national: str, masked: str) -> None:
        """Send the OTP to this phone: one press, one send.

        Args:
            national: The number's ten digits.
            masked: The form in which it may be shown.
        """
        self._post(lambda: self._phone(national, masked), self._starting())

    def start_leg(self) -> None:
        """Begin the leg that is due, or begin it anew after it halted."""
        self._post(self._starting())

    def expect_code(self, code: Secret) -> None:
        """Keep a code that is to be entered later out of every record from now on."""
        self.secrets.register("code", code.reveal())

    def verify(self, code: Secret) -> None:
        """Verify this code."""
        self._post(
            self._where(
                Intent.VERIFY,
                lambda: events.CodeEntered(self.secrets.register("code", code.reveal()), len(code)),
            )
        )

    def post(self, event: events.Event) -> None:
        """Post an event that carries no secret."""
        self._post(lambda: event)

    def cancel(self) -> None:
        """Cut the request in flight; the true delivery follows at once."""
        if self._in_flight is None:
            return
        cut, self._in_flight = self._in_flight, None
        cut.task.cancel()
        answer = lost_answer(cut.request.verb, Fault.CANCELLED, written=cut.progress.written)
        self.post(events.Answered(cut.request.number, answer))

    def again(self) -> None:
        """Begin another walkthrough with the same options, once this one has ended."""
        self._jobs.put(self._start_over)

    # how it is carried out ---------------------------------------------------------------------------

    def _restore(self, saved: SavedWalkthrough) -> None:
        """Restore what the store has claimed.

        Args:
            saved: As the store gave it.
        """
        record = saved.record
        self.clock.catch_up(record.at.monotonic)
        self.secrets = SecretRegistry()
        self.secrets.restore(saved.secrets, saved.named)
        self.walkthrough, self.exchanges = record.walkthrough, list(record.exchanges)
        self._start, self._changes = record.start, list(record.changes)
        if self.walkthrough.in_flight is not None:
            self.post(events.Interrupted(self.walkthrough.in_flight.number))

    def _phone(self, national: str, masked: str) -> events.Event | None:
        """Make the event of a phone; it replaces the registered one only where it is accepted."""
        if not self.available_intents()[Intent.PHONE].available:
            return None
        changed = not self.is_phone(national)
        self.secrets.register(PHONE, national)
        return events.PhoneEntered(masked, changed=changed)

    def _starting(self) -> _EventMaker:
        return self._where(
            Intent.START, lambda: events.StartPressed(self.secrets.register("reference", self._new_id()))
        )

    def _where(self, intent: Intent, making: _EventMaker) -> _EventMaker:
        """Make an event only where its intent is available when its turn comes."""
        return lambda: making() if self.available_intents()[intent].available else None

    def _post(self, *makings: _EventMaker) -> None:
        self._jobs.put(lambda: self._handle_all(makings))

    async def _handle_all(self, makings: tuple[_EventMaker, ...]) -> None:
        """Handle events that belong together; none follows one that was not made or stored."""
        before, phone = self.walkthrough, self.phone()
        try:
            for making in makings:
                event = making()
                if event is None:
                    return
                await self._handle(event)
        except Exception:
            if phone is not None and self.walkthrough is before:
                self.secrets.register(PHONE, phone)
            raise

    async def _handle(self, event: events.Event) -> None:
        now = self.clock.now()
        before = self.walkthrough
        after, requests = step(before, event, now)
        refusal = None if isinstance(event, events.Answered) else await self._refusal(requests, now)
        if refusal is not None:
            event = events.Stopped(refusal)
            after, requests = step(before, event, now)
        # Quitting meanwhile does not cut this in half: what is on disk is what the walkthrough then says.
        change = Change(before, event, after, now)
        change = await asyncio.shield(self._keep(self._commit(change), "commit"))
        self._cancel_ended()
        for request in requests:
            progress = RequestProgress()
            carrying = self._carry_out(after.id, request, progress)
            task = self._keep(carrying, f"request {request.number}")
            self._in_flight = RequestTask(request, progress, task)
        self._tell(change)

    async def _refusal(self, requests: tuple[Request, ...], now: ClockReading) -> Refusal | None:
        """Return the rule that stops a send; a code that may cause one more is stopped by the budget alone."""
        if not requests or (requests[0].verb not in _GUARDED and not requests[0].chained):
            return None
        refusal = await (await self._backend.guard()).check(self.secrets.get(PHONE), now)
        return refusal if refusal is None or refusal.of_budget or not requests[0].chained else None

    async def _commit(self, change: Change) -> Change:
        """Store an event and apply it; one that changes nothing is not stored."""
        _, event, after, now, _ = change
        if after is self.walkthrough:
            return change
        failure = await (await self._backend.store()).append(after, event, now, self.secrets)
        self.walkthrough = after
        change = change._replace(persistence_failure=failure)
        self._changes.append(change)
        return change

    def _cancel_ended(self) -> None:
        """Cancel the request of a walkthrough that was ended."""
        if self.walkthrough.in_flight is None and self._in_flight is not None:
            self._in_flight.task.cancel()
            self._in_flight = None

    async def _start_over(self) -> None:
        if not self.available_intents()[Intent.AGAIN].available:
            return
        before = self.walkthrough
        await self._close_gateways()
        await (await self._backend.store()).release(before)
        self._begin()
        self._tell(Change(before, events.GivenUp(), self.walkthrough, self.clock.now()))

    async def _close_gateways(self) -> None:
        gateways, self._gateways = self._gateways, None
        if gateways is not None:
            await gateways.close()

    def _failed(self, error: Exception) -> None:
        for subscriber in self._subscribers:
            subscriber.failed(error)

    async def _carry_out(self, walkthrough_id: str, request: Request, progress: RequestProgress) -> None:
        try:
            if self._gateways is None:
                recorder = partial(self._record, walkthrough_id)
                self._gateways = await self._backend.open_gateways(self.secrets, recorder)
            sending = RequestRunner(self._backend, self.secrets, self.clock, self._keep)
            answer = await sending.carry_out(self._gateways.of(request.provider), request, progress)
        except Exception as error:  # noqa: BLE001 - a bug is told to those who can show it, never swallowed
            self._failed(error)
            return
        if self._in_flight is not None and self._in_flight.request is request:
            self._in_flight = None
        event = (
            events.Stopped(answer, request.number)
            if isinstance(answer, Refusal)
            else events.Answered(request.number, answer)
        )
        self._post(lambda: event if self.walkthrough.id == walkthrough_id else None)

    def _keep(self, work: Coroutine[None, None, T], name: str) -> asyncio.Task[T]:
        """Start a task that closing waits for."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _record(self, walkthrough_id: str, exchange: Exchange) -> None:
        current = self.walkthrough.id == walkthrough_id
        expected = self._in_flight.request.number if current and self._in_flight is not None else None
        late = exchange.fault is not Fault.CANCELLED and expected != exchange.number
        exchange = exchange._replace(late=late)
        if current:  # one that ends late is no part of the next walkthrough
            self.exchanges.append(exchange)
        self._keep(self._store_exchange(walkthrough_id, exchange), "record")
        for subscriber in self._subscribers:
            subscriber.exchange_recorded(exchange)

    async def _store_exchange(self, walkthrough_id: str, exchange: Exchange) -> None:
        await (await self._backend.store()).record(walkthrough_id, exchange)

    def _tell(self, change: Change) -> None:
        for subscriber in self._subscribers:
            subscriber.changed(change)
