"""`otp-tui credentials`: keys into the OS keyring, out of it, and tested; a value is never shown."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from otp_tui.cli.composition.config import changing, load_config, profile_of
from otp_tui.cli.composition.credentials import Keys, checked
from otp_tui.cli.composition.errors import CommandError, usage
from otp_tui.cli.composition.prompting import ask_key, confirmed, interactive, patient
from otp_tui.cli.composition.runtime import open_vault
from otp_tui.cli.terminal.console import out, tell
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.flow.exits import NO_KEYS
from otp_tui.core.ports import Vault
from otp_tui.core.security.keyring_errors import VaultError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import FIELDS, Field, fields_of, vault_name
from otp_tui.core.target.endpoints import TargetError, read_base_url
from otp_tui.core.target.profile import Config, KeySet, Profile
from otp_tui.core.timestamps import rfc3339
from otp_tui.i18n.keyring import vault_lines
from otp_tui.i18n.translator import Speech

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


def vaulted(speech: Speech, work: Callable[[Vault], Coroutine[Any, Any, T]]) -> T:
    """Run what needs the keyring; where it hangs, say so, and wait on as long as somebody sits there.

    Args:
        speech: Words what is wrong.
        work: What is to be done.

    Raises:
        CommandError: It cannot be done; why was said.
    """

    async def run() -> T:
        use_daemon_threads()
        return await work(patient(speech, open_vault()))

    try:
        return asyncio.run(run())
    except VaultError as error:
        for line in vault_lines(speech, error):
            tell(f"otp-tui: {line}")
        raise CommandError("keys.vault_failed", NO_KEYS) from None


def named_profile(name: str) -> Profile:
    """A profile that has to be there.

    Raises:
        CommandError: It is not.
    """
    profile = profile_of(load_config(), name)
    assert profile is not None
    return profile


def set_key(speech: Speech, *, profile: str, field: str, yes: bool) -> int:
    """Take a key from standard input, or ask for it without echo, and keep it in the keyring."""
    target = named_profile(profile)
    entered = key_set(target, FIELDS[field])  # a key without an address is refused before it is kept
    key = ask_key(speech, FIELDS[field]) if interactive() else _piped_key(field)
    name = vault_name(profile, field)

    async def keep(vault: Vault) -> bool:
        await vault.probe()
        if await differs(vault, profile, {field: key}):
            question = confirmed(speech, "keys.ask_overwrite", yes=yes, field=field, profile=profile)
            if not question:
                return False
        await vault.set(name, key)
        return True

    if not vaulted(speech, keep):
        out(speech.say("ask.left_alone"))
        return 0
    note_key(target, field, entered)
    out(speech.say("keys.kept", field=field, profile=profile, length=len(key)))
    return 0


def _piped_key(field: str) -> Secret:
    text = sys.stdin.read() if sys.stdin else ""
    return checked(text.removesuffix("\n").removesuffix("\r"), field)


def key_set(profile: Profile, field: Field) -> KeySet:
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
    return KeySet(datetime.now(UTC).replace(microsecond=0), origin)


async def differs(vault: Vault, profile: str, keys: Keys) -> bool:
    """Whether the keyring holds other keys for a profile than these.

    Raises:
        VaultError: It cannot be told.
    """
    for name, key in keys.items():
        kept = await vault.get(vault_name(profile, name))
        if kept is not None and kept != key:
            return True
    return False


def note_key(profile: Profile, field: str, entered: KeySet | None) -> None:
    """Note in the configuration when a key was entered and for which address; never the key."""

    def noted(newest: Profile) -> Profile:
        keys = dict(newest.keys)
        keys.pop(field, None)
        if entered is not None:
            keys[field] = entered
        return newest._replace(keys=tuple(keys.items()))

    with changing() as file:
        file.update(profile, noted)


def list_keys(speech: Speech, *, as_json: bool) -> int:
    """Names, whether set, and when; never a value, nor a part of it."""
    config = load_config()
    problem, entries = asyncio.run(_entries(config, patient(speech, open_vault())))
    if as_json:
        rows = [
            {"profile": row.profile, "field": row.field, "set": row.is_set, "at": row.at and rfc3339(row.at)}
            for row in entries
        ]
        out(json.dumps({"v": 1, "credentials": rows}))
    else:
        for row in entries:
            out(f"{row.profile:<16} {row.field:<20} {_state(speech, row)}".rstrip())
        if not entries:
            out(speech.say("profile.none"))
    if problem is not None:
        for line in vault_lines(speech, problem):
            tell(f"otp-tui: {line}")
        return NO_KEYS
    return 0


async def _entries(config: Config, vault: Vault) -> tuple[VaultError | None, list[Entry]]:
    use_daemon_threads()
    problem: VaultError | None = None
    entries: list[Entry] = []
    for profile in config.profiles.values():
        entered = dict(profile.keys)
        for field in fields_of(tuple(name for name in ("paynet", "paywall") if profile.url(name))):
            is_set: bool | None = None
            if problem is None:
                try:
                    is_set = await vault.get(vault_name(profile.name, field.name)) is not None
                except VaultError as error:
                    problem = error
            at = entered[field.name].at if field.name in entered and is_set else None
            entries.append(Entry(profile.name, field.name, is_set, at))
    return problem, entries


def _state(speech: Speech, row: Entry) -> str:
    if row.is_set is None:
        return speech.say("keys.not_known")
    if not row.is_set:
        return speech.say("keys.not_set")
    when = f"{row.at.astimezone():%Y-%m-%d %H:%M}" if row.at else ""
    return f"{speech.say('keys.set')}  {when}"


def forget(speech: Speech, *, profile: str, field: str | None, yes: bool) -> int:
    """Take one key, or all keys of a profile, out of the keyring."""
    target = named_profile(profile)
    fields = [field] if field else list(FIELDS)
    if not confirmed(speech, "keys.ask_forget", yes=yes, profile=profile, fields=", ".join(fields)):
        out(speech.say("ask.left_alone"))
        return 0

    async def delete(vault: Vault) -> list[str]:
        return [name for name in fields if await vault.delete(vault_name(profile, name))]

    gone = vaulted(speech, delete)
    for name in fields:
        if name in dict(target.keys):
            note_key(target, name, None)
    out(
        speech.say("keys.forgotten", fields=", ".join(gone)) if gone else speech.say("keys.nothing_to_forget")
    )
    return 0
