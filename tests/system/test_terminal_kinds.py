"""Terminals that lack something: letters, colours, or all but lines."""

import re
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.pty_harness import PtyHarness

pytestmark = pytest.mark.system

BARE = {"COLORTERM": ""}
LETTERLESS = {
    "a locale without one": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
}


@pytest.fixture
def opened():
    """Demos that are closed when the test ends."""
    terminals = []

    def opening(**environment):
        terminals.append(PtyHarness(["demo", "--lang", "en"], **environment))
        return terminals[-1]

    yield opening
    for terminal in terminals:
        terminal.close()


def to_the_code(terminal):
    """From the first screen to the second, and to the other language and back."""
    terminal.assert_shows("Which phone do you want to verify and link?")
    terminal.type("5000000001")
    terminal.assert_shows("Paynet gets")
    terminal.type("\r")
    terminal.assert_shows("Enter the code sent to")
    terminal.type("\x1bOR")
    terminal.assert_shows("Gelen kodu girin")


@pytest.mark.parametrize("environment", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "LANG": "C"}])
def test_a_locale_of_no_language_has_all_letters(opened, environment):
    terminal = opened(**environment)
    to_the_code(terminal)
    terminal.assert_shows("süreyi sunucu verdi")
    terminal.quit()


@pytest.mark.parametrize("missing", LETTERLESS)
def test_without_utf_8_the_screen_keeps_its_shape(opened, missing):
    """A letter that cannot be written takes one place and no more, or what stands behind it is pushed away."""
    terminal = opened(**LETTERLESS[missing])
    terminal.assert_shows("Which phone do you want to verify and link?")
    terminal.assert_shows("Send the code")
    to_the_code(terminal)
    assert "\\" not in terminal.rest()
    assert '"#' not in terminal.text, "half blocks would be quotation marks: the digits are made of strokes"
    terminal.quit()


def test_no_color_leaves_words_and_reversed_buttons(opened):
    terminal = opened(NO_COLOR="1")
    to_the_code(terminal)
    terminal.assert_shows("Doğrula")  # the last to change its words
    assert colour_codes(terminal.raw) == set()
    assert "SİMÜLATÖR" in terminal.text
    assert reversed_words(terminal) >= {"Doğrula", "SİMÜLATÖR"}
    terminal.quit()


@pytest.mark.parametrize(
    "kind", ["xterm", "xterm-16color", "linux", "vt100", "screen", "rxvt", "no-such-terminal", ""]
)
def test_sixteen_colours_are_enough(opened, kind):
    terminal = opened(TERM=kind, **BARE)
    to_the_code(terminal)
    colours = {
        int(part) for found in re.findall(rb"\x1b\[([0-9;]+)m", terminal.raw) for part in found.split(b";")
    }
    assert {38, 48} & colours == set()  # neither 256 colours nor more
    assert len(colours & {*range(30, 38), *range(90, 98)}) > 3
    assert unreadable(terminal.raw) == []
    terminal.quit()


SMALL_KINDS = {
    **{f"presenting on {name}": environment for name, environment in LETTERLESS.items() if name != "Latin-1"},
    "a Linux console": {"TERM": "linux", **BARE},
    "no colours": {"NO_COLOR": "1"},
    "256 colours": {"TERM": "xterm-256color", **BARE},
    "a letterless console without colours": {"TERM": "linux", "NO_COLOR": "1", **BARE, **LETTERLESS["ASCII"]},
}


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_a_small_terminal_presents_from_the_phone_to_the_code(kind):
    environment = SMALL_KINDS[kind]
    terminal = PtyHarness(["demo", "--present", "--lang", "en"], 40, 15, **environment)
    try:
        terminal.assert_shows("Which phone do you want to verify")
        terminal.type("5000000001")
        terminal.assert_shows("01")
        terminal.type("\r")
        terminal.assert_shows("Enter the code sent to")
        terminal.type("\x1bOS")
        terminal.assert_shows("verification code")
        terminal.type("\r")
        terminal.assert_shows(lambda text: bool(re.search(r"[•*]{4}$", text, re.MULTILINE)))
        terminal.type("\x1b[6~\r")  # a key that shows that the screen was seen, and Enter
        terminal.assert_shows(lambda text: "Enter the code sent to" not in text and "Link" in text)
        terminal.rest()
        if {"LC_ALL", "PYTHONIOENCODING"} & set(environment):
            assert terminal.raw.isascii()
            assert "?" not in terminal.text
        if "NO_COLOR" in environment:
            assert colour_codes(terminal.raw) == set()
            assert reversed_words(terminal)
        terminal.quit()
    finally:
        terminal.close()


def colour_codes(raw):
    """The colour codes among all that select how text is drawn."""
    codes = {int(part or 0) for found in re.findall(rb"\x1b\[([0-9;]*)m", raw) for part in found.split(b";")}
    return codes & {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}


def reversed_words(terminal):
    """The words that stand in reversed video."""
    rows = terminal._screen.buffer.values()
    text = " ".join(
        "".join(cell.data if cell.reverse else " " for _, cell in sorted(row.items())) for row in rows
    )
    return set(text.split())


def test_256_colours_are_enough(opened):
    terminal = opened(TERM="xterm-256color", **BARE)
    to_the_code(terminal)
    assert b"38;5;" in terminal.raw
    assert b"38;2;" not in terminal.raw
    terminal.quit()


def test_a_dumb_terminal_gets_lines_and_keeps_all_that_it_has(opened):
    terminal = opened(TERM="dumb", **BARE)
    terminal.assert_shows("Phone (?: help):")
    assert terminal.taken == []
    terminal.type("q\r")
    terminal.assert_ends(0)
    assert b"\x1b" not in terminal.raw


def unreadable(raw):
    """Texts in the colour of their own ground, of the sixteen."""
    ink = ground = None
    found = []
    for codes, text in re.findall(rb"\x1b\[([0-9;]*)m|([^\x1b]+)", raw):
        for code in map(int, codes.split(b";") if codes else ()):
            if code == 0:
                ink = ground = None
            elif 30 <= code <= 37 or 90 <= code <= 97:
                ink = code
            elif 40 <= code <= 47 or 100 <= code <= 107:
                ground = code - 10
        if text.strip() and ink is not None and ink == ground:
            found.append(text)
    return found
