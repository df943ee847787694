"""A profile and its table in the file, in both directions, by the rows of `profile_fields`."""

from types import MappingProxyType
from typing import Any

from otp_tui.core.target.profile import PROFILE_NAME, Profile
from otp_tui.storage.config.errors import ConfigProblem, FlawError, Place
from otp_tui.storage.config.fields import profile_fields
from otp_tui.storage.config.tables import Field, read_table


def value_of(profile: Profile, field: Field) -> Any:
    """Return what a profile holds for a setting; the usual value where a mapping has none."""
    held = getattr(profile, field.attribute or field.key)
    return held.get(field.member, field.usual) if field.member else held


def with_value(profile: Profile, field: Field, value: Any) -> Profile:
    """Return the profile with another value for a setting; None restores the default."""
    attribute = field.attribute or field.key
    if field.member:
        others = {name: held for name, held in getattr(profile, attribute).items() if name != field.member}
        own = {} if value in {None, field.usual} else {field.member: value}
        value = MappingProxyType(others | own)
    elif value is None:
        value = Profile._field_defaults[attribute]
    return profile._replace(**{attribute: value})


def read_profile(name: str, raw: object) -> Profile:
    """Read one profile.

    Args:
        name: Its key in the file.
        raw: Its table.

    Raises:
        FlawError: The name, a setting, or two settings together break a rule; of several flaws the first one.
    """
    place: Place = ("profiles", name)
    if not PROFILE_NAME.fullmatch(name):
        raise FlawError(ConfigProblem.BAD_PROFILE_NAME, place)
    fields = profile_fields()
    values = read_table(fields, raw, place)
    if "code_length" in values and "code_pattern" in values:
        raise FlawError(ConfigProblem.LENGTH_AND_PATTERN, (*place, "code_pattern"))
    if values.get("allow_http") and not values.get("test_hosts"):
        raise FlawError(ConfigProblem.HTTP_NEEDS_HOSTS, (*place, "allow_http"))
    profile = Profile(name)
    for field in fields:
        if field.key in values:
            profile = with_value(profile, field, values[field.key])
    return profile


def plain_profile(profile: Profile) -> dict[str, Any]:
    """Return every setting of a profile as a plain value, by its key in the file."""
    return {field.key: field.plain(value_of(profile, field)) for field in profile_fields()}


def profile_table(profile: Profile) -> dict[str, Any]:
    """Return a profile's table for the file, without what is None or empty."""
    table = {
        key: _filled(value) if isinstance(value, dict) else value
        for key, value in plain_profile(profile).items()
    }
    return _filled(table)


def _filled(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value not in (None, "", [], {})}
