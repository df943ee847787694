"""A server that answers every code with one more OTP: each is a send, and `run` takes four of them at most."""

import json

import pytest
from support.http_listener import Listener
from support.shell import KEYS, shell

TOKEN = "feedc0de09b83f4344bf588ef4142559"
ASKS_AGAIN = {
    "ErrorCode": 0,
    "Result": True,
    "Body": {
        "SessionId": "0f0e0d0c-aaaa-bbbb-cccc-444455556666",
        "Masterpass": {"StatusCode": 202, "Result": {"ResponseCode": "5001", "Token": TOKEN}},
    },
}


@pytest.fixture
def insatiable(monkeypatch, home):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    server = Listener(body=json.dumps(ASKS_AGAIN).encode())
    yield server
    server.close()


def calls(server):
    return [line.split()[1].rpartition("masterpass/")[2] for line in server.lines]


CODES = [word for digit in range(1, 10) for word in ("--code", f"{digit}" * 6)]


def test_the_fifth_challenge_of_a_leg_ends_the_run(capsys, insatiable):
    words = ["run", "masterpass", "--paywall-url", insatiable.url, "--phone", "5000000001", *CODES, "--json"]
    told = shell(capsys, words)
    assert calls(insatiable) == ["session", "merchant/link", *["otp/verify"] * 4]
    assert len([line for line in told.lines if line["type"] == "challenge"]) == 5
    assert (told.code, told.last["outcome"], told.last["exit_code"]) == (5, "failed", 5)
    assert (
        "Paywall asked for a fifth code for one link, so the run ends here without entering it." in told.err
    )


@pytest.mark.parametrize(("budget", "verifies"), [(1, 1), (2, 1), (3, 2)])
def test_the_sends_of_a_chain_use_up_the_budget(capsys, insatiable, budget, verifies):
    profile = ["--paywall-url", insatiable.url, "--journey", "masterpass", "--per-10-minutes", f"{budget}"]
    assert shell(capsys, ["profile", "add", "acme", *profile]).code == 0
    words = ["run", "masterpass", "--profile", "acme", "--phone", "5000000001", *CODES, "--json"]
    told = shell(capsys, words)
    assert calls(insatiable) == ["session", "merchant/link", *["otp/verify"] * verifies]
    assert (told.code, told.last["outcome"]) == (9, "failed")
    stopped = [line for line in told.lines if line["type"] == "stopped"]
    assert [line["rule"] for line in stopped] == ["budget"]
    assert f"The limit for this number is used up ({budget} in 10 minutes)" in told.err
