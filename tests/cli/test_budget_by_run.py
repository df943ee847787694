"""The send budget as `run` meets it: across runs, across two programs at once, and given back where nothing left."""

import json
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from support.environment import FIELDS, PHONE, by_hosts, child_environment, codes
from support.shell import KEYS, shell

OTHER = "5330000099"


@pytest.fixture
def told(capsys, home):
    return lambda *words: shell(capsys, words)


@pytest.fixture
def by_environment(monkeypatch):
    """Keys and numbers from the environment, as a CI job has them."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTP_TUI_ALLOW_NUMBERS", f"{PHONE},{OTHER}")


@pytest.fixture
def acme(told, hosts, by_environment):
    assert told("profile", "add", "acme", *by_hosts(hosts)).code == 0
    return ["--profile", "acme", "--json"]


def run_words(running, phone=PHONE, journey="paynet"):
    return ["run", journey, "--phone", phone, *codes(running.url, phone)]


def assert_used_up(printed, sends, minutes, opens):
    """It ended with 9, and tells the rule and when it opens."""
    assert printed.code == 9, printed.err
    stopped = [line for line in printed.lines if line["type"] == "stopped"]
    assert [line["rule"] for line in stopped] == ["budget"]
    told = datetime.fromisoformat(stopped[0]["opens_at"])
    assert abs(told - opens) < timedelta(seconds=60)
    assert f"The limit for this number is used up ({sends} in {minutes} minutes)" in printed.err
    assert f"Nothing more is sent to it before {told.astimezone():%H:%M:%S}." in printed.err
    assert (printed.last["type"], printed.last["outcome"], printed.last["exit_code"]) == (
        "finished", "failed", 9,
    )  # fmt: skip


def test_three_in_ten_minutes_over_restarts(told, acme, hosts, running):
    began = datetime.now(UTC)
    for _ in range(3):
        assert told(*run_words(running), *acme).code == 0
    assert len(running.state.messages(PHONE)) == 3
    asked = len(hosts.asked)
    assert_used_up(told(*run_words(running), *acme), 3, 10, began + timedelta(minutes=10))
    assert (len(hosts.asked), len(running.state.messages(PHONE))) == (asked, 3)
    assert told(*run_words(running, OTHER), *acme).code == 0, "each number has its own"


def test_both_legs_count_and_the_second_is_refused_before_its_session(told, acme, hosts, running):
    assert told(*run_words(running, journey="full"), *acme).code == 0
    running.state.reset()
    stopped = told(*run_words(running, journey="full"), *acme)
    assert_used_up(stopped, 3, 10, datetime.now(UTC) + timedelta(minutes=10))
    assert running.calls() == ["send_otp", "check_otp"]
    assert [line["type"] for line in stopped.lines][-2:] == ["stopped", "finished"]


def test_a_send_that_did_not_happen_is_given_back(told, acme, hosts, running):
    hosts.route["pts-api.paynet.com.tr"] = "http://127.0.0.1:1"
    for _ in range(5):
        refused = told(*run_words(running), *acme)
        assert (refused.code, refused.last["outcome"]) == (8, "failed"), refused.err
    assert len(hosts.asked) == 5
    del hosts.route["pts-api.paynet.com.tr"]
    for _ in range(3):
        assert told(*run_words(running), *acme).code == 0
    assert told(*run_words(running), *acme).code == 9


def test_a_refusal_of_the_provider_is_given_back(told, acme, hosts, running, monkeypatch):
    monkeypatch.setenv("OTP_TUI_PAYNET_SECRET_KEY", "wrong")
    for _ in range(4):
        assert told(*run_words(running), *acme).code == 6
    monkeypatch.setenv("OTP_TUI_PAYNET_SECRET_KEY", KEYS["OTP_TUI_PAYNET_SECRET_KEY"])
    assert told(*run_words(running), *acme).code == 0


def on_the_simulator(told, running, name, *budget):
    words = ["--paynet-url", running.url, "--paywall-url", running.url, "--journey", "paynet"]
    assert told("profile", "add", name, *words, *budget).code == 0
    return ["run", "paynet", "--phone", "5000000001", "--code-from", "sim", "--profile", name, "--json"]


def test_a_lost_answer_counts(told, by_environment, running):
    running.state.reset()
    words = on_the_simulator(told, running, "lost", "--per-10-minutes", "2")
    words[words.index("5000000001")] = "5000000011"
    assert [told(*words).code for _ in range(3)] == [8, 8, 9]
    assert running.calls() == ["send_otp"] * 2


def test_a_budget_in_a_profile_holds_on_the_simulator_too(told, by_environment, running):
    running.state.reset()
    words = on_the_simulator(told, running, "few", "--per-10-minutes", "1")
    assert told(*words).code == 0
    assert_used_up(told(*words), 1, 10, datetime.now(UTC) + timedelta(minutes=10))
    hourly = on_the_simulator(told, running, "hourly", "--per-10-minutes", "9", "--per-hour", "2")
    assert told(*hourly).code == 0
    assert_used_up(told(*hourly), 2, 60, datetime.now(UTC) + timedelta(hours=1))


def test_without_one_the_simulator_has_no_limit(told, by_environment, running):
    running.state.reset()
    words = on_the_simulator(told, running, "free")
    assert [told(*words).code for _ in range(6)] == [0] * 6


def test_without_a_disk_each_run_counts_for_itself_and_says_so(told, acme, running, monkeypatch, home):
    journal = home / "journal.sqlite3"
    journal.unlink(missing_ok=True)
    journal.mkdir()
    for _ in range(4):
        printed = told(*run_words(running), *acme)
        assert printed.code == 0
        assert (
            f"{journal} cannot be used: sends are counted for each run alone, and no walkthrough can be resumed."
            in printed.err
        )
    assert list(journal.iterdir()) == []


PROGRAM = """
import sys
print("ready", flush=True)
sys.stdin.readline()
from otp_tui.cli.main import main
main(sys.argv[1:])
"""


def started(words, **environment):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment(**environment),
    )
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.system
@pytest.mark.parametrize("kept_in", ["a new keyring", "no keyring"])
def test_of_many_programs_at_once_on_one_number_three_send(told, acme, hosts, running, tmp_path, kept_in):
    keyring = {
        "PYTHON_KEYRING_BACKEND": "holding.Keyring",
        "TEST_KEYRING_FILE": str(tmp_path / "keyring.json"),
    }
    environment = keyring if kept_in == "a new keyring" else {}
    words = [*run_words(running, journey="masterpass"), *acme]
    programs = [started(words, **environment) for _ in range(6)]
    ended = []

    def end(process):
        out, err = process.communicate("go\n", timeout=90)
        ended.append((process.returncode, json.loads(out.splitlines()[-1])["outcome"], err))

    threads = [threading.Thread(target=end, args=(process,)) for process in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # They share an inbox, so that some try another one's code; what counts is what was sent.
    assert len([code for code, _, _ in ended if code == 9]) == 3, ended
    assert running.calls().count("merchant/link") == len(running.state.messages(PHONE)) == 3
    assert not [err for _, _, err in ended if environment and "keyring" in err]
    assert told(*words).code == 9
    if environment:
        names = json.loads((tmp_path / "keyring.json").read_text())["otp-tui"]
        assert set(names) == {"@key/sends", "@key/user-id"}
        assert not [value for value in names.values() if value in FIELDS.values()]
