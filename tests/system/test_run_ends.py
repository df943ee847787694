"""The end of `run` as a process of its own: its last line, its files and its exit code, whatever ended it."""

import json
import os
import signal
import stat
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

if sys.platform == "win32":
    pytest.skip("signals and pipes of POSIX", allow_module_level=True)

from support.environment import child_environment
from support.terminal import Terminal

pytestmark = pytest.mark.system

PHONE = ("--phone", "5000000001")
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def start(*words, **more):
    """`otp-tui run` with JSON lines, as a process."""
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE) | more
    return subprocess.Popen(
        [sys.executable, "-m", "otp_tui", "run", *words, "--json"],
        env=child_environment(OTP_TUI_LANG="en"), **{"text": True} | streams,
    )  # fmt: skip


def lines_until(run, kind):
    """The lines up to the first of a kind."""
    lines = []
    while not lines or lines[-1]["type"] != kind:
        lines.append(json.loads(run.stdout.readline()))
    return lines


def ended(run, lines):
    out, err = run.communicate(timeout=60)
    return run.returncode, lines + [json.loads(line) for line in out.splitlines()], err


def in_folder(folder):
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


def suite_of(file):
    suite = ET.parse(file).getroot()
    return [int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")]


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_when_it_is_linked_leaves_the_true_end(sim, home, name):
    folder = home / "evidence"
    run = start("masterpass", *PHONE, "--code-from", "sim", "--evidence", str(folder))
    before = lines_until(run, "linked")
    run.send_signal(getattr(signal, name))
    code, lines, _ = ended(run, before)
    assert (code, lines[-1]["outcome"], lines[-1]["exit_code"]) == (0, "linked", 0)
    assert in_folder(folder) == lines
    assert suite_of(folder / "junit.xml") == [4, 0, 0, 0]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.rglob("*") if file.is_file()} == {0o600}


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_while_a_code_is_awaited_cancels_and_writes_all_files(sim, home, name):
    folder = home / "evidence"
    run = start("full", *PHONE, "--code-from", "stdin", "--evidence", str(folder))
    before = lines_until(run, "challenge")
    run.send_signal(getattr(signal, name))
    code, lines, _ = ended(run, before)
    assert (code, lines[-1]["type"], lines[-1]["outcome"]) == (130, "finished", "cancelled")
    assert in_folder(folder) == lines
    assert suite_of(folder / "junit.xml") == [3, 0, 1, 1]  # send_otp, the second leg, the outcome
    assert len(json.loads((folder / "session.har").read_text())["log"]["entries"]) == 1


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_before_it_was_begun_cancels(sim, home, name):
    file = home / "report.xml"
    file.write_text("of an earlier run")
    run = start("full", "--phone", "-", "--code", "123456", "--junit", str(file))
    while file.exists():  # it reads the phone next
        assert run.poll() is None
    run.send_signal(getattr(signal, name))
    code, lines, _ = ended(run, [])
    assert (code, [line["type"] for line in lines], lines[-1]["outcome"]) == (130, ["finished"], "cancelled")
    assert suite_of(file) == [3, 0, 1, 2]
    assert sim.calls() == []


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_while_the_program_is_loaded_leaves_the_true_end(sim, home, name):
    file = home / "report.xml"
    file.write_text("of an earlier run")
    words = ["run", "paynet", *PHONE, "--code-from", "sim", "--json", "--junit", str(file)]
    loaded = f"""
import os, signal, sys
from otp_tui import __main__ as entry
hold = entry.hold_signals
entry.hold_signals = lambda words: [hold(words), os.kill(os.getpid(), signal.{name})]
sys.argv = ["otp-tui", *{words!r}]
entry.main()
"""
    ended = subprocess.run(
        [sys.executable, "-c", loaded],
        capture_output=True, text=True, env=child_environment(), timeout=60, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, [line["type"] for line in lines], ended.stderr) == (130, ["finished"], "")
    assert (lines[0]["outcome"], suite_of(file)) == ("cancelled", [2, 0, 1, 1])
    assert sim.calls() == []


def test_the_end_of_a_session_which_sends_two_signals_is_one_wish(sim, home):
    run = start("paynet", *PHONE, "--code-from", "stdin")
    before = lines_until(run, "challenge")
    os.kill(run.pid, signal.SIGSTOP)  # both signals are there when it goes on
    os.waitid(os.P_PID, run.pid, os.WSTOPPED | os.WNOWAIT)
    run.send_signal(signal.SIGTERM)
    run.send_signal(signal.SIGHUP)
    os.kill(run.pid, signal.SIGCONT)
    code, lines, _ = ended(run, before)
    assert (code, lines[-1]["type"], lines[-1]["outcome"]) == (130, "finished", "cancelled")


def test_a_second_signal_ends_it_at_once(sim, home):
    begun = home / "begun"
    os.mkfifo(begun)
    command = f"cmd:sh -c 'echo > {begun}; exec sleep 3600'"
    run = start("paynet", *PHONE, "--code-from", command)
    lines_until(run, "challenge")
    begun.read_text()
    os.kill(run.pid, signal.SIGSTOP)  # both signals are there when it goes on
    os.waitid(os.P_PID, run.pid, os.WSTOPPED | os.WNOWAIT)
    run.send_signal(signal.SIGTERM)
    run.send_signal(signal.SIGINT)
    os.kill(run.pid, signal.SIGCONT)
    code, lines, _ = ended(run, [])
    assert (code, lines) == (130, [])  # and the command, which would have held standard error open, is gone


def test_ignored_hang_ups_stay_ignored(sim, home):
    run = start("paynet", *PHONE, "--code-from", "stdin", preexec_fn=_ignore_hang_ups)
    lines_until(run, "challenge")
    run.send_signal(signal.SIGHUP)
    run.stdin.write(sim.state.messages("5000000001")[-1].text + "\n")
    code, lines, _ = ended(run, [])
    assert (code, lines[-1]["outcome"]) == (0, "verified")


def _ignore_hang_ups():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@pytest.mark.parametrize("stream", ["closed", "full", "gone"])
def test_a_broken_standard_error_changes_nothing(sim, home, stream):
    out = home / "out.jsonl"
    words = [sys.executable, "-m", "otp_tui", "run", "full", *PHONE, "--code-from", "sim", "--json"]
    reading, writing = os.pipe()
    os.close(reading)
    errors = {"closed": None, "full": os.open("/dev/full", os.O_WRONLY), "gone": writing}
    with out.open("w") as file:
        ended = subprocess.run(
            ["sh", "-c", 'exec "$@" 2>&-' if stream == "closed" else 'exec "$@"', "sh", *words],
            stdout=file, stderr=errors[stream], stdin=subprocess.DEVNULL, env=child_environment(), timeout=60, check=False,
        )  # fmt: skip
    for number in (writing, errors["full"]):
        os.close(number)
    lines = [json.loads(line) for line in out.read_text(encoding="ascii").splitlines()]
    assert ended.returncode == 0
    assert [line["seq"] for line in lines] == [*range(1, len(lines) + 1)]
    assert (lines[-2]["issuer"], lines[-1]["outcome"]) == ("Örnekbank", "linked")


@pytest.mark.parametrize("encoding", ["ascii", "cp1254", "utf-8"])
def test_json_lines_are_ascii_in_any_encoding(sim, home, encoding):
    ended = subprocess.run(
        [sys.executable, "-m", "otp_tui", "run", "masterpass", *PHONE, "--code-from", "sim", "--json"],
        capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False,
        env=child_environment(PYTHONIOENCODING=encoding, PYTHONUTF8="0"),
    )  # fmt: skip
    lines = [json.loads(line) for line in ended.stdout.decode("ascii").splitlines()]
    assert (ended.returncode, lines[-2]["issuer"]) == (0, "Örnekbank")


def test_bytes_that_are_no_utf_8_are_read_all_the_same(sim, home):
    run = start("paynet", *PHONE, "--code-from", "stdin", text=False)
    while json.loads(run.stdout.readline())["type"] != "challenge":
        pass
    code = sim.state.messages("5000000001")[-1].code
    run.stdin.write(f"Şifreniz: {code}\n".encode("iso8859-9"))
    out, _ = run.communicate(timeout=60)
    assert (run.returncode, json.loads(out.splitlines()[-1])["outcome"]) == (0, "verified")


@pytest.mark.parametrize("closed", range(8))
def test_closed_streams_are_no_crash(sim, home, closed):
    closing = " ".join(("<&-", ">&-", "2>&-")[bit] for bit in range(3) if closed >> bit & 1)
    for words in (
        f"run paynet {' '.join(PHONE)} --code-from sim --json",
        "doctor --json",
        "profile list",
        "credentials list",
    ):
        sim.state.reset()
        ended = subprocess.run(
            ["sh", "-c", f"exec {sys.executable} -m otp_tui {words} {closing}"],
            capture_output=True, env=child_environment(), stdin=subprocess.DEVNULL, timeout=60, check=False,
        )  # fmt: skip
        assert ended.returncode in ({0, 2} if words.startswith("doctor") else {0}), words
        assert b"Traceback" not in ended.stdout + ended.stderr
    assert not list(home.glob("crash-*"))


def by_shell(words, **environment):
    """`otp-tui` with a redirection of the shell."""
    return subprocess.run(
        ["sh", "-c", f"ulimit -v 4000000; {sys.executable} -m otp_tui {words}"],
        capture_output=True, text=True, env=child_environment(OTP_TUI_LANG="en", **environment), timeout=60, check=False,
    )  # fmt: skip


def test_a_full_standard_output_is_told_and_is_no_wish_of_the_operator(sim, home):
    folder = home / "evidence"
    words = f"run paynet {' '.join(PHONE)} --code-from sim --json --evidence {folder} >/dev/full"
    told = by_shell(words)
    assert told.returncode == 2
    assert told.stderr.count("Standard output cannot be written: is the disk full?") == 1
    assert in_folder(folder)[-1]["exit_code"] == 2


@pytest.mark.parametrize("words", ["--help", "--version", "run --help"])
def test_help_for_a_full_disk_or_a_reader_that_is_gone_is_no_bug(home, words):
    full = by_shell(f"{words} >/dev/full")
    assert (full.returncode, full.stderr) == (
        2, "otp-tui: Standard output cannot be written: is the disk full?\n",
    )  # fmt: skip
    gone = by_shell(f"{words} | true; exit $?")
    assert "internal error" not in gone.stderr


def test_the_simulator_that_can_tell_nobody_its_address_ends(home):
    told = by_shell("sim --port 0 >/dev/full")
    assert (told.returncode, told.stderr) == (
        2, "otp-tui: Standard output cannot be written: is the disk full?\n",
    )  # fmt: skip


@pytest.mark.parametrize("words", ["--phone - --code 123456", "--phone 5000000001 --code-from stdin"])
def test_an_input_without_line_ends_is_not_kept_whole(sim, home, words):
    told = by_shell(f"run paynet {words} --json </dev/zero")
    assert told.returncode == 2
    assert "internal error" not in told.stderr


def test_an_end_of_input_at_a_question_is_the_same_in_every_place(home, running):
    words = (
        f"run paynet --paynet-url {running.url} {' '.join(PHONE)} --code 123456 --json --no-keyring".split()
    )
    report = home / "report.xml"
    terminal = Terminal([*words, "--junit", str(report)], OTP_TUI_HOME=str(home), OTP_TUI_LANG="en")
    try:
        terminal.assert_shows("paynet.secret_key (not shown")
        terminal.type("\x04")
        assert terminal.wait() == 130
        assert '"exit_code": 130' in " ".join(terminal.text.split())
    finally:
        terminal.close()
    assert suite_of(report) == [2, 0, 1, 1]
