"""The wizard killed in its terminal, on a real Secret Service: the next one offers to go on, and nothing is sent twice."""

import os
import re
import signal
from pathlib import Path

import pytest
from support.environment import folders
from support.secret_scan import assert_no_secret
from support.shell import KEYS
from support.terminal import Terminal

pytestmark = pytest.mark.system

PHONE = "5000000001"


@pytest.fixture
def machine(secret_service, tmp_path, sim):
    own = tmp_path / "program"
    own.mkdir()
    with folders(own) as names:
        keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}
        yield {**secret_service.environment, **keyring, **KEYS, "OTP_TUI_HOME": names["OTP_TUI_HOME"]}


def started(machine, *words):
    return Terminal(["--journey", "full", "--lang", "en", *words], **machine)


def at_the_code(terminal):
    terminal.assert_shows("Which phone do you want to verify and link?")
    terminal.paste(PHONE)
    terminal.type("\r")
    terminal.assert_shows("Enter the code sent to +90 5•• ••• •• 01")


ENDS = {
    "kill -9": lambda terminal: os.kill(terminal.pid, signal.SIGKILL),
    "a closed terminal": lambda terminal: os.kill(terminal.pid, signal.SIGHUP),
    "Ctrl+Q": lambda terminal: terminal.type("\x11"),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_was_open_is_offered_first_and_gone_on_with(machine, sim, end, secret_service):
    first = started(machine)
    try:
        at_the_code(first)
        ENDS[end](first)
        first.wait()
    finally:
        first.close()
    second = started(machine)
    try:
        screen = second.assert_shows("code expires in")
        left = re.search(r"Paynet's code expires in (\d):(\d\d)", screen)
        assert 60 < int(left[1]) * 60 + int(left[2]) <= 121
        assert sim.calls() == ["send_otp"]
        second.rest()
        second.type("\x1b[5~\r")  # any key but Enter shows that the screen was seen
        second.assert_shows("Enter the code sent to +90 5•• ••• •• 01")
        assert sim.calls() == ["send_otp"]
        second.rest()
        second.paste(sim.state.messages(PHONE)[-1].code)
        second.type("\r")
        second.assert_shows("Phone verified")
        second.rest()
        second.type("\x11")
        assert second.wait() == 0
    finally:
        second.close()
    assert sim.calls() == ["send_otp", "check_otp"]
    assert_no_secret([Path(machine["OTP_TUI_HOME"])], [PHONE])


def test_in_flight_at_the_kill_it_comes_back_as_maybe_sent(machine, sim):
    sim.sleep.endless = True
    first = started(machine)
    try:
        first.assert_shows("Which phone do you want to verify and link?")
        first.paste("5000000005")
        first.type("\r")
        first.assert_shows("Sending the code to")
        first.assert_shows(
            lambda _: sim.calls() == ["send_otp"] or len(sim.state.messages("5000000005")) == 1
        )
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    finally:
        first.close()
    sim.sleep.endless = False
    second = started(machine)
    try:
        second.assert_shows("It is not known whether Paynet sent the SMS.")
        second.rest()
        second.type("\x1b[5~\r")  # any key but Enter shows that the screen was seen
        second.assert_shows("Did the SMS arrive at +90 5•• ••• •• 05?")
        second.assert_shows("The program ended while this request was in")
        second.assert_shows("Code requested from Paynet at")
        second.type("\x1b[20~")  # F9: it arrived
        second.assert_shows("Enter the code sent to +90 5•• ••• •• 05")
        second.type("\x11")
        assert second.wait() == 0
    finally:
        second.close()
    assert len(sim.state.messages("5000000005")) == 1
