"""A target while it is set up: what was typed so far, kept through back and forth."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.flow.journey import LEGS, Journey
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import credential_fields
from otp_tui.wizard.ports import Connection

STEPS = ("target", "addresses", "keys", "name", "save")


@dataclass
class SetupForm:
    """What was typed.

    Attributes:
        texts: Plain answers by the field's name.
        keys: Keys by field; never drawn.
        step: The step that is shown.
        saved: The profile that this belongs to, where it is there already.
    """

    texts: dict[str, str] = field(default_factory=lambda: {"environment": "test", "journey": "full"})
    credentials: dict[str, Secret] = field(default_factory=dict)
    step: int = 0

    @property
    def environment(self) -> Environment:
        """What the operator says it is; the hosts decide."""
        return Environment(self.texts["environment"])

    @property
    def journey(self) -> Journey:
        """The legs that are wanted."""
        return Journey(self.texts["journey"])

    @property
    def providers(self) -> tuple[str, ...]:
        """The providers of these legs."""
        return tuple(leg.provider for leg in LEGS[self.journey])


class FormField(NamedTuple):
    """One thing to fill in.

    Attributes:
        name: The field's name; its words are ``setup.NAME`` and ``setup.NAME_hint`` in the catalogues.
        kind: ``choice``, ``text`` or ``secret``.
        choices: What can be chosen.
        hint: Whether there is a line below it.
        host: The host that it is about.
    """

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    hint: bool = False
    host: str = ""

    @property
    def word(self) -> str:
        """The name of its words, without ``setup.``."""
        return "test_host" if self.host else self.name.replace(".", "_")


def confirmation_field(host: str) -> str:
    """The name of the field in which a strange host's name is typed once more."""
    return f"test_host:{host}"


_TARGET = (
    FormField("environment", "choice", ("test", "live"), hint=True),
    FormField("journey", "choice", tuple(journey.value for journey in Journey), hint=True),
)


def form_fields(form: SetupForm, unknown_hosts: tuple[str, ...]) -> tuple[FormField, ...]:
    """What a step asks for.

    Args:
        form: What was typed so far.
        unknown_hosts: Hosts that nobody vouches for, of which a test target needs the name once more.
    """
    step = STEPS[form.step]
    if step == "target":
        return _TARGET
    if step == "addresses":
        asked = tuple(FormField(f"{provider}_url") for provider in form.providers)
        once_more = unknown_hosts if form.environment is Environment.TEST else ()
        return (*asked, *(FormField(confirmation_field(host), host=host) for host in once_more))
    if step == "keys":
        return tuple(FormField(key.name, "secret") for key in credential_fields(form.providers))
    return (FormField("merchant", hint=True), FormField("name", hint=True)) if step == "name" else ()


class SetupService(Protocol):
    """What the first-run screens need from the world."""

    @property
    def profiles(self) -> tuple[tuple[str, str], ...]:
        """Names of the profiles there are, each with what it is."""
        ...

    def demo(self) -> Connection:
        """The built-in simulator."""
        ...

    def open(self, profile: str) -> Connection:
        """A profile.

        Raises:
            Failure: It cannot be used.
        """
        ...

    def known_addresses(self, environment: Environment) -> dict[str, str]:
        """The vendors' own addresses by provider."""
        ...

    def unknown_hosts(self, form: SetupForm) -> tuple[str, ...]:
        """Hosts of the draft's addresses that are neither the vendors' nor this machine."""
        ...

    def check(self, form: SetupForm) -> UserError | None:
        """What is wrong with the step that is shown."""
        ...

    def environment(self, form: SetupForm) -> Environment | None:
        """Where the addresses lead as they stand; None where they cannot be read yet."""
        ...

    async def probe(self) -> None:
        """Try the keyring.

        Raises:
            VaultError: It cannot be used.
        """
        ...

    async def test(self, form: SetupForm) -> list[str]:
        """Test the keys without sending an SMS; gives sentences."""
        ...

    async def save(
        self, form: SetupForm, *, overwrite: bool, waiting: Callable[[KeyringError], None]
    ) -> Connection | None:
        """Keep the profile and its keys; None where other keys are there that would be overwritten.

        Args:
            form: What was typed.
            overwrite: Replace other keys.
            waiting: Told where the keyring is waited for.

        Raises:
            VaultError: The keys are not kept, and no profile was written.
            Failure: The configuration could not be written.
        """
        ...

    def for_this_run(self, form: SetupForm) -> Connection:
        """Use the draft without keeping anything."""
        ...
