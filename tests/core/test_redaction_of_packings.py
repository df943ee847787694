"""Secrets do not survive in base64 or hexadecimal digits, whatever stands beside them there."""

import base64
import html
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otp_tui.core.security.layers import layers
from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.secrets import SecretRegistry

CODE = "Q7zK42"
KEY = "sck_pcs_AbC/dEf+GhIjKlMnOpQr=="
PHONE, MASKED = "5301112233", "+90 5•• ••• •• 33"


@pytest.fixture
def redactor():
    registry = SecretRegistry()
    registry.register("code", CODE)
    registry.register("phone", PHONE)
    return Redactor(registry, {"key": KEY})


def packed(text, encoding="utf-8"):
    return base64.b64encode(text.encode(encoding)).decode()


def in_lines(text, width):
    return "\r\n".join(text[place : place + width] for place in range(0, len(text), width))


PACKED = {
    "JSON": packed(f'{{"user":"x","code":"{CODE}"}}'),
    "user and code": packed(f"merchant:{CODE}"),
    "a text in Turkish": packed(f"Doğrulama şifreniz {CODE} ığ"),
    "for URLs": base64.urlsafe_b64encode(f"??>>~~{CODE}".encode()).decode().rstrip("="),
    "UTF-16, little": packed(f"kod {CODE}", "utf-16-le"),
    "UTF-16, big": packed(f"kod {CODE}", "utf-16-be"),
    "UTF-16, marked": packed(CODE, "utf-16"),
    "lines": in_lines(packed(f'{{"user":"x","code":"{CODE}"}}'), 9),
    "lines of MIME": base64.encodebytes(b"x" * 50 + f" code={CODE} ".encode() + b"y" * 50).decode().strip(),
    "twice": packed(packed(f"code {CODE}")),
    "three times": packed(packed(packed(f"code {CODE}"))),
    "JSON with escapes": packed(json.dumps({"code": f"\u015f{CODE}"})),
    "entities": packed("".join(f"&#{ord(char)};" for char in CODE)),
    "after a word": "kod" + packed(f"merchant:{CODE}"),
    "hexadecimal": CODE.encode().hex(),
    "hexadecimal, upper case": f"merchant:{CODE}".encode().hex().upper(),
    "hexadecimal, prefixed": "0x" + CODE.encode().hex(),
    "hexadecimal, after a word": "kod" + f"abc:{CODE}".encode().hex(),
    "hexadecimal of UTF-16": CODE.encode("utf-16-le").hex(),
    ".NET's bytes": "-".join(f"{byte:02X}" for byte in CODE.encode()),
    "base64 in hexadecimal": packed(CODE).encode().hex(),
}
WRITTEN = {
    "plain": str,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "form": lambda text: quote(text, safe=""),
    "HTML": html.escape,
}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("kind", PACKED)
def test_a_code_that_is_packed(redactor, kind, written):
    text = WRITTEN[written](PACKED[kind])
    clean = redactor.text(f"({text})")
    assert clean.replace("0x", "").replace("kod", "") in {"(‹code#1›)", "(‹code#1›%3D%3D)", "(‹code#1›%3D)"}
    assert redactor.value({"m": text, text: 1}) == {"m": clean[1:-1], clean[1:-1]: 1}
    assert "‹code#1›" in redactor.raw(f'{{"m": "{text}')


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (packed(packed(KEY)), "‹key›"),
        (packed(f"{KEY}:"), "‹key›"),
        (packed(f"tel:+90 530 111 22 33 {CODE}"), MASKED),
        (packed('{"pan":"5324 8112 3456 7890"}'), "‹hidden›"),
        (packed("0532 444 55 66"), "‹hidden›"),
        (packed("c0645409b83f4344bf588ef4142559a9"), "‹hidden›"),
        (b"0532 444 55 66".hex(), "‹hidden›"),
    ],
)
def test_other_secrets_that_are_packed(redactor, text, shown):
    assert redactor.text(f"({text})") == f"({shown})"
    assert redactor.deciding(f'"{text}"') == f'"{shown}"'


@given(
    st.sampled_from([CODE, KEY, PHONE]),
    st.binary(max_size=12),
    st.binary(max_size=12),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=10),
)
def test_no_packed_secret_survives_beside_any_bytes(secret, before, after, around):
    registry = SecretRegistry()
    registry.register("code", secret)
    text = base64.b64encode(before + secret.encode() + after).decode()
    assert text not in Redactor(registry).text(f"{around} {text} {around}")


@pytest.mark.parametrize(
    "text",
    [
        packed("nothing of interest"),
        packed(CODE.lower()[:-1]),
        "RetrievalReferenceNumber",
        "TOKEN_IS_NOT_VALID",
        "https://test-api.example.com/v1/card/send_otp",
        "4b6f64756e757a",
        "261efc9a-7296-42ef-b5b7",
    ],
)
def test_what_holds_no_secret_stays(redactor, text):
    assert redactor.text(text) == text


HOSTILE = {
    "runs": packed(CODE) + " ",
    "lines": packed(CODE) + "\n",
    "short lines": "a\n",
    "escapes and runs": "%41" + packed(CODE) + " ",
    "digits": CODE.encode().hex(),
    "pairs": "51-37-7A-",
    "slashes": "AB/",
}
KIB = 1024


@pytest.mark.parametrize("kind", [*HOSTILE, "base64 of base64"])
def test_the_work_grows_with_the_length_alone(kind):
    text = HOSTILE.get(kind, "").ljust(1, " ") * 20
    if kind == "base64 of base64":
        text = packed(packed(packed(packed("&amp;%2541 text " * 8))))
    text = (text * (32 * KIB // len(text) + 1))[: 32 * KIB]
    assert sum(len(layer.text) for layer in layers(text)) <= 12 * len(text)


def test_a_secret_after_a_hundred_thousand_runs_is_found(redactor):
    text = "UTd6SzQx " * (100 * KIB // 9)
    assert redactor.raw(f"{text}{packed(f'code {CODE}')}").endswith(" ‹code#1›")
