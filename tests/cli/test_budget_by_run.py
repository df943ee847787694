"""The send budget as `run` meets it: across runs, across two programs at once, and given back where nothing left."""

import json
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from support.environment import FIELDS, PHONE, by_hosts, child, child_environment, codes
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


UNSTORED = "Sends cannot be counted because the journal cannot be written, so their limit would not hold."


def stopped_by(printed):
    """The rule and the time of what stopped it, with nothing after that but its end."""
    assert printed.code == 9, printed.err
    assert [line["type"] for line in printed.lines] == ["started", "stopped", "finished"]
    return printed.lines[1]["rule"], printed.lines[1]["opens_at"]


def a_folder(journal):
    journal.mkdir()


def a_newer_version(journal):
    with closing(sqlite3.connect(journal)) as database:
        database.executescript("PRAGMA application_id = 1869901941; PRAGMA user_version = 99;")


@pytest.mark.parametrize("spoil", [a_folder, a_newer_version])
def test_where_sends_cannot_be_counted_none_leaves(told, acme, hosts, running, home, spoil):
    spoil(home / "journal.sqlite3")
    for _ in range(2):
        printed = told(*run_words(running), *acme)
        assert stopped_by(printed) == ("budget_unstored", None)
        assert UNSTORED in printed.err
    assert hosts.asked == []


def test_nor_on_the_simulator_where_a_profile_has_a_budget(told, by_environment, running, home):
    running.state.reset()
    words = on_the_simulator(told, running, "few", "--per-10-minutes", "1", "--per-hour", "1")
    free = on_the_simulator(told, running, "free")
    (home / "journal.sqlite3").mkdir()
    assert [stopped_by(told(*words)) for _ in range(3)] == [("budget_unstored", None)] * 3
    assert running.calls() == []
    assert told(*free).code == 0, "without one the walkthrough is kept in memory"


@pytest.mark.system
def test_line_by_line_the_same_is_told(told, by_environment, running, home):
    running.state.reset()
    on_the_simulator(told, running, "few", "--per-10-minutes", "1")
    (home / "journal.sqlite3").mkdir()
    walked = child("--plain", "--profile", "few", "--lang", "en", given="5000000001\nq\n")
    assert (walked.returncode, UNSTORED in walked.stdout) == (0, True), walked.stdout + walked.stderr
    assert running.calls() == []


def test_a_journal_that_is_overwritten_wins_no_send(told, by_environment, running, home):
    running.state.reset()
    words = on_the_simulator(told, running, "few", "--per-10-minutes", "1", "--per-hour", "1")
    assert told(*words).code == 0
    began = datetime.now(UTC)
    for _ in range(2):
        (home / "journal.sqlite3").write_text("junkjunk")
        printed = told(*words)
        rule, opens_at = stopped_by(printed)
        opens = datetime.fromisoformat(opens_at)
        assert rule == "budget_lost"
        assert timedelta(0) < opens - began - timedelta(hours=1) < timedelta(minutes=1)
        assert f"Nothing was sent. Send again at {opens.astimezone():%H:%M:%S}" in printed.err
    assert stopped_by(told(*words))[0] == "budget_lost"
    assert running.calls() == ["send_otp", "check_otp"]
    free = on_the_simulator(told, running, "free")
    assert told(*free).code == 0


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
