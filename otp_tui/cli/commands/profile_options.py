"""Options of ``profile add`` and ``profile edit`` by the table of settings."""

from collections.abc import Callable, Iterator
from typing import Any

import click

from otp_tui.core.target.profile import Profile
from otp_tui.i18n.translator import Translator
from otp_tui.storage.config.checks import OneOf, Within
from otp_tui.storage.config.errors import Kind
from otp_tui.storage.config.fields import profile_fields
from otp_tui.storage.config.profiles import value_of, with_value
from otp_tui.storage.config.tables import Field, Option

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def settings(translator: Translator) -> _Decorator:
    """Return a decorator that gives a command one option for each setting, and ``--yes``."""
    options = [_click_option(field, option, translator) for field, option in _optional_fields()]
    options.append(click.option("--yes", is_flag=True, help=translator.text("help.yes")))

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def changed(profile: Profile, chosen: dict[str, Any]) -> Profile:
    """Return a profile with the chosen values, which are checked when it is saved.

    Args:
        profile: The profile as it was.
        chosen: The values by the name of their option; an empty text restores a setting's default.
    """
    for field in profile_fields():
        if field.fields:
            profile = _with_entries(profile, field, chosen)
        elif field.option is not None and _is_given(value := chosen.get(field.option.name)):
            profile = with_value(profile, field, None if value in ("", ("",)) else field.build(value))
    return profile


def _with_entries(profile: Profile, table: Field, chosen: dict[str, Any]) -> Profile:
    """Return a profile with the chosen entries of one of its tables; its other entries stay."""
    options = {field.key: field.option.name for field in table.fields if field.option is not None}
    entries = {key: chosen[name] for key, name in options.items() if _is_given(chosen.get(name))}
    if not entries:
        return profile
    entries = (table.plain(value_of(profile, table)) or {}) | entries
    return with_value(
        profile, table, table.build({key: value for key, value in entries.items() if value != ""})
    )


def _is_given(value: object) -> bool:
    return value is not None and value != ()


def _optional_fields() -> Iterator[tuple[Field, Option]]:
    for field in profile_fields():
        for row in field.fields or (field,):
            if row.option is not None:
                yield row, row.option


def _click_option(field: Field, option: Option, translator: Translator) -> _Decorator:
    sentence = translator.text(option.help)
    if field.kind is Kind.YES_NO:
        return click.option(option.flag, option.name, default=None, help=sentence)
    return click.option(
        option.flag,
        option.name,
        type=_click_type(field),
        metavar=option.metavar or None,
        multiple=field.kind is Kind.LIST,
        help=sentence,
    )


def _click_type(field: Field) -> Any:
    if isinstance(field.check, OneOf):
        return click.Choice(field.check.allowed)
    if isinstance(field.check, Within):
        return click.IntRange(field.check.low, field.check.high)
    return None
