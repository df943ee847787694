"""The wizard as a person has it: a pseudo-terminal, keys, and what stands on the screen."""

import sys
from collections.abc import Iterator

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.terminal import Terminal

pytestmark = pytest.mark.system

ENTER = "\r"
F3, F5, ESC, CTRL_Q, CTRL_T = "\x1bOR", "\x1b[15~", "\x1b", "\x11", "\x14"


@pytest.fixture
def opened() -> Iterator[object]:
    terminals: list[Terminal] = []

    def open_terminal(*words: str, **size: int) -> Terminal:
        terminals.append(Terminal(words, **size))
        return terminals[-1]

    yield open_terminal
    for terminal in terminals:
        terminal.close()


def ready(terminal: Terminal, number: str) -> None:
    """Type a number and wait until the program has read it."""
    terminal.assert_shows("5XX XXX XX XX")
    terminal.type(number)
    terminal.assert_shows(lambda text: "Paynet gets" in text)


def to_the_end(terminal: Terminal, number: str = "5000000001") -> None:
    ready(terminal, number)
    terminal.type(ENTER)
    terminal.assert_shows("Enter the code sent to")
    terminal.type(terminal.code())
    terminal.rest()
    terminal.type(ENTER)
    terminal.assert_shows("Phone verified")
    terminal.rest()
    _later(terminal)
    terminal.type(ENTER)
    terminal.assert_shows("Enter the bank's code")
    terminal.type(terminal.code("[0-9]{6}"))
    terminal.rest()
    terminal.type(ENTER)
    terminal.assert_shows("Linked")


def _later(terminal: Terminal) -> None:
    """Let the 300 ms pass in which Enter is ignored after a change of screen."""
    for _ in range(8):
        terminal._read(0.05)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 15), (120, 40)])
def test_from_the_phone_to_the_linked_account(opened, columns, rows):
    terminal = opened("demo", "--lang", "en", columns=columns, rows=rows)
    if columns == 120:
        ready(terminal, "5000000001")
        terminal.type(ENTER)
        terminal.assert_shows("is your Acme Store")
        return
    to_the_end(terminal)
    terminal.type(CTRL_Q)
    assert terminal.wait() == 0


def test_resized_while_it_waits_nothing_is_lost(opened):
    terminal = opened("demo", "--lang", "en")
    ready(terminal, "5000000005")
    terminal.type(ENTER)
    terminal.assert_shows("Waiting for Paynet's answer")
    for columns, rows in ((40, 15), (120, 40), (20, 8), (80, 24)):
        terminal.resize(columns, rows)
        terminal.rest()
    assert "Waiting for Paynet's answer" in terminal.assert_shows("Esc: cancel")


def test_esc_during_a_slow_answer_returns_at_once_and_tells_the_truth(opened):
    terminal = opened("demo", "--lang", "en")
    ready(terminal, "5000000005")
    terminal.type(ENTER)
    terminal.assert_shows("Waiting for Paynet's answer")
    terminal.type(ESC)
    screen = terminal.assert_shows("You cancelled after the request had left")
    assert "Did the SMS arrive" in screen


def test_a_whole_sms_can_be_pasted(opened):
    terminal = opened("demo", "--lang", "en")
    ready(terminal, "5000000001")
    terminal.type(ENTER)
    terminal.assert_shows("Enter the code sent to")
    code = terminal.code()
    terminal.paste(f"{code} Acme Mağaza doğrulama kodunuz.\n2 dakika geçerlidir. Kimseyle paylaşmayın. B001")
    terminal.assert_shows("The code was taken from the message")
    terminal.rest()
    terminal.type(ENTER)
    terminal.assert_shows("Phone verified")


def test_the_language_changes_at_once_and_keeps_what_was_typed(opened):
    terminal = opened("demo", "--lang", "en")
    ready(terminal, "5000000001")
    terminal.type(F3)
    screen = terminal.assert_shows("Hangi telefonu doğrulayıp bağlamak istiyorsunuz?")
    assert "5000000001" in screen


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("elma", "Use digits only"),
        ("02125554433", "This is a landline"),
        ("532481894", "Too few digits"),
        ("+4915123456789", "only to Turkish numbers"),
        ("", "Type a Turkish mobile number first"),
    ],
)
def test_a_bad_number_gets_a_sentence_and_stays_in_the_field(opened, typed, sentence):
    terminal = opened("demo", "--lang", "en")
    terminal.assert_shows("5XX XXX XX XX")
    terminal.assert_shows("A Turkish mobile number, in any format")
    _later(terminal)
    terminal.type(typed)
    _later(terminal)
    terminal.type(ENTER)
    screen = terminal.assert_shows(sentence)
    assert typed in screen


def test_time_travel_opens_the_resend(opened):
    terminal = opened("demo", "--lang", "en")
    ready(terminal, "5000000001")
    terminal.type(ENTER)
    terminal.assert_shows("New code in")
    terminal.type(F5)
    terminal.assert_shows("The provider sends no new code before this one expires.")
    terminal.type(CTRL_T)
    terminal.assert_shows("1 minute ahead")
    terminal.type("2")
    terminal.assert_shows("0:5")
    terminal.type("3")
    terminal.assert_shows("0:00 left")
    terminal.type(CTRL_T)
    terminal.assert_shows("Time is up; the server decides")
    terminal.type(F5)
    terminal.assert_shows("A new code was sent")


def test_no_key_and_no_secret_in_what_the_terminal_saw(opened):
    terminal = opened("demo", "--lang", "en")
    to_the_end(terminal)
    terminal.type("\x1bOQ")
    terminal.assert_shows("Exchanges")
    terminal.rest()
    assert b"demo-secret_key" not in terminal.raw
    assert b"demo-api_key" not in terminal.raw
    assert "‹otp" not in terminal.text
