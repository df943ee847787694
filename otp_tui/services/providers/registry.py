"""The registry of adapters by provider name, and the gateways that use them."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

import httpx

from otp_tui.core.ports import Gateway, Recorder
from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.target.credentials import check_credential_text
from otp_tui.core.target.endpoints import check_target
from otp_tui.services.http.client import HttpClient, utc_now
from otp_tui.services.http.settings import DEFAULT_NETWORK, NetworkSettings
from otp_tui.services.providers.gateway import HttpGateway, ProviderAdapter
from otp_tui.services.providers.paynet import Paynet
from otp_tui.services.providers.paywall import Paywall
from otp_tui.services.providers.recorder import ExchangeRecorder
from otp_tui.services.providers.target import ProviderTarget

ADAPTERS: Final[dict[str, Callable[[SecretRegistry, ProviderTarget], ProviderAdapter]]] = {
    "paynet": Paynet,
    "paywall": Paywall,
}


class Gateways:
    """The gateways of one walkthrough; implements `otp_tui.core.ports.GatewaySet`."""

    def __init__(self, gateways: dict[str, HttpGateway]) -> None:
        self._gateways = gateways

    def of(self, provider: str) -> Gateway:
        """Return the gateway of a provider.

        Raises:
            KeyError: The provider has no target.
        """
        return self._gateways[provider]

    async def close(self) -> None:
        """Close every gateway."""
        for gateway in self._gateways.values():
            await gateway.close()


def open_gateways(
    targets: Iterable[ProviderTarget],
    registry: SecretRegistry,
    record: Recorder,
    network: NetworkSettings = DEFAULT_NETWORK,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    monotonic: Callable[[], float] = time.monotonic,
    wall: Callable[[], datetime] = utc_now,
) -> Gateways:
    """Bind gateways to a walkthrough's secrets and recorder; nothing is connected yet.

    Args:
        targets: The targets with their credentials; a provider that the journey does not need is left out.
        registry: The walkthrough's secrets; ``phone`` holds the ten national digits.
        record: Called with every exchange, redacted.
        network: The settings of the exchanges.
        transport: Replaces the network in tests.
        monotonic: Returns seconds of a clock that is never set back, for the duration of exchanges.
        wall: Returns the wall clock's time, UTC.

    Raises:
        TargetError: A host may not get these credentials.
        CredentialTextError: A key cannot stand in a header.
        CaBundleError: The CA bundle cannot be read, or holds no certificate.
    """
    targets = tuple(targets)
    keys = {
        name: check_credential_text(key.reveal())
        for target in targets
        for name, key in target.credentials.items()
    }
    adapters = {target.provider: ADAPTERS[target.provider](registry, target) for target in targets}
    documented = frozenset[str]().union(*(adapter.documented for adapter in adapters.values()))
    redactor = Redactor(registry, keys, documented)
    gateways: dict[str, HttpGateway] = {}
    for target in targets:
        check_target(target.base_url, target.provider, network.trust)
        client = HttpClient(target.base_url, network, transport=transport, monotonic=monotonic, wall=wall)
        recorder = ExchangeRecorder(target.provider, target.base_url.text, redactor, record)
        gateways[target.provider] = HttpGateway(adapters[target.provider], client, recorder)
    return Gateways(gateways)
