"""Hostile answers through `run`: what is printed, written and attached can harm no terminal and breaks no file."""

import json
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from support.faulty_answers import refused
from support.hostile_words import MESSAGES, harmful
from support.shell import shell

SESSION = "0f0e0d0c-aaaa-bbbb-cccc-444455556666"


def linked(message: str) -> bytes:
    """A session, and a link that needs no OTP, with these words wherever there is room for words."""
    result = dict.fromkeys(
        ("CardIssuerName", "MaskedPan", "RetrievalReferenceNumber", "Description"), message
    )
    inner = {
        "StatusCode": 200,
        "Exception": None,
        "Message": message,
        "Result": result | {"ResponseCode": "0000"},
    }
    body = {"ErrorCode": 0, "Result": True, "Message": message, message[:9]: message}
    return json.dumps(body | {"Body": {"SessionId": SESSION, "Masterpass": inner}}).encode()


def printed(text: str) -> set[str]:
    return harmful(text, breaks="\n")


@pytest.mark.system
@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("journey", ["paynet", "masterpass"])
def test_nothing_harmful_is_printed(server, capsys, journey, name, language):
    message, shown = MESSAGES[name]
    server.headers = {"X-Paint": "\x9b2J\x9d52;c;eA==\x9c"}
    server.body = refused(message)
    said = shell(capsys, ["run", journey, "--phone", "5301112233", "--code", "1234", "--lang", language])
    assert said.code == 7
    assert unicodedata.normalize("NFC", shown) in unicodedata.normalize("NFC", said.out)
    assert printed(said.out + said.err) == set()


@pytest.mark.system
@pytest.mark.parametrize("name", MESSAGES)
def test_nothing_harmful_is_written(server, capsys, tmp_path, name):
    server.headers = {"X-Paint": "\x9b2J\x9d52;c;eA==\x9c"}
    server.body = linked(MESSAGES[name][0][:20_000])
    words = ["run", "masterpass", "--phone", "5301112233", "--code", "1234", "--json", "--confirm"]
    said = shell(capsys, [*words, "--evidence", str(tmp_path / "evidence")])
    assert (said.code, said.last["outcome"]) == (0, "no_otp_needed")
    for line in said.lines:
        assert harmful(json.dumps(line, ensure_ascii=False)) == set()
    assert printed(said.out + said.err) == set()
    files = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert harmful(text, breaks="\n\t" if path.suffix == ".go" else "\n") == set(), path.name
        if path.suffix == ".xml":
            ET.fromstring(text)
        elif path.suffix in {".har", ".json"}:
            json.loads(text)
