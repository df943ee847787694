"""The heavy parts of one run, made on first use: HTTP, store, simulator."""

import asyncio
import os
import uuid
from functools import cached_property
from typing import TYPE_CHECKING

from otp_tui.cli.composition.loaded_runtime import LoadedRuntime, RuntimeOptions
from otp_tui.cli.composition.os_keyring import open_keyring
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.cli.terminal.process import resume_gc
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.core.environment import Environment
from otp_tui.core.null_ports import NullGuard
from otp_tui.core.ports import (
    CredentialStore,
    GatewaySet,
    Recorder,
    SendGuard,
    WalkthroughStore,
)
from otp_tui.core.security.secrets import Secret, SecretRegistry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from otp_tui.cli.composition.exchange_tools import RuntimeExchangeTools
    from otp_tui.cli.composition.prerequisites import Prerequisites
    from otp_tui.cli.composition.targets import Target
    from otp_tui.simulator.simulator import Simulator
    from otp_tui.simulator.sms_text import Language
    from otp_tui.simulator.state import SimulatorState
    from otp_tui.storage.journal.memory import MemoryJournal


def new_id() -> str:
    """Return a new GUID."""
    return str(uuid.uuid4())


def random_user_id() -> str:
    """Return a random UserId: ``otp-tui-`` and 16 hex digits."""
    return f"otp-tui-{os.urandom(8).hex()}"


class Runtime:
    """The heavy parts of one run, each made when it is first awaited; the conductor's backend.

    Attributes:
        quarantined_to: The file that a damaged journal was renamed to, if one was.

    Args:
        clock: Both clocks; the built-in simulator runs by the same one.
        options: How gateways are opened.
        target: What to talk to; None starts the built-in simulator.
        keyring: The keyring; the built-in simulator needs none.
        otp_lifetime: Seconds a simulated code lives.
        seed: Makes the built-in simulator's codes repeatable.
        sms_language: Returns the language of its SMS.
        sms_delay: Seconds until they arrive.
    """

    def __init__(
        self,
        clock: SystemClock,
        options: RuntimeOptions,
        target: "Target | None",
        keyring: CredentialStore | None = None,
        *,
        otp_lifetime: float = 120.0,
        seed: int | None = None,
        sms_language: "Callable[[], Language]" = lambda: "tr",
        sms_delay: float = 0.0,
    ) -> None:
        self.clock = clock
        self.target = target
        self.typed_credentials: dict[str, Secret] = {}
        self.keyring = keyring
        self._options = options
        self._otp_lifetime = otp_lifetime
        self._seed = seed
        self._sms_language = sms_language
        self._sms_delay = sms_delay
        self._random_id = random_user_id()
        self._loading: asyncio.Task[LoadedRuntime] | None = None
        self._prerequisites: Prerequisites | None = None
        self._simulator: Simulator | None = None
        self._closed = False
        self._store: WalkthroughStore | None = None
        self.quarantined_to: Path | None = None

    async def load(self) -> LoadedRuntime:
        """Load once; later calls wait for the same."""
        if self._loading is None:
            use_daemon_threads()
            self._loading = asyncio.create_task(asyncio.to_thread(self._build), name="load")
        return await asyncio.shield(self._loading)

    @cached_property
    def memory(self) -> "MemoryJournal":
        """The journal of the built-in simulator."""
        from otp_tui.storage.journal.memory import MemoryJournal

        return MemoryJournal()

    @property
    def gathered(self) -> "Prerequisites | None":
        """The gathered prerequisites, None until then."""
        return self._prerequisites

    async def prerequisites(self) -> "Prerequisites":
        """Gather keys and guard; what worked once is kept, what did not is tried again.

        Raises:
            CredentialsMissingError: Keys are missing.
            UserError: A key cannot be used.
        """
        await self.load()
        if self._prerequisites is None:
            self._prerequisites = await self._gather()
        return self._prerequisites

    async def store(self) -> WalkthroughStore:
        """Return this target's store; the built-in simulator's walkthroughs end with the process."""
        await self.load()
        return self._store or self.memory

    async def guard(self) -> SendGuard:
        """Return what stops a send to this target.

        Raises:
            CredentialsMissingError: Keys are missing.
            UserError: A key cannot be used.
        """
        return (await self.prerequisites()).guard

    def close(self) -> None:
        """Stop the built-in simulator, also one that is still being started."""
        self._closed = True
        if self._simulator is not None:
            self._simulator.stop()
            self._simulator = None

    async def open_gateways(self, registry: SecretRegistry, record: Recorder) -> GatewaySet:
        """Bind gateways to a walkthrough's secrets and recorder.

        Raises:
            CredentialsMissingError: Keys are missing.
            UserError: A key cannot be used.
        """
        loaded = await self.load()
        return loaded.open_gateways(registry, record, await self.prerequisites())

    def simulated(self) -> "SimulatorState":
        """Return the built-in simulator's state, for those who watch it from inside.

        Raises:
            LookupError: None was started.
        """
        if self._simulator is None:
            raise LookupError("no built-in simulator")
        return self._simulator.state

    async def _gather(self) -> "Prerequisites":
        from otp_tui.cli.composition.prerequisites import Prerequisites, gather_prerequisites
        from otp_tui.core.target.credentials import credential_fields
        from otp_tui.core.target.providers import PROVIDERS
        from otp_tui.storage.paths import journal_path

        if self.target is None:
            keys = {field.name: Secret(f"demo-{field.name}") for field in credential_fields(PROVIDERS)}
            user_id = self._options.user_id or self._random_id
            return Prerequisites(keys, NullGuard(), lambda _: user_id)
        return await gather_prerequisites(
            self.target,
            self.keyring or open_keyring(),
            user_id=self._options.user_id,
            random_id=self._random_id,
            probe=self._options.probe,
            journal=journal_path(),
            typed=self.typed_credentials,
        )

    def _build(self) -> LoadedRuntime:
        target = self.target or self._simulate()
        if self.target is not None:
            self._store, self.quarantined_to = _open_store(self.target, self.keyring or open_keyring())
        resume_gc()
        return LoadedRuntime(target, self._options, self.clock, built_in=self.target is None)

    def _simulate(self) -> "Target":
        from otp_tui.cli.composition.targets import Target
        from otp_tui.core.target.endpoints import read_base_url
        from otp_tui.core.target.providers import PROVIDERS
        from otp_tui.simulator.simulator import Simulator
        from otp_tui.simulator.state import SimulatorState

        state = SimulatorState(
            self.clock.epoch,
            seed=self._seed,
            otp_lifetime_s=self._otp_lifetime,
            sms_language=self._sms_language,
            # While the clock stands still nothing would ever arrive.
            sms_delay_s=lambda: 0.0 if self.clock.is_frozen else self._sms_delay,
        )
        simulator = Simulator(state)
        url = read_base_url(simulator.start())
        self._simulator = simulator
        if self._closed:  # meanwhile, from the loop's thread
            simulator.stop()
        return Target(dict.fromkeys(PROVIDERS, url), Environment.SIM)


def _open_store(target: "Target", keyring: CredentialStore) -> "tuple[WalkthroughStore, Path | None]":
    """Return the store of a target, and the file a damaged journal was renamed to."""
    from otp_tui.storage.journal.database import JournalError
    from otp_tui.storage.journal.quarantine import quarantine_if_damaged
    from otp_tui.storage.journal.store import JournalStore
    from otp_tui.storage.keyring.store import WaitingStore
    from otp_tui.storage.paths import journal_path

    if isinstance(keyring, WaitingStore):
        keyring = keyring.store  # a walkthrough that cannot be resumed is better than one that waits
    profile = target.profile.name if target.profile else ""
    try:
        aside = quarantine_if_damaged(journal_path())
    except JournalError:
        aside = None  # the store finds the same at its first event, and says so where it can be seen
    urls = {name: url.text for name, url in target.urls.items()}
    return JournalStore(journal_path(), keyring, profile, urls), aside


def new_conductor(runtime: Runtime, options: WalkthroughOptions) -> Conductor:
    """Make the conductor of a walkthrough.

    Args:
        runtime: What it works with.
        options: What the walkthrough is begun with.
    """
    return Conductor(options, clock=runtime.clock, backend=runtime, new_id=new_id)


def load_tools() -> "RuntimeExchangeTools":
    """Load the inspector's tools; their libraries take a tenth of a second, so a thread calls this."""
    from otp_tui.cli.composition.exchange_tools import RuntimeExchangeTools

    return RuntimeExchangeTools()
