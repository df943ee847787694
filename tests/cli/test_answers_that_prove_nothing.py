"""`run` against answers that prove nothing: never "linked", never "no SMS", always an `uncertain` line and 8."""

import json

import pytest
from support.http_listener import Listener
from support.shell import KEYS, shell

TOKEN = "feedc0de09b83f4344bf588ef4142559"


class Answers(Listener):
    """Answers by the end of the path.

    Attributes:
        by_path: The answers; `link` asks for a code unless it is told otherwise.
    """

    def __init__(self):
        self.by_path = {"session": {"SessionId": "0f0e0d0c-aaaa-bbbb-cccc-444455556666"}}
        self.by_path["link"] = masterpass(Result={"ResponseCode": "5001", "Token": TOKEN})
        super().__init__()

    @property
    def body(self):
        answer = self.by_path[self.lines[-1].split()[1].rpartition("/")[2]] if self.seen else {}
        whole = answer if "code" in answer else {"ErrorCode": 0, "Result": True, "Body": answer}
        return json.dumps(whole).encode()

    @body.setter
    def body(self, _):
        """The answers are in `by_path`."""


def masterpass(**inner):
    return {"Masterpass": {"StatusCode": 200, **inner}}


@pytest.fixture
def answers(monkeypatch, home):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    server = Answers()
    yield server
    server.close()


def run(capsys, server, journey):
    words = ["--paynet-url", server.url, "--paywall-url", server.url, "--phone", "5000000001"]
    return shell(capsys, ["run", journey, *words, "--code", "123456", "--lang", "en", "--json"])


def exception(code):
    return masterpass(StatusCode=500, Exception={"Code": code})


@pytest.mark.parametrize("odd", ["false", "true", "0", 0, 1, None])
def test_a_verified_that_is_no_boolean_links_nothing(capsys, answers, odd):
    answers.by_path["verify"] = masterpass(Result={"ResponseCode": "0000", "IsVerified": odd})
    told = run(capsys, answers, "masterpass")
    assert (told.code, told.last["outcome"], told.last["verdict"]) == (8, "uncertain", "unknown")
    assert told.last["decided_by"] == f"Body.Masterpass.Result.IsVerified = {json.dumps(odd)}"
    assert "linked" not in [line["type"] for line in told.lines]
    assert "uncertain" in [line["type"] for line in told.lines]


@pytest.mark.parametrize("fields", [{}, {"IsVerified": True}])
def test_a_verified_that_is_true_or_absent_links(capsys, answers, fields):
    answers.by_path["verify"] = masterpass(Result={"ResponseCode": "0000", **fields})
    told = run(capsys, answers, "masterpass")
    assert (told.code, told.last["outcome"]) == (0, "linked")


SENDS = [
    ("paynet", "send_otp", {"code": 8}, "provider_error"),
    ("paynet", "send_otp", {"code": 10}, "provider_error"),
    ("paynet", "send_otp", {"code": 100}, "unknown"),
    ("paynet", "send_otp", {"code": 999}, "unknown"),
    ("masterpass", "link", exception("VPOS_TIMEOUT_ERROR"), "provider_error"),
    ("masterpass", "link", exception("CONNECTION_ERROR"), "provider_error"),
    ("masterpass", "link", exception("UNEXPECTED_ERROR"), "provider_error"),
    ("masterpass", "link", masterpass(Result={"ResponseCode": "9999"}), "unknown"),
    ("masterpass", "link", masterpass(Result={"ResponseCode": "5001"}), "unknown"),
    ("masterpass", "link", {"Masterpass": None}, "unknown"),
]


@pytest.mark.parametrize(("journey", "call", "answer", "verdict"), SENDS)
def test_a_send_of_which_nothing_is_known(capsys, answers, journey, call, answer, verdict):
    answers.by_path[call] = answer
    told = run(capsys, answers, journey)
    assert (told.code, told.last["outcome"], told.last["verdict"]) == (8, "uncertain", verdict)
    assert [line["delivery"] for line in told.lines if line["type"] == "uncertain"] == ["maybe_sent"]
    assert "No SMS was sent" not in told.err
    assert "SMS was sent" in told.err


CHECKS = [
    ("paynet", "check_otp", {"code": 8}, "provider_error"),
    ("paynet", "check_otp", {"code": 10}, "provider_error"),
    ("paynet", "check_otp", {"code": 100}, "unknown"),
    ("masterpass", "verify", exception("VPOS_TIMEOUT_ERROR"), "provider_error"),
    ("masterpass", "verify", masterpass(Result={"ResponseCode": "9999"}), "unknown"),
]


@pytest.mark.parametrize(("journey", "call", "answer", "verdict"), CHECKS)
def test_a_verify_of_which_nothing_is_known(capsys, answers, journey, call, answer, verdict):
    answers.by_path["send_otp"] = {"code": 0}
    answers.by_path[call] = answer
    told = run(capsys, answers, journey)
    assert (told.code, told.last["outcome"], told.last["verdict"]) == (8, "uncertain", verdict)
    assert "uncertain" in [line["type"] for line in told.lines]
    assert "the answer does not say whether the code was used" in told.err


def test_a_code_with_a_blank_is_proven_as_it_came(capsys, answers):
    answers.by_path["send_otp"] = {"code": " 0"}
    told = run(capsys, answers, "paynet")
    assert (told.code, told.last["decided_by"]) == (8, 'code = " 0"')


def test_a_dead_session_ends_with_4(capsys, answers):
    answers.by_path["verify"] = masterpass(StatusCode=404, Exception={"Code": "SESSION_NOT_FOUND"})
    told = run(capsys, answers, "masterpass")
    assert (told.code, told.last["verdict"]) == (4, "expired")
    assert "Paywall no longer knows this session" in told.err
