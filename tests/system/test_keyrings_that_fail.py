"""Keyrings that sleep, raise, refuse, forget, come late or are locked: each is told, and nothing waits for it long."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.environment import BACKENDS as FOLDER
from support.environment import FIELDS, MASKED, PAYNET_HOST, PAYWALL_HOST, PHONE, by_hosts, child, codes
from support.secret_scan import assert_no_secret
from support.shell import KEYS, shell

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.terminal import Terminal

pytestmark = pytest.mark.system

DEADLINE_S = 25
"""Far more than the few seconds that a keyring gets here, and far less than the minute that one sleeps."""
HANGS = "The keyring has not answered for 3 seconds. It may have opened a window that asks for your password."
RUN_S = 4
"""Where nobody reads why it waits, `run` gives a keyring as long as an exchange."""
NONE = "This machine has no keyring that programs can use."
MISNAMED = (
    "PYTHON_KEYRING_BACKEND, or the keyring library's own configuration, does not name a usable keyring."
)
BACKENDS = {
    # what is chosen, what is said of it, how the doctor takes it
    "sleeping.Keyring": (HANGS, "broken"),
    "late.Keyring": (HANGS, "broken"),
    "raising.Keyring": ("The keyring (raising.Keyring) returned an error", "broken"),
    "locked.Keyring": ("The keyring is locked and was not unlocked.", "warning"),
    "keyring.backends.fail.Keyring": (NONE, "warning"),
    "keyring.backends.null.Keyring": (
        "The keyring (keyring.backends.null.Keyring) accepts values but does not return them.",
        "broken",
    ),
    "": (MISNAMED, "broken"),
    "no.such.Keyring": (MISNAMED, "broken"),
}
KEY = FIELDS["paynet.secret_key"]


@pytest.fixture
def words(home, hosts, capsys):
    """A profile is there; gives the words of its run."""
    assert shell(capsys, ["profile", "add", "acme", *by_hosts(hosts)]).code == 0
    return ["run", "paynet", "--profile", "acme", "--phone", PHONE, "--timeout", str(RUN_S)]


def told(backend, *words, given="", **more):
    """A command on this backend: it ends in time, and never tells the value that the backend's errors hold."""
    environment = {
        "PYTHON_KEYRING_BACKEND": backend,
        "TEST_KEYRING_VALUE": KEY,
        "TEST_KEYRING_DELAY_S": "8",
        **more,
    }
    done = child(*words, given=given, deadline_s=DEADLINE_S, **environment)
    assert_no_secret([], KEYS.values(), extra=(done.stdout + done.stderr).encode())
    return done


def at_once(*work):
    """Do it all at the same time: each may wait for its three seconds."""
    with ThreadPoolExecutor(len(work)) as threads:
        return [doing.result() for doing in [threads.submit(each) for each in work]]


@pytest.mark.parametrize("backend", BACKENDS)
def test_each_is_told_with_what_mends_it(words, hosts, running, backend):
    sentence, state = BACKENDS[backend]
    run, kept, listed, allowed, doctor = at_once(
        lambda: told(backend, *words, *codes(running.url), "--json"),
        lambda: told(backend, "credentials", "set", "acme", "paynet.secret_key", given=KEY),
        lambda: told(backend, "credentials", "list"),
        lambda: told(backend, "profile", "allow", "acme", "--phone", PHONE, "--label", "me"),
        lambda: told(backend, "doctor", "--json"),
    )
    assert (run.returncode, [json.loads(line)["exit_code"] for line in run.stdout.splitlines()]) == (6, [6])
    assert (kept.returncode, kept.stdout) == (6, "")
    assert (listed.returncode, listed.stdout.count("not known")) == (6, 3)
    assert (allowed.returncode, allowed.stdout) == (6, "")
    for done, seconds in ((run, RUN_S), (kept, 3), (listed, 3), (allowed, 3)):
        assert sentence.replace("3 seconds", f"{seconds} seconds") in done.stderr
        assert "for this run only" in done.stderr, "and what can be done about it"
        assert " file" not in done.stderr, "a file is never offered"
    assert (set(hosts.asked), running.calls()) == ({PAYNET_HOST, PAYWALL_HOST}, []), (
        "the doctor looks, no more"
    )
    (finding,) = [row for row in json.loads(doctor.stdout)["findings"] if row["check"] == "keyring"]
    assert (finding["state"], finding["text"].startswith(sentence), bool(finding["fix"])) == (
        state,
        True,
        True,
    )
    assert doctor.returncode == (2 if state == "broken" else 0)


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_simulator_works_with_each(home, backend):
    run = told(backend, "run", "full", "--sim", "--phone", "5000000001", "--code-from", "sim", "--json")
    assert (run.returncode, json.loads(run.stdout.splitlines()[-1])["outcome"]) == (0, "linked")
    assert run.stderr.count("keyring") == 0


@pytest.mark.parametrize("backend", BACKENDS)
def test_keys_from_the_environment_do_without_it(words, running, backend):
    more = {**KEYS, "OTP_TUI_ALLOW_NUMBERS": PHONE}
    run, refused = at_once(
        lambda: told(backend, *words, *codes(running.url), "--json", **more),
        lambda: told(backend, *words, *codes(running.url), **KEYS),
    )
    assert (run.returncode, json.loads(run.stdout.splitlines()[-1])["outcome"]) == (0, "verified"), run.stderr
    assert refused.returncode == 9
    sentence = BACKENDS[backend][0].replace("3 seconds", f"{RUN_S} seconds")
    assert sentence in refused.stderr, "why the list of numbers could not be read"


def test_no_keyring_asks_none(words, running):
    more = {**KEYS, "OTP_TUI_ALLOW_NUMBERS": PHONE}
    run = told("sleeping.Keyring", *words, "--no-keyring", *codes(running.url), **more)
    assert (run.returncode, "keyring" in run.stderr) == (0, False)
    missing = told("sleeping.Keyring", *words, "--no-keyring", *codes(running.url))
    assert (missing.returncode, "The keyring is switched off by --no-keyring." in missing.stderr) == (6, True)


def test_on_a_terminal_keys_may_be_given_for_this_run_only(words, running, hosts, home, tmp_path):
    seen = tmp_path / "arguments"
    terminal = Terminal(
        [*words, *codes(running.url, PHONE, str(seen))],
        120,
        40,
        OTP_TUI_ALLOW_NUMBERS=PHONE,
    )
    try:
        terminal.assert_shows("paynet.secret_key (not shown, for this command only):")
        assert NONE in " ".join(terminal.text.split())
        terminal.type(f"{KEY}\r")
        assert terminal.wait() == 0
        assert f"TEST · Paynet journey · {MASKED}" in terminal.text
        assert_no_secret([seen], KEYS.values(), extra=terminal.raw)
    finally:
        terminal.close()
    assert "[profiles.acme.credentials" not in (home / "config.toml").read_text()


def test_a_late_answer_is_taken_where_somebody_waits(words, home):
    terminal = Terminal(
        ["credentials", "set", "acme", "paynet.secret_key"],
        120,
        40,
        PYTHONPATH=str(FOLDER),
        PYTHON_KEYRING_BACKEND="late.Keyring",
        TEST_KEYRING_DELAY_S="30",
    )
    try:
        terminal.assert_shows("paynet.secret_key (not shown")
        terminal.type(f"{KEY}\r")
        terminal.assert_shows("Waiting for the keyring; a late answer is still accepted.")
        terminal.type("\x03")
        assert terminal.wait() == 130
        assert_no_secret([], KEYS.values(), extra=terminal.raw)
    finally:
        terminal.close()


def test_one_late_answer_and_all_goes_on(words, home, tmp_path):
    """A keyring whose unlock window was open: its first call takes long, the rest do not."""
    (tmp_path / "unlocking.py").write_text(
        "import time\nfrom holding import Keyring as Held\n\n\n"
        "class Keyring(Held):\n    waits = True\n\n"
        "    def set_password(self, service, username, password):\n"
        "        if Keyring.waits:\n            time.sleep(4)\n        Keyring.waits = False\n"
        "        super().set_password(service, username, password)\n"
    )
    keyring = tmp_path / "keyring.json"
    terminal = Terminal(
        ["credentials", "set", "acme", "paynet.secret_key"],
        120,
        40,
        PYTHONPATH=os.pathsep.join([str(FOLDER), str(tmp_path)]),
        PYTHON_KEYRING_BACKEND="unlocking.Keyring",
        TEST_KEYRING_FILE=str(keyring),
    )
    try:
        terminal.assert_shows("paynet.secret_key (not shown")
        terminal.type(f"{KEY}\r")
        terminal.assert_shows("It may have opened a window that asks for your password.")
        terminal.assert_shows(f"is saved in the keyring ({len(KEY)} characters).")
        assert terminal.wait() == 0
    finally:
        terminal.close()
    assert json.loads(keyring.read_text()) == {"otp-tui": {"acme/paynet.secret_key": KEY}}
