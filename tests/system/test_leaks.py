"""Every class of secret goes through whole walkthroughs and through crashes; no sink holds one, in any spelling."""

import subprocess
import sys
from copy import copy
from pathlib import Path

import pytest
from support.environment import child, folders
from support.secret_scan import assert_no_secret
from support.shell import KEYS
from support.terminal import Terminal

from otp_tui.simulator.generator import ValueGenerator

pytestmark = pytest.mark.system

PHONE = "5321112233"
CRASHING = """
import sys
from otp_tui.cli import main as command
from otp_tui.cli.terminal.process import disable_textual_logging
disable_textual_logging()
import otp_tui.wizard.screens.{module} as module

def crash(self, *args):
    bag = dict(self.context.conductor.secrets.items()) if self.context.begun else dict()
    texts = [*bag.values(), *(key.reveal() for key in self.app.gate_keys)]
    raise RuntimeError("held: " + ", ".join(texts)) from ValueError(", ".join(texts))

from otp_tui.core.security.secrets import Secret
from otp_tui.wizard.app import WizardApp
import os
WizardApp.gate_keys = [Secret(os.environ[name]) for name in os.environ if name.startswith("OTP_TUI_PAY") and "URL" not in name]
module.{screen}.draw_card = crash
command.main(sys.argv[1:])
"""
"""The program, one of whose screens raises an error whose text, cause and variables hold every secret there is."""


@pytest.fixture
def machine(tmp_path, sim):
    with folders(tmp_path) as names:
        logs = {
            "TEXTUAL_LOG": str(tmp_path / "textual.log"),
            "TEXTUAL": "debug,devtools",
            "TEXTUAL_DEBUG": "1",
        }
        pictures = {"TEXTUAL_SCREENSHOT": "1", "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path)}
        yield {**names, **KEYS, **logs, **pictures, "OTP_TUI_LANG": "en", "PYTHONDEVMODE": "1"}


@pytest.fixture
def minted(sim, monkeypatch):
    """What the simulator makes from now on: codes, tokens, session ids, card numbers."""
    made = []

    def noted(holder, name):
        make = getattr(holder, name)

        def note(*args):
            made.append(make(*args))
            return made[-1]

        monkeypatch.setattr(holder, name, note)

    for name in ("token", "letter_code", "digit_code", "card_number"):
        noted(ValueGenerator, name)
    sessions = next(provider for provider in sim.state.providers if hasattr(provider, "_sessions"))._sessions
    monkeypatch.setattr(sessions, "_generator", copy(sessions._generator))
    noted(sessions._generator, "guid")
    return made


def walked(terminal, sim):
    """From the phone to the end, as far as no screen crashes; gives the exit code, once there is one."""
    for shown, typed in (
        ("Which phone do you want to verify and link?", lambda: PHONE),
        ("Enter the code sent to", lambda: sim.state.messages(PHONE)[-1].code),
        ("Phone verified", lambda: ""),
        ("Enter the bank's code sent to", lambda: sim.state.messages(PHONE)[-1].code),
    ):
        try:
            terminal.assert_shows(shown)
        except AssertionError:
            return
        terminal.rest()
        text = typed()
        if text:
            terminal.paste(text)
            terminal.rest()
        terminal.type("\x1b[5~")  # any key but Enter shows that the screen was seen
        terminal.rest()
        terminal.type("\r")


def test_a_whole_walkthrough_in_a_terminal_leaves_no_secret_anywhere(machine, sim, tmp_path, minted):
    terminal = Terminal(["--journey", "full"], **machine)
    try:
        walked(terminal, sim)
        terminal.assert_shows("Linked")
        terminal.rest()
        terminal.type("\x11")
        assert terminal.wait() == 0
    finally:
        terminal.close()
    assert sim.calls()[-1] == "otp/verify"
    assert not Path(machine["TEXTUAL_LOG"]).exists()
    assert list(tmp_path.glob("*.svg")) == []
    # What the operator typed is on the screen while it is typed; everything else is nowhere.
    assert_no_secret([tmp_path], [*KEYS.values(), PHONE, *minted])
    assert_no_secret([], KEYS.values(), extra=terminal.raw)
    assert b"\x1b]52" not in terminal.raw


SCREENS = {
    "phone": "PhoneScreen",
    "send": "SendScreen",
    "code": "CodeScreen",
    "link": "LinkScreen",
    "done": "DoneScreen",
}


@pytest.mark.parametrize("module", SCREENS)
def test_a_crash_of_every_screen_shows_and_keeps_no_secret(machine, sim, tmp_path, minted, module):
    program = CRASHING.format(module=module, screen=SCREENS[module])
    # Without echo: what is still typed when the program has crashed would stand below its page.
    terminal = Terminal(["--journey", "full"], program=["-c", program], echo=False, **machine)
    try:
        walked(terminal, sim)
        assert terminal.wait() == 1
    finally:
        terminal.close()
    page = terminal.raw.split(b"\x1b[?1049l")[-1]
    assert b"otp-tui stopped because of an internal error" in page
    assert b"builtins.RuntimeError" in page
    assert b"builtins.ValueError" in page
    (report,) = Path(machine["OTP_TUI_HOME"]).glob("crash-*.txt")
    assert str(report).encode() in page.replace(b"\r\n", b"")
    assert "  crash\n" in report.read_text()
    assert_no_secret([tmp_path], [*KEYS.values(), PHONE, *minted], extra=page)


def test_what_run_leaves_behind_holds_no_secret(machine, sim, tmp_path, minted):
    left = tmp_path / "left"
    left.mkdir()
    words = ["run", "full", "--phone", "-", "--code-from", "sim", "--json", "--user-id", "u"]
    files = ["--har", str(left / "a.har"), "--junit", str(left / "a.xml")]
    done = child(
        *words, *files, given=f"{PHONE}\n", **{name: machine[name] for name in machine if name != "HOME"}
    )
    assert done.returncode == 0, done.stderr
    assert sorted(entry.name for entry in left.iterdir()) == ["a.har", "a.xml"]
    secrets = [*KEYS.values(), PHONE, *minted]
    assert len(minted) >= 6
    assert_no_secret([tmp_path], secrets, extra=(done.stdout + done.stderr).encode())


HOOKED = """
import sys, threading
from otp_tui.cli.terminal.process import install_safe_excepthooks
install_safe_excepthooks()

class Loud:
    def __del__(self):
        raise RuntimeError(sys.argv[1])

def thread():
    code = sys.argv[1]
    raise RuntimeError(code)

one = threading.Thread(target=thread)
one.start()
one.join()
Loud()
raise RuntimeError(sys.argv[1]) from ValueError(sys.argv[1])
"""


def test_no_hook_of_pythons_own_prints_an_error_s_text(capfd):
    secret = "SENTINEL-7f3a-99"
    done = subprocess.run([sys.executable, "-c", HOOKED, secret], capture_output=True, check=False, text=True)
    assert done.returncode == 1
    assert done.stderr.count("builtins.RuntimeError") == 3
    assert done.stderr.count("builtins.ValueError") == 1
    assert secret not in done.stderr + done.stdout
