"""The loaded parts of one run: gateways, simulators, the evidence of a walkthrough."""

import asyncio
import heapq
from typing import TYPE_CHECKING, NamedTuple

from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.conductor import Conductor
from otp_tui.core.ports import GatewaySet, Recorder, SimulatorPhone, SmsMessage
from otp_tui.core.security.secrets import PHONE, Secret, SecretRegistry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from otp_tui.cli.composition.prerequisites import Prerequisites
    from otp_tui.cli.composition.targets import Target
    from otp_tui.conductor.evidence_ports import WrittenEvidence
    from otp_tui.core.flow.record import WalkthroughRecord
    from otp_tui.core.phone.number import PhoneNumber
    from otp_tui.core.target.endpoints import BaseUrl


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
