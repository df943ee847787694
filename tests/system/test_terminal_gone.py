"""A terminal that goes away, or that never was on every stream: the program ends, and tells why where it can."""

import signal
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.pty_harness import PtyHarness, RedirectedTerminal

pytestmark = pytest.mark.system


@pytest.fixture
def opened():
    """Terminals that are closed when the test ends."""
    terminals = []

    def opening(kind, *words, **environment):
        terminals.append(kind(*words, **environment))
        return terminals[-1]

    yield opening
    for terminal in terminals:
        terminal.close()


def at_the_phone(terminal):
    terminal.assert_shows("A Turkish mobile number")


def at_the_code(terminal):
    at_the_phone(terminal)
    terminal.type("5000000001")
    terminal.assert_shows("Paynet gets")
    terminal.type("\r")
    terminal.assert_shows("Enter the code sent to")


def at_a_slow_answer(terminal):
    at_the_phone(terminal)
    terminal.type("5000000005")
    terminal.assert_shows("Paynet gets")
    terminal.type("\r")
    terminal.assert_shows("Waiting for Paynet's answer")


@pytest.mark.parametrize("reach", [at_the_phone, at_the_code, at_a_slow_answer])
@pytest.mark.parametrize("heard", [True, False], ids=["hang-up heard", "hang-up ignored"])
def test_a_window_that_is_closed_ends_the_program(opened, reach, heard):
    """`nohup` and some shells have the hang-up ignored; then a read that fails is all there is to notice."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL if heard else signal.SIG_IGN)
    try:
        terminal = opened(PtyHarness, ["demo", "--lang", "en"])
    finally:
        signal.signal(signal.SIGHUP, before)
    reach(terminal)
    assert terminal.hang_up() is not None
    terminal.assert_nobody_is_left()


@pytest.mark.parametrize(
    "stream",
    ["< /dev/null", "<&-", ">&-", "2> /dev/null", "2>&-"],
    ids=lambda stream: stream.replace("/", ""),
)
def test_without_a_terminal_on_every_stream_it_goes_line_by_line_or_says_so(opened, stream):
    """Where no key can come in or nothing can be drawn, a screen would be a program that nobody can end."""
    terminal = opened(RedirectedTerminal, f"demo --lang en {stream}")
    terminal.type("q\r")
    assert terminal.wait() in {0, 2}
    assert "This is a bug" not in terminal.rest()
    assert terminal.taken == []


def test_why_there_is_no_screen_is_said_to_whoever_did_not_ask_for_lines(opened):
    terminal = opened(RedirectedTerminal, "demo --lang en 2> /dev/null")
    terminal.assert_shows(
        "Standard input, output and error are not all a terminal, so otp-tui asks line by line."
    )
    terminal.assert_shows("Phone (?: help):")
    asked = opened(RedirectedTerminal, "demo --plain --lang en 2> /dev/null")
    assert "not all a terminal" not in asked.assert_shows("Phone (?: help):")


def test_input_that_ends_later_ends_the_program(opened):
    terminal = opened(RedirectedTerminal, "demo --lang en < /dev/null", TERM="dumb")
    terminal.assert_ends(0)
    terminal.assert_shows("Phone (?: help):")
