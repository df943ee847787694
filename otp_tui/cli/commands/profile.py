"""`otp-tui profile`: named targets in the configuration file; never a key."""

import json
from typing import Any

import click

from otp_tui.cli.commands.allow import allow, disallow
from otp_tui.cli.commands.options import PROFILE_NAME, json_option, yes_option
from otp_tui.cli.commands.profile_options import changed, settings
from otp_tui.cli.composition.config import changing_config, load_config, named_profile
from otp_tui.cli.composition.prompting import with_keyring
from otp_tui.cli.composition.targets import environment_of_profile, known_addresses, providers_of
from otp_tui.cli.terminal.console import print_message, print_result, prompt
from otp_tui.cli.terminal.prompts import confirmed, is_interactive
from otp_tui.core.environment import Environment
from otp_tui.core.errors import usage_error
from otp_tui.core.flow.journey import Journey
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.target.credentials import (
    allowed_numbers_entry,
    credential_entry,
    credential_field,
    credential_fields,
)
from otp_tui.core.target.endpoints import read_base_url
from otp_tui.core.target.profile import NEW_PROFILE_NAME, Profile
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.core.timestamps import rfc3339
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Translator
from otp_tui.storage.config.profiles import plain_profile

_NOTHING_THERE = frozenset({KeyringProblem.NONE, KeyringProblem.FORGETS, KeyringProblem.PLAIN_TEXT})


def command(translator: Translator) -> click.Group:
    """Make ``profile list|show|add|edit|allow|disallow|remove``."""
    say = translator.text

    @click.group("profile", help=say("help.profiles"))
    def group() -> None:
        """Hold the commands."""

    @group.command("list", help=say("help.profile_list"))
    @json_option(translator)
    def list_command(**chosen: Any) -> int:
        return list_profiles(translator, **chosen)

    @group.command("show", help=say("help.profile_show"))
    @click.argument("name", type=PROFILE_NAME)
    @json_option(translator)
    def show_command(**chosen: Any) -> int:
        return show(**chosen)

    @group.command("add", help=say("help.profile_add"))
    @click.argument("name")
    @settings(translator)
    def add_command(**chosen: Any) -> int:
        return add(translator, **chosen)

    @group.command("edit", help=say("help.profile_edit"))
    @click.argument("name", type=PROFILE_NAME)
    @settings(translator)
    def edit_command(**chosen: Any) -> int:
        return edit(translator, **chosen)

    _allow_commands(group, translator)

    @group.command("remove", help=say("help.profile_remove"))
    @click.argument("name", type=PROFILE_NAME)
    @yes_option(translator)
    def remove_command(**chosen: Any) -> int:
        return remove(translator, **chosen)

    return group


def _allow_commands(group: click.Group, translator: Translator) -> None:
    say = translator.text
    label = click.option("--label", metavar="TEXT", required=True, help=say("help.allow_label"))

    @group.command("allow", help=say("help.profile_allow"))
    @click.argument("name", type=PROFILE_NAME)
    @click.option("--phone", metavar="PHONE|-", required=True, help=say("help.allow_phone"))
    @label
    def allow_command(**chosen: Any) -> int:
        return allow(translator, **chosen)

    @group.command("disallow", help=say("help.profile_disallow"))
    @click.argument("name", type=PROFILE_NAME)
    @label
    def disallow_command(**chosen: Any) -> int:
        return disallow(translator, **chosen)


def list_profiles(translator: Translator, *, as_json: bool) -> int:
    """Print every profile with its environment, journey and merchant."""
    profiles = list(load_config().profiles.values())
    if as_json:
        print_result(
            json.dumps({"v": 1, "profiles": [_as_json(profile) for profile in profiles]}, ensure_ascii=False)
        )
        return 0
    if not profiles:
        print_result(translator.text("profile.none"))
    for profile in profiles:
        badge = translator.text(f"environment.{environment_of_profile(profile)}")
        journey = journey_title(translator, profile.journey) if profile.journey else "–"
        print_result(f"{profile.name:<16} {badge:<6} {journey}  {profile.merchant}".rstrip())
    return 0


def show(*, name: str, as_json: bool) -> int:
    """Print one profile with the settings of the file."""
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


def add(translator: Translator, *, name: str, yes: bool, **chosen: Any) -> int:
    """Add a profile; without an address it gets those of the vendors' test hosts."""
    if not NEW_PROFILE_NAME.fullmatch(name):
        raise usage_error("profile.bad_name")
    if name in load_config().profiles:
        raise usage_error("profile.exists", profile=name)
    profile = changed(Profile(name), chosen)
    if not profile.urls:
        known = known_addresses(Environment.TEST)
        wanted = providers_of(profile.journey or Journey.FULL)
        profile = profile._replace(urls={provider: known[provider] for provider in wanted})
    return _save(translator, Profile(name), profile, yes=yes, sentence="profile.added")


def edit(translator: Translator, *, name: str, yes: bool, **chosen: Any) -> int:
    """Change a profile; an empty text restores a setting's default."""
    profile = named_profile(name)
    return _save(translator, profile, changed(profile, chosen), yes=yes, sentence="profile.changed")


def _save(translator: Translator, old: Profile, new: Profile, *, yes: bool, sentence: str) -> int:
    if new == old:
        raise usage_error("profile.nothing_to_change", profile=new.name)
    if new.live and not old.live and not confirmed(translator, "profile.ask_live", yes=yes, profile=new.name):
        print_result(translator.text("ask.left_alone"))
        return 0
    for host in new.test_hosts:
        if host not in old.test_hosts and not yes:
            _confirm_test_host(translator, host)
    with changing_config() as file:
        file.save(new)
    print_result(
        translator.text(
            sentence, profile=new.name, badge=translator.text(f"environment.{environment_of_profile(new)}")
        )
    )
    if new.live and not new.merchant:
        print_message(translator.text("profile.live_needs_merchant", profile=new.name))
    for field, entered in new.credentials:
        provider = credential_field(field).provider
        url = new.urls.get(provider)
        if old.urls.get(provider) != url and (url is None or read_base_url(url).origin != entered.origin):
            print_message(
                translator.text("profile.keys_bound", field=field, profile=new.name, bound=entered.origin)
            )
    return 0


def _confirm_test_host(translator: Translator, host: str) -> None:
    """Ask for the name of a host once more before it counts as test.

    Raises:
        UserError: Another name was typed, or standard input is not a terminal.
    """
    if not is_interactive():
        raise usage_error("usage.needs_yes")
    prompt(translator.text("profile.ask_test_host", host=host) + " ", stderr=True)
    if input().strip() != host:
        raise usage_error("profile.other_host")


def remove(translator: Translator, *, name: str, yes: bool) -> int:
    """Remove a profile with its keys and its list of numbers."""
    profile = named_profile(name)
    if not confirmed(translator, "profile.ask_remove", yes=yes, profile=profile.name):
        print_result(translator.text("ask.left_alone"))
        return 0

    async def forget(keyring: CredentialStore) -> None:
        try:
            for field in credential_fields(PROVIDERS):
                await keyring.delete(credential_entry(name, field.name))
            await keyring.delete(allowed_numbers_entry(name))
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
    shown = {"name": profile.name} | plain_profile(profile)
    del shown["credentials"]
    shown["keys"] = {
        field: {"at": rfc3339(record.at), "origin": record.origin} for field, record in profile.credentials
    }
    shown["environment"] = environment_of_profile(profile)
    return shown
