"""What the wizard is handed when it opens: ports that wiring fills, so that it imports nothing below it."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from otp_tui.conductor import Conductor
from otp_tui.core.journey import Environment, Journey
from otp_tui.core.msisdn import Phone
from otp_tui.core.ports import Clock, Message


class Engine(Protocol):
    """What is loaded in a thread after the first paint."""

    def read_phone(self, text: str) -> Phone:
        """Read a phone number.

        Raises:
            PhoneError: With the rule that it breaks.
        """
        ...

    async def messages(self, conductor: Conductor) -> tuple[Message, ...]:
        """What arrived on the customer's phone, oldest first; empty where there is no simulator."""
        ...

    async def travel(self, seconds: float) -> bool:
        """Move our clock and the simulator's; False where the target is no simulator."""
        ...


class Desk(NamedTuple):
    """What one run of the wizard works with.

    Attributes:
        conduct: Makes the conductor of a journey.
        journeys: What can be chosen; one means that nothing is asked.
        environment: Where the requests go.
        clock: Both clocks.
        load: Loads the engine; awaited once, after the first paint.
        numbers: The simulator's numbers, 1 to 23, where they may be used; empty elsewhere.
    """

    conduct: Callable[[Journey], Conductor]
    journeys: tuple[Journey, ...]
    environment: Environment
    clock: Clock
    load: Callable[[], Awaitable[Engine]]
    numbers: tuple[int, ...] = ()
