"""The Protocols of both front ends, implemented by the composition."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from otp_tui.conductor.conductor import Conductor
from otp_tui.conductor.evidence_ports import ExchangeTools, WrittenEvidence
from otp_tui.conductor.setup_form import SetupForm
from otp_tui.core.environment import Environment
from otp_tui.core.errors import Message, UserError
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.flow.recovery import OpenWalkthrough
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.ports import Clock, SmsMessage
from otp_tui.core.security.budget import Allowance
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.security.secrets import Secret, SecretRegistry
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.target.profile import AccentColours
from otp_tui.core.timestamps import ClockReading


class LoadedConnection(Protocol):
    """The parts of a connection that are loaded in a thread, after the first paint."""

    def parse_phone(self, text: str) -> PhoneNumber:
        """Read a phone number.

        Raises:
            PhoneError: The text breaks a rule, which the error names.
        """
        ...

    async def messages(self, conductor: Conductor) -> tuple[SmsMessage, ...]:
        """Return the SMS on the customer's phone, oldest first; empty without a simulator."""
        ...

    async def write_evidence(
        self, record: WalkthroughRecord, registry: SecretRegistry, language: str
    ) -> WrittenEvidence:
        """Write the evidence pack of a walkthrough into a new folder.

        Args:
            record: The walkthrough.
            registry: Its secrets, none of which may stand in it.
            language: The language of what people read in it.

        Raises:
            UserError: A file would hold a secret, or the folder cannot be written.
        """
        ...

    async def travel(self, seconds: float) -> bool:
        """Move our clock and the simulator's; False where the target is no simulator."""
        ...

    async def freeze(self, *, frozen: bool) -> bool:
        """Stop our clock and the simulator's, or let them go on; False where the target is no simulator."""
        ...


class CredentialAccess(Protocol):
    """The API keys of a target of the operator's own."""

    async def gather(self) -> KeyringError | None:
        """Gather keys and limits; gives why the keyring cannot be used, where it cannot.

        Raises:
            CredentialsMissingError: Keys are missing.
            UserError: A key cannot be used.
        """
        ...

    def check(self, credentials: dict[str, Secret]) -> None:
        """Check whether these can be keys.

        Args:
            credentials: By field.

        Raises:
            UserError: One of them cannot be a key.
        """
        ...

    def use_once(self, credentials: dict[str, Secret]) -> None:
        """Use these keys, by field, for this run only."""
        ...

    async def store(
        self, credentials: dict[str, Secret], *, overwrite: bool, waiting: Callable[[KeyringError], None]
    ) -> bool:
        """Store these keys for the profile; False where other keys would be overwritten.

        Args:
            credentials: By field.
            overwrite: Replace other keys.
            waiting: Called where the keyring is waited for.

        Raises:
            KeyringError: A key was not stored.
            UserError: The record of a key could not be written.
        """
        ...


class SendLimits(Protocol):
    """The rules that stand before a send to a target of the operator's own."""

    @property
    def locked(self) -> bool:
        """True where a live send needs the merchant's name typed first."""
        ...

    def unlock(self, typed: str) -> bool:
        """Open live sends by the merchant's name."""
        ...

    async def number_refusal(self, national: str) -> Refusal | None:
        """Return the rule about the number that a send would break now, whatever is typed first."""
        ...

    async def owner(self, national: str) -> str:
        """Return the label of a phone's owner; "–" where nothing names one."""
        ...

    async def allow(self, phone: PhoneNumber, label: str) -> KeyringError | None:
        """Allow sends to a phone; gives why the keyring does not remember it, where it does not.

        Raises:
            UserError: The configuration could not be written.
        """
        ...

    async def remaining(self, national: str) -> Allowance | None:
        """Return what remains of a phone's budget; None where nothing is counted yet."""
        ...


class Connection(NamedTuple):
    """A target that a front end works with.

    Attributes:
        new_conductor: Makes the conductor of a journey.
        journeys: The journeys to choose from; with one there is nothing to choose.
        environment: Where the requests go.
        clock: Both clocks.
        load: Loads the rest; awaited once, after the first paint.
        scenarios: The simulator's test numbers, 1 to 23, where they may be used; empty elsewhere.
        credentials: Its API keys; None on the built-in simulator.
        limits: The rules before a send; None on the built-in simulator.
        profile: The profile's name, if there is one.
        merchant: The merchant's name.
        host: The hosts that make it live or test.
        logo: The merchant's logo as text; empty for the program's name.
        accent: The merchant's colours.
        code_pattern: The pattern by which the profile finds a code in a message; empty for the usual way.
        load_tools: Loads the tools of the inspector, in a thread; None where there are none.
    """

    new_conductor: Callable[[Journey], Conductor]
    journeys: tuple[Journey, ...]
    environment: Environment
    clock: Clock
    load: Callable[[], Awaitable[LoadedConnection]]
    scenarios: tuple[int, ...] = ()
    credentials: CredentialAccess | None = None
    limits: SendLimits | None = None
    profile: str = ""
    merchant: str = ""
    host: str = ""
    logo: str = ""
    accent: AccentColours = AccentColours()
    code_pattern: str = ""
    load_tools: Callable[[], ExchangeTools] | None = None


class OpenWalkthroughs(Protocol):
    """Walkthroughs that an earlier run left open."""

    @property
    def open(self) -> tuple[OpenWalkthrough, ...]:
        """The ones that can be resumed, the newest first."""
        ...

    @property
    def quarantined_to(self) -> str:
        """The file that an unreadable journal was renamed to; empty where none was."""
        ...

    def now(self) -> ClockReading:
        """Read both clocks."""
        ...

    def connection(self, walkthrough: OpenWalkthrough) -> Connection:
        """Return the target that a walkthrough talked to.

        Raises:
            UserError: The profile is gone, or leads elsewhere.
        """
        ...

    async def discard(self, walkthrough: OpenWalkthrough) -> None:
        """End a walkthrough here; nothing is sent.

        Raises:
            ResumeError: Another program has it, or ended it already.
            UserError: The end could not be written.
        """
        ...

    async def close_ended(self) -> tuple[Walkthrough, ...]:
        """Close what has run out or cannot be resumed; gives what this program closed."""
        ...


class SetupService(Protocol):
    """The set-up of targets: configuration file and keyring behind the first-run screens."""

    @property
    def profiles(self) -> tuple[tuple[str, str], ...]:
        """Names of the profiles there are, each with a short description."""
        ...

    def demo(self) -> Connection:
        """Return the built-in simulator."""
        ...

    def open(self, profile: str) -> Connection:
        """Return a profile's target.

        Raises:
            UserError: The profile cannot be used.
        """
        ...

    def unknown_hosts(self, form: SetupForm) -> tuple[str, ...]:
        """Return the hosts of the form's addresses that are neither the vendors' nor this machine."""
        ...

    def check(self, form: SetupForm) -> UserError | None:
        """Return the mistake of the step that is shown, if there is one."""
        ...

    def environment(self, form: SetupForm) -> Environment | None:
        """Return where the addresses lead as they stand; None where they cannot be read yet."""
        ...

    async def probe(self) -> None:
        """Try the keyring.

        Raises:
            KeyringError: The keyring cannot be used.
        """
        ...

    async def test(self, form: SetupForm) -> list[Message]:
        """Check the keys without sending an SMS; gives what that showed.

        Raises:
            UserError: An address cannot be used.
        """
        ...

    async def save(
        self, form: SetupForm, *, overwrite: bool, waiting: Callable[[KeyringError], None]
    ) -> Connection | None:
        """Store the profile and its keys; None where other keys would be overwritten.

        Args:
            form: The answers.
            overwrite: Replace other keys.
            waiting: Called where the keyring is waited for.

        Raises:
            KeyringError: The keys are not stored, and no profile was written.
            UserError: The configuration could not be written.
        """
        ...

    def for_this_run(self, form: SetupForm) -> Connection:
        """Return the form's target without storing anything."""
        ...
