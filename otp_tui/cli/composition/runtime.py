"""The heavy parts of one run, made on first use: HTTP, store, simulator."""

import asyncio
import heapq
import os
import uuid
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.cli.terminal.process import resume_gc
from otp_tui.cli.terminal.threads import DaemonExecutor, use_daemon_threads
from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.core.environment import Environment
from otp_tui.core.null_ports import NullGuard
from otp_tui.core.ports import (
    CredentialStore,
    GatewaySet,
    Recorder,
    SendGuard,
    SimulatorPhone,
    SmsMessage,
    WalkthroughStore,
)
from otp_tui.core.security.keyring_errors import CALL_LIMIT_S
from otp_tui.core.security.secrets import PHONE, Secret, SecretRegistry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from otp_tui.cli.composition.exchange_tools import RuntimeExchangeTools
    from otp_tui.cli.composition.prerequisites import Prerequisites
    from otp_tui.cli.composition.targets import Target
    from otp_tui.conductor.evidence_ports import WrittenEvidence
    from otp_tui.core.flow.record import WalkthroughRecord
    from otp_tui.core.phone.number import PhoneNumber
    from otp_tui.core.target.endpoints import BaseUrl
    from otp_tui.simulator.simulator import Simulator
    from otp_tui.simulator.sms_text import Language
    from otp_tui.simulator.state import SimulatorState
    from otp_tui.storage.journal.memory import MemoryJournal
    from otp_tui.storage.keyring.backend import OsKeyring


def new_id() -> str:
    """Return a new GUID."""
    return str(uuid.uuid4())


def random_user_id() -> str:
    """Return a random UserId: ``otp-tui-`` and 16 hex digits."""
    return f"otp-tui-{os.urandom(8).hex()}"


def open_keyring(*, keyring: bool = True, patience_s: float = CALL_LIMIT_S) -> CredentialStore:
    """Return the OS keyring; its library is loaded by the first call, in that call's thread.

    Args:
        keyring: False where the operator wants none.
        patience_s: Seconds until a call counts as hanging.
    """
    from otp_tui.storage.keyring.store import DisabledStore, KeyringStore

    if not keyring:
        return DisabledStore()
    return KeyringStore(_os_keyring, DaemonExecutor(), patience_s=patience_s)


def _os_keyring() -> "OsKeyring":
    from otp_tui.storage.keyring.backend import OsKeyring

    return OsKeyring()


class RuntimeOptions(NamedTuple):
    """The options with which gateways are opened.

    Attributes:
        user_id: The customer's id at the merchant, where the operator gave one.
        timeout_s: Seconds for each exchange.
        probe: Try the keyring even where nothing is wanted of it, so that the screen can say how it stands.
    """

    user_id: str | None = None
    timeout_s: float = 15.0
    probe: bool = False


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

    async def load(self) -> "LoadedRuntime":
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

    def _build(self) -> "LoadedRuntime":
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


class LoadedRuntime:
    """The loaded parts that a front end works with; implements `LoadedConnection`.

    Args:
        target: What to talk to.
        options: How gateways are opened.
        clock: Moved by time travel.
        built_in: The simulator is our own, and reads the same clock.
    """

    def __init__(
        self, target: "Target", options: RuntimeOptions, clock: SystemClock, *, built_in: bool = False
    ) -> None:
        from otp_tui.core.phone import number, parser
        from otp_tui.services import simulator_client
        from otp_tui.services.providers import registry

        self._gateways = registry
        self._parser = parser
        self._options = options
        self._clock = clock
        self._target = target
        self._built_in = built_in
        prefixes = target.profile.allowed_prefixes if target.profile else ()
        self._prefixes = prefixes or number.PREFIXES
        self._credentials: Mapping[str, Secret] = {}
        urls = {name: url._replace(path="") for name, url in target.urls.items() if url.loopback}
        clients = {url: simulator_client.SimulatorClient(url) for url in urls.values()}
        self.simulators: Mapping[str, SimulatorPhone] = {name: clients[url] for name, url in urls.items()}

    def parse_phone(self, text: str) -> "PhoneNumber":
        """Read a phone number.

        Raises:
            PhoneError: The text breaks a rule, which the error names.
        """
        return self._parser.parse_phone(text, self._prefixes)

    async def messages(self, conductor: Conductor) -> tuple[SmsMessage, ...]:
        """Return the SMS on the customer's phone, oldest first."""
        national = conductor.phone()
        if national is None:
            return ()
        inboxes = [await phone.messages(national) for phone in self._phones]
        return tuple(heapq.merge(*inboxes, key=lambda message: message.at))

    async def not_simulated(self, providers: "Iterable[str]") -> "BaseUrl | None":
        """Return the first of these providers' addresses at which another server answers than a simulator."""
        for name in providers:
            if name not in self.simulators or await self.simulators[name].present() is False:
                return self._target.urls[name]
        return None

    @property
    def _phones(self) -> "list[SimulatorPhone]":
        """Each simulator once, also where it plays several providers."""
        return list(dict.fromkeys(self.simulators.values()))

    async def travel(self, seconds: float) -> bool:
        """Move the simulator's clock and ours; the built-in one reads ours already."""
        if not self.simulators:
            return False
        moved = self._built_in or all([await phone.advance(seconds) for phone in self._phones])
        if moved:
            self._clock.advance(seconds)
        return moved

    async def freeze(self, *, frozen: bool) -> bool:
        """Stop the simulator's clock and ours, or let them go on."""
        if not self.simulators:
            return False
        done = self._built_in or all([await phone.freeze(frozen=frozen) for phone in self._phones])
        if done:
            self._clock.freeze(frozen=frozen)
        return done

    async def write_evidence(
        self, record: "WalkthroughRecord", registry: SecretRegistry, language: str
    ) -> "WrittenEvidence":
        """Write the evidence pack of a walkthrough into a new folder.

        Raises:
            UserError: A file would hold a secret, or the folder cannot be written.
        """
        from otp_tui.cli.composition.evidence_writer import write_evidence
        from otp_tui.cli.composition.known_secrets import known_secrets

        profile = self._target.profile.name if self._target.profile else ""
        secrets = tuple(known_secrets(registry, self._credentials))
        return await asyncio.to_thread(write_evidence, record._replace(profile=profile), language, secrets)

    def open_gateways(
        self, registry: SecretRegistry, record: Recorder, prerequisites: "Prerequisites"
    ) -> GatewaySet:
        """Bind gateways to a walkthrough's secrets and recorder."""
        self._credentials = prerequisites.credentials
        from otp_tui.cli.composition.targets import network_settings, provider_targets

        def user_id() -> str:
            return prerequisites.user_id(self._parser.PhoneNumber(registry.get(PHONE)).international)

        return self._gateways.open_gateways(
            provider_targets(self._target, prerequisites.credentials, user_id),
            registry,
            record,
            network_settings(self._target.profile, self._options.timeout_s),
            wall=lambda: self._clock.now().utc,
        )


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
