"""Readings of both clocks, and the parsing of timestamps and expiries."""

import re
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Final, NamedTuple

ISTANBUL: Final = timezone(timedelta(hours=3))
"""The zone of an ``otp_expire`` that names none (api-reference 1.3, 2.10)."""

MAX_EXPIRY_AHEAD: Final = timedelta(hours=24)

_ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,40}))?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)


class ClockReading(NamedTuple):
    """One reading of both clocks.

    Attributes:
        monotonic: Seconds of a clock that runs through suspend and is never set; only differences mean anything.
        utc: The wall clock's time, UTC.
    """

    monotonic: float
    utc: datetime


class ExpiryProblem(StrEnum):
    """The reason why a server's expiry is not believed."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"
    PAST = "past"
    TOO_FAR = "too_far"


class Expiry(NamedTuple):
    """The expiry of an OTP, as its answer states it.

    Attributes:
        at: The stated moment, UTC, if it could be read (also when it is not plausible).
        remaining: Seconds from the answer to that moment, by the answer's own ``Date`` where it has one.
        by_own_clock: True where the answer had no ``Date``, so that our clock was used.
        skew: Seconds that the server's ``Date`` is ahead of our clock; 0 without a ``Date``.
        problem: The reason why it is not believed; then an assumption takes its place.
    """

    at: datetime | None = None
    remaining: float = 0.0
    by_own_clock: bool = False
    skew: float = 0.0
    problem: ExpiryProblem | None = None


def parse_timestamp(text: object) -> datetime | None:
    """Parse an ISO 8601 moment with any number of fractional digits; no zone means Istanbul.

    Args:
        text: A JSON value.

    Returns:
        The moment in UTC, cut to microseconds; None for anything but a readable string.
    """
    if not isinstance(text, str):
        return None
    match = _ISO.fullmatch(text.strip())
    if not match:
        return None
    day, clock, fraction, zone = match.groups()
    iso = f"{day}T{clock}{'.' + fraction[:6].ljust(6, '0') if fraction else ''}{zone.upper() if zone else ''}"
    try:
        moment = datetime.fromisoformat(iso)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ISTANBUL)).astimezone(UTC)
    except (ValueError, OverflowError):  # 31 February, hour 25; years 1 and 9999 overflow in astimezone
        return None


def parse_http_date(text: str | None) -> datetime | None:
    """Parse an HTTP date, into UTC; None where it is absent or unreadable."""
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - a first paint reads no date

    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def parse_expiry(otp_expire: object, date: str | None, wall: datetime) -> Expiry:
    """Parse the expiry in an answer and check that it is plausible.

    Args:
        otp_expire: The field's JSON value; None where it is absent.
        date: The ``Date`` header of the same answer.
        wall: Our clock at receipt, used where ``date`` is missing.
    """
    if otp_expire is None:
        return Expiry(problem=ExpiryProblem.ABSENT)
    at = parse_timestamp(otp_expire)
    if at is None:
        return Expiry(problem=ExpiryProblem.UNREADABLE)
    server = parse_http_date(date)
    left = at - (server or wall)
    problem = None
    if left <= timedelta(0):
        problem = ExpiryProblem.PAST
    elif left > MAX_EXPIRY_AHEAD:
        problem = ExpiryProblem.TOO_FAR
    skew = (server - wall).total_seconds() if server else 0.0
    return Expiry(at, left.total_seconds(), server is None, skew, problem)


def rfc3339(moment: datetime) -> str:
    """Return a moment in RFC 3339: UTC with milliseconds and ``Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
