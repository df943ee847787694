"""What fills a port where nothing is to be done."""

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.recovery import Loss, ResumeError, Saved, Unresumable
from otp_tui.core.flow.state import Walk
from otp_tui.core.security.secrets import SecretBag
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import Now


class NoGuard:
    """Lets everything go: for a simulator of our own, where no phone rings."""

    async def check(self, phone: str, now: Now) -> Refusal | None:
        """Nothing is stopped."""

    async def reserve(self, phone: str, now: Now) -> Refusal | int:
        """Nothing is counted."""
        return 0

    async def give_back(self, reservation: int) -> None:
        """Nothing was counted."""


class MemoryStore:
    """Keeps nothing beyond the process: for a simulator of our own, which ends with it."""

    async def append(self, walk: Walk, event: Event, now: Now, bag: SecretBag) -> Loss | None:
        """Nothing to make safe; the conductor holds the only copy."""

    async def record(self, walk_id: str, exchange: Exchange) -> None:
        """Nothing to keep."""

    async def claim(self, walk_id: str) -> Saved:
        """Nothing was kept."""
        raise ResumeError(Unresumable.UNREADABLE)

    async def release(self, walk: Walk) -> None:
        """Nothing to let go of."""
