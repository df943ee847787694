"""A target and its keys as the services take them."""

from collections.abc import Callable
from pathlib import Path

from otp_tui.cli.composition.credentials import Credentials
from otp_tui.cli.composition.targets import Target
from otp_tui.core.target.profile import Profile
from otp_tui.services.providers.registry import PaynetTarget, PaywallTarget, Targets


def targets_of(target: Target, keys: Credentials, user_id: Callable[[], str]) -> Targets:
    """Addresses with their keys.

    Args:
        target: Where the requests go.
        keys: By field.
        user_id: Tells the customer's id when a session is created.
    """
    paynet = paywall = None
    if "paynet" in target.urls:
        as_base64 = target.profile is not None and target.profile.paynet_auth == "base64"
        paynet = PaynetTarget(target.urls["paynet"], keys["paynet.secret_key"], as_base64)
    if "paywall" in target.urls:
        paywall = PaywallTarget(
            target.urls["paywall"], keys["paywall.api_key"], keys["paywall.api_client"], user_id=user_id
        )
    return Targets(paynet, paywall)


def ca_bundle_of(profile: Profile | None) -> Path | None:
    """The profile's CA bundle, ``~`` expanded."""
    return Path(profile.ca_bundle).expanduser() if profile and profile.ca_bundle else None
