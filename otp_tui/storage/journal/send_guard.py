"""The guard of sends: rules, allowed phones, and the budget that is stored on disk.

Where the count cannot be read and written, nothing is sent that a budget is for: who knows what was sent before?
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol, TypeVar

from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.budget import Allowance, Budget
from otp_tui.core.security.send_policy import Refusal, Rule, SendPolicy, Unlock, over_budget
from otp_tui.core.timestamps import ClockReading
from otp_tui.storage.journal.database import JournalError, JournalProblem

T = TypeVar("T")
_PROBLEMS: Final = {JournalProblem.HELD: Rule.BUDGET_HELD}
"""The rules that stop a send where the count cannot be used; any other problem is one of its storage."""


class Ledger(Protocol):
    """A count of sends; every method blocks, and raises `JournalError` where the count cannot be used."""

    def reserve(self, number: str, budget: Budget, now: float) -> tuple[int | None, Allowance]:
        """Reserve one send of the budget."""
        ...

    def release(self, reservation: int) -> None:
        """Undo a reservation."""
        ...

    def note(self, number: str, at: float) -> None:
        """Count a send that happened, whatever is left of the budget."""
        ...

    def remaining(self, number: str, budget: Budget, now: float) -> Allowance:
        """Return the rest of a number's budget."""
        ...


class BudgetGuard:
    """A send policy with a budget; implements `otp_tui.core.ports.SendGuard`.

    Attributes:
        policy: The rules that do not change while a walkthrough runs.
        allowed: The phones whose owner is known, as the secret registry writes them.

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
        self._budget = budget
        self._ledger = ledger
        self._owed: list[tuple[str, float]] = []
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
        return refusal if refusal is not None else await self.budget_refusal(phone, now)

    async def budget_refusal(self, phone: str, now: ClockReading) -> Refusal | None:
        """Return the refusal of a send by the budget alone: it is used up, or cannot be counted now."""
        try:
            rest = await self._rest(phone, now)
        except JournalError as error:
            return _uncounted(error)
        return over_budget(rest) if rest is not None and not rest.remaining else None

    async def reserve(self, phone: str, now: ClockReading) -> Refusal | int:
        """Reserve one send of the budget, and of the sends that live was unlocked for."""
        refusal = self.policy.refusal(phone, self.allowed, self._unlock, now)
        if refusal is not None:
            return refusal
        reservation = 0
        if self._budget is not None:
            budget, number, at = self._budget, _digits(phone), now.utc.timestamp()
            try:
                reserved, rest = await self._ask(lambda ledger: ledger.reserve(number, budget, at))
            except JournalError as error:
                return _uncounted(error)
            if reserved is None:
                return over_budget(rest)
            reservation = reserved
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=self._unlock.sends + 1)
        return reservation

    async def release(self, reservation: int) -> None:
        """Undo a reservation whose send certainly did not happen."""
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=max(0, self._unlock.sends - 1))
        if self._budget is not None:
            with suppress(JournalError):  # then it counts until it is too old, which allows no send too many
                await self._ask(lambda ledger: ledger.release(reservation))

    async def count(self, phone: str, now: ClockReading) -> None:
        """Count a send that a provider made unasked, whatever is left of the budget."""
        if self._budget is not None:
            self._owed.append((_digits(phone), now.utc.timestamp()))
            with suppress(JournalError):  # the next question counts it first, or fails as well
                await self._ask(lambda _: None)
        if self._unlock is not None:
            self._unlock = self._unlock._replace(sends=self._unlock.sends + 1)

    async def remaining(self, phone: str, now: ClockReading) -> Allowance | None:
        """Return the rest of a phone's budget; None where nothing is counted, or it cannot be read now."""
        try:
            return await self._rest(phone, now)
        except JournalError:
            return None

    async def _rest(self, phone: str, now: ClockReading) -> Allowance | None:
        """Return the rest of a phone's budget; None where nothing is counted.

        Raises:
            JournalError: The count cannot be used.
        """
        if self._budget is None:
            return None
        budget, number, at = self._budget, _digits(phone), now.utc.timestamp()
        return await self._ask(lambda ledger: ledger.remaining(number, budget, at))

    async def _ask(self, work: Callable[[Ledger], T]) -> T:
        """Ask the ledger in a thread.

        Raises:
            JournalError: The count cannot be used.
        """
        return await asyncio.to_thread(self._paid, work)

    def _paid(self, work: Callable[[Ledger], T]) -> T:
        """Write down what was sent unasked, then ask the ledger."""
        while self._owed:
            self._ledger.note(*self._owed[0])
            self._owed.pop(0)
        return work(self._ledger)


def _uncounted(error: JournalError) -> Refusal:
    return Refusal(_PROBLEMS.get(error.problem, Rule.BUDGET_UNSTORED))


def _digits(phone: str) -> str:
    return PhoneNumber(phone).international
