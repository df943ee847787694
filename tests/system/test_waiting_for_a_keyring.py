"""A keyring that is slow, at a terminal: it is waited for, its late answer is used, and the wait can be ended."""

import os
import signal
import sys

import pytest
from support.environment import BACKENDS

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.shell import shell
from support.terminal import Terminal

pytestmark = pytest.mark.system


@pytest.fixture
def at_terminal(home, keyring, capsys):
    """Opens commands in a pseudo-terminal, with a profile that has no key, on one of the slow backends."""
    assert shell(capsys, ["profile", "add", "acme", "--paynet-url", "http://127.0.0.1:9"]).code == 0
    opened = []

    def opening(backend, *words, **environment):
        given = {"PYTHON_KEYRING_BACKEND": backend, "PYTHONPATH": str(BACKENDS), **environment}
        opened.append(Terminal(words, columns=200, **given))
        return opened[-1]

    yield opening
    for terminal in opened:
        terminal.close()


RUN = ("run", "paynet", "--profile", "acme", "--phone", "5000000001", "--code", "1234", "--json")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_waits_ends_by_a_signal_with_its_last_line_written(at_terminal, number):
    terminal = at_terminal("sleeping.Keyring", *RUN)
    terminal.assert_shows("Waiting for the keyring; a late answer is still accepted.")
    os.kill(terminal.pid, number)
    assert terminal.wait() == 130
    assert '"type": "finished"' in terminal.text
    assert '"exit_code": 130' in terminal.text


def test_a_question_for_a_key_ends_by_ctrl_c_too(at_terminal):
    terminal = at_terminal("keyring.backends.fail.Keyring", *RUN)
    terminal.assert_shows("paynet.secret_key (not shown, for this command only):")
    terminal.type("\x03")
    assert terminal.wait() == 130
    assert '"exit_code": 130' in terminal.text


def test_a_late_answer_is_used_and_nothing_is_begun_anew(at_terminal):
    """Each call takes over a second, so that the canary's three are late together."""
    words = ("credentials", "set", "acme", "paynet.secret_key")
    terminal = at_terminal("late.Keyring", *words, TEST_KEYRING_DELAY_S="1.2")
    terminal.assert_shows("paynet.secret_key (not shown):")
    terminal.type("sck_x\r")
    terminal.assert_shows("The keyring has not answered for 3 seconds.")
    terminal.assert_shows("paynet.secret_key of acme is saved in the keyring (5 characters).")
    assert terminal.wait() == 0
    assert terminal.text.count("has not answered") == 1
