"""Changes of the file's text, made with tomlkit from the difference of two configurations."""

import contextlib
from collections.abc import Iterator
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, InlineTable

from otp_tui.core.target.profile import Config, Profile
from otp_tui.storage.config.profiles import profile_table

_SUB_TABLE: Final = "credentials"
"""The table with a header of its own, because the program alone writes it."""


def rewritten(text: str, old: Config, new: Config) -> Iterator[str]:
    """Yield candidates for the new text, the best first; the caller reads them to choose.

    A file may be spelled so that tomlkit misplaces keys (dotted keys between tables); the profiles that differ are
    then written anew at its end.

    Args:
        text: The present text.
        old: The configuration of that text.
        new: The new configuration; only ``profile`` and ``profiles`` may differ.
    """
    # tomlkit ends the lines that it adds with \n alone.
    end = "\r\n" if "\r\n" in text else "\n"
    for draft in _drafts(text.replace("\r\n", "\n"), old, new):
        yield draft.replace("\n", end)


def _drafts(text: str, old: Config, new: Config) -> Iterator[str]:
    changed = [profile for name, profile in new.profiles.items() if old.profiles.get(name) != profile]
    unchanged = {name: profile for name, profile in new.profiles.items() if profile not in changed}
    # tomlkit meets what it does not understand with any of these.
    misplaced = (TOMLKitError, LookupError, TypeError, ValueError, AttributeError)
    for headers in (True, False):  # below dotted keys a header would take the next ones to itself
        with contextlib.suppress(*misplaced):
            yield _edited(text, old, new, headers=headers)
    with contextlib.suppress(*misplaced):
        document = tomlkit.document()
        for profile in changed:
            _add(document, profile)
        rest = _edited(text, old, new._replace(profiles=unchanged), headers=False)
        yield f"{rest.rstrip()}\n\n{tomlkit.dumps(document).rstrip()}\n"


def _edited(text: str, old: Config, new: Config, *, headers: bool) -> str:
    document = tomlkit.parse(text)
    for name in old.profiles:
        if name not in new.profiles:
            _put(document["profiles"], name, None)
    for name, profile in new.profiles.items():
        if name in old.profiles:
            _change(document["profiles"][name], old.profiles[name], profile, headers=headers)
        else:
            _add(document, profile)
    if new.profile != old.profile:
        _put(document, "profile", new.profile)
    edited = tomlkit.dumps(document)
    return edited if edited.endswith("\n\n") == text.endswith("\n\n") else edited.rstrip("\n") + "\n"


def _change(table: Any, old: Profile, new: Profile, *, headers: bool) -> None:
    before, after = profile_table(old), profile_table(new)
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            _put(table, key, after.get(key), header=headers and key == _SUB_TABLE)


def _add(document: Any, profile: Profile) -> None:
    if "profiles" not in document:
        document["profiles"] = tomlkit.table(is_super_table=True)
    profiles = document["profiles"]
    defaults = profile_table(Profile(profile.name))
    values = {key: value for key, value in profile_table(profile).items() if value != defaults.get(key)}
    inline = isinstance(profiles, InlineTable)
    table = tomlkit.inline_table() if inline else tomlkit.table()
    for key, value in values.items():
        _put(table, key, value, header=key == _SUB_TABLE)
    if not inline:
        last = table.get(_SUB_TABLE, table)
        last.add(tomlkit.nl())
    profiles[profile.name] = table


def _put(table: Any, key: str, value: Any, *, header: bool = False) -> None:
    """Set a key, or remove it without a value; equal parts of lists and tables stay."""
    present = table.get(key)
    if value is None:
        del table[key]
    elif isinstance(present, dict) and isinstance(value, dict):
        for name in [name for name in present if name not in value]:
            _put(present, name, None)
        for name, part in value.items():
            if present.get(name) != part:
                _put(present, name, part)
    elif isinstance(present, Array | AoT) and value[: len(present)] == present.unwrap():
        for part in value[len(present) :]:
            present.append(_item(part, header=isinstance(present, AoT)))
    else:
        if isinstance(present, AoT):  # a value would stand below another table's header
            del table[key]
        table[key] = _item(value, header=header and not isinstance(table, InlineTable))


def _item(value: Any, *, header: bool = False) -> Any:
    """Return a value for the file; a table without a header is written on one line."""
    if isinstance(value, dict):
        table = tomlkit.table() if header else tomlkit.inline_table()
        for key, part in value.items():
            table[key] = _item(part)
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend([_item(part) for part in value])
        return array
    return tomlkit.item(value)
