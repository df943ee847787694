"""What the wizard is handed when it opens: ports that wiring fills, so that it imports nothing below it."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from otp_tui.conductor import Conductor
from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.recovery import OpenWalkthrough
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.ports import Clock, SmsMessage
from otp_tui.core.security.budget import Allowance
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.profile import AccentColours
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.crash import crash_report
from otp_tui.i18n.translator import Translator


class LoadedConnection(Protocol):
    """What is loaded in a thread after the first paint."""

    def read_phone(self, text: str) -> PhoneNumber:
        """Read a phone number.

        Raises:
            PhoneError: With the rule that it breaks.
        """
        ...

    async def messages(self, conductor: Conductor) -> tuple[SmsMessage, ...]:
        """What arrived on the customer's phone, oldest first; empty where there is no simulator."""
        ...

    async def travel(self, seconds: float) -> bool:
        """Move our clock and the simulator's; False where the target is no simulator."""
        ...


class CredentialAccess(Protocol):
    """What stands before the first send to a target of the operator's own: keys, phones, limits."""

    @property
    def in_memory_only(self) -> bool:
        """True where sends can be counted for this run alone."""
        ...

    @property
    def locked(self) -> bool:
        """True where a live send needs the merchant's name typed first."""
        ...

    async def gather(self) -> KeyringError | None:
        """Gather keys and limits; gives why the keyring cannot be used, where it cannot.

        Raises:
            KeysMissingError: Keys are missing.
            Failure: A key cannot be used.
        """
        ...

    def check(self, keys: dict[str, Secret]) -> None:
        """See whether these can be keys.

        Raises:
            Failure: One of them cannot.
        """
        ...

    def use_once(self, keys: dict[str, Secret]) -> None:
        """Use these keys, by field, for this run only."""
        ...

    async def store(
        self, keys: dict[str, Secret], *, overwrite: bool, waiting: Callable[[KeyringError], None]
    ) -> bool:
        """Put these keys into the keyring, for the profile; False where other keys would be overwritten.

        Args:
            keys: By field.
            overwrite: Replace other keys.
            waiting: Told where the keyring is waited for.

        Raises:
            VaultError: They are not kept.
            Failure: When they were entered could not be noted.
        """
        ...

    def unlock(self, typed: str) -> bool:
        """Open live sends by the merchant's name."""
        ...

    async def allow(self, phone: PhoneNumber, label: str) -> KeyringError | None:
        """Let a phone be sent to; gives why the keyring does not remember it, where it does not.

        Raises:
            Failure: The configuration could not be written.
        """
        ...

    async def remaining(self, national: str) -> Allowance | None:
        """What is left of a phone's budget; None where nothing is counted or the keys are not there yet."""
        ...


class OpenWalkthroughs(Protocol):
    """Walkthroughs that an earlier run left open."""

    @property
    def open(self) -> tuple[OpenWalkthrough, ...]:
        """What can be gone on with, the newest first."""
        ...

    @property
    def quarantined_to(self) -> str:
        """Where a journal that could not be read was set aside to; empty where none was."""
        ...

    def now(self) -> ClockReading:
        """Both clocks."""
        ...

    def connection(self, left: OpenWalkthrough) -> "Connection":
        """The target that it talked to.

        Raises:
            Failure: It is not there any more, or leads elsewhere.
        """
        ...

    async def discard(self, left: OpenWalkthrough) -> None:
        """End it here; nothing is sent.

        Raises:
            ResumeError: Another program has it, or ended it already.
            Failure: It could not be noted.
        """
        ...

    async def close_ended(self) -> tuple[Walkthrough, ...]:
        """Close what has run out or cannot be gone on with; gives what this program closed."""
        ...


class Connection(NamedTuple):
    """What one run of the wizard works with.

    Attributes:
        conduct: Makes the conductor of a journey.
        journeys: What can be chosen; one means that nothing is asked.
        environment: Where the requests go.
        clock: Both clocks.
        load: Loads the engine; awaited once, after the first paint.
        numbers: The simulator's numbers, 1 to 23, where they may be used; empty elsewhere.
        access: What stands before the first send; None on the built-in simulator.
        profile: The profile's name, if there is one.
        merchant: The merchant's name.
        host: The hosts that make it live or test.
        colours: The merchant's colours.
        code_pattern: How the profile finds a code in a message; empty for the program's own way.
    """

    new_conductor: Callable[[Journey], Conductor]
    journeys: tuple[Journey, ...]
    environment: Environment
    clock: Clock
    load: Callable[[], Awaitable[LoadedConnection]]
    scenarios: tuple[int, ...] = ()
    access: CredentialAccess | None = None
    profile: str = ""
    merchant: str = ""
    host: str = ""
    accent: AccentColours = AccentColours()
    code_pattern: str = ""


class WizardPreferences(NamedTuple):
    """What the configuration says of the wizard itself, and what it leaves behind when it breaks.

    Attributes:
        theme: ``dark`` or ``light``.
        keys: Keys by action, over the usual ones.
        crashed: Gives the page of a crash.
    """

    theme: str | None = None
    keys: tuple[tuple[str, str], ...] = ()
    crash_page: Callable[[Translator, BaseException | None], str] = crash_report
