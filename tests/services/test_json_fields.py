"""Answers read field by field, whatever they are."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otp_tui.services.providers.json_fields import (
    as_identifier,
    as_int,
    as_json_text,
    as_object,
    get_path,
    read_json,
    retry_after,
)

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": "\xff"}', {"a": "\ufffd"}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"a": "\\ud800"}', {"a": "\ud800"}),
        (b'{"a": 1e999}', {"a": "1e999"}),
        (b'{"a": NaN}', None),
        (b'{"a": Infinity}', None),
        (b'{"a": -Infinity}', None),
        (b'{"a": 1', None),
        (b"", None),
        (b"<html>", None),
        (b"[" * 100_000, None),
        (b'{"a": ' * 100_000, None),
        (b'"text"', "text"),
    ],
)
def test_read_json(body, value):
    assert read_json(body) == value
    assert as_object(read_json(body)) == (value if isinstance(value, dict) else None)


def test_a_number_of_any_length_is_no_crash():
    read = read_json(b'{"a": ' + b"7" * 10_000 + b"}")
    assert read == {"a": "7" * 10_000}
    assert as_int(read["a"]) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, 0), (1, 1), (-1, -1), ("0", 0), ("12", 12), ("-1", -1), (True, None), (False, None), (None, None),
        (0.0, None), (1.5, None), ("", None), (" 0", None), ("00", None), ("+1", None), ("1.0", None), ("0x1", None),
        ("٣", None), ("1_0", None), ("²", None), ([0], None), ({}, None), ("9" * 19, None),
    ],
)  # fmt: skip
def test_whole(value, number):
    assert as_int(value) == number
    assert not isinstance(as_int(value), bool)


@pytest.mark.parametrize(
    ("value", "usable"),
    [
        ("abc", True), ("0f0e-1", True), ("", False), (None, False), (7, False), ("a b", False), ("a\n", False),
        ("\ud800", False), ("ş", False), ("x" * 2_048, True), ("x" * 2_049, False), (["a"], False),
    ],
)  # fmt: skip
def test_identifier(value, usable):
    assert as_identifier(value) == (value if usable else None)


@given(JSON, st.lists(st.text(), max_size=3))
def test_a_path_leads_somewhere_or_nowhere(value, path):
    found = get_path(value, *path)
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    assert found == value


@given(JSON)
def test_what_is_json_is_read(value):
    assert read_json(json.dumps(value).encode()) == value


@given(st.binary())
def test_any_bytes_are_read(body):
    assert as_object(read_json(body)) is None or isinstance(read_json(body), dict)


@given(JSON)
def test_deciding_values_are_shown_short_and_inert(value):
    text = as_json_text(value)
    assert len(text) <= 1_100
    assert text.isprintable()


@pytest.mark.parametrize(
    ("header", "date", "seconds"),
    [
        (None, None, None),
        ("30", None, 30),
        (" 30 ", None, 30),
        ("0", None, 0),
        ("999999999", None, 86_400),
        ("9" * 30, None, None),
        ("-1", None, None),
        ("1.5", None, None),
        ("soon", None, None),
        ("٣", None, None),
        ("Sat, 21 Nov 2026 12:01:00 GMT", None, 60),
        ("Sat, 21 Nov 2026 12:01:00 GMT", "Sat, 21 Nov 2026 12:00:30 GMT", 30),
        ("Sat, 21 Nov 2026 11:00:00 GMT", None, 0),
        ("Sat, 21 Nov 2099 11:00:00 GMT", None, 86_400),
    ],
)
def test_retry_after(header, date, seconds):
    assert retry_after(header, date, NOON) == seconds


@pytest.mark.parametrize(("digits", "read"), [("7" * 300, int("7" * 300)), ("7" * 301, "7" * 301)])
def test_a_number_of_300_digits_is_one_and_a_longer_one_is_a_text(digits, read):
    assert read_json(digits.encode()) == read


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (" 0", '" 0"'),
        ("0\t", '"0\\t"'),
        ("", '""'),
        ('a"b', '"a\\"b"'),
        ("\u202e0", '"\\u202e0"'),
        ("ş", '"ş"'),
        (0, "0"),
        (None, "null"),
        (True, "true"),
        ([0], "[…]"),
    ],
)
def test_a_deciding_value_is_shown_as_it_came(value, shown):
    assert as_json_text(value) == shown


@pytest.mark.parametrize("value", [" 0", "0 ", "00", "-0", "+0", "0.0", "0x0", "٠", "", 0.0, True, None, []])
def test_what_is_no_whole_number_is_none(value):
    assert as_int(value) is None


@pytest.mark.parametrize(("value", "read"), [("", None), ("a", "a"), ("a b", None), (5, None)])
def test_an_identifier_has_at_least_one_character_and_no_space(value, read):
    assert as_identifier(value) == read
