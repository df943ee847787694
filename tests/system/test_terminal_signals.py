"""Signals: stopped and gone on, or ended; in the end the terminal is as it was."""

import os
import signal
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.pty_harness import PtyHarness

from otp_tui.core.exit_codes import CANCELLED

pytestmark = pytest.mark.system


@pytest.fixture
def opened():
    """A demo that is closed when the test ends."""
    terminal = PtyHarness(["demo", "--lang", "en"])
    terminal.assert_shows("A Turkish mobile number")
    terminal.rest()
    yield terminal
    terminal.close()


def wait_for_an_answer(terminal):
    """Send to the number that is answered after ten seconds."""
    terminal.type("5000000005")
    terminal.assert_shows("Paynet gets")
    terminal.type("\r")
    terminal.assert_shows("Waiting for Paynet's answer")


def assert_answers(terminal, keys, sentence):
    """A key has the effect that it should."""
    terminal.type(keys)
    terminal.assert_shows(sentence)


def test_stopped_twice_from_the_terminal_it_gives_it_back_and_takes_it_again(opened):
    for keys, number in (("50", "50"), ("00000001", "5000000001")):
        opened.stop(signal.SIGTSTP)
        opened.assert_given_back()
        opened.go_on()
        opened.assert_taken()
        assert_answers(opened, keys, number)
    opened.assert_shows("Paynet gets 5000000001")
    opened.quit()


def test_stopped_while_a_request_runs_it_takes_the_answer_afterwards(opened):
    wait_for_an_answer(opened)
    opened.stop(signal.SIGTSTP)
    opened.assert_given_back()
    opened.go_on()
    opened.assert_shows("Enter the code sent to +90 5•• ••• •• 05")
    assert_answers(opened, "AB12", "AB12")
    opened.quit()


def test_stopped_without_a_word_it_goes_on(opened):
    """SIGSTOP asks nobody: what a stopped container or `kill -STOP` leaves is a terminal that is still taken."""
    opened.stop(signal.SIGSTOP)
    opened.go_on()
    opened.rest()
    assert_answers(opened, "5000000001", "Paynet gets 5000000001")
    opened.quit()


def test_going_on_without_having_stopped_changes_nothing(opened):
    opened.go_on()
    opened.rest()
    assert_answers(opened, "5000000001", "Paynet gets 5000000001")
    opened.quit()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_ended_from_outside_it_gives_the_terminal_back(opened, number):
    assert_answers(opened, "5000000001", "Paynet gets 5000000001")
    os.kill(opened.pid, number)
    opened.assert_ends(CANCELLED)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_ended_from_outside_while_a_request_runs(opened, number):
    wait_for_an_answer(opened)
    os.kill(opened.pid, number)
    opened.assert_ends(CANCELLED)
