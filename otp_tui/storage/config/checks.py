"""Checks of single values; each returns what a profile holds, or raises `FlawError`."""

import re
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from otp_tui.core.contrast import CONTRAST, contrast
from otp_tui.core.target.endpoints import TargetError, TargetProblem, read_base_url
from otp_tui.core.target.providers import owner_of
from otp_tui.storage.config.errors import ConfigProblem, FlawError, Place, listed

Check = Callable[[Any, Place], Any]
"""A rule for values of the right type; raises `FlawError` for a value that breaks it."""

SHOWN_DIGITS: Final = 4
_PATTERN_LIMIT: Final = 200
_HOST_LIMIT: Final = 253
_HOST: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_PREFIX: Final = re.compile(r"\+[0-9]{1,15}")
_COUNTRY: Final = re.compile(r"\+(90|\d{1,3})")
_VARIANTS: Final = range(0xFE00, 0xFE10)
"""The variation selectors: with one of them terminals disagree on a character's columns."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def anything(value: Any, _place: Place) -> Any:
    """Accept any value of the right type."""
    return value


def text(limit: int) -> Check:
    """Return the check of a line: not blank, nothing invisible, at most ``limit`` characters."""

    def check(value: str, place: Place) -> str:
        if not value.strip():
            raise FlawError(ConfigProblem.EMPTY, place)
        if any(unicodedata.category(char) in _UNSEEN for char in value):
            raise FlawError(ConfigProblem.CONTROL, place)
        if len(value) > limit:
            raise FlawError(ConfigProblem.TOO_LONG, place, limit=limit)
        return value

    return check


def sign(columns: int) -> Check:
    """Return the check of a line that takes 1 to ``columns`` columns in every terminal."""

    def check(value: str, place: Place) -> str:
        text(len(value))(value, place)
        if any(ord(char) in _VARIANTS for char in value):
            raise FlawError(ConfigProblem.CONTROL, place)
        if not 1 <= _columns(value) <= columns:
            raise FlawError(ConfigProblem.TOO_WIDE, place, limit=columns)
        return value

    return check


def _columns(value: str) -> int:
    marks = sum(unicodedata.category(char) in {"Mn", "Me"} for char in value)
    return len(value) - marks + sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in value)


@dataclass(frozen=True, slots=True)
class OneOf:
    """The rule that a text is one of a few words."""

    allowed: tuple[str, ...]

    def __call__(self, value: str, place: Place) -> str:
        """Check a text."""
        if value not in self.allowed:
            raise FlawError(ConfigProblem.NOT_ALLOWED, place, allowed=listed(self.allowed))
        return value


@dataclass(frozen=True, slots=True)
class Within:
    """The rule that a number is from ``low`` to ``high``, both included."""

    low: int
    high: int

    def __call__(self, value: int, place: Place) -> int:
        """Check a number."""
        if not self.low <= value <= self.high:
            raise FlawError(ConfigProblem.OUT_OF_RANGE, place, low=self.low, high=self.high)
        return value


def each(check: Check, *, filled: bool = False) -> Check:
    """Return the check of a list by the check of its entries; ``filled`` refuses an empty one."""

    def check_all(values: list[Any], place: Place) -> tuple[Any, ...]:
        if filled and not values:
            raise FlawError(ConfigProblem.EMPTY_LIST, place)
        return tuple(check(value, (*place, index)) for index, value in enumerate(values))

    return check_all


def once(check: Check) -> Check:
    """Return the check of a list none of whose entries may stand there twice."""

    def check_once(values: list[Any], place: Place) -> tuple[Any, ...]:
        found: tuple[Any, ...] = check(values, place)
        for index, value in enumerate(found):
            if value in found[:index]:
                raise FlawError(ConfigProblem.TWICE, (*place, index), value=value)
        return found

    return check_once


def address(value: str, place: Place) -> str:
    """Check a base address, of any host: `check_target` knows the hosts that may get keys."""
    try:
        read_base_url(value)
    except TargetError as error:
        raise FlawError(ConfigProblem.BAD_ADDRESS, place, problem=error.problem) from None
    return value


def origin(value: str, place: Place) -> str:
    """Check an origin: scheme, host and port of an address, as `BaseUrl.origin` writes them."""
    try:
        normal = read_base_url(value).origin
    except TargetError:
        normal = None
    if value != normal:
        raise FlawError(ConfigProblem.BAD_ORIGIN, place)
    return value


def proxy(value: str, place: Place) -> str:
    """Check a proxy: an http(s) address that holds nothing secret."""
    try:
        read_base_url(value)
    except TargetError as error:
        secret = error.problem in {TargetProblem.USERINFO, TargetProblem.QUERY}
        problem = ConfigProblem.PROXY_LOGIN if secret else ConfigProblem.BAD_PROXY
        raise FlawError(problem, place) from None
    return value


def host(value: str, place: Place) -> str:
    """Check a bare host name in its one spelling.

    A dot at its end would let a live host pass for another.
    """
    if not _HOST.fullmatch(value) or len(value) > _HOST_LIMIT:
        raise FlawError(ConfigProblem.BAD_HOST, place)
    if owner_of(value) is not None:
        raise FlawError(ConfigProblem.VENDOR_HOST, place)
    return value


def pattern(value: str, place: Place) -> str:
    """Check a regular expression."""
    text(_PATTERN_LIMIT)(value, place)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python may change one day is no mistake of the operator's
            re.compile(value)
    except (re.error, OverflowError, RecursionError):
        raise FlawError(ConfigProblem.BAD_PATTERN, place) from None
    return value


def prefix(value: str, place: Place) -> str:
    """Check the beginning of a phone number in E.164."""
    if not _PREFIX.fullmatch(value):
        raise FlawError(ConfigProblem.BAD_PREFIX, place)
    return value


def masked(value: str, place: Place) -> str:
    """Check a phone number with most of its digits hidden; digits of any script count."""
    text(60)(value, place)
    shown = _COUNTRY.sub("", value.strip(), count=1) if value.strip().startswith("+") else value
    if sum(char.isnumeric() for char in shown) > SHOWN_DIGITS:
        raise FlawError(ConfigProblem.NOT_MASKED, place, digits=SHOWN_DIGITS)
    return value


def colour(ground: str) -> Check:
    """Return the check of a colour that can be read on its ground (WCAG 2.2, 1.4.3)."""

    def check(value: str, place: Place) -> str:
        if not _COLOUR.fullmatch(value):
            raise FlawError(ConfigProblem.BAD_COLOUR, place)
        ratio = contrast(value, ground)
        if ratio < CONTRAST:
            # Cut, not rounded: 4.49 must not read "4.5, needs 4.5".
            shown = f"{int(ratio * 10) / 10:.1f}"
            raise FlawError(ConfigProblem.LOW_CONTRAST, place, ratio=shown, needed=CONTRAST, ground=ground)
        return value

    return check
