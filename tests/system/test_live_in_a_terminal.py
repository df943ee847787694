"""A live walkthrough by `run`: the merchant's name is typed, and it lapses after three sends."""

import re
import sys

import pytest
from support.environment import FIELDS, PHONE, by_hosts, codes
from support.secret_scan import assert_no_secret
from support.shell import KEYS, shell

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.terminal import Terminal

pytestmark = pytest.mark.system

LIVE = ["--paynet-url", "https://api.paynet.com.tr", "--paywall-url", "https://pay.example.com"]
MERCHANT = "Acme Mağaza"
WARNING = "LIVE (api.paynet.com.tr, pay.example.com): a real SMS goes to a real customer."


@pytest.fixture
def profile(home, hosts, capsys, monkeypatch):
    """A live profile that waits no time between resends and may send often."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTP_TUI_ALLOW_NUMBERS", PHONE)
    words = ["--live", "--yes", "--merchant", MERCHANT, "--per-10-minutes", "20", "--per-hour", "20"]
    assert shell(capsys, ["profile", "add", "shop", *LIVE, *by_hosts(hosts), *words]).code == 0
    config = home / "config.toml"
    config.write_text(config.read_text().replace("live = true", "live = true\nresend_waits = [0]"))
    return "shop"


@pytest.fixture
def walkthrough(profile, running):
    terminals = []

    def begin(*words, journey="paynet", phone=PHONE):
        run = ["run", journey, "--profile", profile, "--phone", phone, *codes(running.url, phone), *words]
        terminals.append(Terminal(run, 140, 50))
        return terminals[-1]

    yield begin
    for terminal in terminals:
        terminal.close()
        assert_no_secret([], KEYS.values(), extra=terminal.raw)


def test_the_right_name_opens_it(walkthrough, hosts, running):
    terminal = walkthrough("--json", journey="full")
    terminal.assert_shows(WARNING)
    terminal.assert_shows("Type the merchant's name to continue:")
    assert (hosts.asked, running.calls()) == ([], [])
    terminal.type(f"{MERCHANT}\r")
    assert terminal.wait() == 0
    assert set(hosts.asked) == {"api.paynet.com.tr:443", "pay.example.com:443"}
    assert b'"environment": "live"' in terminal.raw
    assert b'"outcome": "linked"' in terminal.raw
    assert b'"environment": "test"' not in terminal.raw
    assert b"LIVE" in terminal.raw


@pytest.mark.parametrize("typed", ["Acme\r", "acme mağaza\r", "\r", "\x04", f"{PHONE}\r"])
def test_another_name_sends_nothing(walkthrough, hosts, typed):
    terminal = walkthrough("--json")
    terminal.assert_shows("Type the merchant's name to continue:")
    terminal.type(typed)
    assert terminal.wait() == 9
    assert "That is not the merchant's name in this profile. Nothing was sent." in " ".join(
        terminal.text.split()
    )
    assert b'"exit_code": 9' in terminal.raw
    assert hosts.asked == []


def test_ctrl_c_at_the_question_sends_nothing(walkthrough, hosts):
    terminal = walkthrough()
    terminal.assert_shows("Type the merchant's name to continue:")
    terminal.type("\x03")
    assert terminal.wait() == 130
    assert hosts.asked == []


@pytest.mark.parametrize(
    ("phone", "rule", "sentence"),
    [
        ("5330000099", b"unlisted_number", "This phone is not on the list"),
        ("5000000001", b"simulated_number", "belong to the simulator"),
    ],
)
def test_the_other_guards_hold_on_live_too(walkthrough, hosts, phone, rule, sentence):
    terminal = walkthrough("--json", phone=phone)
    terminal.assert_shows("Type the merchant's name to continue:")
    terminal.type(f"{MERCHANT}\r")
    assert terminal.wait() == 9
    assert sentence in " ".join(terminal.text.split())
    assert rule in terminal.raw
    assert hosts.asked == []


def test_the_list_of_the_environment_counts_for_keys_of_the_environment_alone(
    walkthrough, hosts, profile, home, monkeypatch, tmp_path
):
    """On live, keys from the keyring go with the keyring's list."""
    import json

    keyring = tmp_path / "keyring.json"
    keyring.write_text(json.dumps({"otp-tui": {f"shop/{field}": value for field, value in FIELDS.items()}}))
    from support.environment import BACKENDS

    monkeypatch.setenv("PYTHONPATH", str(BACKENDS))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "holding.Keyring")
    monkeypatch.setenv("TEST_KEYRING_FILE", str(keyring))
    for name in KEYS:
        monkeypatch.delenv(name)
    terminal = walkthrough()
    terminal.assert_shows("Type the merchant's name to continue:")
    terminal.type(f"{MERCHANT}\r")
    assert terminal.wait() == 9
    assert "This phone is not on the list" in " ".join(terminal.text.split())
    assert hosts.asked == []


def test_it_lapses_after_three_sends(walkthrough, hosts, running):
    terminal = walkthrough("--resends", "3", "--json", journey="masterpass")
    terminal.assert_shows("Type the merchant's name to continue:")
    terminal.type(f"{MERCHANT}\r")
    assert terminal.wait() == 9
    assert running.calls() == ["session", "merchant/link", "otp/resend", "otp/resend"]
    assert len(running.state.messages(PHONE)) == 3
    assert re.search(rb'"type": "stopped".*"rule": "live_lapsed"', terminal.raw)
    assert "it lasts for 15 minutes or 3 sends" in " ".join(terminal.text.split())


def test_each_run_asks_anew(walkthrough, hosts):
    for _ in range(2):
        terminal = walkthrough()
        terminal.assert_shows("Type the merchant's name to continue:")
        terminal.type(f"{MERCHANT}\r")
        assert terminal.wait() == 0


def test_keys_are_tested_on_live_only_when_that_is_confirmed(profile, hosts, running, capsys):
    refused = shell(capsys, ["credentials", "test", profile])
    assert (refused.code, hosts.asked) == (2, [])
    assert (
        "shop is live: this sends one request to the provider's live environment, but no SMS." in refused.err
    )
    tested = shell(capsys, ["credentials", "test", profile, "--yes"])
    assert (tested.code, running.state.messages()) == (0, [])


def test_marking_live_and_believing_a_test_host_asks(home, capsys):
    marked = shell(capsys, ["profile", "add", "shop", *LIVE, "--live"])
    assert marked.code == 2
    assert marked.err.startswith("Mark shop as live?")
    staging = ["--paynet-url", "https://staging.example.com", "--test-host", "staging.example.com"]
    assert shell(capsys, ["profile", "add", "shop", *staging]).code == 2
    assert not (home / "config.toml").exists()


@pytest.mark.parametrize(
    ("words", "question", "answer", "code", "saved"),
    [
        (["--live", *LIVE], "Mark shop as live?", "y\r", 0, "live = true"),
        (["--live", *LIVE], "Mark shop as live?", "evet\r", 0, "live = true"),
        (["--live", *LIVE], "Mark shop as live?", "\r", 0, None),
        (["--live", *LIVE], "Mark shop as live?", "\x04", 0, None),
        (
            ["--test-host", "s.example.com"],
            "Retype s.example.com to confirm",
            "s.example.com\r",
            0,
            "test_hosts",
        ),
        (["--test-host", "s.example.com"], "Retype s.example.com to confirm", "s.example.org\r", 2, None),
        (["--test-host", "s.example.com"], "Retype s.example.com to confirm", "\x04", 130, None),
    ],
)
def test_what_is_answered_at_a_terminal(home, words, question, answer, code, saved):
    terminal = Terminal(["profile", "add", "shop", *words], 140, 24)
    try:
        terminal.assert_shows(question)
        terminal.type(answer)
        assert terminal.wait() == code
    finally:
        terminal.close()
    config = home / "config.toml"
    assert (saved in config.read_text()) if saved else not config.exists()
