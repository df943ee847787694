"""Any size of the terminal, and any change of it: the program is there, and gives the terminal back."""

import random
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.pty_harness import PtyHarness

pytestmark = pytest.mark.system

WHOLE = (80, 24)


@pytest.fixture
def opened():
    """Demos that are closed when the test ends."""
    terminals = []

    def opening(columns, rows):
        terminals.append(PtyHarness(["demo", "--lang", "en"], columns, rows))
        return terminals[-1]

    yield opening
    for terminal in terminals:
        terminal.close()


@pytest.mark.parametrize(
    ("columns", "rows"), [(1, 1), (2, 1), (1, 100), (300, 1), (3, 3), (19, 7), (300, 100), (0, 0)]
)
def test_it_starts_takes_keys_and_ends_at_every_size(opened, columns, rows):
    terminal = opened(columns, rows)
    terminal.assert_taken()
    terminal.resize(*WHOLE)
    terminal.assert_shows("A Turkish mobile number")
    for keys, sentence in (("5000000001", "Paynet gets  5000000001"), ("\r", "Enter the code sent to")):
        terminal.resize(max(columns, 1), max(rows, 1))
        terminal.rest()
        terminal.type(keys)
        terminal.rest()
        terminal.resize(*WHOLE)
        terminal.assert_shows(" ".join(sentence.split()))
    terminal.resize(max(columns, 1), max(rows, 1))
    terminal.rest()
    terminal.quit()


def test_resized_100_times_while_a_request_runs_it_still_takes_the_answer(opened):
    terminal = opened(*WHOLE)
    terminal.assert_shows("A Turkish mobile number")
    terminal.type("5000000005")
    terminal.assert_shows("Paynet gets")
    terminal.type("\r")
    terminal.assert_shows("Waiting for Paynet's answer")
    sizes = random.Random(1)
    for _ in range(100):
        terminal.resize(sizes.randint(1, 300), sizes.randint(1, 100))
        terminal._read(sizes.choice((0, 0.005, 0.02)))
    terminal.resize(*WHOLE)
    terminal.assert_shows("Waiting for Paynet's answer")
    terminal.assert_shows("Enter the code sent to +90 5•• ••• •• 05")
    terminal.type("AB12")
    terminal.assert_shows("AB12")
    terminal.quit()
