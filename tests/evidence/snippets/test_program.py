"""What a snippet reads from its environment, and what it shows."""

import json
import re

import pygments.lexers
import pytest
from support.snippets import BY_NAME, HttpCall, recorded
from third_provider.adapter import ROW

from otp_tui.core.phone.number import mask, mask_as_sent
from otp_tui.core.target.providers import PROVIDERS, CredentialField
from otp_tui.evidence.snippets import program
from otp_tui.evidence.snippets.languages import LANGUAGES, snippet_file_name
from otp_tui.evidence.snippets.parts import Packed, Packing, Variable
from otp_tui.evidence.snippets.program import snippet
from otp_tui.evidence.snippets.request import snippet_request

from .cases import CASES, KEYS

BASE = "http://127.0.0.1:8787"
EMPTY = recorded(BASE, HttpCall("send", "POST", "/send"), provider="acme")


def record_of(case):
    return recorded(
        BASE, case.call, provider=case.provider, phone=case.phone, secrets=case.secrets, keys=KEYS
    )


def variables(body="", headers=(), provider="acme"):
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    record = EMPTY._replace(provider=provider, request_body=text, request_headers=tuple(headers))
    return snippet_request(record).variables


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_its_first_comment_names_what_it_needs_and_no_secret_is_in_it(case, language):
    text = snippet(record_of(case), language)
    first = text.removeprefix("<?php\n").splitlines()[0]
    assert re.fullmatch(rf"{language.comment} Exchange 05, [A-Za-z0-9 ,./_-]+\. Needs: [A-Z0-9_, ]+\.", first)
    assert set(first.rpartition("Needs: ")[2].rstrip(".").split(", ")) == case.variables.keys()
    for name, value in case.variables.items():
        assert name in text
        assert len(value) < 4 or value not in text
    assert "‹" not in text
    assert "•" not in text


def test_the_languages_are_those_of_the_contract():
    assert [language.extension for language in LANGUAGES] == [
        "sh",
        "cs",
        "go",
        "java",
        "php",
        "py",
        "rb",
        "ts",
    ]
    for language in LANGUAGES:
        assert pygments.lexers.get_lexer_by_name(language.lexer)


@pytest.mark.parametrize(
    ("number", "call", "name"),
    [
        (5, "otp/verify", "05-otp-verify.go"),
        (12, "send_otp", "12-send_otp.go"),
        (123, "a", "123-a.go"),
        (1, "../../x\0 y\n", "01-..-..-x-y-.go"),
        (1, "z" * 300, f"01-{'z' * 80}.go"),
    ],
)
def test_a_file_is_named_after_number_and_call(number, call, name):
    assert snippet_file_name(EMPTY._replace(number=number, call=call), BY_NAME["go"]) == name


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"a": "‹code#1›", "b": "‹code#1›"}, ["OTP_CODE"]),
        ({"a": "‹token#1›", "b": "‹token#2›"}, ["OTP_TOKEN", "OTP_TOKEN_2"]),
        ({"a": "x ‹session#3› y ‹reference#1›"}, ["OTP_SESSION_ID", "OTP_REFERENCE"]),
        ({"SessionId": "‹hidden›", "otp_code": "‹hidden›"}, ["OTP_SESSION_ID", "OTP_CODE"]),
        ({"OtpToken": "‹hidden›", "list": ["‹hidden›", {"CardNo": "************0016"}]}, ["OTP_TOKEN", "OTP_LIST", "OTP_CARD_NO"]),
        ({"user_gsm": "5•••••••01", "to": "5•••••••01"}, ["OTP_PHONE"]),
        ({"a": "5•••••••01", "b": "905•••••••01"}, ["OTP_PHONE", "OTP_PHONE_2"]),
        ({"to": "+90 5•• ••• •• 01"}, ["OTP_PHONE"]),
        ({"to": "+•• ••• ••• 55"}, ["OTP_PHONE"]),
        ({"UserId": "ada", "user_id": "ada", "customerUserId": "eve"}, ["OTP_USER_ID", "OTP_USER_ID_2"]),
        ({"UserId": "", "n": 7}, []),
        ({"‹code#1›": 1}, ["OTP_CODE"]),
        ({"key": "‹acme.key›", "is": "‹a b›‹›‹code›"}, ["OTP_TUI_ACME_KEY"]),
        ({"text": "z" * 4000 + "…"}, ["OTP_TEXT"]),
        ({"şifre": "‹hidden›", "": "‹hidden›"}, ["OTP_IFRE", "OTP_HIDDEN"]),
        ('{"cut": "in the midd…', ["OTP_BODY"]),
        ("otp_code=‹hidden›&ref=‹reference#1›", ["OTP_CODE", "OTP_REFERENCE"]),
        ("[" * 100_000, []),
    ],
)  # fmt: skip
def test_masks_become_variables_by_kind_field_or_form(body, names):
    assert list(variables(body)) == names


@pytest.mark.parametrize("hide", [mask, mask_as_sent])
@pytest.mark.parametrize("phone", ["5301112233", "905301112233", "+905301112233", "+4915112345678", "", "x"])
def test_every_mask_of_a_phone_is_known(phone, hide):
    [line] = snippet_request(EMPTY._replace(request_body=json.dumps(hide(phone)))).body
    assert line == (Packed(Packing.JSON, (Variable("OTP_PHONE"),)),)


@pytest.mark.parametrize(
    ("provider", "header", "names", "sent"),
    [
        ("paynet", ("Authorization", "‹paynet.secret_key›"), ["OTP_TUI_PAYNET_SECRET_KEY"], "'Basic ' + {}"),
        ("acme", ("Authorization", "‹acme.token›"), ["OTP_TUI_ACME_TOKEN"], "'Bearer ' + {}"),
        ("acme", ("X-Acme-Token", "‹acme.token›"), ["OTP_TUI_ACME_TOKEN"], "{}"),
        ("acme", ("X-Key", "v1 ‹acme.token›;"), ["OTP_TUI_ACME_TOKEN"], "'v1 ' + {} + ';'"),
        ("acme", ("Authorization", "‹hidden›"), ["OTP_AUTHORIZATION"], "{}"),
        ("acme", ("Cookie", "‹hidden›"), ["OTP_COOKIE"], "{}"),
        ("acme", ("X-Name", "Şule"), ["OTP_X_NAME"], "{}"),
    ],
)
def test_a_header_is_built_from_its_key(provider, header, names, sent):
    record = EMPTY._replace(provider=provider, request_headers=(header,))
    text = snippet(record, BY_NAME["python"])
    assert list(snippet_request(record).variables) == names
    value = sent.format(f'os.environ["{names[0]}"]')
    assert f"    ('{header[0]}', {value}),\n" in text


def test_the_variable_of_a_key_comes_from_its_providers_row(monkeypatch):
    field = CredentialField("acme.token", "acme", "OTP_TUI_ACME_BY_ROW")
    monkeypatch.setitem(PROVIDERS, "acme", ROW._replace(credentials=(field,)))
    assert variables(headers=[("X-Acme-Token", "‹acme.token›")]) == ("OTP_TUI_ACME_BY_ROW",)


def test_headers_that_the_client_sets_are_left_out():
    names = ["Host", "User-Agent", "Accept-Encoding", "Content-Length", "Connection", "Proxy-Authorization"]
    record = EMPTY._replace(
        request_headers=(*((name, "x") for name in names), ("no name", "x"), ("A", "1"), ("A", "2"))
    )
    assert [name for name, _ in snippet_request(record).headers] == ["A", "A"]


def test_numbers_and_doubled_fields_stay_as_they_were_written():
    text = '{"a": 1.10, "a": -1E400, "b": 12345678901234567890123, "c": [true, null, {}], "d": "\\u2028ş"}'
    record = EMPTY._replace(request_body=text)
    lines = [" ".join(part.text for part in line) for line in snippet_request(record).body]
    assert lines == [
        "{", '  "a": 1.10,', '  "a": -1E400,', '  "b": 12345678901234567890123,', '  "c": [', "    true,", "    null,",
        "    {}", "  ],", '  "d": "\\u2028\\u015f"', "}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("provider", "body", "form"),
    [
        ("paynet", '{"user_gsm": "5•••••••01"}', "5xxxxxxx01"),
        ("paywall", '{"UserPhone": "905•••••••01"}', "905xxxxxxx01"),
        ("paywall", '{"to": "+90 5•• ••• •• 01"}', "905xxxxxxxxx"),
    ],
)
def test_the_form_of_the_phone_is_said(provider, body, form):
    text = snippet(EMPTY._replace(provider=provider, request_body=body), BY_NAME["ruby"])
    assert text.splitlines()[1] == f"# OTP_PHONE is written as {form}."


def test_a_method_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no HTTP method"):
        snippet(EMPTY._replace(method="GET /x\r\n"), BY_NAME["curl"])


def test_a_template_prints_nothing_but_code():
    template = program._environment().from_string("«value»")
    assert template.render(value=program._code("'x' && y")) == "'x' && y"
    with pytest.raises(TypeError, match="prints str, which is no code"):
        template.render(value="'")


def test_no_secret_is_an_argument_of_a_process():
    text = snippet(record_of(CASES["Paynet, the key as it is"]), BY_NAME["curl"])
    curl = text[text.index("| curl") :]
    assert "OTP_" not in curl
    assert re.findall(r"^.*\bawk\b.*$", text, re.MULTILINE) == [
        """  printf '%s\\n' "$1" | awk -v json="${2-}" '"""
    ]
