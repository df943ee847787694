"""The table of settings, which reader, writer, command options and README's example follow."""

from datetime import UTC, datetime
from typing import Any, Final

from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.budget import DEFAULT_BUDGET, Budget
from otp_tui.core.target.credentials import credential_fields
from otp_tui.core.target.profile import AccentColours, AllowedNumber, CredentialRecord
from otp_tui.core.target.providers import PROVIDERS, Provider
from otp_tui.storage.config.checks import (
    OneOf,
    Within,
    address,
    colour,
    each,
    host,
    masked,
    once,
    origin,
    pattern,
    prefix,
    proxy,
    sign,
    text,
)
from otp_tui.storage.config.errors import ConfigProblem, FlawError, Kind, Place
from otp_tui.storage.config.tables import Field, Option, check_names, looks_secret, read_table, text_in

LANGUAGES: Final = ("tr", "en")
THEMES: Final = ("dark", "light")
DARK_GROUND: Final = "#151b2b"
LIGHT_GROUND: Final = "#ffffff"
_JOURNEYS: Final = tuple(journey.value for journey in Journey)
_LOGO_COLUMNS: Final = 16
_SENDS: Final = Within(1, 100)


def _allowed_number(raw: Any, place: Place) -> AllowedNumber:
    return AllowedNumber(**read_table(_ALLOWED_NUMBER, raw, place))


def _plain_numbers(numbers: tuple[AllowedNumber, ...]) -> list[dict[str, str]]:
    return [number._asdict() for number in numbers]


def _credentials(raw: dict[str, Any], place: Place) -> tuple[tuple[str, CredentialRecord], ...]:
    """Read the records in the order of the provider list, whatever the file's order."""
    names = [field.name for field in credential_fields(PROVIDERS)]
    for name, value in raw.items():
        # A record is a table; a text in its place can only be the key itself.
        if isinstance(value, str) and (name in names or looks_secret(name)):
            raise FlawError(ConfigProblem.KEY_IN_FILE, (*place, name))
    check_names(raw, names, place)
    return tuple(
        (name, CredentialRecord(**read_table(_CREDENTIAL, raw[name], (*place, name))))
        for name in names
        if name in raw
    )


def _plain_credentials(records: tuple[tuple[str, CredentialRecord], ...]) -> dict[str, dict[str, Any]]:
    return {name: record._asdict() for name, record in records}


def _in_utc(at: datetime, place: Place) -> datetime:
    if at.utcoffset() is None:
        raise FlawError(ConfigProblem.BAD_TIME, place)
    try:
        return at.astimezone(UTC)
    except OverflowError:  # in the years 1 and 9999
        raise FlawError(ConfigProblem.BAD_TIME, place) from None


def _key_bindings(raw: dict[str, Any], place: Place) -> tuple[tuple[str, str], ...]:
    for action, key in raw.items():
        # Who looks for a place for API keys may take [keys] for it.
        if looks_secret(action, key):
            raise FlawError(ConfigProblem.KEY_IN_FILE, (*place, action))
    return tuple((action, text_in(key, (*place, action))) for action, key in raw.items())


def _budget(sends: dict[str, int]) -> Budget:
    short, long = DEFAULT_BUDGET
    return Budget(
        short._replace(sends=sends.get("per_10_minutes", short.sends)),
        long._replace(sends=sends.get("per_hour", long.sends)),
    )


def _plain_budget(budget: Budget | None) -> dict[str, int] | None:
    return budget and {"per_10_minutes": budget.short.sends, "per_hour": budget.long.sends}


_ALLOWED_NUMBER: Final = (
    Field("label", Kind.TEXT, text(60), required=True),
    Field("number", Kind.TEXT, masked, required=True),
)
_CREDENTIAL: Final = (
    Field("at", Kind.TIME, _in_utc, required=True),
    Field("origin", Kind.TEXT, origin, required=True),
)
_COLOURS: Final = Field(
    "colours",
    Kind.TABLE,
    fields=(
        Field(
            "dark",
            Kind.TEXT,
            colour(DARK_GROUND),
            option=Option("--accent-dark", "help.accent_dark", "#RRGGBB"),
        ),
        Field(
            "light",
            Kind.TEXT,
            colour(LIGHT_GROUND),
            option=Option("--accent-light", "help.accent_light", "#RRGGBB"),
        ),
    ),
    build=lambda values: AccentColours(**values),
    plain=lambda colours: colours._asdict(),
)
_BUDGET: Final = Field(
    "budget",
    Kind.TABLE,
    fields=(
        Field(
            "per_10_minutes",
            Kind.NUMBER,
            _SENDS,
            option=Option("--per-10-minutes", "help.per_10_minutes"),
        ),
        Field("per_hour", Kind.NUMBER, _SENDS, option=Option("--per-hour", "help.per_hour")),
    ),
    build=_budget,
    plain=_plain_budget,
)

FILE_FIELDS: Final = (
    Field("language", Kind.TEXT, OneOf(LANGUAGES)),
    Field("theme", Kind.TEXT, OneOf(THEMES)),
    Field("profile", Kind.TEXT),
    Field("history_days", Kind.NUMBER, Within(1, 3_650)),
    Field("keys", Kind.TABLE, _key_bindings),
    Field("profiles", Kind.TABLE),
)
"""The settings of the whole file, each an attribute of `Config`; the reader reads what is in ``profiles``."""

_TARGET_FIELDS: Final = (
    Field("live", Kind.YES_NO, option=Option("--live/--no-live", "help.live")),
    Field("merchant", Kind.TEXT, text(60), option=Option("--merchant", "help.merchant", "TEXT")),
    Field("logo", Kind.TEXT, sign(_LOGO_COLUMNS), option=Option("--logo", "help.logo", "TEXT")),
    _COLOURS,
    Field(
        "test_hosts",
        Kind.LIST,
        each(host),
        entries=Kind.TEXT,
        option=Option("--test-host", "help.test_host", "HOST"),
    ),
    Field("allow_http", Kind.YES_NO, option=Option("--allow-http/--no-allow-http", "help.allow_http")),
    Field("user_id", Kind.TEXT, text(100), option=Option("--user-id", "help.profile_user_id", "TEXT")),
)
_CODE_FIELDS: Final = (
    Field("code_length", Kind.NUMBER, Within(1, 20), option=Option("--code-length", "help.code_length")),
    Field("code_pattern", Kind.TEXT, pattern, option=Option("--code-pattern", "help.code_pattern", "REGEX")),
    Field(
        "otp_lifetime",
        Kind.NUMBER,
        Within(1, 86_400),
        option=Option("--otp-lifetime", "help.profile_otp_lifetime"),
    ),
    Field("resend_waits", Kind.LIST, each(Within(0, 3_600), filled=True), entries=Kind.NUMBER),
    _BUDGET,
    Field("language", Kind.TEXT, OneOf(LANGUAGES), option=Option("--language", "help.lang")),
    Field("ca_bundle", Kind.TEXT, text(4_096), option=Option("--ca-bundle", "help.ca_bundle", "FILE")),
    Field("proxy", Kind.TEXT, proxy, option=Option("--proxy", "help.proxy", "URL")),
    Field(
        "allowed_prefixes",
        Kind.LIST,
        each(prefix),
        entries=Kind.TEXT,
        option=Option("--allow-prefix", "help.allow_prefix", "+CC…"),
    ),
    Field(
        "allowed",
        Kind.LIST,
        each(_allowed_number),
        entries=Kind.TABLE,
        attribute="allowed_numbers",
        plain=_plain_numbers,
    ),
    Field("credentials", Kind.TABLE, _credentials, plain=_plain_credentials),
)


def profile_fields() -> tuple[Field, ...]:
    """Return the settings of a profile, those of the providers included."""
    providers = PROVIDERS.values()
    return (
        *map(_url_field, providers),
        Field(
            "journey",
            Kind.TEXT,
            OneOf(_JOURNEYS),
            build=Journey,
            option=Option("--journey", "help.journey"),
        ),
        Field("legs", Kind.LIST, once(each(OneOf(tuple(PROVIDERS)))), entries=Kind.TEXT),
        *_TARGET_FIELDS,
        *(field for provider in providers for field in _option_fields(provider)),
        *_CODE_FIELDS,
    )


def _url_field(provider: Provider) -> Field:
    return Field(
        provider.url_key,
        Kind.TEXT,
        address,
        attribute="urls",
        member=provider.name,
        option=Option(provider.url_option, f"help.{provider.url_key}", "URL"),
    )


def _option_fields(provider: Provider) -> list[Field]:
    return [
        Field(
            option.name,
            Kind.TEXT,
            OneOf(option.choices),
            attribute="options",
            member=option.name,
            usual=option.choices[0],
            option=Option(f"--{option.name.replace('_', '-')}", f"help.{option.name}"),
        )
        for option in provider.options
    ]
