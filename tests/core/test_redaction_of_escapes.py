"""Secrets do not survive in any way in which a server may write them back, nor do half-masked card numbers."""

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otp_tui.core.security.layers import layers
from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.secrets import SecretRegistry

SECRETS = {
    "token": "c0645409b83f4344bf588ef4142559a9",
    "session": "0f0e0d0c-aaaa-bbbb-cccc-444455556666",
    "reference": 'a "quoted" <id> & more\\so',
    "code": "ART2",
    "key": "sck_pcs_AbC/dEf+GhIjKlMnOpQr==",
    "client": "P@ss w0rd+with/every=thing;'#%&",
}
HANDLES = {"token": "token#1", "session": "session#1", "reference": "reference#1", "code": "code#1"}
NAMED = {
    "+": "&plus;",
    "/": "&sol;",
    "=": "&equals;",
    "_": "&lowbar;",
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
}
NAMED |= {'"': "&quot;", "'": "&apos;", "#": "&num;", "%": "&percnt;", ";": "&semi;", "@": "&commat;"}


def each(text, write):
    return "".join(write(char) for char in text)


ENCODINGS = {
    "plain": str,
    "upper case": str.upper,
    "html": html.escape,
    "html named": lambda text: each(text, lambda char: NAMED.get(char, char)),
    "html decimal": lambda text: each(text, lambda char: f"&#{ord(char)};"),
    "html decimal, zeros": lambda text: each(text, lambda char: f"&#{ord(char):07d};"),
    "html hexadecimal": lambda text: each(text, lambda char: f"&#x{ord(char):X};"),
    "html hexadecimal, zeros": lambda text: each(text, lambda char: f"&#X{ord(char):06x};"),
    "html of html": lambda text: html.escape(each(text, lambda char: f"&#x{ord(char):x};")),
    ".NET's JSON": lambda text: each(text, lambda char: char if char.isalnum() else f"\\u{ord(char):04X}"),
    "\\u of all": lambda text: each(text, lambda char: f"\\u{ord(char):04x}"),
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON with slashes": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "JSON in JSON in JSON": lambda text: json.dumps(json.dumps(json.dumps(text)[1:-1])[1:-1])[1:-1],
    ".NET's JSON in JSON": lambda text: json.dumps(
        each(text, lambda char: char if char.isalnum() else f"\\u{ord(char):04X}")
    )[1:-1],
    "percent": lambda text: quote(text, safe=""),
    "percent, lower case": lambda text: each(text, lambda char: f"%{ord(char):02x}"),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "form": quote_plus,
    "form, read as one": lambda text: text.replace("+", " "),
    "percent in HTML in JSON": lambda text: json.dumps(html.escape(quote(text, safe="")))[1:-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 without padding": lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "base64 for URLs, no padding": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 in a form": lambda text: quote_plus(base64.b64encode(text.encode()).decode()),
    "base64 in .NET's JSON": lambda text: base64.b64encode(text.encode()).decode().replace("+", "\\u002B"),
}


def redactor_of(secrets):
    registry = SecretRegistry()
    for kind in HANDLES.keys() & secrets.keys():
        registry.register(kind, secrets[kind])
    return Redactor(registry, {name: secrets[name] for name in ("key", "client") if name in secrets})


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("kind", SECRETS)
def test_every_class_of_secret_in_every_encoding(kind, encoding):
    spelled = ENCODINGS[encoding](SECRETS[kind])
    redactor, shown = redactor_of(SECRETS), f"‹{HANDLES.get(kind, kind)}›"
    assert redactor.text(f"before {spelled} after") == f"before {shown} after"
    assert redactor.raw(f"<p>{spelled}</p>") == f"<p>{shown}</p>"
    assert redactor.value({"Message": f"({spelled})"}) == {"Message": f"({shown})"}


def packed(text):
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("words", [0, 1, 40, 400])
def test_a_secret_packed_twice_behind_other_packed_words_is_found(words):
    others = [packed(f"{number * 7919:x} Ada, Grace & Edsger!") for number in range(words)]
    text = " ".join([*others, packed(packed(f"({SECRETS['key']})"))])
    assert redactor_of(SECRETS).text(text).split() == [*others, "‹key›"]


def test_where_too_much_is_packed_to_be_looked_at_no_packed_word_is_shown():
    text = f"%41 {'V' * 6000} {packed(packed(SECRETS['key']))}"  # each of the four readings of such a run is text
    assert redactor_of(SECRETS).text(text) == "%41 ‹hidden› ‹hidden›"


PHONE, MASKED = "5301112233", "+90 5•• ••• •• 33"


@pytest.mark.parametrize("encoding", [name for name in ENCODINGS if name != "form, read as one"])
@pytest.mark.parametrize("written", [PHONE, f"+90{PHONE}", f"0{PHONE}"])
def test_a_phone_in_every_encoding(written, encoding):
    registry = SecretRegistry()
    registry.register("phone", PHONE)
    assert Redactor(registry).text(f"({ENCODINGS[encoding](written)})") == f"({MASKED})"


PRINTABLE = st.characters(min_codepoint=33, max_codepoint=126)
AROUND = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="&%\\"), max_size=20)


@given(
    st.text(PRINTABLE, min_size=12, max_size=40),
    st.lists(st.sampled_from([name for name in ENCODINGS if "twice" not in name]), min_size=1, max_size=2),
    AROUND,
    AROUND,
)
def test_no_secret_comes_out_of_one_encoding_in_another(secret, encodings, before, after):
    spelled = secret
    for name in encodings:
        if name not in {"upper case", "form, read as one"} and not name.startswith("base64"):
            spelled = ENCODINGS[name](spelled)
    clean = redactor_of({"key": secret}).text(f"{before} {spelled} {after}")
    assert spelled not in clean
    assert secret not in [layer.text for layer in layers(clean)]


@given(st.text(st.sampled_from("&#x0123;%25\\u\\/ampabcANDİ=+-_\r\n "), max_size=200))
def test_any_text_is_undone_and_keeps_its_places(text):
    for layer in layers(text):
        places = [layer.span(place, place + 1) for place in range(len(layer.text))]
        assert all(0 <= start <= end <= len(text) for start, end in places)
        if not layer.packings:
            assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("&#43;&unknown;&#99999999999;&#xFFFFFFFF;%zz", "&#43;&unknown;&#99999999999;&#xFFFFFFFF;%zz"),
        ("a &amp; b \\n c %41", "a &amp; b \\n c %41"),
        ("line\\nART2\\n", "line\\n‹code#1›\\n"),
        ("xART2 ART23 &#65;RT2", "xART2 ART23 ‹code#1›"),
    ],
)
def test_only_secrets_are_replaced(text, clean):
    assert redactor_of(SECRETS).text(text) == clean


def test_of_secrets_that_overlap_nothing_is_left():
    redactor = redactor_of({"key": "abcdefghijkl", "client": "ghijklmnopqrstuv"})
    assert redactor.text("-abcdefghijklmnopqrstuv-") == "-‹client›-"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("532481****42…", "************…"),
        ("532481******4242", "************4242"),
        ("card 5324 81** **** 4242.", "card ************4242."),
        ("5324-81XX-XXXX-4242", "************4242"),
        ("532481••••••4242 ok", "************4242 ok"),
        ("53248199****4242", "************4242"),
        ("532481######", "************"),
        ("************4242", "************4242"),
        ("53248 1****", "53248 1****"),
        ("20261121 12:00", "20261121 12:00"),
    ],
)
def test_a_half_masked_card_number_is_masked_again(text, clean):
    redactor = redactor_of({})
    assert redactor.text(text) == clean
    assert redactor.value({"card_no": text, "list": [text]}) == {"card_no": clean, "list": [clean]}
    assert redactor.headers([("X-Card", text)]) == (("X-Card", clean),)


SHORT = redactor_of({"code": "7K9"})
DOCUMENTED = frozenset({"0", "100", "5001"})


@pytest.mark.parametrize(
    ("parsed", "clean"),
    [
        ({"Message": "7K9"}, {"Message": "‹code#1›"}),
        ({"Message": " 7k9 "}, {"Message": "‹code#1›"}),
        ({"Message": "&#55;K9"}, {"Message": "‹code#1›"}),
        (["7K9"], ["‹code#1›"]),
        ({"code": "7K9"}, {"code": "‹code#1›"}),
        ({"Message": "the code 7K9"}, {"Message": "the code 7K9"}),
    ],
)
def test_a_code_of_three_characters_is_hidden_where_it_stands_alone(parsed, clean):
    assert SHORT.value(parsed) == clean


@pytest.mark.parametrize(
    ("code", "parsed", "clean"),
    [
        ("100", {"code": 100, "other": 100}, {"code": 100, "other": "‹code#1›"}),
        ("101", {"code": 101, "otp_expire": "101"}, {"code": "‹code#1›", "otp_expire": "101"}),
        (
            "5001",
            {"ResponseCode": "5001", "Message": "5001"},
            {"ResponseCode": "5001", "Message": "‹code#1›"},
        ),
        ("ART2", {"code": "ART2", "type": "ART2"}, {"code": "‹code#1›", "type": "‹code#1›"}),
    ],
)
def test_a_deciding_field_keeps_a_code_only_where_it_is_a_documented_value(code, parsed, clean):
    registry = SecretRegistry()
    registry.register("code", code)
    assert Redactor(registry, documented=DOCUMENTED).value(parsed) == clean


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("ART2", '"ART2"', '"‹code#1›"'),
        ("ART2", '"art2"', '"‹code#1›"'),
        ("7K9", '"7K9"', '"‹code#1›"'),
        ("101", "101", "‹code#1›"),
        ("9999", '"9999"', '"‹code#1›"'),
        ("5001", '"5001"', '"5001"'),
        ("100", "100", "100"),
        ("ART2", '"no ART2"', '"no ‹code#1›"'),
    ],
)
def test_a_deciding_value_that_is_a_secret_is_shown_as_its_handle(code, value, shown):
    registry = SecretRegistry()
    registry.register("code", code)
    assert Redactor(registry, documented=DOCUMENTED).deciding(value) == shown


MEBIBYTE = 1024 * 1024
LARGE = {
    "backslashes": "\\",
    "percents": "%",
    "percent signs": "%25",
    "ampersands": "&",
    "entities": "&amp;",
    "numbers": "&#0000",
    "units": "\\u005c",
    "stars": "532481*",
    "fields": "token  ",
    "digits": "5301112233 ",
    "letters": "a",
}


@pytest.mark.system
@pytest.mark.parametrize("kind", LARGE)
def test_a_mebibyte_of_anything_is_read_in_one_go(kind):
    text = LARGE[kind] * (MEBIBYTE // len(LARGE[kind]))
    assert redactor_of(SECRETS).raw(f"{text} {SECRETS['token']}").endswith("‹token#1›")
