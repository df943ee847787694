"""`otp-tui credentials`: store, list and delete API keys; a value is never shown."""

import json
import sys
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple

import click

from otp_tui.cli.commands.credentials_test import test_credentials
from otp_tui.cli.commands.options import PROFILE_NAME, json_option, yes_option
from otp_tui.cli.composition.config import load_config, named_profile
from otp_tui.cli.composition.credentials import (
    checked_credential,
    credential_record,
    store_credentials,
    write_record,
)
from otp_tui.cli.composition.os_keyring import open_keyring
from otp_tui.cli.composition.prompting import ask_credential, waiting_keyring, with_keyring
from otp_tui.cli.terminal.console import print_message, print_result
from otp_tui.cli.terminal.loop import run_loop
from otp_tui.cli.terminal.prompts import confirmed, is_interactive
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.exit_codes import NO_KEYS
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import credential_entry, credential_field, credential_fields
from otp_tui.core.target.profile import Config
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.core.timestamps import rfc3339
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.translator import Translator

_MOST_PIPED: Final = 65_536
"""Letters that are read of standard input; no keyring takes a key that long."""


def command(translator: Translator) -> click.Group:
    """Make ``credentials set|list|test|forget``."""
    say = translator.text
    field = click.Choice([known.name for known in credential_fields(PROVIDERS)])

    @click.group("credentials", help=say("help.credentials"))
    def group() -> None:
        """Hold the commands."""

    @group.command("set", help=say("help.credentials_set"))
    @click.argument("profile", type=PROFILE_NAME)
    @click.argument("field", type=field)
    @yes_option(translator)
    def set_command(**chosen: Any) -> int:
        return set_credential(translator, **chosen)

    @group.command("list", help=say("help.credentials_list"))
    @json_option(translator)
    def list_command(**chosen: Any) -> int:
        return list_credentials(translator, **chosen)

    @group.command("test", help=say("help.credentials_test"))
    @click.argument("profile", type=PROFILE_NAME)
    @json_option(translator)
    @yes_option(translator)
    def test_command(**chosen: Any) -> int:
        return test_credentials(translator, **chosen)

    @group.command("forget", help=say("help.credentials_forget"))
    @click.argument("profile", type=PROFILE_NAME)
    @click.argument("field", type=field, required=False)
    @yes_option(translator)
    def forget_command(**chosen: Any) -> int:
        return forget(translator, **chosen)

    return group


class Entry(NamedTuple):
    """One key of one profile, as lists show it.

    Attributes:
        profile: Whose.
        field: Which.
        is_set: Whether the keyring holds it; None where it could not be asked.
        at: When it was entered, where this program knows.
    """

    profile: str
    field: str
    is_set: bool | None
    at: datetime | None


def set_credential(translator: Translator, *, profile: str, field: str, yes: bool) -> int:
    """Take a key from standard input, or ask for it without echo, and store it in the keyring.

    Raises:
        UserError: The profile is unknown or has no address for the key, or the keyring does not take it.
    """
    target, which = named_profile(profile), credential_field(field)
    credential_record(target, which)  # a key without an address is refused before it is asked for
    key = ask_credential(translator, which) if is_interactive() else _piped_key(field)

    def store(*, overwrite: bool) -> bool:
        return with_keyring(
            translator,
            lambda keyring: store_credentials(
                keyring, target, {field: key}, overwrite=overwrite, record=partial(write_record, target)
            ),
        )

    if not store(overwrite=False):
        if not confirmed(translator, "credentials.ask_overwrite", yes=yes, field=field, profile=profile):
            print_result(translator.text("ask.left_alone"))
            return 0
        store(overwrite=True)
    print_result(translator.text("credentials.kept", field=field, profile=profile, length=len(key)))
    return 0


def _piped_key(field: str) -> Secret:
    text = sys.stdin.read(_MOST_PIPED) if sys.stdin else ""
    return checked_credential(text.removesuffix("\n").removesuffix("\r"), field)


def list_credentials(translator: Translator, *, as_json: bool) -> int:
    """List names, whether each is set, and since when; never a value, nor a part of it."""
    config = load_config()
    problem, entries = run_loop(_entries(config, waiting_keyring(translator, open_keyring())))
    if as_json:
        rows = [
            {"profile": row.profile, "field": row.field, "set": row.is_set, "at": row.at and rfc3339(row.at)}
            for row in entries
        ]
        print_result(json.dumps({"v": 1, "credentials": rows}))
    else:
        for row in entries:
            print_result(f"{row.profile:<16} {row.field:<20} {_state(translator, row)}".rstrip())
        if not entries:
            print_result(translator.text("profile.none"))
    if problem is not None:
        for line in keyring_lines(translator, problem):
            print_message(f"otp-tui: {line}")
        return NO_KEYS
    return 0


async def _entries(config: Config, keyring: CredentialStore) -> tuple[KeyringError | None, list[Entry]]:
    use_daemon_threads()
    problem: KeyringError | None = None
    entries: list[Entry] = []
    for profile in config.profiles.values():
        entered = dict(profile.credentials)
        for field in credential_fields(profile.urls):
            is_set: bool | None = None
            if problem is None:
                try:
                    is_set = await keyring.get(credential_entry(profile.name, field.name)) is not None
                except KeyringError as error:
                    problem = error
            at = entered[field.name].at if field.name in entered and is_set else None
            entries.append(Entry(profile.name, field.name, is_set, at))
    return problem, entries


def _state(translator: Translator, row: Entry) -> str:
    if row.is_set is None:
        return translator.text("credentials.not_known")
    if not row.is_set:
        return translator.text("credentials.not_set")
    when = f"{row.at.astimezone():%Y-%m-%d %H:%M}" if row.at else ""
    return f"{translator.text('credentials.set')}  {when}"


def forget(translator: Translator, *, profile: str, field: str | None, yes: bool) -> int:
    """Take one key, or all keys of a profile, out of the keyring."""
    target = named_profile(profile)
    fields = [field] if field else [known.name for known in credential_fields(PROVIDERS)]
    if not confirmed(
        translator, "credentials.ask_forget", yes=yes, profile=profile, fields=", ".join(fields)
    ):
        print_result(translator.text("ask.left_alone"))
        return 0

    async def delete(keyring: CredentialStore) -> list[str]:
        return [name for name in fields if await keyring.delete(credential_entry(profile, name))]

    gone = with_keyring(translator, delete)
    for name in fields:
        if name in dict(target.credentials):
            write_record(target, name, None)
    print_result(
        translator.text("credentials.forgotten", fields=", ".join(gone))
        if gone
        else translator.text("credentials.nothing_to_forget")
    )
    return 0
