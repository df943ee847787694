"""Where the requests go and with which keys: addresses from options and environment, keys from the environment."""

import os
from typing import NamedTuple

from otp_tui.core.exits import GUARD, NO_KEYS, USAGE
from otp_tui.core.hosts import GUARDED, BaseUrl, TargetError, check_target, environment_of, read_base_url
from otp_tui.core.journey import LEGS, Environment, Journey
from otp_tui.core.secrets import Secret
from otp_tui.services.keys import KeyTextError, check_key

from .errors import CommandError, usage

_ADDRESSES = {
    "paynet": ("--paynet-url", "OTP_TUI_PAYNET_URL"),
    "paywall": ("--paywall-url", "OTP_TUI_PAYWALL_URL"),
}
_KEYS = {
    "paynet": {"secret_key": "OTP_TUI_PAYNET_SECRET_KEY"},
    "paywall": {"api_key": "OTP_TUI_PAYWALL_API_KEY", "api_client": "OTP_TUI_PAYWALL_API_CLIENT"},
}
_DANGER = (Environment.SIM, Environment.TEST, Environment.LIVE)


class Target(NamedTuple):
    """What a walkthrough talks to.

    Attributes:
        urls: Base address by provider.
        keys: Each provider's keys by field.
        environment: The most dangerous of its hosts decides.
    """

    urls: dict[str, BaseUrl]
    keys: dict[str, dict[str, Secret]]
    environment: Environment


def providers_of(journey: Journey) -> tuple[str, ...]:
    """The providers of a journey's legs."""
    return tuple(leg.provider for leg in LEGS[journey])


def addresses(paynet_url: str | None = None, paywall_url: str | None = None) -> dict[str, str]:
    """The addresses that were given, as text: an option before its variable."""
    given = {"paynet": paynet_url, "paywall": paywall_url}
    texts = {name: given[name] or os.environ.get(variable, "") for name, (_, variable) in _ADDRESSES.items()}
    return {name: text for name, text in texts.items() if text}


def possible_journeys(texts: dict[str, str]) -> tuple[Journey, ...]:
    """The journeys whose providers all have an address."""
    return tuple(journey for journey in Journey if all(name in texts for name in providers_of(journey)))


def read_target(journeys: tuple[Journey, ...], texts: dict[str, str]) -> Target:
    """Check every address and key that these journeys need.

    Args:
        journeys: What may be done.
        texts: Addresses by provider.

    Raises:
        CommandError: An address or key is missing or cannot be used (2, 6), or a guard stops it (9).
    """
    wanted = sorted({name for journey in journeys for name in providers_of(journey)})
    urls = {name: _address(name, texts.get(name)) for name in wanted}
    keys = {name: {field: _key(name, variable) for field, variable in _KEYS[name].items()} for name in wanted}
    environments = [environment_of(url) for url in urls.values()]
    return Target(urls, keys, max(environments, key=_DANGER.index))


def made_up_keys() -> dict[str, dict[str, Secret]]:
    """Keys for the built-in simulator, which takes any."""
    return {name: {field: Secret(f"demo-{field}") for field in fields} for name, fields in _KEYS.items()}


def _address(provider: str, text: str | None) -> BaseUrl:
    name = provider.capitalize()
    if text is None:
        option, variable = _ADDRESSES[provider]
        raise usage("target.no_address", provider=name, option=option, variable=variable)
    try:
        url = read_base_url(text)
        check_target(url, provider)
    except TargetError as error:
        code = GUARD if error.problem in GUARDED else USAGE
        raise CommandError(f"target.{error.problem}", code, provider=name, host=error.host) from None
    return url


def _key(provider: str, variable: str) -> Secret:
    text = os.environ.get(variable)
    if text is None:
        raise CommandError("target.key_missing", NO_KEYS, provider=provider.capitalize(), variable=variable)
    try:
        return Secret(check_key(text))
    except KeyTextError as error:
        raise usage(f"target.bad_key_{error.problem}", variable=variable) from None
