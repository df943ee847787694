"""Reader of the configuration: an error names line and key of a mistake, never its value."""

import codecs
import re
import stat
import tomllib
from pathlib import Path
from typing import Any, Final

from otp_tui.core.target.profile import NO_CONFIG, Config
from otp_tui.storage.config.errors import ConfigError, ConfigProblem, FlawError, Place, listed
from otp_tui.storage.config.fields import FILE_FIELDS
from otp_tui.storage.config.positions import line_of
from otp_tui.storage.config.profiles import read_profile
from otp_tui.storage.config.tables import read_table

__all__ = ["ConfigError", "ConfigProblem", "check_profile", "parse_config", "read_config", "read_text"]

LIMIT: Final = 1 << 20
"""Bytes; a configuration has a few thousand."""

_POSITION: Final = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)$")


def read_config(path: Path) -> Config:
    """Read the configuration.

    Args:
        path: The file.

    Returns:
        The configuration; `NO_CONFIG` where there is no file.

    Raises:
        ConfigError: The file cannot be read, or something in it is wrong.
    """
    text = read_text(path)
    return NO_CONFIG if text is None else parse_config(text, path)


def read_text(path: Path) -> str | None:
    """Return the file's text with its own line ends; None where there is no file.

    Raises:
        ConfigError: The file cannot be read, or is no text in UTF-8.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ConfigError(ConfigProblem.IS_FOLDER, path)
        if not stat.S_ISREG(mode):  # opening a pipe would wait for its other end
            raise ConfigError(ConfigProblem.UNREADABLE, path)
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except (FileNotFoundError, NotADirectoryError):  # the latter where a file stands in its folder's place
        return None
    except OSError:
        raise ConfigError(ConfigProblem.UNREADABLE, path) from None
    if len(data) > LIMIT:
        raise ConfigError(ConfigProblem.TOO_LARGE, path, limit=LIMIT >> 10)
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ConfigError(ConfigProblem.BOM, path, 1)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ConfigError(ConfigProblem.NOT_UTF8, path, data.count(b"\n", 0, error.start) + 1) from None


def parse_config(text: str, path: Path) -> Config:
    """Read the text of a configuration.

    Args:
        text: As `read_text` gives it.
        path: The file that errors name.

    Raises:
        ConfigError: The text is no TOML, or a setting in it breaks a rule.
    """
    try:
        raw = tomllib.loads(text)
    except RecursionError:
        raise ConfigError(ConfigProblem.SYNTAX, path) from None
    except ValueError as error:  # a number of thousands of digits is a plain ValueError
        raise ConfigError(ConfigProblem.SYNTAX, path, _syntax_line(error, text)) from None
    try:
        return _config(raw)
    except FlawError as flaw:
        raise flaw.at(path, line_of(text, flaw.place)) from None


def _syntax_line(error: ValueError, text: str) -> int:
    match = _POSITION.search(str(error))
    if not match:
        return 0
    return int(match[1]) if match[1] else text.removesuffix("\n").count("\n") + 1


def _config(raw: dict[str, Any]) -> Config:
    values = read_table(FILE_FIELDS, raw, ())
    profiles = {name: read_profile(name, profile) for name, profile in values.pop("profiles", {}).items()}
    config = Config(profiles, **values)
    if config.profile is not None:
        check_profile(config.profile, config, ("profile",))
    return config


def check_profile(name: str, config: Config, place: Place) -> None:
    """Refuse a name that no profile has.

    Raises:
        FlawError: The configuration has no profile of that name, or none at all.
    """
    if name in config.profiles:
        return
    if not config.profiles:
        raise FlawError(ConfigProblem.NO_PROFILES, place)
    raise FlawError(ConfigProblem.NO_SUCH_PROFILE, place, names=listed([*config.profiles]))
