"""The Protocols that the other rooms fill: what the walkthrough needs from the world."""

from typing import Protocol

from .events import Event
from .exchange import Answer, Exchange, Request
from .moments import Now
from .secrets import SecretBag
from .walk import Walk


class Clock(Protocol):
    """Both clocks in one reading."""

    def now(self) -> Now:
        """Read them."""
        ...


class Wire:
    """What a gateway tells about its exchange while it is under way.

    Attributes:
        written: True once a byte of the request has left; a cancel before that sent nothing.
    """

    __slots__ = ("written",)

    def __init__(self) -> None:
        self.written = False


class Gateway(Protocol):
    """One provider. Every call is one exchange, never repeated, and never raises for what the provider did."""

    async def call(self, request: Request, wire: Wire) -> Answer:
        """Carry a request out and decide its answer.

        Args:
            request: What is asked; the values behind its handles are in the gateway's bag.
            wire: Told when the first byte leaves.
        """
        ...


class Recorder(Protocol):
    """Takes each exchange as it was recorded."""

    def __call__(self, exchange: Exchange) -> None:
        """Take one, redacted."""
        ...


class GatewaySet(Protocol):
    """The gateways of one walkthrough, by provider."""

    def of(self, provider: str) -> Gateway:
        """The gateway of a provider."""
        ...

    async def close(self) -> None:
        """Release what they hold."""
        ...


class GatewayOpener(Protocol):
    """Opens the gateways of one walkthrough; built by wiring, which knows hosts and keys."""

    async def __call__(self, bag: SecretBag, record: Recorder) -> GatewaySet:
        """Bind gateways to a walkthrough's bag and recorder; the HTTP library may still have to load."""
        ...


class WalkStore(Protocol):
    """Keeps walkthroughs: secrets first, then the event, before the request leaves.

    `append` is called before the effects of an event are carried out; when it returns, they may be.
    """

    async def append(self, walk: Walk, event: Event, now: Now, bag: SecretBag) -> None:
        """Make one event, and the secrets that its handles name, safe."""
        ...


class Message(Protocol):
    """One SMS on the simulated customer's phone."""

    @property
    def at(self) -> str:
        """When it arrived, RFC 3339."""
        ...

    @property
    def code(self) -> str:
        """The code in it."""
        ...

    @property
    def text(self) -> str:
        """Its words."""
        ...


class SimulatorControls(Protocol):
    """The customer's phone and the clock of a simulator, where the target is one."""

    async def messages(self, national: str) -> tuple[Message, ...]:
        """The inbox of a phone (ten digits), oldest first; empty where the simulator cannot be asked."""
        ...

    async def advance(self, seconds: float) -> bool:
        """Move its clock; False where that could not be done."""
        ...
