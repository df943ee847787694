"""Each snippet, run by its language's own toolchain, sends what was recorded and says what came back."""

import json
import os
import shutil
from urllib.parse import unquote

import httpx
import pytest
from support.http_listener import Listener
from support.snippets import BY_NAME, recorded, run_snippet, toolchain

from .cases import CASES, HOSTILE, KEYS, SHARP

SLOW = pytest.mark.system
RUN = [pytest.param(name, marks=() if name == "curl" else SLOW) for name in BY_NAME]
ANSWER = '{"message": "İşlem başarılı.\\u2028</script>"}'
OURS = {
    "authorization",
    "apikeyprivate",
    "apiclientprivate",
    "content-type",
    "sessionid",
    "x-text",
    "x-empty",
}


@pytest.fixture
def listener():
    server = Listener(body=ANSWER.encode())
    yield server
    server.close()


def record_of(case, url):
    return recorded(url, case.call, provider=case.provider, phone=case.phone, secrets=case.secrets, keys=KEYS)


def given_back(value, record, case):
    """A recorded JSON value with the variables' values in the places of their masks."""
    masks = {"‹code#1›": "OTP_CODE", "‹token#1›": "OTP_TOKEN", "+90 5•• ••• •• 01": "OTP_PHONE"}
    if isinstance(value, dict):
        return {key: given_back(held, record, case) for key, held in value.items()}
    if isinstance(value, list):
        return [given_back(held, record, case) for held in value]
    return case.variables[masks[value]] if value in masks else value


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("language", RUN)
def test_it_sends_what_was_sent(language, case, listener, tmp_path):
    record = record_of(case, listener.url)
    done = run_snippet(language, record, tmp_path, case.variables)
    assert done.stderr == b""
    assert (done.returncode, done.stdout.decode()) == (0, f"HTTP 200\n{ANSWER}\n")
    [(line, headers, body)] = listener.seen
    path = httpx.URL(listener.url + case.call.path).raw_path.decode()
    assert unquote(line) == f"{case.call.method} {unquote(path)} HTTP/1.1"
    sent = {name.lower(): value.strip() for name, value in case.call.headers}
    assert {name: headers.get(name) for name in OURS & sent.keys()} == {
        name: sent[name] for name in OURS & sent.keys()
    }
    if case.call.name == "send" or not case.call.body:
        assert body == (case.call.body or b"")
    elif case.provider == "acme":
        assert json.loads(body) == given_back(json.loads(record.request_body), record, case)
    else:
        assert json.loads(body) == json.loads(case.call.body)
    assert not [path for path in tmp_path.iterdir() if path.name == "owned"]


@pytest.mark.parametrize("language", RUN)
def test_every_character_reaches_the_body(language, listener, tmp_path):
    """The literals and the encoders of each language, read by its own compiler; the shell has no NUL."""
    known = "".join(map(chr, range(1 if language == "curl" else 0, 0x100))) + HOSTILE + SHARP
    case = CASES["no JSON"]
    record = record_of(case, listener.url)._replace(request_body=f"{known}‹code#1›{known}.")
    secret = "".join(map(chr, range(1, 0x100))) + SHARP
    done = run_snippet(language, record, tmp_path, {"OTP_CODE": secret})
    assert (done.returncode, done.stderr) == (0, b"")
    assert listener.seen[0][2].decode() == f"{known}{secret}{known}."
    as_json = record._replace(request_body=json.dumps({"a": f"{HOSTILE}‹code#1›{HOSTILE}"}))
    done = run_snippet(language, as_json, tmp_path, {"OTP_CODE": secret})
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(listener.seen[1][2]) == {"a": f"{HOSTILE}{secret}{HOSTILE}"}


@pytest.mark.parametrize("language", RUN)
def test_a_redirect_is_shown_and_not_followed(language, listener, tmp_path):
    listener.status, listener.headers = 302, {"Location": f"{listener.url}/other"}
    case = CASES["without a body"]
    done = run_snippet(language, record_of(case, listener.url), tmp_path, case.variables)
    assert (done.returncode, done.stdout.decode()) == (0, f"HTTP 302\n{ANSWER}\n")
    assert len(listener.seen) == 1


@pytest.mark.parametrize("language", RUN)
def test_without_an_answer_it_ends_with_1_and_without_a_variable_with_2(language, listener, tmp_path):
    case = CASES["DELETE with a body"]
    record = record_of(case, listener.url)
    done = run_snippet(language, record, tmp_path, {**case.variables, "OTP_SESSION_ID": ""})
    assert_ended(language, done, 2, b"not set: OTP_SESSION_ID")
    broken = {**case.variables, "OTP_TUI_PAYWALL_API_KEY": "a\r\nX-Evil: 1"}
    done = run_snippet(language, record, tmp_path, broken)
    assert_ended(language, done, 2, b"OTP_TUI_PAYWALL_API_KEY cannot stand in a header")
    assert listener.seen == []
    listener.close()
    done = run_snippet(language, record, tmp_path, case.variables)
    assert_ended(language, done, 1, b"")
    assert done.stderr.count(b"\n") == (2 if language == "go" else 1)


def assert_ended(language, done, code, said):
    """The code and the words; `go run` ends with 1 for any code and names it in a line of its own."""
    first = done.stderr.splitlines()[0]
    if language == "go":
        assert done.stderr.splitlines()[1] == b"exit status %d" % code
    else:
        assert done.returncode == code
    assert done.stdout == b""
    assert first.startswith(said)
    assert first


@pytest.mark.skipif(os.name == "nt", reason="needs programs that are scripts")
def test_no_process_gets_a_secret_among_its_arguments(listener, tmp_path):
    """Every program that the shell starts is one of ours, which notes its arguments and then does its work."""
    toolchain("curl")
    case = CASES["Paynet, the key in base64"]
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("awk", "base64", "curl", "sed", "tail", "tr", "printf"):
        program = folder / name
        program.write_text(
            f'#!/bin/sh\necho "{name} $*" >> "{tmp_path}/noted"\nexec {shutil.which(name)} "$@"\n'
        )
        program.chmod(0o700)
    path = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    done = run_snippet("curl", record_of(case, listener.url), tmp_path, {**case.variables, **path})
    assert done.returncode == 0
    noted = (tmp_path / "noted").read_text()
    assert {"awk", "base64", "curl"} <= {line.partition(" ")[0] for line in noted.splitlines()}
    assert [value for value in case.variables.values() if value in noted] == []
