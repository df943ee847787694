"""The guard of sends: rules, allowed phones, and the budget that is stored on disk."""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.budget import Allowance, Budget, Window
from otp_tui.core.security.send_policy import Refusal, SendPolicy, Unlock, over_budget
from otp_tui.core.timestamps import ClockReading
from otp_tui.storage.journal.database import JournalError
from otp_tui.storage.journal.sends import MemoryLedger

T = TypeVar("T")
_NO_LIMIT: Final = Budget(Window(1_000_000_000, 600), Window(1_000_000_000, 3600))


class Ledger(Protocol):
    """A count of sends; every method blocks."""

    def reserve(self, number: str, budget: Budget, now: float) -> tuple[int | None, Allowance]:
        """Reserve one send of the budget."""
        ...

    def release(self, reservation: int) -> None:
        """Undo a reservation."""
        ...

    def remaining(self, number: str, budget: Budget, now: float) -> Allowance:
        """Return the rest of a number's budget."""
        ...


class BudgetGuard:
    """A send policy with a budget; implements `otp_tui.core.ports.SendGuard`.

    Attributes:
        policy: The rules that do not change while a walkthrough runs.
        allowed: The phones whose owner is known, as the secret registry writes them.
        in_memory_only: True once a send could not be stored on disk; from then on sends count for this run alone.

    Args:
        policy: The rules that do not change while a walkthrough runs.
        budget: The limits of sends to one number; None where no SMS leaves.
        ledger: The count of sends.
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
        self._on_disk: dict[int, int] = {}
        self._unlock: Unlock | None = None

    def locked(self, now: ClockReading) -> bool:
        """Return True where a live send needs the merchant's name typed first."""
        return self._unlock is None or self._unlock.lapsed(now)

    def unlock(self, typed: str, now: ClockReading) -> bool:
        """Unlock live sends by the merchant's name; return False where another name was typed."""
        if not self.policy.merchant or typed.strip() != self.policy.merchant.strip():
            return False
        self._unlock = Unlock(now.monotonic)
        return True

    async def check(self, phone: str, now: ClockReading) -> Refusal | None:
        """Return the rule that a send to this phone would break now."""
        refusal = self.policy.refusal(phone, self.allowed, self._unlock, now)
        if refusal is not None:
            return refusal
        rest = await self.remaining(phone, now)
        return over_budget(rest) if rest is not None and not rest.remaining else None

    async def reserve(self, phone: str, now: ClockReading) -> Refusal | int:
        """Reserve one send of the budget, and of the sends that live was unlocked for."""
        refusal = self.policy.refusal(phone, self.allowed, self._unlock, now)
        if refusal is not None:
            return refusal
        reservation = 0
        if self._budget is not None:
            budget, number, at = self._budget, _digits(phone), now.utc.timestamp()
            reserved, rest = await self._ask(lambda ledger: ledger.reserve(number, budget, at))
            if reserved is None:
                return over_budget(rest)
            reservation = reserved if self.in_memory_only else self._count_in_memory(reserved, number, at)
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=self._unlock.sends + 1)
        return reservation

    async def release(self, reservation: int) -> None:
        """Undo a reservation whose send certainly did not happen."""
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=max(0, self._unlock.sends - 1))
        self._memory.release(reservation)
        on_disk = self._on_disk.pop(reservation, None)
        if on_disk is not None and not self.in_memory_only:
            await self._ask(lambda ledger: ledger.release(on_disk))

    async def count(self, phone: str, now: ClockReading) -> None:
        """Count a send that a provider made unasked, whatever is left of the budget."""
        if self._budget is not None:
            number, at = _digits(phone), now.utc.timestamp()
            reserved, _ = await self._ask(lambda ledger: ledger.reserve(number, _NO_LIMIT, at))
            if reserved is not None and not self.in_memory_only:
                self._count_in_memory(reserved, number, at)
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=self._unlock.sends + 1)

    async def remaining(self, phone: str, now: ClockReading) -> Allowance | None:
        """Return the rest of a phone's budget; None where nothing is counted."""
        if self._budget is None:
            return None
        budget, number, at = self._budget, _digits(phone), now.utc.timestamp()
        return await self._ask(lambda ledger: ledger.remaining(number, budget, at))

    def _count_in_memory(self, reserved: int, number: str, at: float) -> int:
        """Count a send in memory too, for the time when the disk fails; return its number there."""
        reservation = self._memory.note(number, at)
        self._on_disk[reservation] = reserved
        return reservation

    async def _ask(self, work: Callable[[Ledger], T]) -> T:
        """Ask the ledger in a thread; where the disk fails, memory takes its place."""
        try:
            return await asyncio.to_thread(work, self._ledger)
        except JournalError:
            self.in_memory_only = True
            self._ledger = self._memory
            return work(self._memory)


def _digits(phone: str) -> str:
    return PhoneNumber(phone).international
