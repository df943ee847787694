"""The inspector's tools: files that are never overwritten, secrets that stop a text, colours of code."""

import base64

import pytest

from otp_tui.cli.composition.exchange_tools import RuntimeExchangeTools

TOOLS = RuntimeExchangeTools()


def test_a_file_is_private_and_numbered_where_there_is_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    paths = [TOOLS.save("02-link.json", text) for text in ("one", "two", "three")]
    assert paths == [str(tmp_path / name) for name in ("02-link.json", "02-link-2.json", "02-link-3.json")]
    assert [(tmp_path / name).read_text() for name in ("02-link.json", "02-link-2.json")] == ["one", "two"]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_the_data_folder_takes_what_the_current_one_does_not(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path / "home"))
    assert TOOLS.save("a.txt", "x") == str(tmp_path / "home" / "a.txt")


@pytest.mark.parametrize("spelled", ["XK42PQZ9", base64.b64encode(b"XK42PQZ9").decode(), "%58K42PQZ9"])
def test_a_known_secret_is_found_in_any_spelling(spelled):
    secrets = (("phone", "5000000001"), ("token#1", "XK42PQZ9"))
    assert TOOLS.secret_in(f"a {spelled} b", secrets) == "token#1"
    assert TOOLS.secret_in("a b", secrets) == ""


def test_the_tokens_of_json_have_their_kinds():
    code = '{\n  "a": [1, true, "b"]\n}'
    assert [(code[start:end], kind) for start, end, kind in TOOLS.tokens(code, "json")] == [
        ('"a"', "name"),
        ("1", "number"),
        ("true", "constant"),
        ('"b"', "string"),
    ]
