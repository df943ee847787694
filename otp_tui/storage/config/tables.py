"""Rows that describe a table of the file, and the reading of a table by its rows."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final, NamedTuple

from otp_tui.storage.config.checks import Check, anything
from otp_tui.storage.config.errors import ConfigProblem, FlawError, Kind, Place, listed

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


class Option(NamedTuple):
    """The command-line option of a setting; its type follows from the setting's kind and check.

    Attributes:
        flag: ``--merchant``, or ``--live/--no-live`` of a yes-or-no setting.
        help: The catalogue's name of its help text.
        metavar: The placeholder of its value; empty where choices or a range show it.
    """

    flag: str
    help: str
    metavar: str = ""

    @property
    def name(self) -> str:
        """The argument that a command gets: ``merchant``, ``live``."""
        return self.flag.split("/", maxsplit=1)[0].removeprefix("--").replace("-", "_")


def unchanged(value: Any) -> Any:
    """Return the value itself."""
    return value


def plain_value(value: Any) -> Any:
    """Return a value as TOML and JSON have it: tuples as lists, enumerations as texts."""
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, Enum) else value


class Field(NamedTuple):
    """One setting: a key of a table, and all that reader, writer and command line need of it.

    Attributes:
        key: The key in the file.
        kind: The type of its value.
        check: The rule that a value of that type keeps.
        entries: The type of a list's entries.
        required: A table without it is refused.
        fields: The rows of the table that it is.
        build: Makes of a checked value what the profile holds.
        plain: Makes of what the profile holds a value for the file.
        attribute: The profile's attribute; empty where it is the key.
        member: The name within the attribute, where that is a mapping.
        usual: The value that counts where a mapping has none.
        option: The option of ``profile add`` and ``profile edit``.
    """

    key: str
    kind: Kind
    check: Check = anything
    entries: Kind | None = None
    required: bool = False
    fields: tuple["Field", ...] = ()
    build: Callable[[Any], Any] = unchanged
    plain: Callable[[Any], Any] = plain_value
    attribute: str = ""
    member: str = ""
    usual: str | None = None
    option: Option | None = None

    def read(self, value: Any, place: Place) -> Any:
        """Check a value of the right type, and make of it what the profile holds.

        Raises:
            FlawError: The value breaks a rule.
        """
        checked = read_table(self.fields, value, place) if self.fields else self.check(value, place)
        return self.build(checked)


def read_table(fields: Sequence[Field], raw: object, place: Place) -> dict[str, Any]:
    """Read one table: first its keys, then the types of their values, then the values.

    Args:
        fields: The rows of the table.
        raw: The value in the file.
        place: The table's place in the file.

    Returns:
        By key, in the order of the rows; a key that is not in the file is not in it.

    Raises:
        FlawError: A key is unknown or missing, or a value has another type or breaks a rule; of several flaws
            the first one.
    """
    table = table_in(raw, place)
    rows = {field.key: field for field in fields}
    check_names(table, [*rows], place)
    for field in fields:
        if field.required and field.key not in table:
            raise FlawError(ConfigProblem.MISSING_KEY, place, name=field.key)
    for key, value in table.items():
        _check_types(rows[key], value, (*place, key))
    return {key: field.read(table[key], (*place, key)) for key, field in rows.items() if key in table}


def table_in(raw: object, place: Place) -> dict[str, Any]:
    """Return a value that has to be a table.

    Raises:
        FlawError: The value is no table.
    """
    _check_type(Kind.TABLE, raw, place)
    assert isinstance(raw, dict)
    return raw


def text_in(raw: object, place: Place) -> str:
    """Return a value that has to be a text.

    Raises:
        FlawError: The value is no text.
    """
    _check_type(Kind.TEXT, raw, place)
    return str(raw)


def check_names(table: dict[str, Any], known: Sequence[str], place: Place) -> None:
    """Refuse the first key that a table may not have.

    Raises:
        FlawError: A key is unknown; the error names the key that was probably meant, or the known ones. A name that
            looks like that of a secret has a problem of its own.
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
    """Return True for the name of a secret, or of a table that holds such a name.

    An unquoted ``paynet.secret_key`` is a table ``paynet`` with a key ``secret_key``.
    """
    if _SECRET_NAME.search(_NOT_IN_A_NAME.sub("", name.lower())):
        return True
    return isinstance(value, dict) and any(looks_secret(*item) for item in value.items())


def _check_types(field: Field, value: object, place: Place) -> None:
    _check_type(field.kind, value, place)
    if field.entries is not None and isinstance(value, list):
        for index, entry in enumerate(value):
            _check_type(field.entries, entry, (*place, index))


def _check_type(expected: Kind, value: object, place: Place) -> None:
    found = next(kind for type_, kind in _KINDS if isinstance(value, type_))
    if found is not expected:
        raise FlawError(ConfigProblem.WRONG_TYPE, place, expected=expected, found=found)
