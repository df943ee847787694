"""The snippets of a whole walkthrough, one after another, link an account at the simulator as the program did."""

import json
import uuid

import pytest
from support.rig import API_CLIENT, API_KEY, PHONE, SECRET_KEY, Rig
from support.snippets import BY_NAME, run_snippet, toolchain

from otp_tui.core.exchange.exchange import Verb
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState

pytestmark = pytest.mark.system

CALLS = [
    ("paynet", Verb.START),
    ("paynet", Verb.VERIFY),
    ("paywall", Verb.PREPARE),
    ("paywall", Verb.START),
    ("paywall", Verb.VERIFY),
    ("paywall", Verb.CONFIRM),
    ("paywall", Verb.UNLINK),
]


@pytest.fixture
def simulator():
    with Simulator(SimulatorState(seed=3)) as running:
        yield running


async def recorded_calls(url):
    """The records of every call; what the simulator says to made-up values is of no matter."""
    rig = Rig(url=url)
    for provider, verb in CALLS:
        await rig.ask(provider, verb, verified=True)
    return rig.records


@pytest.mark.parametrize("language", BY_NAME)
async def test_a_whole_walkthrough(language, simulator, tmp_path):
    toolchain(language)
    records = await recorded_calls(simulator.url)
    simulator.state.reset()
    values = {
        "OTP_TUI_PAYNET_SECRET_KEY": SECRET_KEY,
        "OTP_TUI_PAYWALL_API_KEY": API_KEY,
        "OTP_TUI_PAYWALL_API_CLIENT": API_CLIENT,
        "OTP_REFERENCE": str(uuid.uuid4()),
        "OTP_USER_ID": "ada",
    }

    def sends(record, phone):
        received = simulator.state.messages(PHONE)
        code = received[-1].code if received else "none"
        done = run_snippet(language, record, tmp_path, {**values, "OTP_PHONE": phone, "OTP_CODE": code})
        assert (done.returncode, done.stderr) == (0, b"")
        status, _, body = done.stdout.decode().partition("\n")
        assert status == "HTTP 200"
        return json.loads(body)

    sent, checked, session, linked, verified, listed, unlinked = records
    assert sends(sent, PHONE)["code"] == 0
    assert sends(checked, PHONE)["code"] == 0
    values["OTP_SESSION_ID"] = sends(session, f"90{PHONE}")["Body"]["SessionId"]
    result = sends(linked, f"90{PHONE}")["Body"]["Masterpass"]["Result"]
    assert result["ResponseCode"] == "5001"
    values["OTP_TOKEN"] = result["Token"]
    assert sends(verified, f"90{PHONE}")["Body"]["Masterpass"]["Result"]["ResponseCode"] == "0000"
    account = sends(listed, f"90{PHONE}")["Body"]["Masterpass"]["Result"]["AccountInformation"]
    assert account == {"IsAccountLinked": True}
    assert sends(unlinked, f"90{PHONE}")["Body"]["Masterpass"]["StatusCode"] == 200
