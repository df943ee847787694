"""The request in flight: its send is reserved first, and released if it did not happen."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from otp_tui.core.exchange.exchange import SENDING_VERBS, Answer, Request
from otp_tui.core.exchange.verdict import Delivery
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
        if request.verb not in SENDING_VERBS:
            return await gateway.call(request, progress)
        reserving = asyncio.ensure_future(self._reserve())
        sent = False
        try:
            reservation = await asyncio.shield(reserving)
            if isinstance(reservation, Refusal):
                return reservation
            sent = True
            answer = await gateway.call(request, progress)
            sent = answer.delivery is not Delivery.NOT_SENT
        except BaseException:
            sent = progress.written
            raise
        finally:
            if not sent:  # cutting the request must not cut this: it may be cut while it reserves
                await asyncio.shield(self._keep(self._give_back(reserving), "give back"))
        return answer

    async def _reserve(self) -> Refusal | int:
        guard = await self._backend.guard()
        return await guard.reserve(self._registry.get(PHONE), self._clock.now())

    async def _give_back(self, reserving: "asyncio.Future[Any]") -> None:
        """Release a reservation, or one that is still being made."""
        await asyncio.wait([reserving])
        if reserving.cancelled() or reserving.exception():
            return
        reservation = reserving.result()
        if not isinstance(reservation, Refusal):
            await (await self._backend.guard()).release(reservation)
