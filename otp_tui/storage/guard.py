"""Stops what must not be sent, by what is kept: whose phones are known, and when each was sent to."""

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from otp_tui.core.budget import Allowance, Budget
from otp_tui.core.guard import Fence, Refusal, Unlock, over_budget
from otp_tui.core.moments import Now
from otp_tui.core.msisdn import Phone

from .journal import JournalError
from .sends import MemoryLedger

T = TypeVar("T")


class Ledger(Protocol):
    """Counts sends; every method blocks."""

    def reserve(self, number: str, budget: Budget, now: float) -> tuple[int | None, Allowance]:
        """Take one send out of the budget."""
        ...

    def give_back(self, reservation: int) -> None:
        """Undo that."""
        ...

    def left(self, number: str, budget: Budget, now: float) -> Allowance:
        """What is left for a number."""
        ...


class KeptGuard:
    """Fills `otp_tui.core.ports.Guard`.

    Attributes:
        allowed: The phones whose owner is known, as the bag writes them.
        forgetful: True where sends could not be kept on disk, so that they count for this run alone.

    Args:
        fence: What does not change while a walkthrough runs.
        budget: How often a number may be sent to; None where no phone rings.
        ledger: Counts the sends.
        allowed: The phones whose owner is known.
    """

    def __init__(
        self, fence: Fence, budget: Budget | None, ledger: Ledger, allowed: frozenset[str] = frozenset()
    ) -> None:
        self.fence = fence
        self.allowed = allowed
        self.forgetful = False
        self._budget = budget
        self._ledger: Ledger = ledger
        self._unlock: Unlock | None = None

    def unlock(self, typed: str, now: Now) -> bool:
        """Open a live walkthrough by the merchant's name; False where another name was typed."""
        if not self.fence.merchant or typed.strip() != self.fence.merchant:
            return False
        self._unlock = Unlock(now.tick)
        return True

    async def check(self, phone: str, now: Now) -> Refusal | None:
        """The rule that a send to this phone would break now."""
        refusal = self.fence.refusal(phone, self.allowed, self._unlock, now)
        if refusal is not None:
            return refusal
        left = await self.left(phone, now)
        return over_budget(left) if left is not None and not left.left else None

    async def reserve(self, phone: str, now: Now) -> Refusal | int:
        """Take one send out of the budget, and out of what a live walkthrough was opened for."""
        refusal = self.fence.refusal(phone, self.allowed, self._unlock, now)
        if refusal is not None:
            return refusal
        reservation: int | None = 0
        if self._budget is not None:
            budget = self._budget
            reservation, left = await self._asked(
                lambda: self._ledger.reserve(_digits(phone), budget, now.wall.timestamp())
            )
            if reservation is None:
                return over_budget(left)
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=self._unlock.sends + 1)
        return reservation or 0

    async def give_back(self, reservation: int) -> None:
        """Undo a reservation whose send certainly did not happen."""
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=max(0, self._unlock.sends - 1))
        if reservation:
            await self._asked(lambda: self._ledger.give_back(reservation))

    async def left(self, phone: str, now: Now) -> Allowance | None:
        """What is left for a phone; None where nothing is counted."""
        if self._budget is None:
            return None
        budget = self._budget
        return await self._asked(lambda: self._ledger.left(_digits(phone), budget, now.wall.timestamp()))

    async def _asked(self, work: Callable[[], T]) -> T:
        """Ask the ledger in a thread; where the disk fails, memory takes its place, and the screen says so."""
        try:
            return await asyncio.to_thread(work)
        except JournalError:
            self.forgetful = True
            self._ledger = MemoryLedger()
            return work()


def _digits(phone: str) -> str:
    return Phone(phone).international
