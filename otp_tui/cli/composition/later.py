"""Ports of a workshop that a conductor is made with before what fills them is loaded."""

from typing import TYPE_CHECKING

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.recovery import Loss, Saved
from otp_tui.core.flow.state import Walk
from otp_tui.core.ports import Guard
from otp_tui.core.security.secrets import SecretBag
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import Now

if TYPE_CHECKING:
    from otp_tui.cli.composition.runtime import Workshop


class WorkshopStore:
    """The store of a workshop, which may not be loaded yet when a conductor is made."""

    def __init__(self, workshop: "Workshop") -> None:
        self._workshop = workshop

    async def append(self, walk: Walk, event: Event, now: Now, bag: SecretBag) -> Loss | None:
        """Make one event safe."""
        return await (await self._workshop.store()).append(walk, event, now, bag)

    async def record(self, walk_id: str, exchange: Exchange) -> None:
        """Keep an exchange."""
        await (await self._workshop.store()).record(walk_id, exchange)

    async def claim(self, walk_id: str) -> Saved:
        """Take up what was left open."""
        return await (await self._workshop.store()).claim(walk_id)

    async def release(self, walk: Walk) -> None:
        """Let go of a walkthrough."""
        await (await self._workshop.store()).release(walk)


class WorkshopGuard:
    """The guard of a workshop's provisions, which may not be gathered yet when a conductor is made."""

    def __init__(self, workshop: "Workshop") -> None:
        self._workshop = workshop

    async def check(self, phone: str, now: Now) -> Refusal | None:
        """The rule that a send to this phone would break now."""
        return await (await self._guard()).check(phone, now)

    async def reserve(self, phone: str, now: Now) -> Refusal | int:
        """Take one send out of the budget."""
        return await (await self._guard()).reserve(phone, now)

    async def give_back(self, reservation: int) -> None:
        """Undo a reservation."""
        await (await self._guard()).give_back(reservation)

    async def _guard(self) -> Guard:
        return (await self._workshop.provide()).guard
