"""The wizard on targets of the operator's own: a configuration, a keyring that does as it is told, a still clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from otp_tui.cli.commands.wizard_parts import wizard_parts
from otp_tui.cli.composition.config import load_config, profile_of
from otp_tui.cli.composition.connections import ConnectionFactory
from otp_tui.cli.composition.history import JournalHistory
from otp_tui.cli.composition.open_walkthroughs import OpenWalkthroughService
from otp_tui.cli.composition.setup import ConfiguredSetup
from otp_tui.cli.composition.targets import addresses
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.app import WizardApp
from otp_tui.wizard.flows.start import StartFlow
from otp_tui.wizard.preferences import WizardPreferences
from support.wizard_harness import ManualClock, WizardHarness


class FakeKeyring:
    """A keyring in memory.

    Attributes:
        held: What it holds.
        problem: Raised by every call, where set.
        late: Set where the first call hangs: its answer to come.
    """

    def __init__(self, problem: KeyringProblem | None = None) -> None:
        self.held: dict[str, str] = {}
        self.problem = problem
        self.late: asyncio.Future[None] | None = None

    def _answer(self) -> None:
        if self.late is not None and not self.late.done():
            raise KeyringError(KeyringProblem.HANGING, late=self.late)
        if self.problem is not None:
            raise KeyringError(self.problem, "tests.FakeKeyring")

    async def get(self, name: str) -> Secret | None:
        self._answer()
        return Secret(self.held[name]) if name in self.held else None

    async def set(self, name: str, value: Secret) -> None:
        self._answer()
        self.held[name] = value.reveal()

    async def delete(self, name: str) -> bool:
        self._answer()
        return self.held.pop(name, None) is not None

    async def probe(self) -> str:
        self._answer()
        return "tests.FakeKeyring"


def entered(profile: str, origin: str, *fields: str) -> str:
    """What the configuration notes of keys that were entered for an address."""
    notes = "".join(f'"{field}" = {{ at = 2026-11-21T06:00:00Z, origin = "{origin}" }}\n' for field in fields)
    return f"\n[profiles.{profile}.credentials]\n{notes}"


@asynccontextmanager
async def started_wizard(
    keyring: FakeKeyring,
    profile: str | None = None,
    *,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    preferences: WizardPreferences = WizardPreferences(),  # noqa: B008 - an immutable value
    clock: ManualClock | None = None,
) -> AsyncIterator[WizardHarness]:
    """The wizard as `otp-tui` opens it: on what was interrupted, on a profile, or on whatever there is."""
    clock = clock or ManualClock()
    connections, config, translator = ConnectionFactory(lambda: clock), load_config(), Translator(language)
    chosen = profile_of(config, profile)
    connection = (
        connections.for_profile(addresses(profile=chosen), chosen, None, keyring)
        if chosen
        else connections.none()
    )
    open_walkthroughs = OpenWalkthroughService(config, keyring, connections, clock)
    start = StartFlow(ConfiguredSetup(translator, config, keyring, connections), open_walkthroughs)
    app = WizardApp(connection, translator, preferences, start, wizard_parts(JournalHistory))
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            yield WizardHarness(app, pilot, clock, connections)
    finally:
        connections.close()
