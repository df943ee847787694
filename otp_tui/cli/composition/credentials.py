"""Where keys come from: the environment, then the keyring; a front end asks for what is still missing."""

import os
from collections.abc import Iterable

from otp_tui.cli.composition.errors import CommandError, usage
from otp_tui.cli.composition.targets import Target
from otp_tui.core.exit_codes import GUARD
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import (
    CredentialField,
    CredentialTextError,
    check_credential_text,
    credential_entry,
    credential_fields,
)
from otp_tui.core.target.endpoints import LIVE_HOSTS, TEST_HOSTS, TargetError, read_base_url
from otp_tui.core.target.profile import Profile

Credentials = dict[str, Secret]


def needed_fields(target: Target) -> tuple[CredentialField, ...]:
    """The keys that a target's providers need."""
    return credential_fields(tuple(target.urls))


def credentials_from_environment(fields: Iterable[CredentialField]) -> Credentials:
    """What the environment gives of these keys.

    Raises:
        CommandError: One of them cannot be a key.
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
    """What the keyring holds of these keys for the target's profile.

    A key is bound to the address that it was entered for: neither an option or variable nor an edited profile
    takes it anywhere else. One that was put there by other means may go to this machine and to the vendor's own
    hosts, never to a host of anybody else: it may have been meant for an older profile of the same name.

    Raises:
        CommandError: A key would go to another address than its own.
        VaultError: The keyring cannot be asked.
    """
    profile = target.profile
    if profile is None:
        return {}
    keys: Credentials = {}
    entered = dict(profile.credentials)
    for field in fields:
        origin = target.urls[field.provider].origin
        kept = await keyring.get(credential_entry(profile.name, field.name))
        if kept is None:
            continue
        bound = entered[field.name].origin if field.name in entered else _own_origin(profile, field)
        if bound != origin:
            raise CommandError(
                "keys.other_host", GUARD, field=field.name, profile=profile.name, bound=bound, origin=origin
            )
        keys[field.name] = checked_credential(kept.reveal(), credential_entry(profile.name, field.name))
    return keys


def checked_credential(text: str, where: str) -> Secret:
    """A key that can stand in a header.

    Args:
        text: The key.
        where: What gave it, for the sentence; never its value.

    Raises:
        CommandError: It cannot.
    """
    try:
        return Secret(check_credential_text(text))
    except CredentialTextError as error:
        raise usage(f"target.bad_key_{error.problem}", variable=where) from None


def _own_origin(profile: Profile, field: CredentialField) -> str:
    """Where a key may go of which no address is noted: the profile's own, if that is nobody else's host.

    Raises:
        CommandError: It is.
    """
    try:
        url = read_base_url(profile.url(field.provider) or "")
    except TargetError:
        return "–"
    if url.loopback or url.host in TEST_HOSTS or url.host in LIVE_HOSTS:
        return url.origin
    raise CommandError("keys.unbound", GUARD, field=field.name, profile=profile.name)
