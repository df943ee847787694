"""Opens the gateways of one walkthrough."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import httpx

from otp_tui.core.ports import Gateway, Recorder
from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.secrets import Secret, SecretRegistry
from otp_tui.core.target.credentials import check_credential_text
from otp_tui.core.target.endpoints import NO_TRUST, BaseUrl, Trust, check_target
from otp_tui.services.http.client import HttpClient, Limits, utc_now
from otp_tui.services.providers.gateway import HttpGateway, ProviderAdapter
from otp_tui.services.providers.paynet import Paynet
from otp_tui.services.providers.paywall import Paywall
from otp_tui.services.providers.recorder import ExchangeRecorder


class PaynetTarget(NamedTuple):
    """Where Paynet is, and the key for it.

    Attributes:
        base_url: As `otp_tui.core.hosts.read_base_url` read it.
        secret_key: ``sck_…`` (api-reference 1.2, D5).
        base64: Sends ``Basic base64(key:)`` instead of the raw key.
    """

    base_url: BaseUrl
    secret_key: Secret
    base64: bool = False


class PaywallTarget(NamedTuple):
    """Where Paywall is, and the keys for it.

    Attributes:
        base_url: As `otp_tui.core.hosts.read_base_url` read it.
        api_key: ``apikeyprivate`` (api-reference 2.2).
        api_client: ``apiclientprivate``.
        user_id: Tells the merchant's id of the customer when a session is created; at most 100 characters.
    """

    base_url: BaseUrl
    api_key: Secret
    api_client: Secret
    user_id: Callable[[], str]


class Targets(NamedTuple):
    """What a walkthrough may talk to; a provider that its journey does not need is left out."""

    paynet: PaynetTarget | None = None
    paywall: PaywallTarget | None = None


class Gateways:
    """The gateways of one walkthrough; fills `otp_tui.core.ports.GatewaySet`."""

    def __init__(self, gateways: dict[str, HttpGateway]) -> None:
        self._gateways = gateways

    def of(self, provider: str) -> Gateway:
        """The gateway of a provider.

        Raises:
            KeyError: It has no target.
        """
        return self._gateways[provider]

    async def close(self) -> None:
        """Close what is still open."""
        for gateway in self._gateways.values():
            await gateway.close()


def open_gateways(
    targets: Targets,
    registry: SecretRegistry,
    record: Recorder,
    *,
    timeout_s: float = Limits().deadline_s,
    trust: Trust = NO_TRUST,
    ca_bundle: Path | None = None,
    proxy: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    monotonic: Callable[[], float] = time.monotonic,
    wall: Callable[[], datetime] = utc_now,
) -> Gateways:
    """Bind gateways to a walkthrough's bag and recorder; nothing is connected yet.

    Args:
        targets: Where to, with which keys.
        registry: The walkthrough's secrets; ``phone`` holds the ten national digits.
        record: Takes every exchange, redacted.
        timeout_s: Seconds for one whole exchange.
        trust: Which hosts beyond the vendors' test hosts may get these keys.
        ca_bundle: A PEM file that is trusted instead of the system's store.
        proxy: Stands between for every host but loopback, instead of what the environment says.
        transport: Stands in for the network in tests.
        monotonic: Seconds that are never set back; exchanges are timed by it.
        wall: The wall clock, UTC.

    Raises:
        TargetError: A host may not get these keys.
        KeyTextError: A key cannot stand in a header.
        CaBundleError: The bundle cannot be used.
    """
    redactor = Redactor(registry, _checked_keys(targets))

    def opened(adapter: ProviderAdapter, base: BaseUrl) -> HttpGateway:
        check_target(base, adapter.provider, trust)
        client = HttpClient(
            base,
            limits=Limits(deadline_s=timeout_s),
            trust=trust,
            ca_bundle=ca_bundle,
            proxy=proxy,
            transport=transport,
            monotonic=monotonic,
            wall=wall,
        )
        return HttpGateway(adapter, client, ExchangeRecorder(adapter.provider, base.text, redactor, record))

    gateways: dict[str, HttpGateway] = {}
    if at := targets.paynet:
        gateways["paynet"] = opened(Paynet(registry, at.secret_key, as_base64=at.base64), at.base_url)
    if at_paywall := targets.paywall:
        keys = (at_paywall.api_key, at_paywall.api_client)
        gateways["paywall"] = opened(
            Paywall(registry, *keys, user_id=at_paywall.user_id), at_paywall.base_url
        )
    return Gateways(gateways)


def _checked_keys(targets: Targets) -> dict[str, str]:
    """Every key under the name that records show instead of it."""
    keys: dict[str, Secret] = {}
    if targets.paynet:
        keys["paynet.secret_key"] = targets.paynet.secret_key
    if targets.paywall:
        keys["paywall.api_key"] = targets.paywall.api_key
        keys["paywall.api_client"] = targets.paywall.api_client
    return {name: check_credential_text(key.reveal()) for name, key in keys.items()}
