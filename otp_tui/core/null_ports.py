"""No-op implementations of the ports, for the built-in simulator."""

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.change import PersistenceFailure
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.recovery import ResumeError, SavedWalkthrough, Unresumable
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.ports import GatewaySet, Recorder
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import ClockReading


class NullGuard:
    """A guard that lets every send pass: at a simulator no phone rings."""

    async def check(self, phone: str, now: ClockReading) -> Refusal | None:
        """Return None."""

    async def reserve(self, phone: str, now: ClockReading) -> Refusal | int:
        """Return a reservation that counts nothing."""
        return 0

    async def release(self, reservation: int) -> None:
        """Do nothing."""

    async def count(self, phone: str, now: ClockReading) -> None:
        """Do nothing."""


class NullStore:
    """A store that keeps nothing: the built-in simulator ends with the process."""

    async def append(
        self, walkthrough: Walkthrough, event: Event, now: ClockReading, registry: SecretRegistry
    ) -> PersistenceFailure | None:
        """Do nothing; the conductor holds the only copy."""

    async def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Do nothing."""

    async def claim(self, walkthrough_id: str) -> SavedWalkthrough:
        """Raise `ResumeError`: nothing was stored."""
        raise ResumeError(Unresumable.UNREADABLE)

    async def release(self, walkthrough: Walkthrough) -> None:
        """Do nothing."""


class NullBackend:
    """The backend of a conductor that only shows: it stores nothing and sends nothing."""

    async def store(self) -> NullStore:
        """Return a store that keeps nothing."""
        return NullStore()

    async def guard(self) -> NullGuard:
        """Return a guard, which is never asked."""
        return NullGuard()

    async def open_gateways(self, registry: SecretRegistry, record: Recorder) -> GatewaySet:
        """Raise `LookupError`: nothing is sent.

        Raises:
            LookupError: Always.
        """
        raise LookupError("a walkthrough that is only shown sends nothing")
