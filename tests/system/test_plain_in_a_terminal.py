"""The line-by-line wizard in a real pseudo-terminal: typing, announcements, Ctrl+C, keys that are not shown."""

import re
import sys

import pytest
from support.environment import FIELDS, child
from support.held_simulator import SLOW, held_simulator
from support.secret_scan import assert_no_secret
from support.shell import KEYS

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.terminal import Terminal

pytestmark = pytest.mark.system

DEMO = ["demo", "--plain", "--lang", "en", "--journey", "paynet"]
CODE = re.compile(rb": ([0-9A-Z]{4}) is your")


@pytest.fixture
def opened():
    terminals = []

    def begin(*words, **environment):
        terminals.append(Terminal([*words], 110, 60, **environment))
        return terminals[-1]

    yield begin
    for terminal in terminals:
        terminal.close()


def assert_only_appends(raw):
    """No escape sequence, and no return that does not end a line."""
    assert b"\x1b" not in raw
    assert b"\r" not in raw.replace(b"\r\n", b"")


def code_of(terminal):
    """The code of the SMS that was told."""
    terminal.assert_shows("is your Acme Store verification code")
    return CODE.findall(terminal.raw)[-1].decode()


def test_what_is_typed_survives_an_announcement(opened):
    terminal = opened(*DEMO, "--otp-lifetime", "61.5")
    terminal.assert_shows("Phone (?: help):")
    terminal.type("01\r")
    code = code_of(terminal)
    terminal.assert_shows("Code (?: help),")
    terminal.type(code[:2])
    terminal.assert_shows("1 minute left for the code.")
    terminal.assert_shows("left: (typed text kept)")
    terminal.type(f"{code[2:]}\r")
    terminal.assert_shows("The phone is verified.")
    terminal.type("q\r")
    assert terminal.wait() == 0
    assert_only_appends(terminal.raw)
    first = terminal.raw.index(f"left: {code[:2]}\r\n1 minute left".encode())
    assert terminal.raw.index(f"(typed text kept) {code[2:]}\r\n".encode()) > first


def test_ctrl_c_cancels_the_request_and_a_second_one_quits(opened):
    terminal = opened(*DEMO)
    terminal.assert_shows("Phone (?: help):")
    terminal.type("05\r")
    terminal.assert_shows("Waiting for Paynet's answer")
    terminal.type("\x03")
    terminal.assert_shows("Did the SMS arrive at the number ending in 05?")
    terminal.type("\x03")
    assert terminal.wait() == 130
    assert_only_appends(terminal.raw)


@pytest.mark.parametrize("environment", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}])
def test_the_environment_asks_for_lines(opened, environment):
    terminal = opened("demo", "--lang", "tr", **environment)
    terminal.assert_shows("Telefon (?: yardım):")
    terminal.type("q\r")
    assert terminal.wait() == 0
    assert_only_appends(terminal.raw)


def test_what_is_typed_while_a_request_runs_answers_no_question(opened, tmp_path):
    with held_simulator() as held:
        held.hold()
        target = {"OTP_TUI_PAYNET_URL": held.url, "OTP_TUI_HOME": str(tmp_path / "home"), **KEYS}
        terminal = opened("--plain", "--lang", "en", "--journey", "paynet", **target)
        terminal.assert_shows("Phone (?: help):")
        terminal.type(f"{SLOW}\r")
        terminal.assert_shows("Waiting for Paynet's answer")
        terminal.type("ABCD\r")
        terminal.rest()
        held.let_go()
        terminal.assert_shows("Code (?: help),")
        terminal.rest()
        terminal.type("q\r")
        assert terminal.wait() == 0
        assert held.calls() == ["send_otp"]


@pytest.mark.parametrize(("language", "last"), [("tr", "Kod (?: yardim), 2 dakika kaldi:"), ("en", "left:")])
def test_without_utf_8_every_line_is_ascii_and_no_two_share_one(language, last):
    told = child("demo", "--plain", "--lang", language, given="01\n?\nx\n+200\nq\n", LC_ALL="C", PYTHONUTF8="0",
                 PYTHONCOERCECLOCALE="0")  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout.isascii()
    lines = told.stdout.splitlines()
    assert sum(line.rstrip().endswith(last) for line in lines) == 3


def test_a_target_is_set_up_by_questions(opened, running, tmp_path, monkeypatch):
    running.state.reset()
    home = tmp_path / "home"
    terminal = opened("--plain", "--lang", "en", OTP_TUI_HOME=str(home))
    answers = {
        "2: Connect to a provider": "2",
        "Step 1 of 5: Which connection?": "",
        "Journey Full verifies": "2",
        "Paynet's address (https://": running.url,
        "Paynet secret key (not shown):": FIELDS["paynet.secret_key"],
        "Merchant:": "Acme Store",
        "Profile (test):": "acme",
        "3: For this run only": "3",
        "Phone (?: help):": "01",
    }
    for shown, answer in answers.items():
        terminal.assert_shows(shown)
        terminal.type(f"{answer}\r")
    terminal.assert_shows("Enter the code sent to the number ending in 01")
    terminal.type("q\r")
    assert terminal.wait() == 0
    assert running.calls() == ["send_otp"]
    assert_no_secret([home], FIELDS.values(), extra=terminal.raw)
    assert_only_appends(terminal.raw)
