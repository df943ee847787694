"""Phone numbers: every usual spelling, every problem, the forms in which one is sent and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otp_tui.core.phone.number import PhoneError, PhoneNumber, mask
from otp_tui.core.phone.parser import parse_phone


@pytest.mark.parametrize(
    "text",
    [
        "5321112233",
        "05321112233",
        "905321112233",
        "00905321112233",
        "+905321112233",
        "532 111 22 33",
        "0532 111 22 33",
        "0 532 111 22 33",
        "90 532 111 22 33",
        "0090 532 111 22 33",
        "+90 532 111 22 33",
        "+90 (532) 111 22 33",
        "+90 (0) 532 111 22 33",
        "+90 0532 111 22 33",
        "9005321112233",
        "(+90) 532 111 22 33",
        "(0532) 111-22-33",
        "0(532)1112233",
        "532.111.22.33",
        "532/111/22/33",
        "532\u2011111\u201322\u201433",
        "532\u00a0111\u00a022\u00a033",
        "  0532 111 22 33\t\r\n",
        "tel:+905321112233",
        "Tel: 0532 111 22 33",
        "TEL:05321112233",
        "０５３２１１１２２３３",
        "＋９０ ５３２ １１１ ２２ ３３",
        "٠٥٣٢١١١٢٢٣٣",
        "५३२१११२२३३",
        "\u202a+90 532 111 22 33\u202c",
        "\u2068+90 532\u200b 111 22 33\u2069",
        "\ufeff5321112233",
    ],
)
def test_a_spelling(text):
    assert parse_phone(text) == PhoneNumber("5321112233")


PROBLEMS = [
    ("", "empty"),
    ("  \u200b ", "empty"),
    ("+", "empty"),
    ("()-", "empty"),
    ("tel:", "empty"),
    ("Acme", "letters"),
    ("532 111 22 3x", "letters"),
    ("0532 111 22 33;ext=1", "letters"),
    ("#5321112233", "letters"),
    ("½", "letters"),
    ("532111223", "too_short"),
    ("0532111223", "too_short"),
    ("+90532111223", "too_short"),
    ("905321112", "too_short"),
    ("0", "too_short"),
    ("+90", "too_short"),
    ("112", "too_short"),
    ("444 0 724", "too_short"),
    ("4440724", "too_short"),
    ("53211122334", "too_long"),
    ("053211122334", "too_long"),
    ("+9053211122334", "too_long"),
    ("1" * 300, "too_long"),
    ("+49 170 1234567", "foreign"),
    ("(+49) 170 1234567", "foreign"),
    ("\u202a+49 170 1234567", "foreign"),
    ("0049 170 1234567", "foreign"),
    ("+1 202 555 0123", "foreign"),
    ("+999 123", "foreign"),
    ("0212 123 45 67", "landline"),
    ("+90 312 123 45 67", "landline"),
    ("0800 123 45 67", "not_mobile"),
    ("0850 222 07 24", "not_mobile"),
    ("0900 123 45 67", "not_mobile"),
]


@pytest.mark.parametrize(("text", "problem"), PROBLEMS)
def test_a_problem(text, problem):
    with pytest.raises(PhoneError) as caught:
        parse_phone(text)
    assert caught.value.problem == problem
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("5321112233", False),
        ("5000000001", False),
        ("5000000023", False),
        ("5990000000", True),
        ("5130000000", True),
    ],
)
def test_a_possible_number_that_nobody_has_is_doubtful(text, doubtful):
    assert parse_phone(text).doubtful is doubtful


def test_the_forms():
    phone = PhoneNumber("5321112233")
    assert phone.national == "5321112233"
    assert phone.international == "905321112233"
    assert phone.e164 == "+905321112233"
    assert phone.masked == "+90 5•• ••• •• 33"
    assert mask("+90 532 111 22 33") == "+90 5•• ••• •• 33"


@pytest.mark.parametrize(
    ("national", "simulated"),
    [
        ("5000000001", True),
        ("5000000099", True),
        ("5000000101", False),
        ("5009990001", True),
        ("5000010123", False),
        ("5010000001", False),
        ("5321112233", False),
    ],
)
def test_the_simulators_own_numbers(national, simulated):
    assert PhoneNumber(national).simulated is simulated


def test_its_digits_are_in_no_text_of_it():
    phone = PhoneNumber("5321112233")
    assert repr(phone) == str(phone) == f"{phone}" == f"{[phone][0]!r}" == "PhoneNumber(+90 5•• ••• •• 33)"
    assert "5321112233" not in repr([phone])


@given(
    number=st.integers(530_000_0000, 559_999_9999).map(str),
    prefix=st.sampled_from(["", "0", "90", "0090", "+90", "+90 0", "tel:", "TEL: +90", " (0", "\u202a+90"]),
    gaps=st.lists(st.sampled_from(["", " ", "-", ".", ") ", "\u00a0", " / "]), min_size=10, max_size=10),
    zero=st.sampled_from("0０٠०"),
)
def test_any_spelling_of_a_number_gives_the_same_national_form(number, prefix, gaps, zero):
    spelled = prefix + "".join(digit + gap for digit, gap in zip(number, gaps, strict=True))
    spelled = "".join(
        chr(ord(zero) + int(char)) if char.isascii() and char.isdigit() else char for char in spelled
    )
    assert parse_phone(spelled).national == number


@given(st.text())
def test_any_text_is_a_number_or_a_problem(text):
    try:
        phone = parse_phone(text)
    except PhoneError:
        return
    assert phone.national.startswith("5")
    assert len(phone.national) == 10


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("5321112233", "+90 5•• ••• •• 33"),
        ("05321112233", "+90 5•• ••• •• 33"),
        ("905321112233", "+90 5•• ••• •• 33"),
        ("+123456", "+90 5•• ••• •• 56"),
        ("+1234567", "+•• ••• ••• 67"),
        ("123456789012345", "+•• ••• ••• 45"),
        ("1234567890123456", "+90 5•• ••• •• 56"),
        ("7", "+90 5•• ••• •• 7"),
        ("", "+90 5•• ••• •• "),
    ],
)
def test_the_mask_shows_two_digits_whatever_the_length(text, masked):
    assert mask(text) == masked
