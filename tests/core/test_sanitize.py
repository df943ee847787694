"""Text from outside does nothing: it cannot repaint, reorder, break lines or run on."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otp_tui.core.security.sanitize import LIMIT, sanitize


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Doğrulama başarısız", "Doğrulama başarısız"),
        ("", ""),
        ("  ok  ", "ok"),
        ("one\ntwo\r\nthree\tfour", "one two  three four"),
        ("a\u2028b\u2029c", "a b c"),
        ("\x1b[31mred\x1b[0m", "\\u001b[31mred\\u001b[0m"),
        ("a\x00b\x07c\x7fd\x85e", "a\\u0000b\\u0007c\\u007fd\\u0085e"),
        ("\u202eevil\u202c", "\\u202eevil\\u202c"),
        ("\u2066a\u2069\u200b\u200e\ufeff", "\\u2066a\\u2069\\u200b\\u200e\\ufeff"),
        ("x\ud800y\udfff", "x\\ud800y\\udfff"),
        ("\ue000", "\\ue000"),
        ("[bold]no[/]", "[bold]no[/]"),
        ("[/]", "[/]"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("{code} %s \\n", "{code} %s \\n"),
        ("e\u0301", "e\u0301"),
        ("a" + "\u0301" * 4, "a" + "\u0301" * 4),
        ("a" + "\u0301" * 50 + "b", "a" + "\u0301" * 4 + "b"),
        ("a" + "\u0301" * 9 + "b" + "\u0301" * 9, "a" + "\u0301" * 4 + "b" + "\u0301" * 4),
        ("漢字 العربية 😀", "漢字 العربية 😀"),
    ],
)
def test_what_is_shown(text, shown):
    assert sanitize(text) == shown


@pytest.mark.parametrize("value", [None, 5, 1.5, True, ["a"], {"a": 1}, b"a"])
def test_what_is_no_text_is_not_shown(value):
    assert sanitize(value) == ""


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("a" * 10, 10, "a" * 10),
        ("a" * 11, 10, "a" * 10 + "…"),
        ("a" * 1_000_000, 10, "a" * 10 + "…"),
        ("a" * 8 + "\x1b" * 3, 10, "a" * 8 + "…"),
        ("\x1b" * 5, 10, "\\u001b…"),
        ("a" + "\u0301" * 1_000_000, 10, "a" + "\u0301" * 4 + "…"),
        ("abc" + " " * 90, 10, "abc…"),
        ("abcdefghi j", 10, "abcdefghi…"),
        ("a" * 5 + "\x1b", 10, "aaaaa…"),
    ],
)
def test_the_length_is_bounded_and_what_is_left_out_is_marked(text, limit, shown):
    assert sanitize(text, limit) == shown


@given(st.text(st.characters()), st.integers(1, 60))
def test_nothing_that_moves_a_terminal_gets_through(text, limit):
    shown = sanitize(text, limit)
    assert len(shown.removesuffix("…")) <= limit
    assert {unicodedata.category(char)[0] for char in shown} <= set("LMNPSZ")
    assert not set(shown) & set("\r\n\t\u2028\u2029")
    assert shown.encode("utf-8").decode() == shown
    assert sanitize(text) == sanitize(text, LIMIT)
