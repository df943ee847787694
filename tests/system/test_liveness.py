"""While something hangs, a key is echoed, Esc is answered and Ctrl+Q ends: nothing waits for what may never come.

The bounds are no measurements: whatever waited for what hangs would take longer.
"""

import socket
import sys
import time

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.environment import BACKENDS, HERE, PHONE
from support.held_simulator import SLOW, held_simulator
from support.pty_harness import PtyHarness
from support.shell import KEYS, shell

pytestmark = pytest.mark.system

SOON_S = 12.0  # less than the 15 s after which a request is given up anyway
CTRL_P, ESC, F1 = "\x10", "\x1b", "\x1bOP"
LOADING = "One moment: still loading. The code is sent after that."
HANGING = "The keyring has not answered for"
KEY = {"OTP_TUI_PAYNET_SECRET_KEY": KEYS["OTP_TUI_PAYNET_SECRET_KEY"]}
HUNG = {"PYTHON_KEYRING_BACKEND": "sleeping.Keyring", "PYTHONPATH": str(BACKENDS)}


@pytest.fixture
def opened(home):
    """Wizards that are closed when the test ends."""
    terminals = []

    def opening(*words, **environment):
        terminals.append(PtyHarness(["--lang", "en", *words], **environment))
        return terminals[-1]

    yield opening
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def held():
    with held_simulator() as simulator:
        yield simulator


@pytest.fixture
def mute():
    """The port of a server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def send(terminal, phone):
    terminal.assert_shows("A Turkish mobile number")
    terminal.type(phone)
    terminal.assert_shows(f"Paynet gets {phone}")
    terminal.type("\r")


def hang_in_verify(opened, held):
    """At the code, whose check is not answered."""
    terminal = opened("--journey", "paynet", OTP_TUI_PAYNET_URL=held.url, **KEY)
    send(terminal, SLOW)
    terminal.assert_shows("Enter the code sent to")
    held.hold()
    terminal.type("ABCD")
    terminal.assert_shows("ABCD")
    terminal.type("\r")
    terminal.assert_shows("Paynet is checking the code")
    return terminal


def hang_in_send(opened, address, phone, **environment):
    terminal = opened("--journey", "paynet", OTP_TUI_PAYNET_URL=address, **KEY, **environment)
    send(terminal, phone)
    terminal.assert_shows("Waiting for Paynet's answer")
    return terminal


def hang_in_look_up(opened):
    return hang_in_send(
        opened,
        "https://pts-api.paynet.com.tr",
        PHONE,
        OTP_TUI_ALLOW_NUMBERS=PHONE,
        PYTHONPATH=str(HERE / "resolvers"),
    )


def assert_echoes(terminal):
    """There is no field on the screen that waits: the commands have one."""
    terminal.type(CTRL_P)
    terminal.assert_shows("Commands")
    terminal.rest()
    terminal.type("quit")
    terminal.assert_shows("│ quit")
    terminal.type(ESC)
    terminal.assert_shows("Waiting for Paynet's answer")


def assert_quits_soon(terminal):
    began = time.monotonic()
    terminal.quit()
    assert time.monotonic() - began < SOON_S


def test_while_a_check_hangs_the_field_takes_keys_and_esc_ends_the_wait(opened, held):
    terminal = hang_in_verify(opened, held)
    terminal.type("Z9")
    terminal.assert_shows("ABCDZ9")
    terminal.type(ESC)
    terminal.assert_shows("You cancelled after the request had left, so the code")
    assert_quits_soon(terminal)
    assert held.calls() == ["send_otp", "check_otp"]


@pytest.mark.parametrize(
    ("scheme", "sentence"),
    [("http", "You cancelled after the request had left"), ("https", "Cancelled in time: no SMS was sent")],
)
def test_while_a_send_hangs_keys_are_echoed_and_esc_tells_the_truth(opened, mute, scheme, sentence):
    terminal = hang_in_send(opened, f"{scheme}://127.0.0.1:{mute}", SLOW)
    assert_echoes(terminal)
    terminal.type(ESC)
    terminal.assert_shows(sentence)
    assert_quits_soon(terminal)


def test_while_a_name_is_looked_up_keys_are_echoed_and_esc_tells_that_nothing_left(opened):
    terminal = hang_in_look_up(opened)
    assert_echoes(terminal)
    terminal.type(ESC)
    terminal.assert_shows("Cancelled in time: no SMS was sent")
    terminal.type("9")
    terminal.assert_shows("│ 9 ")
    assert_quits_soon(terminal)


def test_ctrl_q_waits_neither_for_an_answer_nor_for_a_handshake_nor_for_a_name(opened, held, mute):
    assert_quits_soon(hang_in_verify(opened, held))
    for scheme in ("http", "https"):
        assert_quits_soon(hang_in_send(opened, f"{scheme}://127.0.0.1:{mute}", SLOW))
    assert_quits_soon(hang_in_look_up(opened))


def test_ctrl_q_does_not_wait_for_the_keyrings_first_answer(opened):
    terminal = opened(**HUNG)
    terminal.assert_shows("What do you want to connect to?")
    assert_quits_soon(terminal)


@pytest.fixture
def profile(home, capsys, mute):
    """A profile whose key is to be read from the keyring."""
    address = f"http://127.0.0.1:{mute}"
    assert shell(capsys, ["profile", "add", "acme", "--paynet-url", address, "--journey", "paynet"]).code == 0


def test_while_the_keyring_hangs_the_phone_is_echoed_and_ctrl_q_ends(opened, profile):
    terminal = opened(**HUNG)
    send(terminal, SLOW)
    terminal.assert_shows(LOADING)
    terminal.type(F1)
    terminal.assert_shows("What you can do now")
    terminal.type(ESC)
    terminal.assert_shows(LOADING)
    assert_quits_soon(terminal)


def test_once_the_keyring_hangs_keys_can_be_typed_and_esc_leads_out(opened, profile):
    terminal = opened(**HUNG)
    terminal.assert_shows(HANGING)
    terminal.type("sck")
    terminal.assert_shows("Paynet secret key · 3 characters")
    terminal.type(ESC)
    terminal.assert_shows("Which profile?")
    assert_quits_soon(terminal)


def test_esc_takes_back_an_enter_that_waits_for_the_keyring(opened, held):
    """Where all keys are in the environment, the send goes on as soon as the keyring is given up."""
    terminal = opened("--journey", "paynet", OTP_TUI_PAYNET_URL=held.url, **KEY, **HUNG)
    send(terminal, SLOW)
    terminal.assert_shows(LOADING)
    terminal.type(ESC)
    terminal.assert_shows(HANGING)
    terminal.type("9")
    terminal.assert_shows(f"{SLOW}9")
    assert held.calls() == []
    assert_quits_soon(terminal)
