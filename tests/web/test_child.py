"""What a child is given: an environment without anything of ours, and sizes that are numbers."""

import sys

import pytest

from otp_tui.web.child import cells, child_command, child_environment, size_of


def test_no_variable_of_ours_reaches_a_child_and_no_keyring():
    given = {
        "OTP_TUI_PAYNET_SECRET_KEY": "sck",
        "otp_tui_home": "/home",
        "ACCESSIBLE": "1",
        "NO_COLOR": "1",
        "COLUMNS": "10",
        "TERM": "dumb",
        "DBUS_SESSION_BUS_ADDRESS": "unix:",
        "PATH": "/bin",
        "LANG": "C",
    }
    assert child_environment(given) == {
        "PATH": "/bin",
        "LANG": "C",
        "COLORTERM": "truecolor",
        "PYTHONUTF8": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "TERM": "xterm-256color",
    }


def test_the_child_is_this_interpreters_and_no_shells():
    assert child_command("demo", "--lang", "tr") == [
        *(sys.executable, "-P", "-m", "otp_tui"),
        *("demo", "--lang", "tr"),
    ]


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("120", 120),
        (41, 41),
        ("0", 1),
        ("-3", 1),
        ("99999", 1000),
        ("x", 80),
        (None, 80),
        (True, 80),
        ("9" * 5000, 80),
    ],
)
def test_cells(value, taken):
    assert cells(value, 80) == taken


def test_a_window_says_its_size():
    assert size_of({"width": "132", "height": "40"}) == (132, 40)
    assert size_of({}) == (80, 24)
