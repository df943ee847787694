"""The set-up as a tester walks it: in a pseudo-terminal, on a real Secret Service, against a simulator elsewhere."""

import pytest
from support.environment import FIELDS, folders
from support.secret_service import SecretService
from support.terminal import Terminal

pytestmark = pytest.mark.system


@pytest.fixture
def machine(secret_service: SecretService, tmp_path):
    """A home of the test's own, in which no key may stand when it is over."""
    own = tmp_path / "program"
    own.mkdir()
    with folders(own) as names:
        yield {**secret_service.environment, "OTP_TUI_HOME": names["OTP_TUI_HOME"], "TMPDIR": names["TMPDIR"]}


def seen(terminal, shown, *, below=0):
    """Wait until something has the focus; any key but Enter tells that the screen was seen."""
    terminal.assert_focus(shown, below=below)
    terminal.type("\x1b[5~")


def erase(terminal, text):
    """Empty the field that has the focus, and wait until all of it is gone: a paste would overtake the keys."""
    terminal.assert_focus(text)
    row = next(place for place, line in enumerate(terminal.text.splitlines()) if text in line)
    terminal.type("\x1b[F" + "\x7f" * len(text))
    terminal.assert_shows(lambda shown: text[0] not in shown.splitlines()[row])


def fill_in(terminal, address):
    """From the first question to the last step."""
    terminal.assert_focus("Try the simulator")
    terminal.type("\x1b[B")
    terminal.assert_focus("Connect to a provider")
    terminal.type("\r")
    seen(terminal, "Environment", below=1)
    terminal.type("\r")
    terminal.assert_focus("Journey", below=1)
    terminal.type("\r")
    seen(terminal, "Paynet's address", below=1)
    for times, usual in enumerate(
        ("https://pts-api.paynet.com.tr", "https://test-payment-api.itspaywall.com"), 1
    ):
        erase(terminal, usual)
        terminal.paste(address)
        terminal.assert_shows(lambda text, times=times: text.count(address) == times)
        terminal.type("\r")
    for word, key in zip(
        ("Paynet secret key", "apikeyprivate", "apiclientprivate"), FIELDS.values(), strict=True
    ):
        seen(terminal, word, below=1)
        terminal.paste(key + "\n")
        terminal.assert_shows(f"{word} · {len(key)} characters")
        terminal.type("\r")
    seen(terminal, "Merchant", below=1)
    terminal.type("Acme Store\r")
    erase(terminal, "test")
    terminal.type("acme\r")
    seen(terminal, "Save and start")


def end(terminal):
    terminal.type("\x11")
    assert terminal.wait() == 0


def test_set_up_once_and_never_asked_again(running, secret_service, machine):
    running.state.reset()
    environment = {**machine, "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}
    first, again = Terminal(["--lang", "en"], **environment), None
    try:
        fill_in(first, running.url)
        first.type("\r")
        first.assert_shows("Which phone do you want to verify and link?")
        end(first)
        assert {field: secret_service.lookup(f"acme/{field}") for field in FIELDS} == FIELDS
        assert not any(key.encode() in first.raw for key in FIELDS.values())
        again = Terminal(["--lang", "en"], **environment)
        again.assert_shows("full journey · Acme Store")
        again.type("5000000001\r")
        again.assert_shows("Enter the code sent to")
        assert running.calls() == ["send_otp"]
        end(again)
    finally:
        for terminal in filter(None, (first, again)):
            terminal.close()
