"""What fills a port where nothing is to be done."""

from .events import Event
from .guard import Refusal
from .moments import Now
from .secrets import SecretBag
from .walk import Walk


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
    """Keeps nothing beyond the process: walkthroughs live in memory until the journal is built."""

    async def append(self, walk: Walk, event: Event, now: Now, bag: SecretBag) -> None:
        """Nothing to make safe; the conductor holds the only copy."""
