"""The Protocols of both front ends, implemented by the composition."""

from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple, Protocol

from otp_tui.conductor.conductor import Conductor
from otp_tui.conductor.setup_form import SetupForm
from otp_tui.core.environment import Environment
from otp_tui.core.errors import Message, UserError
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.history import ArrivalStatistics, HistoryEntry, HistoryFilter
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


class WrittenEvidence(NamedTuple):
    """An evidence pack that was written.

    Attributes:
        folder: The path of its folder.
        files: The number of its files.
        has_pictures: False where they could not be drawn.
    """

    folder: str
    files: int
    has_pictures: bool


EvidenceWriter = Callable[[WalkthroughRecord, str], Awaitable[WrittenEvidence]]
"""Writes the evidence of a walkthrough in a language."""


class HistoryService(Protocol):
    """The kept walkthroughs; every method but the last blocks."""

    def page(
        self, chosen: HistoryFilter, limit: int, after: HistoryEntry | None = None
    ) -> list[HistoryEntry]:
        """Return a page of entries, the newest first.

        Args:
            chosen: The filter.
            limit: The most entries of the page.
            after: The last entry of the page before.

        Raises:
            UserError: The journal cannot be read.
        """
        ...

    def count(self, chosen: HistoryFilter) -> int:
        """Return the number of entries that pass a filter.

        Raises:
            UserError: The journal cannot be read.
        """
        ...

    def arrivals(self) -> list[ArrivalStatistics]:
        """Return how long the SMS of each provider took.

        Raises:
            UserError: The journal cannot be read.
        """
        ...

    def load(self, walkthrough_id: str) -> WalkthroughRecord:
        """Return a kept walkthrough.

        Raises:
            UserError: It is gone, or the journal cannot be read.
        """
        ...

    async def write_evidence(self, record: WalkthroughRecord, language: str) -> WrittenEvidence:
        """Write the evidence of a kept walkthrough into a new folder.

        Raises:
            UserError: A file would hold a secret, or the folder cannot be written.
        """
        ...


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


class ExchangeTools(Protocol):
    """The tools of the inspector that are loaded in a thread, when an exchange is first looked at."""

    @property
    def languages(self) -> tuple[tuple[str, str, str], ...]:
        """The languages of programs: name, label, and the name of the lexer."""
        ...

    def snippet(self, exchange: Exchange, language: str) -> str:
        """Return a program that sends an exchange's request again.

        Args:
            exchange: The exchange.
            language: The language's name.

        Raises:
            ValueError: The exchange's method is no HTTP method.
        """
        ...

    def file_name(self, exchange: Exchange, language: str) -> str:
        """Return the name of a program's file."""
        ...

    def tokens(self, code: str, lexer: str) -> tuple[tuple[int, int, str], ...]:
        """Return the beginning, the end and the kind of each token that has a colour.

        Args:
            code: The code.
            lexer: The name of its lexer.
        """
        ...

    def secret_in(self, text: str, secrets: Iterable[tuple[str, str]]) -> str:
        """Return the name of the first known secret that a text holds, as it is or encoded; empty without one.

        Args:
            text: What is to leave the program.
            secrets: The names and values of the secrets.
        """
        ...

    def masked(self, comment: str, registry: SecretRegistry) -> str:
        """Return what an operator typed without known secrets and without shapes of secrets."""
        ...

    def ticket(self, record: WalkthroughRecord, registry: SecretRegistry, language: str) -> str:
        """Return the text for the provider's support.

        Args:
            record: The walkthrough, with one exchange at least.
            registry: Its secrets.
            language: The language.

        Raises:
            UserError: The text would hold a secret.
        """
        ...

    def compared(self, one: WalkthroughRecord, other: WalkthroughRecord, language: str) -> list[str]:
        """Return the comparison of two walkthroughs as lines."""
        ...

    def save(self, name: str, text: str) -> str:
        """Write a text into a new file of the current folder, else of the data folder; gives its path.

        Args:
            name: The wanted name; it is numbered where there is such a file already.
            text: The content.

        Raises:
            OSError: Neither folder can be written to.
        """
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
