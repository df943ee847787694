"""Secrets do not survive a record, and what decides does."""

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.secrets import SecretRegistry

PHONE = "5301112233"
TOKEN = "c0645409b83f4344bf588ef4142559a9"
SESSION = "0f0e0d0c-aaaa-bbbb-cccc-444455556666"
KEY = "sck_pcs_AbC/dEf+GhIjKlMnOpQr=="
MASKED = "+90 5•• ••• •• 33"


@pytest.fixture
def redactor():
    return redactor_of()


def redactor_of(**more):
    registry = SecretRegistry()
    registry.register("phone", PHONE)
    registry.register("token", TOKEN)
    registry.register("session", SESSION)
    registry.register("code", "5001")
    for kind, value in more.items():
        registry.register(kind, value)
    return Redactor(registry, {"paynet.secret_key": KEY}, frozenset({"0", "5001", "200"}))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("nothing", "nothing"),
        (f"a {TOKEN} b", "a ‹token#1› b"),
        (f"x{TOKEN}y", "x‹token#1›y"),
        (TOKEN.upper(), "‹token#1›"),
        (f"session={SESSION};", "session=‹session#1›;"),
        (SESSION.replace("-", ""), "‹session#1›"),
        (f"Basic {KEY}", "Basic ‹paynet.secret_key›"),
        (quote(KEY, safe=""), "‹paynet.secret_key›"),
        (KEY.replace("/", "\\/"), "‹paynet.secret_key›"),
        (base64.b64encode(f"{KEY}:".encode()).decode(), "‹paynet.secret_key›"),
        (base64.b64encode(TOKEN.encode()).decode(), "‹token#1›"),
        ("code 5001.", "code ‹code#1›."),
        ("15001", "15001"),
        ("5001a", "5001a"),
        (PHONE, MASKED),
        (f"+90{PHONE}", MASKED),
        (f"tel:0{PHONE}!", f"tel:{MASKED}!"),
        ("+90 (530) 111 22 33", MASKED),
        ("0530-111-22-33", MASKED),
        (f"00{PHONE}", MASKED),
        (f"0090{PHONE}", MASKED),
        (quote("+90 530 111 22 33"), MASKED),
        (base64.b64encode(f"+90{PHONE}".encode()).decode(), MASKED),
        ("5301112234", "‹hidden›"),
    ],
)
def test_text(redactor, text, clean):
    assert redactor.text(text) == clean


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "user:"])
def test_a_long_secret_inside_base64_is_found_at_any_offset(redactor, before):
    packed = base64.b64encode(f'{before}{TOKEN}"}}'.encode()).decode()
    clean = redactor.text(packed)
    assert "‹token#1›" in clean
    assert TOKEN[2:-2] not in clean
    assert len(clean.replace("‹token#1›", "")) <= 16


@pytest.mark.parametrize(
    ("parsed", "clean"),
    [
        ({"user_gsm": PHONE}, {"user_gsm": "5•••••••33"}),
        ({"UserPhone": f"90{PHONE}"}, {"UserPhone": "905•••••••33"}),
        ({"user_gsm": int(PHONE)}, {"user_gsm": "5•••••••33"}),
        ({"user_gsm": f"0 {PHONE}"}, {"user_gsm": MASKED}),
        ({"Token": TOKEN}, {"Token": "‹token#1›"}),
        ({"Token": "new"}, {"Token": "‹hidden›"}),
        ({"Token": 17}, {"Token": "‹hidden›"}),
        ({"Token": {"a": "b"}}, {"Token": "‹hidden›"}),
        ({"Token": ["a"]}, {"Token": "‹hidden›"}),
        ({"Token": ""}, {"Token": ""}),
        ({"Token": None}, {"Token": None}),
        ({"OTPTOKEN": "x"}, {"OTPTOKEN": "‹hidden›"}),
        ({"ResponseCode": "5001"}, {"ResponseCode": "5001"}),
        ({"ResponseCode": "5001 "}, {"ResponseCode": "‹code#1›"}),
        ({"otp_expire": "5001-11-21T12:00:00"}, {"otp_expire": "5001-11-21T12:00:00"}),
        ({"Padded": " 0"}, {"Padded": " 0"}),
        ({"code": 5001}, {"code": 5001}),
        ({"other": 5001}, {"other": "‹code#1›"}),
        ({"Message": "5001"}, {"Message": "‹code#1›"}),
        ({"Code": TOKEN}, {"Code": "‹token#1›"}),
        ({"Code": KEY}, {"Code": "‹paynet.secret_key›"}),
        ({"code": int(PHONE)}, {"code": MASKED}),
        ({"phone": int(PHONE)}, {"phone": MASKED}),
        ({TOKEN: 1}, {"‹token#1›": 1}),
        ({"a": [{"b": TOKEN}]}, {"a": [{"b": "‹token#1›"}]}),
        ({"n": 10**5_000}, {"n": "…"}),
        ({"x": "\x1b[2J\ud800"}, {"x": "\\u001b[2J\\ud800"}),
    ],
)
def test_value(redactor, parsed, clean):
    assert redactor.value(parsed) == clean
    assert json.loads(redactor.body(parsed)) == clean


def test_headers(redactor):
    lines = [
        ("Authorization", f"Basic {KEY}"),
        ("Set-Cookie", "id=1"),
        ("Location", f"https://example.com/x?t={TOKEN}#y"),
        ("Date", "Sat, 21 Nov 2026 12:00:00 GMT"),
        ("X-Echo", f"{TOKEN} 5001"),
    ]
    assert redactor.headers(lines) == (
        ("Authorization", "‹paynet.secret_key›"),
        ("Set-Cookie", "‹hidden›"),
        ("Location", "https://example.com/x?…"),
        ("Date", "Sat, 21 Nov 2026 12:00:00 GMT"),
        ("X-Echo", "‹token#1› ‹code#1›"),
    )


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ('{"Token": "abc", "x', '{"Token": ‹hidden›, "x'),
        ('{"Token": "ab', '{"Token": ‹hidden›'),
        ('{\\"OtpCode\\":\\"12', '{\\"OtpCode\\":‹hidden›'),
        ('"Token": null', '"Token": null'),
        (f'"Token": "{TOKEN}"', '"Token": "‹token#1›"'),
        ("sessionid=abc&x=1", "sessionid=‹hidden›&x=1"),
        ("key sck_other/1+2= end", "key ‹hidden› end"),
        ("0123456789abcdef0123456789abcdef", "‹hidden›"),
        ("b827433e-f36b-1410-80e5-004205aa382d", "‹hidden›"),
        ("call 05329998877 now", "call ‹hidden› now"),
        ("card 5549601234560016", "card ‹hidden›"),
        ("plain text 12345", "plain text 12345"),
    ],
)
def test_raw(redactor, text, clean):
    assert redactor.raw(text) == clean


def test_a_code_of_letters_and_digits_is_found_within_a_word_too():
    registry = SecretRegistry()
    registry.register("code", "K9Q2ZX")
    registry.register("code", "048291")
    redactor = Redactor(registry)
    assert redactor.text("zzK9Q2ZXzz") == "zz‹code#1›zz"
    assert redactor.text("order 1704829155") == "order 1704829155", "digits are part of a number by chance"


def test_what_the_bag_learns_later_is_known():
    registry = SecretRegistry()
    redactor = Redactor(registry)
    assert redactor.text("abcd-efgh-ijkl") == "abcd-efgh-ijkl"
    registry.register("token", "abcd-efgh-ijkl")
    assert redactor.text("abcd-efgh-ijkl") == "‹token#1›"
    registry.register("phone", PHONE)
    assert redactor.text(PHONE) == MASKED
    registry.register("phone", "5329998877")
    assert redactor.text(f"{PHONE} 5329998877") == "‹hidden› +90 5•• ••• •• 77"


def test_half_a_secret_at_the_end_of_a_long_text_is_not_left(redactor):
    for before in range(3_960, 4_001):
        clean = redactor.value({"m": "x" * before + TOKEN})["m"]
        assert TOKEN[:5] not in clean


def test_deep_and_wide_values_are_bounded(redactor):
    deep = []
    for _ in range(500):
        deep = [deep]
    assert "…" in redactor.body(deep)
    assert len(json.loads(redactor.body(list(range(1_000))))) == 200


VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=12, max_size=40)
TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=30)


@given(VALUES, TEXTS, TEXTS)
def test_no_long_secret_survives_in_free_text(secret, before, after):
    redactor = redactor_of(token=secret)
    clean = redactor.text(f"{before}{secret}{after}")
    assert secret not in clean


NO_ESCAPES = TEXTS.filter(lambda text: not set("\\&%") & set(text))


@given(VALUES, NO_ESCAPES, TEXTS)
def test_no_encoded_secret_survives(secret, before, after):
    redactor = redactor_of(token=secret)
    for spelled in (
        quote(secret, safe=""),
        base64.b64encode(secret.encode()).decode(),
        json.dumps(secret)[1:-1],
    ):
        assert spelled not in redactor.text(f"{before}{spelled}{after}")


@given(
    st.recursive(
        st.sampled_from([TOKEN, SESSION, KEY, PHONE, f"+90{PHONE}", "x", 1, None, True]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["a", "Token", "code", "Message", TOKEN]), inner, max_size=3)
        ),
        max_leaves=10,
    )
)
def test_no_secret_survives_in_any_json(parsed):
    text = redactor_of().body(parsed)
    for secret in (TOKEN, SESSION, KEY, PHONE):
        assert secret not in text


@given(
    st.dictionaries(
        st.sampled_from(["code", "ResponseCode", "StatusCode"]), st.sampled_from(["5001", 5001, 0])
    )
)
def test_what_decides_is_never_touched(parsed):
    assert redactor_of().value(parsed) == parsed


def test_a_field_name_that_was_clean_is_redacted_once_it_is_a_secret():
    registry = SecretRegistry()
    redactor = Redactor(registry)
    assert redactor.value({"abcd-efgh": 1}) == redactor.value({"abcd-efgh": 1}) == {"abcd-efgh": 1}
    registry.register("token", "abcd-efgh")
    assert redactor.value({"abcd-efgh": 1}) == {"‹token#1›": 1}
