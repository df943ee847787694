"""`otp-tui profile`: named targets in the configuration file; never a key."""

import json
from typing import Any

from otp_tui.cli.commands.credentials import named_profile, with_keyring
from otp_tui.cli.composition.config import changing_config, load_config
from otp_tui.cli.composition.prompting import confirmed, is_interactive
from otp_tui.cli.composition.targets import providers_of
from otp_tui.cli.terminal.console import print_message, print_result, prompt
from otp_tui.core.environment import Environment
from otp_tui.core.errors import usage_error
from otp_tui.core.flow.journey import Journey
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.budget import DEFAULT_BUDGET, Budget
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.target.credentials import CREDENTIAL_FIELDS, allowed_numbers_entry, credential_entry
from otp_tui.core.target.endpoints import LIVE_HOSTS, TEST_HOSTS, TargetError, environment_of, read_base_url
from otp_tui.core.target.profile import PROFILE_NAME, AccentColours, Profile
from otp_tui.core.timestamps import rfc3339
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Translator

_NOTHING_THERE = frozenset({KeyringProblem.NONE, KeyringProblem.FORGETS, KeyringProblem.PLAIN_TEXT})


def list_profiles(translator: Translator, *, as_json: bool) -> int:
    """Every profile with where it leads."""
    profiles = list(load_config().profiles.values())
    if as_json:
        print_result(
            json.dumps({"v": 1, "profiles": [_as_json(profile) for profile in profiles]}, ensure_ascii=False)
        )
        return 0
    if not profiles:
        print_result(translator.text("profile.none"))
    for profile in profiles:
        badge = translator.text(f"environment.{environment_named(profile)}")
        journey = journey_title(translator, profile.journey) if profile.journey else "–"
        print_result(f"{profile.name:<16} {badge:<6} {journey}  {profile.merchant}".rstrip())
    return 0


def show(*, name: str, as_json: bool) -> int:
    """One profile, as the file has it."""
    profile = named_profile(name)
    shown = _as_json(profile)
    if as_json:
        print_result(json.dumps({"v": 1} | shown, ensure_ascii=False))
        return 0
    for key, value in shown.items():
        if any(value.values()) if isinstance(value, dict) else value:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            print_result(f"{key:<18} {text}")
    return 0


def environment_named(profile: Profile) -> Environment:
    """The most dangerous environment of a profile's hosts."""
    found = []
    for name in ("paynet", "paywall"):
        text = profile.url(name)
        if text:
            try:
                found.append(environment_of(read_base_url(text), profile.trust))
            except TargetError:
                found.append(Environment.LIVE)
    for environment in (Environment.LIVE, Environment.TEST):
        if environment in found:
            return environment
    return Environment.SIM


def add(translator: Translator, *, name: str, yes: bool, **chosen: Any) -> int:
    """A new profile; without an address it leads to the vendors' test hosts."""
    if not PROFILE_NAME.fullmatch(name):
        raise usage_error("profile.bad_name")
    if name in load_config().profiles:
        raise usage_error("profile.exists", profile=name)
    profile = changed(Profile(name), chosen)
    if not profile.paynet_url and not profile.paywall_url:
        journey = profile.journey or Journey.FULL
        hosts = {provider: f"https://{host}" for host, provider in TEST_HOSTS.items()}
        wanted: dict[str, Any] = {f"{provider}_url": hosts[provider] for provider in providers_of(journey)}
        profile = profile._replace(**wanted)
    return _save(translator, Profile(name), profile, yes=yes, said="profile.added")


def edit(translator: Translator, *, name: str, yes: bool, **chosen: Any) -> int:
    """Change a profile; an empty text takes a value away."""
    profile = named_profile(name)
    return _save(translator, profile, changed(profile, chosen), yes=yes, said="profile.changed")


def _save(translator: Translator, old: Profile, new: Profile, *, yes: bool, said: str) -> int:
    if new == old:
        raise usage_error("profile.nothing_to_change", profile=new.name)
    if new.live and not old.live and not confirmed(translator, "profile.ask_live", yes=yes, profile=new.name):
        print_result(translator.text("ask.left_alone"))
        return 0
    for host in new.test_hosts:
        if host not in old.test_hosts and not yes:
            _typed_once_more(translator, host)
    with changing_config() as file:
        file.save(new)
    print_result(
        translator.text(
            said, profile=new.name, badge=translator.text(f"environment.{environment_named(new)}")
        )
    )
    if new.live and not new.merchant:
        print_message(translator.text("profile.live_needs_merchant", profile=new.name))
    for field, entered in new.credentials:
        if old.url(CREDENTIAL_FIELDS[field].provider) != new.url(CREDENTIAL_FIELDS[field].provider):
            print_message(
                translator.text("profile.keys_bound", field=field, profile=new.name, bound=entered.origin)
            )
    return 0


def _typed_once_more(translator: Translator, host: str) -> None:
    """A host that is to count as test is believed once it was typed twice.

    Raises:
        UserError: It was not, or nobody can type.
    """
    if not is_interactive():
        raise usage_error("usage.needs_yes")
    prompt(translator.text("profile.ask_test_host", host=host) + " ", stderr=True)
    if input().strip() != host:
        raise usage_error("profile.other_host")


def changed(profile: Profile, chosen: dict[str, Any]) -> Profile:
    """A profile with the options that were given; what they mean is checked when it is saved."""
    values = {key: value for key, value in chosen.items() if value is not None and value != ()}
    short, long = values.pop("per_10_minutes", None), values.pop("per_hour", None)
    if short is not None or long is not None:
        budget = profile.budget or DEFAULT_BUDGET
        values["budget"] = Budget(
            budget.short._replace(sends=short or budget.short.sends),
            budget.long._replace(sends=long or budget.long.sends),
        )
    dark, light = values.pop("accent_dark", None), values.pop("accent_light", None)
    if dark is not None or light is not None:
        values["colours"] = AccentColours(
            profile.colours.dark if dark is None else dark, profile.colours.light if light is None else light
        )
    if "journey" in values:
        values["journey"] = Journey(values["journey"])
    empty = {key: Profile._field_defaults[key] for key, value in values.items() if value in ("", ("",))}
    return profile._replace(**(values | empty))


def remove(translator: Translator, *, name: str, yes: bool) -> int:
    """Remove a profile with its keys and its list of numbers."""
    profile = named_profile(name)
    if not confirmed(translator, "profile.ask_remove", yes=yes, profile=profile.name):
        print_result(translator.text("ask.left_alone"))
        return 0

    async def forget(keyring: CredentialStore) -> None:
        try:
            for user in [
                *(credential_entry(name, field) for field in CREDENTIAL_FIELDS),
                allowed_numbers_entry(name),
            ]:
                await keyring.delete(user)
        except KeyringError as error:
            # Without a keyring here, one elsewhere may still hold what was entered for this profile.
            if error.problem not in _NOTHING_THERE or profile.credentials or profile.allowed_numbers:
                raise

    with_keyring(translator, forget)
    with changing_config() as file:
        file.remove(name)
    print_result(translator.text("profile.removed", profile=name))
    return 0


def _as_json(profile: Profile) -> dict[str, Any]:
    shown = profile._asdict()
    del shown["credentials"], shown["allowed_numbers"]
    shown["environment"] = environment_named(profile)
    shown["colours"] = profile.colours._asdict()
    shown["allowed"] = [allowed._asdict() for allowed in profile.allowed_numbers]
    shown["budget"] = (
        {"per_10_minutes": profile.budget.short.sends, "per_hour": profile.budget.long.sends}
        if profile.budget
        else None
    )
    shown["keys"] = {
        field: {"at": rfc3339(key.at), "origin": key.origin} for field, key in profile.credentials
    }
    return shown


def known_addresses(environment: Environment) -> dict[str, str]:
    """The vendors' own addresses of an environment by provider; Paywall's live one has to be asked for."""
    hosts = TEST_HOSTS if environment is Environment.TEST else LIVE_HOSTS
    return {provider: f"https://{host}" for host, provider in hosts.items()}
