"""The Protocols that other packages implement."""

from typing import Protocol

from otp_tui.core.exchange.exchange import Answer, Exchange, Request
from otp_tui.core.flow.change import PersistenceFailure
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.recovery import SavedWalkthrough
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.security.secrets import Secret, SecretRegistry
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import ClockReading


class Clock(Protocol):
    """A source of readings of both clocks."""

    def now(self) -> ClockReading:
        """Return a reading of both clocks."""
        ...

    def catch_up(self, monotonic: float) -> None:
        """Continue from an earlier process' reading: no countdown rises after a restart.

        Args:
            monotonic: The seconds of that reading, below which no later one falls.
        """
        ...


class RequestProgress:
    """The progress of a request in flight.

    Attributes:
        written: True once a byte of the request has left; before that, a cancelled request sent nothing.
    """

    __slots__ = ("written",)

    def __init__(self) -> None:
        self.written = False


class Gateway(Protocol):
    """One provider; a call is one exchange, never repeated."""

    async def call(self, request: Request, progress: RequestProgress) -> Answer:
        """Send a request and decide its answer; a failure of the exchange is an answer too.

        Args:
            request: The request; the values behind its handles are in the gateway's registry.
            progress: Marked when the request's first byte leaves.
        """
        ...


class Recorder(Protocol):
    """A function that takes each recorded exchange."""

    def __call__(self, exchange: Exchange) -> None:
        """Take one exchange, already redacted."""
        ...


class GatewaySet(Protocol):
    """The gateways of one walkthrough, by provider."""

    def of(self, provider: str) -> Gateway:
        """Return the gateway of a provider."""
        ...

    async def close(self) -> None:
        """Close every gateway."""
        ...


class WalkthroughStore(Protocol):
    """A store of walkthroughs: secrets first, then the event, before the request leaves.

    `append` is called before the requests of an event are sent; when it returns, they may be.
    """

    async def append(
        self, walkthrough: Walkthrough, event: Event, now: ClockReading, registry: SecretRegistry
    ) -> PersistenceFailure | None:
        """Store one event, and the secrets that its handles name.

        Args:
            walkthrough: The state after the event.
            event: The event.
            now: The moment of the event.
            registry: The values behind the handles.

        Returns:
            The part that cannot be stored from now on, the first time that it cannot.
        """
        ...

    async def record(self, walkthrough_id: str, exchange: Exchange) -> None:
        """Store a redacted exchange."""
        ...

    async def claim(self, walkthrough_id: str) -> SavedWalkthrough:
        """Claim a walkthrough that another process left open.

        Raises:
            ResumeError: Another program has it, its secrets are missing, or the journal cannot be read.
        """
        ...

    async def release(self, walkthrough: Walkthrough) -> None:
        """Release a walkthrough; one that is over or never began leaves no keyring entry."""
        ...


class SendGuard(Protocol):
    """A guard of sends, checked before an event is applied and again before its request."""

    async def check(self, phone: str, now: ClockReading) -> Refusal | None:
        """Return the refusal of a send to this phone now; None where it may go."""
        ...

    async def reserve(self, phone: str, now: ClockReading) -> Refusal | int:
        """Reserve one send of the budget.

        Returns:
            The refusal, or the reservation's number.
        """
        ...

    async def release(self, reservation: int) -> None:
        """Undo a reservation whose send certainly did not happen."""
        ...

    async def count(self, phone: str, now: ClockReading) -> None:
        """Count a send that a provider made unasked, whatever is left of the budget."""
        ...


class Backend(Protocol):
    """The services of a conductor, each loaded when it is first requested."""

    async def store(self) -> WalkthroughStore:
        """Return the store of its walkthroughs."""
        ...

    async def guard(self) -> SendGuard:
        """Return the guard of its sends.

        Raises:
            CredentialsMissingError: Keys are missing.
            UserError: A key cannot be used.
        """
        ...

    async def open_gateways(self, registry: SecretRegistry, record: Recorder) -> GatewaySet:
        """Bind gateways to a walkthrough's secrets and recorder.

        Args:
            registry: The walkthrough's secrets.
            record: Called with every exchange, redacted.

        Raises:
            CredentialsMissingError: Keys are missing.
            UserError: A key cannot be used.
        """
        ...


class CredentialStore(Protocol):
    """A store of secrets.

    Every call may raise `otp_tui.core.security.keyring_errors.KeyringError`.
    """

    async def get(self, name: str) -> Secret | None:
        """Return the value under a name; None where there is none."""
        ...

    async def set(self, name: str, value: Secret) -> None:
        """Store a value under a name, in place of an older one."""
        ...

    async def delete(self, name: str) -> bool:
        """Delete a value; return False where there was none."""
        ...

    async def probe(self) -> str:
        """Write, read and delete a test value; return the backend's name."""
        ...


class SmsMessage(Protocol):
    """One SMS on the simulated customer's phone."""

    @property
    def id(self) -> int:
        """Its number; a later one has a greater number."""
        ...

    @property
    def reference(self) -> str:
        """The value by which its receiver knows it: the ``otp_session_id`` or the SessionId."""
        ...

    @property
    def at(self) -> str:
        """The moment of its arrival, RFC 3339."""
        ...

    @property
    def code(self) -> str:
        """The code in it."""
        ...

    @property
    def sender(self) -> str:
        """The name that signs it; empty where it is not known."""
        ...

    @property
    def text(self) -> str:
        """The whole message."""
        ...


class SimulatorPhone(Protocol):
    """The customer's phone and the clock of a simulator."""

    async def present(self) -> bool | None:
        """Return whether what answers at the address is a simulator; None where nobody answers."""
        ...

    async def messages(self, national: str, *, since: int = 0) -> tuple[SmsMessage, ...]:
        """Return the inbox of a phone, oldest first; empty where the simulator does not answer.

        Args:
            national: The phone's ten digits.
            since: Only the messages with a greater id.
        """
        ...

    async def advance(self, seconds: float) -> bool:
        """Move the simulator's clock ahead; return False where it does not answer or refuses."""
        ...

    async def freeze(self, *, frozen: bool) -> bool:
        """Stop the simulator's clock, or let it go on; return False where it does not answer or refuses."""
        ...
