"""The Protocols that the other rooms fill: what the walkthrough needs from the world."""

from typing import Protocol

from otp_tui.core.exchange.exchange import Answer, Exchange, Request
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.recovery import PersistenceFailure, SavedWalkthrough
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.security.secrets import Secret, SecretRegistry
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import ClockReading


class Clock(Protocol):
    """Both clocks in one reading."""

    def now(self) -> ClockReading:
        """Read them."""
        ...

    def catch_up(self, monotonic: float) -> None:
        """Begin no earlier than an earlier process had got to, so that no countdown rises across a restart."""
        ...


class RequestProgress:
    """What a gateway tells about its exchange while it is under way.

    Attributes:
        written: True once a byte of the request has left; a cancel before that sent nothing.
    """

    __slots__ = ("written",)

    def __init__(self) -> None:
        self.written = False


class Gateway(Protocol):
    """One provider. Every call is one exchange, never repeated, and never raises for what the provider did."""

    async def call(self, request: Request, progress: RequestProgress) -> Answer:
        """Carry a request out and decide its answer.

        Args:
            request: What is asked; the values behind its handles are in the gateway's bag.
            progress: Told when the first byte leaves.
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


class WalkthroughStore(Protocol):
    """Keeps walkthroughs: secrets first, then the event, before the request leaves.

    `append` is called before the effects of an event are carried out; when it returns, they may be.
    """

    async def append(
        self, walkthrough: Walkthrough, event: Event, now: ClockReading, registry: SecretRegistry
    ) -> PersistenceFailure | None:
        """Make one event, and the secrets that its handles name, safe.

        Args:
            walkthrough: As the event left it.
            event: What happened.
            now: When.
            registry: The values behind the handles.

        Returns:
            What cannot be kept from now on, the first time that it cannot.
        """
        ...

    async def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Keep an exchange, redacted as it is."""
        ...

    async def claim(self, walkthrough_id: str) -> SavedWalkthrough:
        """Take a walkthrough up that another process left open.

        Raises:
            ResumeError: It cannot be gone on with.
        """
        ...

    async def release(self, walkthrough: Walkthrough) -> None:
        """Let go of a walkthrough; what is over, or was never begun, leaves nothing in the keyring."""
        ...


class SendGuard(Protocol):
    """Stops what must not be sent; asked before a press moves anything, and again when its request is due."""

    async def check(self, phone: str, now: ClockReading) -> Refusal | None:
        """The rule that a send to this phone would break now; None where it may go."""
        ...

    async def reserve(self, phone: str, now: ClockReading) -> Refusal | int:
        """Take one send out of the budget.

        Returns:
            The rule that forbids it, or the reservation's number.
        """
        ...

    async def release(self, reservation: int) -> None:
        """Undo a reservation: its send certainly did not happen."""
        ...


class Backend(Protocol):
    """What a conductor works with; each part may still have to be loaded when it is first asked for."""

    async def store(self) -> WalkthroughStore:
        """Return what keeps its walkthroughs."""
        ...

    async def guard(self) -> SendGuard:
        """Return what stops a send.

        Raises:
            CredentialsMissingError: Keys are missing.
            UserError: A key cannot be used.
        """
        ...

    async def open_gateways(self, registry: SecretRegistry, record: Recorder) -> GatewaySet:
        """Bind gateways to a walkthrough's secrets and recorder.

        Args:
            registry: The walkthrough's secrets.
            record: Takes every exchange, redacted.

        Raises:
            CredentialsMissingError: Keys are missing.
            UserError: A key cannot be used.
        """
        ...


class CredentialStore(Protocol):
    """Keeps secrets outside the program; every call may raise `otp_tui.core.vault.VaultError`."""

    async def get(self, name: str) -> Secret | None:
        """The value under a name, None where there is none."""
        ...

    async def set(self, name: str, value: Secret) -> None:
        """Keep a value under a name, over an older one."""
        ...

    async def delete(self, name: str) -> bool:
        """Forget a value; False where there was none."""
        ...

    async def probe(self) -> str:
        """See whether it keeps what it is given; gives its name."""
        ...


class SmsMessage(Protocol):
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


class SimulatorPhone(Protocol):
    """The customer's phone and the clock of a simulator, where the target is one."""

    async def messages(self, national: str) -> tuple[SmsMessage, ...]:
        """The inbox of a phone (ten digits), oldest first; empty where the simulator cannot be asked."""
        ...

    async def advance(self, seconds: float) -> bool:
        """Move its clock; False where that could not be done."""
        ...
