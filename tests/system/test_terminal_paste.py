"""A paste of a megabyte: the program is there, and gives the terminal back."""

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.pty_harness import PtyHarness

pytestmark = pytest.mark.system

MEGABYTE = 1 << 20


@pytest.fixture
def opened():
    """A demo that is closed when the test ends."""
    terminal = PtyHarness(["demo", "--lang", "en"])
    terminal.assert_shows("A Turkish mobile number")
    terminal.rest()
    yield terminal
    terminal.close()


def pasted(terminal, piece):
    terminal.pour(f"\x1b[200~{piece * (MEGABYTE // len(piece))}\x1b[201~")
    terminal.rest()
    terminal.type("\x1bOP")
    terminal.assert_shows("What you can do now")
    terminal.type("\x1b")
    terminal.assert_shows(lambda text: "What you can do now" not in text)


@pytest.mark.parametrize("piece", ["5", "ş[/b]"])
def test_at_the_phone_and_at_the_code(opened, piece):
    pasted(opened, piece)
    opened.type("\x1b[F" + "\x15")
    opened.type("\x01\x0b")
    opened.rest()
    opened.paste("5000000001")
    opened.assert_shows("Paynet gets 5000000001")
    opened.type("\r")
    opened.assert_shows("Enter the code sent to")
    opened.rest()
    pasted(opened, piece)
    opened.quit()
