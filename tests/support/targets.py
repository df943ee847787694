"""Targets of both providers, as their adapters take them."""

from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.endpoints import read_base_url
from otp_tui.services.providers.target import ProviderTarget

PAYNET = "https://pts-api.paynet.com.tr"
PAYWALL = "https://test-payment-api.itspaywall.com"


def paynet_target(url=PAYNET, key="sck_1234", auth="raw"):
    return ProviderTarget(
        "paynet", read_base_url(url), {"paynet.secret_key": Secret(key)}, options={"paynet_auth": auth}
    )


def paywall_target(url=PAYWALL, key="key-1234", client="client-1234", user_id="user"):
    keys = {"paywall.api_key": Secret(key), "paywall.api_client": Secret(client)}
    return ProviderTarget("paywall", read_base_url(url), keys, lambda: user_id)
