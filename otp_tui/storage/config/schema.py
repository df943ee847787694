"""The configuration's tables: which keys each may have, and what type of value."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Final, TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from otp_tui.storage.config.errors import ConfigProblem, FlawError, Kind, Place, listed

Table = dict[str, object]
T = TypeVar("T", bound=Struct)

_MOMENTS: Final = (datetime, date, time)
_WRONG_TYPE: Final = re.compile(r"Expected `(\w+)`, got `\w+` - at `\$\.(\w+)(?:\[(\d+)\])?`")
_EXPECTED: Final = {
    "str": Kind.TEXT,
    "int": Kind.NUMBER,
    "bool": Kind.YES_NO,
    "array": Kind.LIST,
    "object": Kind.TABLE,
    "datetime": Kind.TIME,
}
_KINDS: Final[tuple[tuple[type, Kind], ...]] = (
    (bool, Kind.YES_NO),  # a bool is an int and a datetime a date: they come first
    (str, Kind.TEXT),
    (int, Kind.NUMBER),
    (float, Kind.DECIMAL),
    (list, Kind.LIST),
    (dict, Kind.TABLE),
    (datetime, Kind.TIME),
    (date, Kind.DATE),
    (time, Kind.CLOCK),
)
_SECRET_NAME: Final = re.compile(
    r"secret|apikey|apiclient|passw|pwd$|token|private|sifre|şifre|parola|anahtar|key$"
)
_NOT_IN_A_NAME: Final = re.compile(r"[\W_]+")


class FileTable(Struct, forbid_unknown_fields=True):
    """The whole file."""

    language: str | UnsetType = UNSET
    theme: str | UnsetType = UNSET
    profile: str | UnsetType = UNSET
    history_days: int | UnsetType = UNSET
    keys: Table | UnsetType = UNSET
    profiles: Table | UnsetType = UNSET


class ProfileTable(Struct, forbid_unknown_fields=True):
    """``[profiles.NAME]``."""

    paynet_url: str | UnsetType = UNSET
    paywall_url: str | UnsetType = UNSET
    journey: str | UnsetType = UNSET
    legs: list[str] | UnsetType = UNSET
    live: bool | UnsetType = UNSET
    merchant: str | UnsetType = UNSET
    colours: Table | UnsetType = UNSET
    test_hosts: list[str] | UnsetType = UNSET
    allow_http: bool | UnsetType = UNSET
    user_id: str | UnsetType = UNSET
    paynet_auth: str | UnsetType = UNSET
    code_length: int | UnsetType = UNSET
    code_pattern: str | UnsetType = UNSET
    otp_lifetime: int | UnsetType = UNSET
    resend_waits: list[int] | UnsetType = UNSET
    budget: Table | UnsetType = UNSET
    language: str | UnsetType = UNSET
    ca_bundle: str | UnsetType = UNSET
    proxy: str | UnsetType = UNSET
    allowed_prefixes: list[str] | UnsetType = UNSET
    allowed: list[Table] | UnsetType = UNSET
    credentials: Table | UnsetType = UNSET


class ColoursTable(Struct, forbid_unknown_fields=True):
    """``colours``."""

    dark: str | UnsetType = UNSET
    light: str | UnsetType = UNSET


class BudgetTable(Struct, forbid_unknown_fields=True):
    """``budget``: sends to one number."""

    per_10_minutes: int | UnsetType = UNSET
    per_hour: int | UnsetType = UNSET


class AllowedTable(Struct, forbid_unknown_fields=True):
    """One entry of ``allowed``."""

    label: str
    number: str


class KeyTable(Struct, forbid_unknown_fields=True):
    """One entry of ``credentials``: what is known of a key without its value."""

    at: datetime
    origin: str


def read_table(struct: type[T], raw: object, place: Place) -> T:
    """Read one table: its keys, and the types of their values.

    Tables within it are left as they are, to be read by a call of their own: so each error names its key.

    Args:
        struct: What the table may hold.
        raw: What the file has.
        place: Where it stands.

    Raises:
        FlawError: With the first key that is unknown, missing or of another type.
    """
    table = table_in(raw, place)
    fields = msgspec.structs.fields(struct)
    check_names(table, [field.name for field in fields], place)
    for field in fields:
        if field.required and field.name not in table:
            raise FlawError(ConfigProblem.MISSING_KEY, place, name=field.name)
    try:
        return msgspec.convert(table, struct, builtin_types=_MOMENTS)
    except msgspec.ValidationError as error:
        raise _located(error, table, place) from None  # its own text could hold a value


def table_in(raw: object, place: Place) -> Table:
    """A value that has to be a table.

    Raises:
        FlawError: It is none.
    """
    if not isinstance(raw, dict):
        raise _wrong_type(Kind.TABLE, raw, place)
    return raw


def text_in(raw: object, place: Place) -> str:
    """A value that has to be a text.

    Raises:
        FlawError: It is none.
    """
    if not isinstance(raw, str):
        raise _wrong_type(Kind.TEXT, raw, place)
    return raw


def check_names(table: Table, known: Sequence[str], place: Place) -> None:
    """Refuse the first key that a table may not have.

    Raises:
        FlawError: With the key that was probably meant, or with the known ones; a name that looks like that of a
            secret has a problem of its own.
    """
    for name, value in table.items():
        if name in known:
            continue
        here = (*place, name)
        if looks_secret(name, value):
            raise FlawError(ConfigProblem.KEY_IN_FILE, here)
        nearest = get_close_matches(name.lower().replace("-", "_"), known, n=1)
        if nearest:
            raise FlawError(ConfigProblem.MISSPELT_KEY, here, nearest=nearest[0])
        raise FlawError(ConfigProblem.UNKNOWN_KEY, here, known=listed(known))


def looks_secret(name: str, value: object = None) -> bool:
    """Whether a name, or one within its value (``paynet.secret_key`` without quotes), is that of a secret."""
    if _SECRET_NAME.search(_NOT_IN_A_NAME.sub("", name.lower())):
        return True
    return isinstance(value, dict) and any(looks_secret(*item) for item in value.items())


def _located(error: msgspec.ValidationError, table: Table, place: Place) -> FlawError:
    match = _WRONG_TYPE.fullmatch(str(error))
    assert match, "msgspec words a wrong type differently than it did"
    word, name, index = match.groups()
    value, place = table[name], (*place, name)
    if index is not None and isinstance(value, list):
        value, place = value[int(index)], (*place, int(index))
    return _wrong_type(_EXPECTED[word], value, place)


def _wrong_type(expected: Kind, value: object, place: Place) -> FlawError:
    found = next(kind for type_, kind in _KINDS if isinstance(value, type_))
    return FlawError(ConfigProblem.WRONG_TYPE, place, expected=expected, found=found)
