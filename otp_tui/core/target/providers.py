"""The list of providers, the one place that describes each of them.

A further provider is one row here, the policy of its leg in `core.flow.journey`, an adapter in
`services.providers`, rules in `simulator.providers`, and its sentences in the catalogues.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.journey import PAYNET, PAYWALL, LegPolicy


class PhoneForm(StrEnum):
    """The form in which a provider takes a Turkish number."""

    NATIONAL = "national"
    """``5xxxxxxxxx``."""
    INTERNATIONAL = "international"
    """``905xxxxxxxxx``."""


class CredentialField(NamedTuple):
    """One API key of a provider.

    Attributes:
        name: The name in commands and in the keyring, ``PROVIDER.FIELD``.
        provider: The provider's name.
        variable: The environment variable that may hold the key.
    """

    name: str
    provider: str
    variable: str


class ProviderOption(NamedTuple):
    """A setting of a profile for one provider alone.

    Attributes:
        name: The name in the configuration, which begins with the provider's.
        choices: The allowed values, the default first.
    """

    name: str
    choices: tuple[str, ...]


class KeyHeader(NamedTuple):
    """A header that holds a key and of which a record shows nothing but the key's handle, or not even that.

    Attributes:
        name: The header's name in lower case.
        recorded: Its value in a record.
        scheme: The text before the key.
        field: The key's name, ``PROVIDER.FIELD``.
        base64: True where not the key is sent but the base64 of the key and a colon.
    """

    name: str
    recorded: str
    scheme: str
    field: str
    base64: bool = False


class Provider(NamedTuple):
    """The description of a provider.

    Attributes:
        name: The name in the configuration, the journal and the catalogues.
        title: The name for people.
        policy: The policy of its leg.
        credentials: Its API keys.
        test_hosts: The vendor's own test hosts; the first one is proposed by the set-up.
        live_hosts: Live hosts that are printed in the vendor's pages.
        other_api_hosts: The vendor's hosts of other APIs, which do not take these keys.
        phone_form: The form in which it takes a number.
        needs_user_id: True where a session names the merchant's id of the customer.
        harmless_verb: The verb that checks keys without sending an SMS.
        options: Settings of its own.
        key_headers: Its headers whose text around the key a record does not show.
    """

    name: str
    title: str
    policy: LegPolicy
    credentials: tuple[CredentialField, ...]
    test_hosts: tuple[str, ...]
    live_hosts: tuple[str, ...]
    other_api_hosts: frozenset[str]
    phone_form: PhoneForm
    needs_user_id: bool
    harmless_verb: Verb
    options: tuple[ProviderOption, ...] = ()
    key_headers: tuple[KeyHeader, ...] = ()

    @property
    def url_option(self) -> str:
        """The option for its base address: ``--paynet-url``."""
        return f"--{self.name}-url"

    @property
    def url_variable(self) -> str:
        """The environment variable for its base address: ``OTP_TUI_PAYNET_URL``."""
        return f"OTP_TUI_{self.name.upper()}_URL"

    @property
    def url_key(self) -> str:
        """The configuration's key for its base address: ``paynet_url``."""
        return f"{self.name}_url"


_PAYNET: Final = Provider(
    name="paynet",
    title="Paynet",
    policy=PAYNET,
    credentials=(CredentialField("paynet.secret_key", "paynet", "OTP_TUI_PAYNET_SECRET_KEY"),),
    test_hosts=("pts-api.paynet.com.tr",),
    live_hosts=("api.paynet.com.tr",),
    other_api_hosts=frozenset(),
    phone_form=PhoneForm.NATIONAL,
    needs_user_id=False,
    harmless_verb=Verb.VERIFY,
    options=(ProviderOption("paynet_auth", ("raw", "base64")),),
    key_headers=(
        KeyHeader("authorization", "‹paynet.secret_key›", "Basic ", "paynet.secret_key"),
        KeyHeader("authorization", "‹hidden›", "Basic ", "paynet.secret_key", base64=True),
    ),
)
"""Hosts: api-reference 1.1, S2; one key: 1.2, D5; its header: 1.2, D5, D6, T4; verify of a code never sent: 1.4."""

_PAYWALL: Final = Provider(
    name="paywall",
    title="Paywall",
    policy=PAYWALL,
    credentials=(
        CredentialField("paywall.api_key", "paywall", "OTP_TUI_PAYWALL_API_KEY"),
        CredentialField("paywall.api_client", "paywall", "OTP_TUI_PAYWALL_API_CLIENT"),
    ),
    test_hosts=("test-payment-api.itspaywall.com",),
    live_hosts=(),
    other_api_hosts=frozenset(
        f"{stage}{api}-api.itspaywall.com"
        for stage in ("", "test-")
        for api in ("payment-private", "member", "wallet", "card", "physicalpos")
    ),
    phone_form=PhoneForm.INTERNATIONAL,
    needs_user_id=True,
    harmless_verb=Verb.PREPARE,
)
"""Hosts: api-reference 2.1, V1 (live on request); two keys: 2.2; a session: 2.5."""

PROVIDERS: Final[dict[str, Provider]] = {provider.name: provider for provider in (_PAYNET, _PAYWALL)}


def owner_of(host: str) -> Provider | None:
    """Return the provider that a host belongs to, whichever of its APIs the host serves."""
    for provider in PROVIDERS.values():
        if host in (*provider.test_hosts, *provider.live_hosts) or host in provider.other_api_hosts:
            return provider
    return None
