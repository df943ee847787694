"""The request in flight: its send is reserved first, and released if it did not happen."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from otp_tui.core.exchange.exchange import SENDING_VERBS, Answer, Request, Verb
from otp_tui.core.exchange.verdict import Delivery, Verdict
from otp_tui.core.ports import Backend, Clock, Gateway, RequestProgress
from otp_tui.core.security.secrets import PHONE, SecretRegistry
from otp_tui.core.security.send_policy import Refusal


class RequestTask(NamedTuple):
    """A request in flight.

    Attributes:
        request: The request.
        progress: Tells whether a byte of it has left.
        task: Carries it out.
    """

    request: Request
    progress: RequestProgress
    task: asyncio.Task[None]


class RequestRunner:
    """The runner of one request; a send is reserved before and settled afterwards.

    Args:
        backend: Has the guard that counts the sends.
        registry: Holds the phone.
        clock: Both clocks.
        keep: Begins what must be done even where the request is cut.
    """

    def __init__(
        self,
        backend: Backend,
        registry: SecretRegistry,
        clock: Clock,
        keep: Callable[[Coroutine[None, None, None], str], asyncio.Task[None]],
    ) -> None:
        self._backend = backend
        self._registry = registry
        self._clock = clock
        self._keep = keep

    async def carry_out(
        self, gateway: Gateway, request: Request, progress: RequestProgress
    ) -> Answer | Refusal:
        """Carry a request out, its send reserved first.

        Args:
            gateway: Its provider's.
            request: What is asked.
            progress: Told when the first byte leaves.

        Returns:
            The answer, or the rule that forbids the send.
        """
        if request.verb not in SENDING_VERBS and not request.chained:
            return await self._counted(gateway, request, progress)
        reserving = asyncio.ensure_future(self._reserve())
        sent = False
        try:
            reservation = await asyncio.shield(reserving)
            if isinstance(reservation, Refusal):
                stopped = reservation.of_budget or not request.chained
                return reservation if stopped else await self._counted(gateway, request, progress)
            sent = True
            answer = await gateway.call(request, progress)
            sent = _may_have_sent(request, answer)
        except BaseException:
            sent = progress.written
            raise
        finally:
            if not sent:  # cutting the request must not cut this: it may be cut while it reserves
                await asyncio.shield(self._keep(self._give_back(reserving), "give back"))
        return answer

    async def _counted(self, gateway: Gateway, request: Request, progress: RequestProgress) -> Answer:
        """Carry out a request that is no send; where its answer was one more OTP, count that."""
        answer = await gateway.call(request, progress)
        if _chains(request, answer):
            await asyncio.shield(self._keep(self._count(), "count"))
        return answer

    async def _reserve(self) -> Refusal | int:
        guard = await self._backend.guard()
        return await guard.reserve(self._registry.get(PHONE), self._clock.now())

    async def _count(self) -> None:
        guard = await self._backend.guard()
        await guard.count(self._registry.get(PHONE), self._clock.now())

    async def _give_back(self, reserving: "asyncio.Future[Any]") -> None:
        """Release a reservation, or one that is still being made."""
        await asyncio.wait([reserving])
        if reserving.cancelled() or reserving.exception():
            return
        reservation = reserving.result()
        if not isinstance(reservation, Refusal):
            await (await self._backend.guard()).release(reservation)


def _chains(request: Request, answer: Answer) -> bool:
    """Return whether a verify was answered by one more send."""
    return request.verb is Verb.VERIFY and answer.decision.verdict is Verdict.CHALLENGE


def _may_have_sent(request: Request, answer: Answer) -> bool:
    """Return whether a reserved send may have happened; a verify's delivery is that of its code."""
    if request.verb is Verb.VERIFY:
        return _chains(request, answer) or answer.delivery is Delivery.MAYBE_SENT
    return answer.delivery is not Delivery.NOT_SENT
