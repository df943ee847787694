"""`otp-tui credentials`: keys into the OS keyring, out of it, and tested; a value is never shown."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from otp_tui.cli.composition.config import changing_config, load_config, profile_of
from otp_tui.cli.composition.credentials import Credentials, checked_credential
from otp_tui.cli.composition.errors import CommandError, usage
from otp_tui.cli.composition.prompting import ask_credential, confirmed, is_interactive, waiting_keyring
from otp_tui.cli.composition.runtime import open_keyring
from otp_tui.cli.terminal.console import print_message, print_result
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.exit_codes import NO_KEYS
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import (
    CREDENTIAL_FIELDS,
    CredentialField,
    credential_entry,
    credential_fields,
)
from otp_tui.core.target.endpoints import TargetError, read_base_url
from otp_tui.core.target.profile import Config, CredentialRecord, Profile
from otp_tui.core.timestamps import rfc3339
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.translator import Translator

T = TypeVar("T")


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


def with_keyring(translator: Translator, work: Callable[[CredentialStore], Coroutine[Any, Any, T]]) -> T:
    """Run what needs the keyring; where it hangs, say so, and wait on as long as somebody sits there.

    Args:
        translator: Words what is wrong.
        work: What is to be done.

    Raises:
        CommandError: It cannot be done; why was said.
    """

    async def run() -> T:
        use_daemon_threads()
        return await work(waiting_keyring(translator, open_keyring()))

    try:
        return asyncio.run(run())
    except KeyringError as error:
        for line in keyring_lines(translator, error):
            print_message(f"otp-tui: {line}")
        raise CommandError("keys.vault_failed", NO_KEYS) from None


def named_profile(name: str) -> Profile:
    """A profile that has to be there.

    Raises:
        CommandError: It is not.
    """
    profile = profile_of(load_config(), name)
    assert profile is not None
    return profile


def set_credential(translator: Translator, *, profile: str, field: str, yes: bool) -> int:
    """Take a key from standard input, or ask for it without echo, and keep it in the keyring."""
    target = named_profile(profile)
    entered = credential_record(
        target, CREDENTIAL_FIELDS[field]
    )  # a key without an address is refused before it is kept
    key = ask_credential(translator, CREDENTIAL_FIELDS[field]) if is_interactive() else _piped_key(field)
    name = credential_entry(profile, field)

    async def keep(keyring: CredentialStore) -> bool:
        await keyring.probe()
        if await differs(keyring, profile, {field: key}):
            question = confirmed(translator, "keys.ask_overwrite", yes=yes, field=field, profile=profile)
            if not question:
                return False
        await keyring.set(name, key)
        return True

    if not with_keyring(translator, keep):
        print_result(translator.text("ask.left_alone"))
        return 0
    note_credential(target, field, entered)
    print_result(translator.text("keys.kept", field=field, profile=profile, length=len(key)))
    return 0


def _piped_key(field: str) -> Secret:
    text = sys.stdin.read() if sys.stdin else ""
    return checked_credential(text.removesuffix("\n").removesuffix("\r"), field)


def credential_record(profile: Profile, field: CredentialField) -> CredentialRecord:
    """What is noted of a key that is entered now: when, and for which address.

    Raises:
        CommandError: The profile has no address for it.
    """
    text = profile.url(field.provider)
    if text is None:
        raise usage("keys.no_address", profile=profile.name, provider=field.provider.capitalize())
    try:
        origin = read_base_url(text).origin
    except TargetError as error:
        raise usage(
            f"target.{error.problem}", provider=field.provider.capitalize(), host=error.host
        ) from None
    return CredentialRecord(datetime.now(UTC).replace(microsecond=0), origin)


async def differs(keyring: CredentialStore, profile: str, keys: Credentials) -> bool:
    """Whether the keyring holds other keys for a profile than these.

    Raises:
        VaultError: It cannot be told.
    """
    for name, key in keys.items():
        kept = await keyring.get(credential_entry(profile, name))
        if kept is not None and kept != key:
            return True
    return False


def note_credential(profile: Profile, field: str, entered: CredentialRecord | None) -> None:
    """Note in the configuration when a key was entered and for which address; never the key."""

    def noted(newest: Profile) -> Profile:
        keys = dict(newest.credentials)
        keys.pop(field, None)
        if entered is not None:
            keys[field] = entered
        return newest._replace(credentials=tuple(keys.items()))

    with changing_config() as file:
        file.update(profile, noted)


def list_credentials(translator: Translator, *, as_json: bool) -> int:
    """Names, whether set, and when; never a value, nor a part of it."""
    config = load_config()
    problem, entries = asyncio.run(_entries(config, waiting_keyring(translator, open_keyring())))
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
        for field in credential_fields(tuple(name for name in ("paynet", "paywall") if profile.url(name))):
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
        return translator.text("keys.not_known")
    if not row.is_set:
        return translator.text("keys.not_set")
    when = f"{row.at.astimezone():%Y-%m-%d %H:%M}" if row.at else ""
    return f"{translator.text('keys.set')}  {when}"


def forget(translator: Translator, *, profile: str, field: str | None, yes: bool) -> int:
    """Take one key, or all keys of a profile, out of the keyring."""
    target = named_profile(profile)
    fields = [field] if field else list(CREDENTIAL_FIELDS)
    if not confirmed(translator, "keys.ask_forget", yes=yes, profile=profile, fields=", ".join(fields)):
        print_result(translator.text("ask.left_alone"))
        return 0

    async def delete(keyring: CredentialStore) -> list[str]:
        return [name for name in fields if await keyring.delete(credential_entry(profile, name))]

    gone = with_keyring(translator, delete)
    for name in fields:
        if name in dict(target.credentials):
            note_credential(target, name, None)
    print_result(
        translator.text("keys.forgotten", fields=", ".join(gone))
        if gone
        else translator.text("keys.nothing_to_forget")
    )
    return 0
