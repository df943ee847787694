"""Errors of the configuration by name; their sentences are in `otp_tui.i18n`."""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from otp_tui.core.security.sanitize import sanitize

Place = tuple[str | int, ...]
"""The place of a value in the file: keys, and positions in lists."""

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_NAME_SHOWN: Final = 40


class ConfigProblem(StrEnum):
    """Reasons that a configuration cannot be used; the facts of each are in the comments."""

    # The file
    UNREADABLE = "unreadable"
    IS_FOLDER = "is_folder"
    TOO_LARGE = "too_large"  # limit: KiB
    BOM = "bom"
    NOT_UTF8 = "not_utf8"
    SYNTAX = "syntax"
    NOT_EDITABLE = "not_editable"
    # Its shape
    WRONG_TYPE = "wrong_type"  # expected, found: Kind
    UNKNOWN_KEY = "unknown_key"  # known: names
    MISSPELT_KEY = "misspelt_key"  # nearest: the name that was probably meant
    MISSING_KEY = "missing_key"  # name
    KEY_IN_FILE = "key_in_file"
    # Values of any field
    NOT_ALLOWED = "not_allowed"  # allowed: values
    OUT_OF_RANGE = "out_of_range"  # low, high
    EMPTY = "empty"
    EMPTY_LIST = "empty_list"
    TWICE = "twice"  # value
    TOO_LONG = "too_long"  # limit: characters
    TOO_WIDE = "too_wide"  # limit: columns
    CONTROL = "control"
    # Values of one field
    BAD_PROFILE_NAME = "bad_profile_name"
    NO_SUCH_PROFILE = "no_such_profile"  # names: of the profiles that there are
    NO_PROFILES = "no_profiles"
    BAD_ADDRESS = "bad_address"  # problem: TargetProblem
    BAD_COLOUR = "bad_colour"
    LOW_CONTRAST = "low_contrast"  # ratio, needed, ground: the colour behind it
    BAD_HOST = "bad_host"
    VENDOR_HOST = "vendor_host"
    HTTP_NEEDS_HOSTS = "http_needs_hosts"
    BAD_PATTERN = "bad_pattern"
    LENGTH_AND_PATTERN = "length_and_pattern"
    BAD_PROXY = "bad_proxy"
    PROXY_LOGIN = "proxy_login"
    BAD_PREFIX = "bad_prefix"
    NOT_MASKED = "not_masked"  # digits: the most that may be shown
    BAD_TIME = "bad_time"
    BAD_ORIGIN = "bad_origin"


class Kind(StrEnum):
    """Types of TOML values, by the names that people use."""

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    LIST = "list"
    TABLE = "table"
    TIME = "time"
    DATE = "date"
    CLOCK = "clock"


class ConfigError(ValueError):
    """An error of the configuration, or of a profile that was to be written into it.

    Attributes:
        problem: The broken rule.
        path: The file.
        line: The line, from 1; 0 where it is unknown or the file itself is not at fault.
        key: The dotted key, e.g. ``profiles.acme.journey``; empty where there is none.
        facts: Other values that a sentence about it needs; never a value of the file.
    """

    def __init__(
        self, problem: ConfigProblem, path: Path, line: int = 0, key: str = "", /, **facts: object
    ) -> None:
        super().__init__(" ".join(filter(None, (problem.value, key, f"line {line}" if line else ""))))
        self.problem = problem
        self.path = path
        self.line = line
        self.key = key
        self.facts = facts


class ConfigWriteError(Exception):
    """An error of writing the configuration, which is as it was.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class FlawError(ValueError):
    """A broken rule at a place of the parsed file, before its line is known.

    Attributes:
        problem: The broken rule.
        place: The place of the flaw.
        facts: See `ConfigError`.
    """

    def __init__(self, problem: ConfigProblem, place: Place, /, **facts: object) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.place = place
        self.facts = facts

    def at(self, path: Path, line: int = 0) -> ConfigError:
        """Return the flaw as an error of a file."""
        return ConfigError(self.problem, path, line, dotted(self.place), **self.facts)


def dotted(place: Place) -> str:
    """Return a place as TOML writes it: ``credentials."paynet.secret_key"``, ``legs[0]``.

    Names may come from anywhere, so they are shortened and made harmless for a terminal.
    """
    key = ""
    for part in place:
        if isinstance(part, int):
            key += f"[{part}]"
            continue
        name = sanitize(part, _NAME_SHOWN)
        key += ("." if key else "") + (name if _BARE_KEY.fullmatch(name) else f'"{name}"')
    return key


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: ``full, paynet, masterpass``."""
    return ", ".join(words)
