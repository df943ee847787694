"""API keys from environment and keyring, each bound to the address it is for."""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from otp_tui.cli.composition.config import changing_config
from otp_tui.cli.composition.targets import Target, target_facts
from otp_tui.core.errors import FieldError, GuardError, usage_error
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import LONGEST_VALUE
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import (
    CredentialTextError,
    check_credential_text,
    credential_entry,
    credential_field,
    credential_fields,
)
from otp_tui.core.target.endpoints import TargetError, read_base_url
from otp_tui.core.target.profile import CredentialRecord, Profile
from otp_tui.core.target.providers import PROVIDERS, CredentialField, owner_of

Credentials = dict[str, Secret]
"""Keys by field."""


def needed_fields(target: Target) -> tuple[CredentialField, ...]:
    """Return the keys that a target's providers need."""
    return credential_fields(target.urls)


def credentials_from_environment(fields: Iterable[CredentialField]) -> Credentials:
    """Return what the environment gives of these keys.

    Raises:
        UserError: One of them cannot be a key.
    """
    texts = {field: os.environ.get(field.variable) for field in fields}
    return {
        field.name: checked_credential(text, field.variable)
        for field, text in texts.items()
        if text is not None
    }


async def credentials_from_keyring(
    target: Target, keyring: CredentialStore, fields: Iterable[CredentialField]
) -> Credentials:
    """Return what the keyring holds of these keys for the target's profile.

    A key is bound to the address that it was entered for: neither an option or variable nor an edited profile
    takes it anywhere else. One that was put there by other means may go to this machine and to the vendor's own
    hosts, never to a host of anybody else: it may have been meant for an older profile of the same name.

    Raises:
        UserError: A key would go to another address than its own.
        KeyringError: The keyring cannot be asked.
    """
    profile = target.profile
    if profile is None:
        return {}
    found: Credentials = {}
    records = dict(profile.credentials)
    for field in fields:
        origin = target.urls[field.provider].origin
        stored = await keyring.get(credential_entry(profile.name, field.name))
        if stored is None:
            continue
        bound = records[field.name].origin if field.name in records else _own_origin(profile, field)
        if bound != origin:
            raise GuardError(
                "credentials.other_host",
                "other_host",
                field=field.name,
                profile=profile.name,
                bound=bound,
                origin=origin,
            )
        found[field.name] = checked_credential(stored.reveal(), credential_entry(profile.name, field.name))
    return found


def checked_credential(text: str, source: str) -> Secret:
    """Return a key that can stand in a header.

    Args:
        text: The key.
        source: What gave it, for the sentence; never its value.

    Raises:
        UserError: The text is empty, or has a space, a line break or a letter outside ASCII.
    """
    try:
        return Secret(check_credential_text(text))
    except CredentialTextError as error:
        raise usage_error(f"target.bad_key_{error.problem}", variable=source) from None


def field_credential(text: str, field: str) -> Secret:
    """Return a key that was typed into a field and can stand in a header.

    Args:
        text: The key.
        field: The field's name.

    Raises:
        FieldError: The text is empty, too long, or has a space, a line break or a letter outside ASCII.
    """
    try:
        key = Secret(check_credential_text(text))
    except CredentialTextError as error:
        raise FieldError(f"setup.bad_key_{error.problem}", field) from None
    if len(key) > LONGEST_VALUE:
        raise FieldError("setup.key_too_long", field, longest=LONGEST_VALUE)
    return key


async def store_credentials(
    keyring: CredentialStore,
    profile: Profile,
    credentials: Credentials,
    *,
    overwrite: bool,
    record: Callable[[str, CredentialRecord], None],
) -> bool:
    """Store keys in the keyring, and record each: when it was entered, and for which address.

    Args:
        keyring: Where to.
        profile: Whose keys they are.
        credentials: By field.
        overwrite: Replace other keys.
        record: Takes each record as soon as its key is stored.

    Returns:
        False where other keys would be overwritten; nothing was stored then.

    Raises:
        KeyringError: A key was not stored.
        UserError: The profile has no address for a key, or a record could not be written.
    """
    records = {name: credential_record(profile, credential_field(name)) for name in credentials}
    await keyring.probe()
    if not overwrite and await _holds_others(keyring, profile.name, credentials):
        return False
    for name, key in credentials.items():
        await keyring.set(credential_entry(profile.name, name), key)
        record(name, records[name])
    return True


def credential_record(profile: Profile, field: CredentialField) -> CredentialRecord:
    """Make the record of a key that is entered now.

    Raises:
        UserError: The profile has no address for it.
    """
    text = profile.urls.get(field.provider)
    if text is None:
        title = PROVIDERS[field.provider].title
        raise usage_error("credentials.no_address", profile=profile.name, provider=title)
    try:
        origin = read_base_url(text).origin
    except TargetError as error:
        raise usage_error(f"target.{error.problem}", **target_facts(error, field.provider)) from None
    return CredentialRecord(datetime.now(UTC).replace(microsecond=0), origin)


def write_record(profile: Profile, field: str, record: CredentialRecord | None) -> None:
    """Write the record of a key into the configuration, or take it out; never the key.

    Raises:
        UserError: The configuration cannot be written.
    """

    def recorded(newest: Profile) -> Profile:
        records = dict(newest.credentials)
        records.pop(field, None)
        if record is not None:
            records[field] = record
        return newest._replace(credentials=tuple(records.items()))

    with changing_config() as file:
        file.update(profile, recorded)


async def _holds_others(keyring: CredentialStore, profile: str, credentials: Credentials) -> bool:
    for name, key in credentials.items():
        stored = await keyring.get(credential_entry(profile, name))
        if stored is not None and stored != key:
            return True
    return False


def _own_origin(profile: Profile, field: CredentialField) -> str:
    """Return the origin for a key without a record: the profile's own, if nobody else's.

    Raises:
        UserError: The profile's own host belongs to nobody known.
    """
    try:
        url = read_base_url(profile.urls.get(field.provider, ""))
    except TargetError:
        return "–"
    if url.loopback or owner_of(url.host) is not None:
        return url.origin
    raise GuardError("credentials.unbound", "unbound_key", field=field.name, profile=profile.name)
