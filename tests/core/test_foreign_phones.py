"""Numbers that only a profile's own prefixes let through: their forms, their mask, and none of them in a record."""

import base64
from urllib.parse import quote

import pytest

from otp_tui.core.phone.number import PhoneError, PhoneNumber, PhoneProblem, mask
from otp_tui.core.phone.parser import parse_phone
from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.secrets import SecretRegistry

GERMAN = "+4915123456789"
HIDDEN = "+•• ••• ••• 89"


@pytest.mark.parametrize(
    ("text", "prefixes", "national"),
    [
        (GERMAN, ("+49",), GERMAN),
        ("0049 151 2345 6789", ("+49",), GERMAN),
        ("+49 (0)151-23456789", ("+4915", "+905"), GERMAN),
        ("tel:+49-151-23456789", ("+",), GERMAN),
        ("+1 212 555 0123", ("+1212",), "+12125550123"),
        ("0532 111 22 33", ("+49", "+905"), "5321112233"),
        ("0532 111 22 33", ("+90532",), "5321112233"),
        (
            "500 000 00 07",
            ("+90532",),
            "5000000007",
        ),  # whatever the profile says, the simulator's are readable
    ],
)
def test_a_prefix_lets_its_numbers_through(text, prefixes, national):
    assert parse_phone(text, prefixes).national == national


@pytest.mark.parametrize(
    ("text", "prefixes", "problem"),
    [
        (GERMAN, ("+905",), PhoneProblem.FOREIGN),
        (GERMAN, ("+4916", "+43"), PhoneProblem.FOREIGN),
        ("0532 111 22 33", ("+90533",), PhoneProblem.PREFIX),
        ("0532 111 22 33", ("+49",), PhoneProblem.PREFIX),
        ("+49 15", ("+49",), PhoneProblem.TOO_SHORT),
        ("+49 1512345678901234", ("+49",), PhoneProblem.TOO_LONG),
        ("+999 12345678", ("+999",), PhoneProblem.FOREIGN),
    ],
)
def test_what_no_prefix_lets_through(text, prefixes, problem):
    with pytest.raises(PhoneError) as refused:
        parse_phone(text, prefixes)
    assert refused.value.problem is problem


def test_the_forms():
    phone = PhoneNumber(GERMAN)
    assert phone.foreign is True
    assert phone.international == phone.domestic == "4915123456789"
    assert phone.e164 == GERMAN
    assert phone.masked == HIDDEN
    assert phone.simulated is False
    assert repr(phone) == f"PhoneNumber({HIDDEN})"
    home = PhoneNumber("5321112233")
    assert (home.foreign, home.international, home.domestic, home.e164) == (
        False, "905321112233", "5321112233", "+905321112233",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("spelling", "masked"),
    [
        (GERMAN, HIDDEN),
        ("4915123456789", HIDDEN),
        ("0049 151 23456789", HIDDEN),
        ("+1 (212) 555-0123", "+•• ••• ••• 23"),
        ("5321112233", "+90 5•• ••• •• 33"),
        ("+90 532 111 22 33", "+90 5•• ••• •• 33"),
        ("0090 532 111 22 33", "+90 5•• ••• •• 33"),
        ("0532 111 22 33", "+90 5•• ••• •• 33"),
    ],
)
def test_a_mask_shows_two_digits_and_names_no_country_but_turkey(spelling, masked):
    assert mask(spelling) == masked


@pytest.fixture
def redactor():
    registry = SecretRegistry()
    registry.register("phone", GERMAN)
    return Redactor(registry)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (GERMAN, HIDDEN),
        ("4915123456789", HIDDEN),
        ("004915123456789", HIDDEN),
        ("+49 151 23456789", HIDDEN),
        ("+49 (0)151 / 234-567-89", HIDDEN),
        ("0049 (151) 23.45.67.89", HIDDEN),
        ("to 0151 23456789!", f"to {HIDDEN}!"),
        ("to 151 23456789!", f"to {HIDDEN}!"),
        (quote("+49 151 23456789"), HIDDEN),
        (quote(GERMAN, safe=""), HIDDEN),
        (f'{{"userPhone":"{GERMAN}"}}', f'{{"userPhone":"{HIDDEN}"}}'),
        (f"x{GERMAN}y", f"x{HIDDEN}y"),
        (base64.b64encode(GERMAN.encode()).decode(), HIDDEN),
        ("+49 151 23456780", "‹hidden›"),
        ("49 151 23456780", "49 151 23456780"),
        ("23456789", "23456789"),
    ],
)
def test_no_spelling_of_it_is_left(redactor, text, clean):
    assert redactor.text(text) == clean


@pytest.mark.parametrize(
    "spelled", ["15123456789", "015123456789", "4915123456789", "+4915123456789", "004915123456789"]
)
@pytest.mark.parametrize("around", ["{}", '{{"p":"{}"}}', "ab{}c"])
def test_nor_in_base64(redactor, spelled, around):
    packed = base64.b64encode(around.format(spelled).encode()).decode()
    clean = redactor.text(packed)
    assert HIDDEN in clean
    assert len(clean.replace(HIDDEN, "")) <= len(packed) - len(spelled)


def test_a_field_of_a_phone_says_the_truth_about_its_country(redactor):
    assert redactor.value({"user_gsm": "4915123456789"}) == {"user_gsm": HIDDEN}
