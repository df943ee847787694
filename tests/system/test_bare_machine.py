"""A machine with no configuration, no session bus and no home that can be written: it explains, and the demo works."""

import json
import sys
from pathlib import Path

import pytest
from support.environment import FIELDS, PHONE, child, codes
from support.shell import KEYS

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.terminal import Terminal

pytestmark = pytest.mark.system


@pytest.fixture(params=["a file", "not there"])
def bare(request, tmp_path, monkeypatch):
    """HOME is a file, or where nothing can be made; a mode would not hold back root."""
    nowhere = tmp_path / "nowhere" if request.param == "a file" else Path("/proc/nowhere")
    if request.param == "a file":
        nowhere.touch()
    elif not Path("/proc/self").exists():
        pytest.skip("needs /proc")
    for name in (
        "OTP_TUI_HOME",
        "DBUS_SESSION_BUS_ADDRESS",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setenv("HOME", str(nowhere))
    monkeypatch.setenv("OTP_TUI_LANG", "en")
    monkeypatch.chdir(tmp_path)
    return nowhere


def test_the_simulator_works(bare):
    done = child("run", "full", "--sim", "--phone", "5000000001", "--code-from", "sim", "--json")
    assert (done.returncode, json.loads(done.stdout.splitlines()[-1])["outcome"]) == (0, "linked")


def test_the_demo_works(bare):
    terminal = Terminal(["demo", "--journey", "paynet"])
    try:
        terminal.assert_shows("5XX XXX XX XX")
        terminal.type("5000000001")
        terminal.assert_shows("Paynet gets")
        terminal.type("\r")
        terminal.assert_shows("Enter the code sent to")
        terminal.type(terminal.code())
        terminal.rest()
        terminal.type("\r")
        terminal.assert_shows("Verified")
        terminal.type("\x11")
        assert terminal.wait() == 0
    finally:
        terminal.close()


def test_the_commands_explain(bare):
    assert child("profile", "list").returncode == 0
    added = child("profile", "add", "acme")
    assert (added.returncode, added.stdout) == (2, "")
    assert "config.toml cannot be" in added.stderr
    assert "Traceback" not in added.stderr
    kept = child("credentials", "set", "acme", "paynet.secret_key", given=FIELDS["paynet.secret_key"])
    assert (kept.returncode, "There is no profile" in kept.stderr) == (2, True)


def test_the_doctor_explains(bare):
    done = child("doctor", "--json")
    states = {row["check"]: row["state"] for row in json.loads(done.stdout)["findings"]}
    assert (done.returncode, states["configuration"], states["journal"]) == (2, "ok", "broken")
    assert states["keyring"] in {"warning", "broken"}
    assert done.stderr == ""


def test_keys_from_the_environment_go_all_the_way(bare, sim):
    more = {**KEYS, "OTP_TUI_PAYNET_URL": sim.url, "OTP_TUI_PAYWALL_URL": sim.url}
    done = child("run", "full", "--phone", PHONE, *codes(sim.url), "--json", **more)
    assert (done.returncode, json.loads(done.stdout.splitlines()[-1])["outcome"]) == (0, "linked"), (
        done.stderr
    )
