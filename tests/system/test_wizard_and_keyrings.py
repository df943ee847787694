"""The wizard in a real terminal on keyrings that fail: it starts, stays alive, says which, and simulates."""

from pathlib import Path

import pytest
from support.terminal import Terminal

pytestmark = pytest.mark.system

BACKENDS = Path(__file__).parents[1] / "support" / "backends"


@pytest.fixture
def opened():
    """Terminals that are closed when the test ends."""
    terminals = []

    def opening(*words, **environment):
        terminal = Terminal(words, **environment)
        terminals.append(terminal)
        return terminal

    yield opening
    for terminal in terminals:
        terminal.close()


@pytest.mark.parametrize(
    ("backend", "sentence"),
    [
        ("sleeping.Keyring", "The keyring has not answered for 3 seconds."),
        ("raising.Keyring", "The keyring (raising.Keyring) returned an error"),
        ("locked.Keyring", "The keyring is locked and was not unlocked."),
        ("keyring.backends.fail.Keyring", "This machine has no keyring that programs can use."),
        ("keyring.backends.null.Keyring", "accepts values but does not return them"),
        ("", "does not name a usable keyring"),
        ("no.such.Keyring", "does not name a usable keyring"),
    ],
)
def test_the_wizard_lives_with_any_keyring(opened, tmp_path, backend, sentence):
    terminal = opened(
        "--lang",
        "en",
        OTP_TUI_HOME=str(tmp_path),
        PYTHON_KEYRING_BACKEND=backend,
        PYTHONPATH=str(BACKENDS),
        TEST_KEYRING_VALUE="SENTINEL",
    )
    terminal.assert_shows("What do you want to connect to?")
    terminal.type("\x1bOR")  # F3, while the keyring may be hanging
    terminal.assert_shows("Neye bağlanmak istiyorsunuz?")
    terminal.type("\x1bOR")
    words = sentence.split()
    terminal.assert_shows(lambda text: all(word in text for word in words))
    terminal.type("\r")
    terminal.assert_shows("Which phone do you want to verify and link?")
    terminal.type("5000000001\r")
    terminal.assert_shows("Enter the code sent to")
    terminal.type("\x11")
    assert terminal.wait() == 0
    assert b"SENTINEL" not in terminal.raw


def test_a_bare_machine_explains_itself_and_simulates(opened, tmp_path):
    """No configuration, no D-Bus, and a home that cannot be written, be it by its file system or by its absence."""
    terminal = opened(
        "--lang",
        "en",
        HOME=str(tmp_path / "missing"),
        XDG_CONFIG_HOME="/proc/nothing",
        XDG_DATA_HOME="/proc/nothing",
        OTP_TUI_HOME="",
        DBUS_SESSION_BUS_ADDRESS="",
        PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring",
    )
    terminal.assert_shows("What do you want to connect to?")
    terminal.assert_shows("This machine has no keyring that programs can use.")
    terminal.type("\r")
    terminal.assert_shows("Which phone do you want to verify and link?")
    terminal.type("5000000001\r")
    terminal.assert_shows("Enter the code sent to")
    terminal.type("\x11")
    assert terminal.wait() == 0


def test_the_terminals_title_tells_the_environment(opened, tmp_path):
    terminal = opened("demo", "--lang", "en", OTP_TUI_HOME=str(tmp_path))
    terminal.assert_shows("Which phone do you want to verify and link?")
    assert b"\x1b]2;otp-tui SIM\x07" in terminal.raw
    terminal.type("\x11")
    assert terminal.wait() == 0
    assert terminal.raw.count(b"\x1b[22;2t") == terminal.raw.count(b"\x1b[23;2t") == 1
    assert list(tmp_path.iterdir()) == []
