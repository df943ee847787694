"""Stops what must not be sent, by what is kept: whose phones are known, and when each was sent to."""

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.budget import Allowance, Budget
from otp_tui.core.security.send_policy import Refusal, SendPolicy, Unlock, over_budget
from otp_tui.core.timestamps import ClockReading
from otp_tui.storage.journal.database import JournalError
from otp_tui.storage.journal.sends import MemoryLedger

T = TypeVar("T")


class Ledger(Protocol):
    """Counts sends; every method blocks."""

    def reserve(self, number: str, budget: Budget, now: float) -> tuple[int | None, Allowance]:
        """Take one send out of the budget."""
        ...

    def release(self, reservation: int) -> None:
        """Undo that."""
        ...

    def remaining(self, number: str, budget: Budget, now: float) -> Allowance:
        """What is left for a number."""
        ...


class BudgetGuard:
    """Fills `otp_tui.core.ports.Guard`.

    Attributes:
        allowed: The phones whose owner is known, as the bag writes them.
        in_memory_only: True where sends could not be kept on disk, so that they count for this run alone.

    Args:
        policy: What does not change while a walkthrough runs.
        budget: How often a number may be sent to; None where no phone rings.
        ledger: Counts the sends.
        allowed: The phones whose owner is known.
    """

    def __init__(
        self, policy: SendPolicy, budget: Budget | None, ledger: Ledger, allowed: frozenset[str] = frozenset()
    ) -> None:
        self.policy = policy
        self.allowed = allowed
        self.in_memory_only = False
        self._budget = budget
        self._ledger: Ledger = ledger
        self._memory = MemoryLedger()
        self._kept: dict[int, int] = {}
        self._unlock: Unlock | None = None

    def locked(self, now: ClockReading) -> bool:
        """Whether a live send needs the merchant's name typed first."""
        return self._unlock is None or self._unlock.lapsed(now)

    def unlock(self, typed: str, now: ClockReading) -> bool:
        """Open a live walkthrough by the merchant's name; False where another name was typed."""
        if not self.policy.merchant or typed.strip() != self.policy.merchant.strip():
            return False
        self._unlock = Unlock(now.monotonic)
        return True

    async def check(self, phone: str, now: ClockReading) -> Refusal | None:
        """The rule that a send to this phone would break now."""
        refusal = self.policy.refusal(phone, self.allowed, self._unlock, now)
        if refusal is not None:
            return refusal
        left = await self.remaining(phone, now)
        return over_budget(left) if left is not None and not left.remaining else None

    async def reserve(self, phone: str, now: ClockReading) -> Refusal | int:
        """Take one send out of the budget, and out of what a live walkthrough was opened for."""
        refusal = self.policy.refusal(phone, self.allowed, self._unlock, now)
        if refusal is not None:
            return refusal
        reservation = 0
        if self._budget is not None:
            budget, number, at = self._budget, _digits(phone), now.utc.timestamp()
            kept, left = await self._asked(lambda ledger: ledger.reserve(number, budget, at))
            if kept is None:
                return over_budget(left)
            reservation = kept if self.in_memory_only else self._noted(kept, number, at)
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=self._unlock.sends + 1)
        return reservation

    async def release(self, reservation: int) -> None:
        """Undo a reservation whose send certainly did not happen."""
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=max(0, self._unlock.sends - 1))
        self._memory.release(reservation)
        kept = self._kept.pop(reservation, None)
        if kept is not None and not self.in_memory_only:
            await self._asked(lambda ledger: ledger.release(kept))

    async def remaining(self, phone: str, now: ClockReading) -> Allowance | None:
        """What is left for a phone; None where nothing is counted."""
        if self._budget is None:
            return None
        budget, number, at = self._budget, _digits(phone), now.utc.timestamp()
        return await self._asked(lambda ledger: ledger.remaining(number, budget, at))

    def _noted(self, kept: int, number: str, at: float) -> int:
        """Count a send of the disk's in memory too, for the time when there is no disk any more."""
        reservation = self._memory.note(number, at)
        self._kept[reservation] = kept
        return reservation

    async def _asked(self, work: Callable[[Ledger], T]) -> T:
        """Ask the ledger in a thread; where the disk fails, memory takes its place, and the screen says so."""
        try:
            return await asyncio.to_thread(work, self._ledger)
        except JournalError:
            self.in_memory_only = True
            self._ledger = self._memory
            return work(self._memory)


def _digits(phone: str) -> str:
    return PhoneNumber(phone).international
