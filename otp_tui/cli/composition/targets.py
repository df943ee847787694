"""Where the requests go: addresses from options, the environment and a profile, each checked before it is used."""

import os
from typing import NamedTuple

from otp_tui.cli.composition.errors import CommandError, usage
from otp_tui.core.environment import Environment
from otp_tui.core.exit_codes import GUARD, USAGE
from otp_tui.core.flow.journey import LEGS, Journey, LegPolicy
from otp_tui.core.target.endpoints import (
    GUARDED,
    NO_TRUST,
    BaseUrl,
    TargetError,
    Trust,
    check_target,
    environment_of,
    read_base_url,
)
from otp_tui.core.target.profile import Profile

_ADDRESSES = {
    "paynet": ("--paynet-url", "OTP_TUI_PAYNET_URL"),
    "paywall": ("--paywall-url", "OTP_TUI_PAYWALL_URL"),
}
_DANGER = (Environment.SIM, Environment.TEST, Environment.LIVE)


class Target(NamedTuple):
    """What a walkthrough talks to.

    Attributes:
        urls: Base address by provider.
        environment: The most dangerous of its hosts decides.
        profile: The profile that it belongs to, if any.
    """

    urls: dict[str, BaseUrl]
    environment: Environment
    profile: Profile | None = None

    @property
    def trust(self) -> Trust:
        """Which hosts may get keys."""
        return self.profile.trust if self.profile else NO_TRUST

    @property
    def host(self) -> str:
        """The hosts that make it what it is, for a sentence about it."""
        hosts = [
            url.host for url in self.urls.values() if environment_of(url, self.trust) is self.environment
        ]
        return ", ".join(dict.fromkeys(hosts))


def providers_of(journey: Journey) -> tuple[str, ...]:
    """The providers of a journey's legs."""
    return tuple(leg.provider for leg in LEGS[journey])


def addresses(
    paynet_url: str | None = None, paywall_url: str | None = None, profile: Profile | None = None
) -> dict[str, str]:
    """The addresses that were given, as text: an option before its variable, that before the profile's."""
    given = {"paynet": paynet_url, "paywall": paywall_url}
    texts: dict[str, str] = {}
    for name, (_, variable) in _ADDRESSES.items():
        kept = profile.url(name) if profile and name in (profile.legs or _ADDRESSES) else None
        text = given[name] or os.environ.get(variable) or kept
        if text:
            texts[name] = text
    return texts


def possible_journeys(texts: dict[str, str]) -> tuple[Journey, ...]:
    """The journeys whose providers all have an address."""
    return tuple(journey for journey in Journey if all(name in texts for name in providers_of(journey)))


def read_target(
    journeys: tuple[Journey, ...], texts: dict[str, str], profile: Profile | None = None
) -> Target:
    """Check every address that these journeys need.

    Args:
        journeys: What may be done.
        texts: Addresses by provider.
        profile: Whose trust decides on hosts.

    Raises:
        CommandError: An address is missing or cannot be used (2), or a guard stops it (9).
    """
    wanted = sorted({name for journey in journeys for name in providers_of(journey)})
    trust = profile.trust if profile else NO_TRUST
    urls = {name: _address(name, texts.get(name), trust) for name in wanted}
    environments = [environment_of(url, trust) for url in urls.values()]
    return Target(urls, max(environments, key=_DANGER.index), profile)


def policies(journey: Journey, profile: Profile | None) -> tuple[LegPolicy, ...]:
    """A journey's legs as a profile wants them: its own waits, its own assumption of a code's life."""
    legs = LEGS[journey]
    if profile is None:
        return legs
    if profile.otp_lifetime:
        legs = tuple(leg._replace(assumed_s=profile.otp_lifetime) for leg in legs)
    if profile.resend_waits:
        legs = tuple(leg._replace(guard_s=profile.resend_waits) if leg.guard_s else leg for leg in legs)
    return legs


def _address(provider: str, text: str | None, trust: Trust) -> BaseUrl:
    name = provider.capitalize()
    if text is None:
        option, variable = _ADDRESSES[provider]
        raise usage("target.no_address", provider=name, option=option, variable=variable)
    try:
        url = read_base_url(text)
        check_target(url, provider, trust)
    except TargetError as error:
        code = GUARD if error.problem in GUARDED else USAGE
        raise CommandError(f"target.{error.problem}", code, provider=name, host=error.host) from None
    return url
