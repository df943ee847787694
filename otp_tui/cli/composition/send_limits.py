"""The rules before a send to a runtime's target; implements the port `SendLimits`."""

from typing import TYPE_CHECKING

from otp_tui.cli.composition.config import record_allowed_number
from otp_tui.cli.composition.runtime import Runtime
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.budget import Allowance
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.security.send_policy import Refusal, Rule

if TYPE_CHECKING:
    from otp_tui.storage.journal.send_guard import BudgetGuard


class RuntimeSendLimits:
    """The rules of a runtime's guard, once it was gathered.

    Args:
        runtime: Gathers the guard.
        keyring: Where allowed numbers are stored.
        remembers: False where the target is for this run only, so that nothing of it is stored.
    """

    def __init__(self, runtime: Runtime, keyring: CredentialStore, *, remembers: bool = True) -> None:
        self._runtime = runtime
        self._keyring = keyring
        self._remembers = remembers

    @property
    def _guard(self) -> "BudgetGuard | None":
        gathered = self._runtime.gathered
        if gathered is None:
            return None
        from otp_tui.storage.journal.send_guard import BudgetGuard

        return gathered.guard if isinstance(gathered.guard, BudgetGuard) else None

    @property
    def locked(self) -> bool:
        """True where a live send needs the merchant's name typed first."""
        return self._guard is None or self._guard.locked(self._runtime.clock.now())

    def unlock(self, typed: str) -> bool:
        """Open live sends by the merchant's name."""
        return self._guard is not None and self._guard.unlock(typed, self._runtime.clock.now())

    async def number_refusal(self, national: str) -> Refusal | None:
        """Return the rule about the number that a send would break now, whatever is typed first."""
        if self._guard is None:
            return None
        now = self._runtime.clock.now()
        refusal = await self._guard.check(national, now)
        if refusal is None or refusal.rule not in {Rule.LIVE_LOCKED, Rule.LIVE_LAPSED}:
            return refusal
        return await self._guard.budget_refusal(national, now)

    async def owner(self, national: str) -> str:
        """Return the label of a phone's owner; "–" where nothing names one."""
        from otp_tui.storage.keyring.allowed_numbers import read_allowed_numbers

        profile = self._runtime.target.profile if self._runtime.target else None
        if profile is None:
            return "–"
        try:
            return (await read_allowed_numbers(self._keyring, profile.name)).get(national, "–")
        except KeyringError:  # the phone is on the list of the environment, or was told for this run
            return "–"

    async def allow(self, phone: PhoneNumber, label: str) -> KeyringError | None:
        """Allow sends to a phone: for good with a profile and a keyring, else for this run.

        Raises:
            UserError: The configuration could not be written.
        """
        from otp_tui.storage.keyring.allowed_numbers import add_allowed_number

        assert self._guard is not None
        self._guard.allowed |= {phone.national}
        profile = self._runtime.target.profile if self._runtime.target else None
        if profile is None or not self._remembers:
            return KeyringError(KeyringProblem.SWITCHED_OFF)
        try:
            await add_allowed_number(self._keyring, profile.name, phone.national, label)
        except KeyringError as error:
            return error
        record_allowed_number(profile, label, phone.masked)
        return None

    async def remaining(self, national: str) -> Allowance | None:
        """Return what remains of a phone's budget; None until keys and limits were gathered."""
        if self._guard is None:
            return None
        return await self._guard.remaining(national, self._runtime.clock.now())
