"""Secrets in an answer, known or not, leave `run` neither by a line nor by a file nor by its words."""

import base64
import json

import pytest
from support.shell import KEYS, shell

SESSION = "0f0e0d0c-aaaa-bbbb-cccc-444455556666"
CARD, OTHER_PHONE, OTHER_KEY = "5324811234567890", "05321112233", "sck_OtherKey123456"
OTHER_SESSION, OTHER_TOKEN = (
    "b827433e-f36b-1410-80e5-004205aa382d",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
)
FOREIGN = [CARD, OTHER_PHONE[1:], OTHER_KEY, OTHER_SESSION, OTHER_TOKEN]
SPELLED = [*FOREIGN, "5324 8112 3456 7890", "5324-8112-3456-7890", "0532 111 22 33"]
WORDS = " | ".join(SPELLED)
CODE = "Q7zK42"


def run(capsys, tmp_path, journey, *words):
    """All that a run prints and writes, and its JSON lines."""
    files = ["--har", str(tmp_path / "a.har"), "--junit", str(tmp_path / "a.xml")]
    said = shell(capsys, ["run", journey, "--phone", "5301112233", "--code", CODE, *files, *words])
    written = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()]
    return said, "\n".join([said.out, said.err, *written])


def masterpass(**result):
    inner = {"StatusCode": 200, "Exception": None, "Message": WORDS, "Result": result}
    body = {"ErrorCode": 0, "Result": True, "Message": WORDS, "Numbers": [int(CARD), int(OTHER_PHONE)]}
    return json.dumps(body | {"Body": {"SessionId": SESSION, "Masterpass": inner}}).encode()


@pytest.mark.parametrize("as_json", [True, False])
def test_an_account_with_foreign_secrets_in_it(server, capsys, tmp_path, as_json):
    server.headers = {"X-Echo": WORDS}
    server.body = masterpass(
        ResponseCode="0000",
        CardIssuerName=f"kkkkkkkkkk {CARD}",
        MaskedPan=CARD,
        RetrievalReferenceNumber=f"{CARD} {OTHER_PHONE}",
        oldSession=OTHER_SESSION,
    )
    said, everything = run(capsys, tmp_path, "masterpass", *(["--json"] if as_json else []))
    assert said.code == 0
    assert [secret for secret in SPELLED if secret in everything] == []
    if as_json:
        har = json.loads((tmp_path / "a.har").read_text(encoding="utf-8"))
        link = json.loads(har["log"]["entries"][-1]["response"]["content"]["text"])
        assert link["Body"]["Masterpass"]["Result"] == {
            "ResponseCode": "0000",
            "CardIssuerName": "kkkkkkkkkk <hidden>",
            "MaskedPan": "<hidden>",
            "RetrievalReferenceNumber": "<hidden> <hidden>",
            "oldSession": "<hidden>",
        }


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("secret", [*SPELLED, int(CARD), int(OTHER_PHONE)])
def test_a_value_that_decides_and_words_that_explain(server, capsys, tmp_path, secret, as_json):
    server.body = json.dumps({"code": secret, "message": f"{WORDS} {secret}"}).encode()
    _, everything = run(capsys, tmp_path, "paynet", *(["--json"] if as_json else []))
    assert [secret for secret in SPELLED if secret in everything] == []
    assert "hidden" in everything


def test_a_page_that_is_no_json(server, capsys, tmp_path):
    server.status, server.body = 502, f"<html><p>{WORDS}</p></html>".encode()
    said, everything = run(capsys, tmp_path, "paynet", "--json")
    assert said.code == 8
    assert [secret for secret in SPELLED if secret in everything] == []


def test_the_linked_line_of_a_link_that_needed_a_code(sim, capsys, monkeypatch):
    monkeypatch.setattr("otp_tui.simulator.providers.paywall.ISSUER", f"Bank {CARD}")
    told = shell(capsys, ["run", "masterpass", "--phone", "5000000001", "--code-from", "sim", "--json"])
    [linked] = [line for line in told.lines if line["type"] == "linked"]
    assert linked["issuer"] == "Bank ‹hidden›"
    assert linked["masked_pan"].startswith("************")
    assert linked["rrn"].isdigit()


@pytest.mark.parametrize("verdict", ["decides", "explains"])
def test_a_code_that_was_given_is_known_before_it_is_entered(server, capsys, tmp_path, verdict):
    body = {"code": CODE, "message": "x"} if verdict == "decides" else {"code": 11, "message": f"is {CODE}"}
    server.body = json.dumps(body).encode()
    said, everything = run(capsys, tmp_path, "paynet", "--json")
    assert CODE not in everything
    assert "<code#1>" in everything or "‹code#1›" in everything
    if verdict == "decides":
        assert said.last["decided_by"] == 'code = "‹code#1›"'


PACKED = {
    "JSON": base64.b64encode(f'{{"user":"x","code":"{CODE}"}}'.encode()).decode(),
    "user": base64.b64encode(f"merchant:{CODE}".encode()).decode(),
    "twice": base64.b64encode(base64.b64encode(KEYS["OTP_TUI_PAYNET_SECRET_KEY"].encode())).decode(),
    "UTF-16": base64.b64encode(f"kod {CODE}".encode("utf-16-le")).decode(),
    "hexadecimal": f"kod {CODE}".encode().hex(),
}


@pytest.mark.parametrize("kind", PACKED)
def test_what_is_packed_is_not_written(server, capsys, tmp_path, kind):
    text = PACKED[kind]
    lines = f"{text[:9]}\r\n{text[9:]}"
    server.body = json.dumps({"code": 11, "message": text, "mime": lines}).encode()
    _, everything = run(capsys, tmp_path, "paynet", "--json")
    assert text not in everything
    har = json.loads((tmp_path / "a.har").read_text(encoding="utf-8"))
    answer = json.loads(har["log"]["entries"][0]["response"]["content"]["text"])
    shown = "<paynet.secret_key>" if kind == "twice" else "<code#1>"
    assert (answer["message"], answer["mime"]) == (shown, shown)
