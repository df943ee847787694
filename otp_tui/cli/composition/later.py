"""Ports of a workshop that a conductor is made with before what fills them is loaded."""

from typing import TYPE_CHECKING

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.recovery import PersistenceFailure, SavedWalkthrough
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.ports import SendGuard
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import ClockReading

if TYPE_CHECKING:
    from otp_tui.cli.composition.runtime import Runtime


class RuntimeStore:
    """The store of a workshop, which may not be loaded yet when a conductor is made."""

    def __init__(self, runtime: "Runtime") -> None:
        self._runtime = runtime

    async def append(
        self, walkthrough: Walkthrough, event: Event, now: ClockReading, registry: SecretRegistry
    ) -> PersistenceFailure | None:
        """Make one event safe."""
        return await (await self._runtime.store()).append(walkthrough, event, now, registry)

    async def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Keep an exchange."""
        await (await self._runtime.store()).record(walkthrough_id, exchange)

    async def claim(self, walkthrough_id: str) -> SavedWalkthrough:
        """Take up what was left open."""
        return await (await self._runtime.store()).claim(walkthrough_id)

    async def release(self, walkthrough: Walkthrough) -> None:
        """Let go of a walkthrough."""
        await (await self._runtime.store()).release(walkthrough)


class RuntimeGuard:
    """The guard of a workshop's provisions, which may not be gathered yet when a conductor is made."""

    def __init__(self, runtime: "Runtime") -> None:
        self._runtime = runtime

    async def check(self, phone: str, now: ClockReading) -> Refusal | None:
        """The rule that a send to this phone would break now."""
        return await (await self._guard()).check(phone, now)

    async def reserve(self, phone: str, now: ClockReading) -> Refusal | int:
        """Take one send out of the budget."""
        return await (await self._guard()).reserve(phone, now)

    async def release(self, reservation: int) -> None:
        """Undo a reservation."""
        await (await self._guard()).release(reservation)

    async def _guard(self) -> SendGuard:
        return (await self._runtime.prerequisites()).guard
