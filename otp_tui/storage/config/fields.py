"""A profile from its table in the file, and back."""

from datetime import UTC
from typing import Any, Final

from msgspec import UNSET, structs

from otp_tui.core.flow.journey import LEGS, Journey
from otp_tui.core.security import budget
from otp_tui.core.security.budget import Budget
from otp_tui.core.target.credentials import CREDENTIAL_FIELDS
from otp_tui.core.target.profile import PROFILE_NAME, AccentColours, AllowedNumber, CredentialRecord, Profile
from otp_tui.storage.config.checks import (
    Check,
    address,
    anything,
    colour,
    each,
    host,
    masked,
    one_of,
    origin,
    pattern,
    prefix,
    proxy,
    text,
    within,
)
from otp_tui.storage.config.errors import ConfigProblem, FlawError, Place
from otp_tui.storage.config.schema import (
    AllowedTable,
    BudgetTable,
    ColoursTable,
    KeyTable,
    ProfileTable,
    Table,
    check_names,
    looks_secret,
    read_table,
)

LANGUAGES: Final = ("tr", "en")
DARK_GROUND: Final = "#151b2b"
LIGHT_GROUND: Final = "#ffffff"
_PROVIDERS: Final = tuple(leg.provider for leg in LEGS[Journey.FULL])
_JOURNEYS: Final = one_of([journey.value for journey in Journey])
_LABEL: Final = text(60)
_SENDS: Final = within(1, 100)
_FIELD_OF: Final = {"allowed": "allowed_numbers"}
"""Keys of the file that a profile calls by another name."""


def read_profile(name: str, raw: object) -> Profile:
    """Read one profile.

    Args:
        name: Its key in the file.
        raw: What the file has under it.

    Raises:
        FlawError: With the first rule that it breaks.
    """
    place: Place = ("profiles", name)
    if not PROFILE_NAME.fullmatch(name):
        raise FlawError(ConfigProblem.BAD_PROFILE_NAME, place)
    table = read_table(ProfileTable, raw, place)
    given = {key: value for key, value in structs.asdict(table).items() if value is not UNSET}
    values = {_FIELD_OF.get(key, key): _CHECKS[key](value, (*place, key)) for key, value in given.items()}
    if "code_length" in values and "code_pattern" in values:
        raise FlawError(ConfigProblem.LENGTH_AND_PATTERN, (*place, "code_pattern"))
    if values.get("allow_http") and not values.get("test_hosts"):
        raise FlawError(ConfigProblem.HTTP_NEEDS_HOSTS, (*place, "allow_http"))
    return Profile(name, **values)


def profile_table(profile: Profile) -> dict[str, Any]:
    """A profile as plain values for the file; what is None or empty is not in it."""
    table = {key: _plain(getattr(profile, _FIELD_OF.get(key, key))) for key in ProfileTable.__struct_fields__}
    table |= {
        "colours": {key: value for key, value in profile.colours._asdict().items() if value},
        "allowed": [entry._asdict() for entry in profile.allowed_numbers],
        "credentials": {field: key._asdict() for field, key in profile.credentials},
        "budget": profile.budget and _budget_table(profile.budget),
    }
    return {key: value for key, value in table.items() if value not in (None, "", [], {})}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, Journey) else value


def _budget_table(limits: Budget) -> dict[str, int]:
    return {"per_10_minutes": limits.short.sends, "per_hour": limits.long.sends}


def _journey(value: str, place: Place) -> Journey:
    return Journey(_JOURNEYS(value, place))


def _colours(raw: Table, place: Place) -> AccentColours:
    table = read_table(ColoursTable, raw, place)
    dark, light = table.dark, table.light
    return AccentColours(
        "" if dark is UNSET else colour(DARK_GROUND)(dark, (*place, "dark")),
        "" if light is UNSET else colour(LIGHT_GROUND)(light, (*place, "light")),
    )


def _budget(raw: Table, place: Place) -> Budget:
    table = read_table(BudgetTable, raw, place)
    short, long = budget.DEFAULT_BUDGET
    if table.per_10_minutes is not UNSET:
        short = short._replace(sends=_SENDS(table.per_10_minutes, (*place, "per_10_minutes")))
    if table.per_hour is not UNSET:
        long = long._replace(sends=_SENDS(table.per_hour, (*place, "per_hour")))
    return Budget(short, long)


def _allowed(raw: Table, place: Place) -> AllowedNumber:
    entry = read_table(AllowedTable, raw, place)
    return AllowedNumber(_LABEL(entry.label, (*place, "label")), masked(entry.number, (*place, "number")))


def _credentials(raw: Table, place: Place) -> tuple[tuple[str, CredentialRecord], ...]:
    """When each key was entered, in the order of `FIELDS`, so that the file's order means nothing."""
    for name, value in raw.items():
        # A field's place takes a table; a text there can only be the key itself.
        if isinstance(value, str) and (name in CREDENTIAL_FIELDS or looks_secret(name)):
            raise FlawError(ConfigProblem.KEY_IN_FILE, (*place, name))
    check_names(raw, list(CREDENTIAL_FIELDS), place)
    return tuple((name, _key_set(raw[name], (*place, name))) for name in CREDENTIAL_FIELDS if name in raw)


def _key_set(raw: object, place: Place) -> CredentialRecord:
    table = read_table(KeyTable, raw, place)
    if table.at.utcoffset() is None:
        raise FlawError(ConfigProblem.BAD_TIME, (*place, "at"))
    try:
        at = table.at.astimezone(UTC)
    except OverflowError:  # in the years 1 and 9999
        raise FlawError(ConfigProblem.BAD_TIME, (*place, "at")) from None
    return CredentialRecord(at, origin(table.origin, (*place, "origin")))


_CHECKS: Final[dict[str, Check]] = {
    "paynet_url": address,
    "paywall_url": address,
    "journey": _journey,
    "legs": each(one_of(_PROVIDERS)),
    "live": anything,
    "merchant": text(60),
    "colours": _colours,
    "test_hosts": each(host),
    "allow_http": anything,
    "user_id": text(100),
    "paynet_auth": one_of(("raw", "base64")),
    "code_length": within(1, 20),
    "code_pattern": pattern,
    "otp_lifetime": within(1, 86_400),
    "resend_waits": each(within(0, 3_600), filled=True),
    "budget": _budget,
    "language": one_of(LANGUAGES),
    "ca_bundle": text(4_096),
    "proxy": proxy,
    "allowed_prefixes": each(prefix),
    "allowed": each(_allowed),
    "credentials": _credentials,
}
