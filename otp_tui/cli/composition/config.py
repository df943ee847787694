"""The configuration as the commands read it, and the profile that was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from otp_tui.cli.composition.errors import CommandError, usage
from otp_tui.core.errors import Message
from otp_tui.core.target.profile import Config, Profile
from otp_tui.storage.config.errors import ConfigError, ConfigWriteError
from otp_tui.storage.config.file import ConfigFile
from otp_tui.storage.config.reader import read_config
from otp_tui.storage.paths import config_path


def load_config() -> Config:
    """The configuration; an empty one where there is no file.

    Raises:
        CommandError: The file is broken; it stays as it is.
    """
    try:
        return read_config(config_path())
    except ConfigError as error:
        raise config_error(error) from None


def config_error(error: ConfigError) -> CommandError:
    """A broken file, as a sentence that names file, line and key, and what would be right."""
    facts: dict[str, object] = {"key": error.key, **error.facts}
    for name in ("expected", "found"):
        if name in facts:
            facts[name] = Message(f"config_kind.{facts[name]}")
    if "problem" in facts:
        facts["problem"] = Message(f"config_address.{facts['problem']}")
    what = Message(f"config.{error.problem}", facts)
    where = "config.at_line" if error.line else "config.in_file"
    return usage(where, file=error.path, line=error.line, what=what)


def profile_of(config: Config, name: str | None) -> Profile | None:
    """The profile of that name; None where none was asked for.

    Raises:
        CommandError: There is none of that name.
    """
    if name is None:
        return None
    if name not in config.profiles:
        known = ", ".join(config.profiles) or "–"
        raise usage("target.unknown_profile", profile=name, known=known)
    return config.profiles[name]


@contextmanager
def changing_config() -> Iterator[ConfigFile]:
    """The configuration's file, to be changed.

    Raises:
        CommandError: It is broken or cannot be written, or the change would break it; it stays as it is.
    """
    try:
        yield ConfigFile(config_path())
    except ConfigError as error:
        raise config_error(error) from None
    except ConfigWriteError as error:
        raise usage("config.cannot_write", file=error.path) from None
