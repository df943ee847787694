"""`--code-from sim`: only from simulators, each provider's SMS from its own, the walkthrough's own SMS."""

import json

import httpx
import pytest
from support.http_listener import Listener
from support.shell import shell

from otp_tui.simulator.simulator import Simulator

ASKED = "GET /__sim/numbers HTTP/1.1"


@pytest.fixture
def no_simulator():
    server = Listener(body=json.dumps({"code": 0, "ErrorCode": 0, "Result": True}).encode())
    yield server
    server.close()


def run(capsys, journey, *words):
    return shell(capsys, ["run", journey, "--phone", "5000000001", "--code-from", "sim", "--json", *words])


@pytest.mark.parametrize(("option", "journey"), [("--paynet-url", "paynet"), ("--paywall-url", "full")])
def test_what_is_no_simulator_is_told_before_anything_is_sent(capsys, sim, no_simulator, option, journey):
    told = run(capsys, journey, option, no_simulator.url, "--lang", "en")
    assert (told.code, told.out, no_simulator.lines) == (2, "", [ASKED])
    assert f"no simulator answers at {no_simulator.url}. Nothing was sent." in told.err
    assert sim.calls() == []


def test_each_provider_may_have_a_simulator_of_its_own(capsys, sim):
    with Simulator() as other:
        told = run(capsys, "full", "--paywall-url", other.url)
        assert (told.code, told.last["outcome"]) == (0, "linked")
        assert [message.provider for message in other.state.messages()] == ["paywall"]
    assert sim.calls() == ["send_otp", "check_otp"]


def test_the_sms_of_somebody_else_is_not_taken(capsys, sim):
    for reference in ("theirs-1", "theirs-2"):
        body = {"user_gsm": "5000000001", "otp_session_id": reference}
        headers = {"Authorization": "Basic k"}
        httpx.post(f"{sim.url}/v1/card/send_otp", json=body, headers=headers, trust_env=False)
    told = run(capsys, "paynet")
    assert (told.code, told.last["outcome"]) == (0, "verified")
    assert len(sim.state.messages("5000000001")) == 3
