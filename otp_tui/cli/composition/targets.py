"""The target of a walkthrough: addresses from options, environment and profile, checked."""

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.errors import GuardError, usage_error
from otp_tui.core.flow.journey import LEGS, Journey, LegPolicy
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.endpoints import (
    GUARDED,
    NO_TRUST,
    BaseUrl,
    TargetError,
    Trust,
    check_target,
    environment_of,
    most_dangerous,
    read_base_url,
)
from otp_tui.core.target.profile import Profile
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.services.http.settings import DEFAULT_NETWORK, NetworkSettings
from otp_tui.services.providers.target import ProviderTarget


class Target(NamedTuple):
    """The hosts that a walkthrough talks to.

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
        """The hosts that may get keys."""
        return self.profile.trust if self.profile else NO_TRUST

    @property
    def host(self) -> str:
        """The hosts that make it what it is, for a sentence about it."""
        hosts = [
            url.host for url in self.urls.values() if environment_of(url, self.trust) is self.environment
        ]
        return ", ".join(dict.fromkeys(hosts))


def providers_of(journey: Journey) -> tuple[str, ...]:
    """Return the providers of a journey's legs."""
    return tuple(leg.provider for leg in LEGS[journey])


def addresses(
    given: Mapping[str, str | None] | None = None, profile: Profile | None = None
) -> dict[str, str]:
    """Return the given base addresses as text: option, then variable, then profile.

    Args:
        given: What options gave, by provider.
        profile: Whose addresses are used otherwise, as far as its legs need them.
    """
    texts: dict[str, str] = {}
    for name, provider in PROVIDERS.items():
        of_profile = profile.urls.get(name) if profile and name in (profile.legs or PROVIDERS) else None
        text = (given or {}).get(name) or os.environ.get(provider.url_variable) or of_profile
        if text:
            texts[name] = text
    return texts


def known_addresses(environment: Environment) -> dict[str, str]:
    """Return the vendors' own addresses of an environment, by provider, where published."""
    hosts = {
        name: provider.test_hosts if environment is Environment.TEST else provider.live_hosts
        for name, provider in PROVIDERS.items()
    }
    return {name: f"https://{known[0]}" for name, known in hosts.items() if known}


def possible_journeys(texts: Mapping[str, str]) -> tuple[Journey, ...]:
    """Return the journeys whose providers all have an address."""
    return tuple(journey for journey in Journey if all(name in texts for name in providers_of(journey)))


def read_target(
    journeys: tuple[Journey, ...], texts: Mapping[str, str], profile: Profile | None = None
) -> Target:
    """Check every address that these journeys need.

    Args:
        journeys: What may be done.
        texts: Addresses by provider.
        profile: Whose trust decides on hosts.

    Raises:
        UserError: An address is missing or cannot be used (2), or a guard stops it (9).
    """
    wanted = sorted({name for journey in journeys for name in providers_of(journey)})
    trust = profile.trust if profile else NO_TRUST
    urls = {name: _address(name, texts.get(name), trust) for name in wanted}
    return Target(urls, most_dangerous(environment_of(url, trust) for url in urls.values()), profile)


def environment_of_profile(profile: Profile) -> Environment:
    """Return a profile's most dangerous environment; an unreadable address counts as live."""
    return most_dangerous(_environment(text, profile.trust) for text in profile.urls.values())


def policies(journey: Journey, profile: Profile | None) -> tuple[LegPolicy, ...]:
    """Return a journey's legs with a profile's own waits and code lifetime."""
    legs = LEGS[journey]
    if profile is None:
        return legs
    if profile.otp_lifetime:
        legs = tuple(leg._replace(assumed_s=profile.otp_lifetime) for leg in legs)
    if profile.resend_waits:
        legs = tuple(leg._replace(guard_s=profile.resend_waits) if leg.guard_s else leg for leg in legs)
    return legs


def network_settings(
    profile: Profile | None, timeout_s: float = DEFAULT_NETWORK.timeout_s
) -> NetworkSettings:
    """Return how a profile's exchanges travel.

    Args:
        profile: None for addresses alone.
        timeout_s: Seconds for one whole exchange.
    """
    if profile is None:
        return NetworkSettings(timeout_s=timeout_s)
    return NetworkSettings(profile.trust, profile.ca_file, profile.proxy, timeout_s)


def provider_targets(
    target: Target, credentials: Mapping[str, Secret], user_id: Callable[[], str]
) -> tuple[ProviderTarget, ...]:
    """Return a target and its keys as the services take them.

    Args:
        target: Where the requests go.
        credentials: Keys by field.
        user_id: Tells the customer's id when a session is created.
    """
    options = target.profile.options if target.profile else {}
    return tuple(
        ProviderTarget(
            name,
            url,
            {field.name: credentials[field.name] for field in PROVIDERS[name].credentials},
            user_id,
            options,
        )
        for name, url in target.urls.items()
    )


def target_facts(error: TargetError, provider: str) -> dict[str, object]:
    """Return what the places of an address's sentence are filled with."""
    return {"provider": PROVIDERS[provider].title, "host": error.host, "expected": error.expected}


def _environment(text: str, trust: Trust) -> Environment:
    try:
        return environment_of(read_base_url(text), trust)
    except TargetError:
        return Environment.LIVE


def _address(name: str, text: str | None, trust: Trust) -> BaseUrl:
    provider = PROVIDERS[name]
    if text is None:
        raise usage_error(
            "target.no_address",
            provider=provider.title,
            option=provider.url_option,
            variable=provider.url_variable,
        )
    try:
        url = read_base_url(text)
        check_target(url, name, trust)
    except TargetError as error:
        sentence, facts = f"target.{error.problem}", target_facts(error, name)
        if error.problem in GUARDED:
            raise GuardError(sentence, error.problem, **facts) from None
        raise usage_error(sentence, **facts) from None
    return url
