"""Moments and expiries: read in any usual form, believed only where they are plausible."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otp_tui.core.timestamps import Expiry, parse_expiry, parse_http_date, parse_timestamp, rfc3339

WALL = datetime(2026, 11, 21, 11, 3, 9, tzinfo=UTC)
DATE = "Sat, 21 Nov 2026 11:03:09 GMT"


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-21T14:05:09.1234567+03:00", utc(2026, 11, 21, 11, 5, 9, 123456)),
        ("2026-11-21T14:05:09+03:00", utc(2026, 11, 21, 11, 5, 9)),
        ("2026-11-21T14:05:09", utc(2026, 11, 21, 11, 5, 9)),
        ("2026-11-21 14:05:09", utc(2026, 11, 21, 11, 5, 9)),
        ("2026-11-21T14:05", utc(2026, 11, 21, 11, 5)),
        ("2026-11-21T11:05:09Z", utc(2026, 11, 21, 11, 5, 9)),
        ("2026-11-21T11:05:09z", utc(2026, 11, 21, 11, 5, 9)),
        ("2026-11-21T11:05:09,5Z", utc(2026, 11, 21, 11, 5, 9, 500000)),
        ("2026-11-21T11:05:09 +0000", utc(2026, 11, 21, 11, 5, 9)),
        ("2026-11-21T06:05:09-05:00", utc(2026, 11, 21, 11, 5, 9)),
        ("2026-11-21T14:05:09+0300", utc(2026, 11, 21, 11, 5, 9)),
        ("2026-11-21T14:05:09+03", utc(2026, 11, 21, 11, 5, 9)),
        (" 2026-11-21T14:05:09 ", utc(2026, 11, 21, 11, 5, 9)),
        ("2028-02-29T00:00:00Z", utc(2028, 2, 29)),
        ("0001-01-01T03:00:00+03:00", utc(1, 1, 1)),
        ("9999-12-31T23:59:59Z", utc(9999, 12, 31, 23, 59, 59)),
    ],
)
def test_a_moment(text, moment):
    assert parse_timestamp(text) == moment


@pytest.mark.parametrize("digits", range(31))
def test_any_number_of_fractional_digits(digits):
    fraction = "123456789012345678901234567890"[:digits]
    text = f"2026-11-21T14:05:09{'.' + fraction if fraction else ''}+03:00"
    microseconds = int(fraction[:6].ljust(6, "0") or "0")
    assert parse_timestamp(text) == utc(2026, 11, 21, 11, 5, 9, microseconds)


@pytest.mark.parametrize(
    "value",
    [
        "", "soon", "2026-11-21", "14:05:09", "21.11.2026 14:05", "2026-02-31T00:00:00Z", "2026-11-21T25:00:00Z",
        "2026-11-21T14:60:00Z", "2026-11-21T14:05:61Z", "2026-13-01T00:00:00Z", "2026-11-21T14:05:09+25:00",
        "0001-01-01T00:00:00", "9999-12-31T23:59:59-03:00", "0000-01-01T00:00:00Z", "2026-11-21T14:05:09." + "1" * 41,
        "٢٠٢٦-11-21T14:05:09Z", "/Date(1795269909000)/", "2026-11-21T14:05:09Z\x00", 0, 1795269909, 1.5, True, None,
        [], ["2026-11-21T14:05:09Z"], {}, b"2026-11-21T14:05:09Z",
    ],
)  # fmt: skip
def test_what_is_no_moment(value):
    assert parse_timestamp(value) is None


@given(
    st.text() | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?([+-]\d\d:\d\d)?", fullmatch=True)
)
def test_no_text_is_too_odd(text):
    moment = parse_timestamp(text)
    assert moment is None or moment.tzinfo is UTC


@given(
    st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1 < moment.year < 9999),
    st.integers(-14 * 60, 14 * 60),
)
def test_a_moment_written_with_its_zone_comes_back(moment, offset):
    sign, minutes = "-" if offset < 0 else "+", abs(offset)
    local = (moment + timedelta(minutes=offset)).replace(tzinfo=None)
    assert parse_timestamp(f"{local.isoformat()}{sign}{minutes // 60:02d}:{minutes % 60:02d}") == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (DATE, WALL),
        ("Sat, 21 Nov 2026 14:03:09 +0300", WALL),
        ("Sat, 21 Nov 2026 11:03:09 -0000", WALL),
        ("Saturday, 21-Nov-26 11:03:09 GMT", WALL),
        ("", None),
        (None, None),
        ("yesterday", None),
        ("Sat, 31 Feb 2026 11:03:09 GMT", None),
        ("Sat, 21 Nov 99999 11:03:09 GMT", None),
        ("Sat, 21 Nov 2026 11:03:09 +9999", None),
        ("Fri, 31 Dec 9999 23:59:59 -0300", None),
    ],
)
def test_an_http_date(text, moment):
    assert parse_http_date(text) == moment


@given(st.text())
def test_no_http_date_is_too_odd(text):
    moment = parse_http_date(text)
    assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "expiry"),
    [
        ("2026-11-21T14:05:09+03:00", Expiry(utc(2026, 11, 21, 11, 5, 9), 120.0)),
        ("2026-11-21T14:05:09", Expiry(utc(2026, 11, 21, 11, 5, 9), 120.0)),
        ("2026-11-22T14:03:09+03:00", Expiry(utc(2026, 11, 22, 11, 3, 9), 86400.0)),
        ("2026-11-21T14:03:10+03:00", Expiry(utc(2026, 11, 21, 11, 3, 10), 1.0)),
        ("2026-11-21T14:03:09+03:00", Expiry(WALL, 0.0, problem="past")),
        ("2026-11-21T14:03:08+03:00", Expiry(utc(2026, 11, 21, 11, 3, 8), -1.0, problem="past")),
        ("2026-11-22T14:03:10+03:00", Expiry(utc(2026, 11, 22, 11, 3, 10), 86401.0, problem="too_far")),
        (None, Expiry(problem="absent")),
        ("", Expiry(problem="unreadable")),
        (7, Expiry(problem="unreadable")),
        (["2026-11-21T14:05:09"], Expiry(problem="unreadable")),
    ],
)
def test_an_expiry(value, expiry):
    assert parse_expiry(value, DATE, WALL) == expiry


@pytest.mark.parametrize("date", [None, "", "not a date"])
def test_without_a_date_our_own_clock_stands_in_and_that_is_said(date):
    expiry = parse_expiry("2026-11-21T14:05:09+03:00", date, WALL - timedelta(seconds=5))
    assert expiry == Expiry(utc(2026, 11, 21, 11, 5, 9), 125.0, by_own_clock=True)


@pytest.mark.parametrize("ahead", [-600, 0, 600])
def test_a_server_whose_clock_is_off_is_taken_by_its_own_clock(ahead):
    expiry = parse_expiry("2026-11-21T14:05:09+03:00", DATE, WALL - timedelta(seconds=ahead))
    assert (expiry.remaining, expiry.skew, expiry.by_own_clock, expiry.problem) == (120.0, ahead, False, None)


def test_how_the_json_lines_write_a_moment():
    assert rfc3339(utc(2026, 11, 21, 11, 5, 9, 123999)) == "2026-11-21T11:05:09.123Z"
    assert rfc3339(parse_timestamp("2026-11-21T14:05:09+03:00")) == "2026-11-21T11:05:09.000Z"
