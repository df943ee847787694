"""What looks like a secret leaves nothing, although nobody registered it; what is documented stays as it is."""

import json
from urllib.parse import quote

import pytest

from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.secrets import SecretRegistry

HIDDEN = "‹hidden›"
CARDS = ["4111111111111111", "5324811234567890", "9792030394440796", "378282246310005", "4222222222222"]
CARD_SPELLINGS = [
    *CARDS, "5324 8112 3456 7890", "5324-8112-3456-7890", "5324  8112  3456  7890", "5324.8112.3456.7890",
    "5324\u00a08112\u00a03456\u00a07890", "3782 822463 10005", "6304 0000 0000 0000000",
]  # fmt: skip
PHONE_SPELLINGS = [
    "5321112233", "05321112233", "905321112233", "+905321112233", "00905321112233", "0532 111 22 33",
    "+90 (532) 111 22 33", "0 (532) 111-22-33", "0532-111-22-33", "0532 - 111 - 22 - 33", "0532.111.22.33", "532 1112233",
    "+49 151 23456780", "+1 (212) 555-0123",
]  # fmt: skip
KEYS = ["sck_OtherKey123456", "pbk_a/b+c=", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"]
GUID = "b827433e-f36b-1410-80e5-004205aa382d"
SHAPES = [*CARD_SPELLINGS, *PHONE_SPELLINGS, *KEYS, GUID, GUID.upper()]


@pytest.fixture
def redactor():
    return Redactor(SecretRegistry())


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_hidden_wherever_it_stands(redactor, shape):
    assert redactor.text(f"to {shape}, now") == f"to {HIDDEN}, now"
    assert redactor.raw(f"<p>{shape}</p>") == f"<p>{HIDDEN}</p>"
    assert redactor.value({"x": shape, "y": [shape]}) == {"x": HIDDEN, "y": [HIDDEN]}
    assert redactor.value({shape: 1}) == {HIDDEN: 1}
    assert redactor.headers([("X-Echo", shape)]) == (("X-Echo", HIDDEN),)
    assert redactor.deciding(json.dumps(shape, ensure_ascii=False)) == f'"{HIDDEN}"'


@pytest.mark.parametrize("shape", [*CARDS, *PHONE_SPELLINGS, *KEYS, GUID])
def test_escapes_do_not_hide_a_shape(redactor, shape):
    assert redactor.text(f"({quote(shape, safe='')})") == f"({HIDDEN})"
    assert redactor.text("".join(f"&#{ord(char)};" for char in shape)) == HIDDEN


@pytest.mark.parametrize("number", [5324811234567890, 5321112233, 905321112233])
def test_a_number_of_json_has_a_shape_too(redactor, number):
    assert redactor.value({"x": number, "code": number}) == {"x": HIDDEN, "code": HIDDEN}
    assert redactor.value([float(number)]) == [f"{HIDDEN}.0"]
    assert redactor.deciding(str(number)) == HIDDEN


def test_several_shapes_in_one_text(redactor):
    assert redactor.text("5324811234567890 05321112233") == f"{HIDDEN} {HIDDEN}"
    assert redactor.text("05321112233,05324445566") == f"{HIDDEN},{HIDDEN}"
    assert redactor.text("1 2026 5324 8112 3456 7890 12/28") == f"1 2026 {HIDDEN} 12/28"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("RetrievalReferenceNumber", "100005844117"),
        ("MaskedPan", "************0016"),
        ("CorrelationId", "261efc9a-7296-42ef-b5b7-0ee0ca512e6b"),
        ("RequestId", GUID),
        ("otp_expire", "2017-07-17T15:30:15.0581408+03:00"),
        ("otp_expire", "2026-11-21 15:02:00"),
        ("otp_expire", 638_999_999_999_999_994),
        ("SessionExpiryDate", "638999999999999994"),
        ("at", "2026-11-21T12:00:00.123Z"),
        ("at", 1_795_262_520_000),
        ("at", 1_795_262_520.123),
        ("Message", "2026-11-21 - 2026-11-22"),
        ("Message", "4111111111111112345"),
        ("Message", "422222222222"),
        ("Message", "[2021 2022 2023 2024]"),
        ("Message", "code 5001, 500 ms, 12.345.678,90 TL"),
        ("Message", "7" * 64),
    ],
)
def test_what_is_documented_or_no_shape_stays(redactor, field, value):
    assert redactor.value({field: value}) == {field: value}


@pytest.mark.parametrize("field", ["RetrievalReferenceNumber", "CorrelationId", "otp_expire"])
@pytest.mark.parametrize("shape", ["5324811234567890", "0532 111 22 33", "sck_OtherKey123456"])
def test_a_documented_field_holds_no_other_shape(redactor, field, shape):
    assert redactor.value({field: shape}) == {field: HIDDEN}


def test_a_known_secret_is_named_although_a_shape_is_longer():
    registry = SecretRegistry()
    registry.register("token", "c0645409b83f4344bf588ef4142559a9")
    assert Redactor(registry).text("sck_c0645409b83f4344bf588ef4142559a9") == "‹token#1›"
