"""Secrets in an answer, known or not, leave `run` neither by a line nor by a file nor by its words."""

import json

import pytest
from support.http_listener import Listener
from support.shell import KEYS, shell

CODE = "Q7zK42"


@pytest.fixture
def server(monkeypatch):
    listener = Listener()
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTP_TUI_PAYNET_URL", listener.url)
    monkeypatch.setenv("OTP_TUI_PAYWALL_URL", listener.url)
    yield listener
    listener.close()


def run(capsys, tmp_path, journey, *words):
    """All that a run prints and writes, and its JSON lines."""
    files = ["--har", str(tmp_path / "a.har"), "--junit", str(tmp_path / "a.xml")]
    said = shell(capsys, ["run", journey, "--phone", "5301112233", "--code", CODE, *files, *words])
    written = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()]
    return said, "\n".join([said.out, said.err, *written])


@pytest.mark.parametrize("verdict", ["decides", "explains"])
def test_a_code_that_was_given_is_known_before_it_is_entered(server, capsys, tmp_path, verdict):
    body = {"code": CODE, "message": "x"} if verdict == "decides" else {"code": 11, "message": f"is {CODE}"}
    server.body = json.dumps(body).encode()
    said, everything = run(capsys, tmp_path, "paynet", "--json")
    assert CODE not in everything
    assert "<code#1>" in everything or "‹code#1›" in everything
    if verdict == "decides":
        assert said.last["decided_by"] == 'code = "‹code#1›"'
