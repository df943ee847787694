"""What fills a port where nothing is to be done."""

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.recovery import PersistenceFailure, ResumeError, SavedWalkthrough, Unresumable
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import ClockReading


class NullGuard:
    """Lets everything go: for a simulator of our own, where no phone rings."""

    async def check(self, phone: str, now: ClockReading) -> Refusal | None:
        """Nothing is stopped."""

    async def reserve(self, phone: str, now: ClockReading) -> Refusal | int:
        """Nothing is counted."""
        return 0

    async def release(self, reservation: int) -> None:
        """Nothing was counted."""


class NullStore:
    """Keeps nothing beyond the process: for a simulator of our own, which ends with it."""

    async def append(
        self, walkthrough: Walkthrough, event: Event, now: ClockReading, registry: SecretRegistry
    ) -> PersistenceFailure | None:
        """Nothing to make safe; the conductor holds the only copy."""

    async def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Nothing to keep."""

    async def claim(self, walkthrough_id: str) -> SavedWalkthrough:
        """Nothing was kept."""
        raise ResumeError(Unresumable.UNREADABLE)

    async def release(self, walkthrough: Walkthrough) -> None:
        """Nothing to let go of."""
