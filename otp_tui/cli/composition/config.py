"""The configuration as the commands read it, with errors that an operator reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from otp_tui.core.errors import Message, UserError, usage_error
from otp_tui.core.target.profile import NO_CONFIG, AllowedNumber, Config, Profile
from otp_tui.storage.config.errors import ConfigError, ConfigWriteError
from otp_tui.storage.paths import config_path

if TYPE_CHECKING:
    from otp_tui.storage.config.file import ConfigFile


def load_config() -> Config:
    """Read the configuration; an empty one where there is no file.

    Raises:
        UserError: The file is broken; it stays as it is.
    """
    path = config_path()
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return (
            NO_CONFIG  # told before the reader and its libraries are loaded: the first screen waits for this
        )
    except OSError:
        pass  # the reader says what is wrong
    from otp_tui.storage.config.reader import read_config

    try:
        return read_config(path)
    except ConfigError as error:
        raise config_error(error) from None


def config_error(error: ConfigError) -> UserError:
    """Word a broken file: its name, line and key, and what would be right."""
    facts: dict[str, object] = {"key": error.key, **error.facts}
    for name in ("expected", "found"):
        if name in facts:
            facts[name] = Message(f"config_kind.{facts[name]}")
    if "problem" in facts:
        facts["problem"] = Message(f"config_address.{facts['problem']}")
    what = Message(f"config.{error.problem}", facts)
    where = "config.at_line" if error.line else "config.in_file"
    return usage_error(where, file=error.path, line=error.line, what=what)


def profile_of(config: Config, name: str | None) -> Profile | None:
    """Return the profile of that name; None where none was asked for.

    Raises:
        UserError: There is none of that name.
    """
    if name is None:
        return None
    if name not in config.profiles:
        known = ", ".join(config.profiles) or "–"
        raise usage_error("target.unknown_profile", profile=name, known=known)
    return config.profiles[name]


def named_profile(name: str) -> Profile:
    """Return the profile of that name.

    Raises:
        UserError: There is none of that name, or the file is broken.
    """
    profile = profile_of(load_config(), name)
    assert profile is not None
    return profile


@contextmanager
def changing_config() -> "Iterator[ConfigFile]":
    """Give the configuration's file, to be changed.

    Raises:
        UserError: The file is broken or cannot be written, or the change would break it; it stays as it is.
    """
    from otp_tui.storage.config.file import ConfigFile

    try:
        yield ConfigFile(config_path())
    except ConfigError as error:
        raise config_error(error) from None
    except ConfigWriteError as error:
        raise usage_error("config.cannot_write", file=error.path) from None


def record_allowed_number(profile: Profile, label: str, masked: str) -> None:
    """Record a phone that may be sent to; the number itself is in the keyring alone.

    Raises:
        UserError: The configuration cannot be written.
    """
    entry = AllowedNumber(label, masked)

    def recorded(newest: Profile) -> Profile:
        others = (known for known in newest.allowed_numbers if known != entry)
        return newest._replace(allowed_numbers=(*others, entry))

    with changing_config() as file:
        file.update(profile, recorded)
