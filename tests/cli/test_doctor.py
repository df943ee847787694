"""`otp-tui doctor`: what is wrong, the line that mends it, the exit code; no key leaves and no API is called."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from support.environment import FIELDS, PAYNET_HOST, PAYWALL_HOST, by_hosts
from support.hosts import Hosts
from support.http_listener import Listener
from support.shell import KEYS, shell

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs POSIX", allow_module_level=True)

from support.terminal import Terminal


def http_date(seconds=0):
    """A Date so many seconds from now."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.fixture
def upstream():
    """A host that answers 404 with the right time."""
    upstream = Listener(404)
    upstream.headers["Date"] = http_date()
    yield upstream
    upstream.close()


@pytest.fixture
def world(upstream):
    with Hosts(upstream.url) as hosts:
        yield hosts


@pytest.fixture
def told(home, keyring, capsys):
    return lambda *words: shell(capsys, words)


@pytest.fixture
def acme(told, world, keyring, monkeypatch):
    told("profile", "add", "acme", *by_hosts(world))
    for field, value in FIELDS.items():
        keyring.values["otp-tui", f"acme/{field}"] = value
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    keyring.calls.clear()
    return "acme"


def examined(told):
    """The exit code, and the findings by what was looked at."""
    printed = told("doctor", "--json")
    findings = json.loads(printed.out)["findings"]
    assert printed.err == ""
    assert all(set(finding) == {"check", "state", "text", "fix"} for finding in findings)
    assert all(finding["fix"] for finding in findings if finding["state"] == "broken")
    return printed.code, {
        check: [
            (found["state"], found["text"], found["fix"]) for found in findings if found["check"] == check
        ]
        for check in dict.fromkeys(finding["check"] for finding in findings)
    }


def test_a_healthy_machine(told, acme, home):
    code, found = examined(told)
    assert code == 0
    assert [*found] == [
        "python", "terminal", "encoding", "colours", "clipboard", "keyring", "configuration", "journal",
        "host", "certificate", "clock",
    ]  # fmt: skip
    states = {check: [state for state, _, _ in rows] for check, rows in found.items()}
    assert states | {"encoding": [], "colours": []} == {
        "python": ["ok"], "terminal": ["unknown"], "encoding": [], "colours": [], "clipboard": ["unknown"],
        "keyring": ["ok"], "configuration": ["ok"], "journal": ["ok"],
        "host": ["ok", "ok"], "certificate": ["ok", "ok"], "clock": ["ok", "ok"],
    }  # fmt: skip
    assert found["python"][0][1].startswith("otp-tui 0.1.0, Python 3.")
    assert found["configuration"][0][1] == f"{home / 'config.toml'}, profiles: 1"
    assert found["journal"][0][1] == f"{home / 'journal.sqlite3'} can be written."
    assert found["keyring"][0][1].startswith(
        "support.keyrings.MemoryKeyring: a test value was written, read and deleted in "
    )
    assert [text for _, text, _ in found["host"]] == [
        "https://pts-api.paynet.com.tr (through a proxy): TCP ok · TLS ok · HTTP 404",
        "https://test-payment-api.itspaywall.com (through a proxy): TCP ok · TLS ok · HTTP 404",
    ]


def test_it_looks_without_keys_and_calls_no_api(told, acme, world, upstream, keyring):
    examined(told)
    assert sorted(world.asked) == sorted([PAYNET_HOST, PAYWALL_HOST])
    assert upstream.lines == ["HEAD / HTTP/1.1"] * 2
    for _, headers, _ in upstream.seen:
        assert set(headers) == {"host", "user-agent", "accept-encoding"}
        assert not [value for value in FIELDS.values() if value in str(headers)]
    assert {user for _, _, user in keyring.calls} == {"@canary"}


def test_for_people(told, acme):
    printed = told("doctor")
    assert (printed.code, printed.err) == (0, "")
    lines = printed.out.splitlines()
    assert lines[0].startswith("✓ Versions         otp-tui 0.1.0, Python 3.")
    assert (
        "? Clipboard        otp-tui cannot check whether this terminal accepts copied text (OSC 52)." in lines
    )
    assert lines[-1] in {"No problems found.", "Errors: 0. Warnings: 1."}


def test_two_profiles_of_one_host_ask_it_once(told, acme, world):
    told("profile", "add", "beta", *by_hosts(world), "--journey", "paynet")
    examined(told)
    assert sorted(world.asked) == sorted([PAYNET_HOST, PAYWALL_HOST])


@pytest.mark.parametrize(
    ("seconds", "state", "sign"), [(600, "warning", "+"), (-600, "warning", "-"), (5, "ok", "+")]
)
def test_a_clock_that_is_off(told, acme, upstream, seconds, state, sign):
    upstream.headers["Date"] = http_date(seconds + 1)
    code, found = examined(told)
    assert code == 0
    (row, _) = found["clock"]
    assert row[0] == state
    assert row[1].startswith(f"The clock of pts-api.paynet.com.tr differs from this machine's by {sign}")
    assert bool(row[2]) is (state == "warning")


@pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}])
def test_a_host_that_tells_no_time(told, acme, upstream, headers):
    upstream.headers = headers
    code, found = examined(told)
    assert (code, found["clock"][0][:2]) == (
        0,
        ("unknown", "pts-api.paynet.com.tr does not report the time."),
    )


@pytest.mark.parametrize(("days", "state"), [(20, "warning"), (22, "ok")])
def test_a_certificate_that_ends_soon(told, upstream, days, state):
    ends = datetime.now(UTC) + timedelta(days=days)
    with Hosts(upstream.url, ends=ends) as hosts:
        told("profile", "add", "acme", *by_hosts(hosts), "--journey", "paynet")
        code, found = examined(told)
    assert code == 0
    fix = (
        "The certificate expires within three weeks: tell whoever runs the host."
        if state == "warning"
        else ""
    )
    assert found["certificate"] == [(state, f"pts-api.paynet.com.tr: valid until {ends:%Y-%m-%d}", fix)]


def test_a_host_that_is_down(told, acme, world):
    world.route["pts-api.paynet.com.tr"] = "http://127.0.0.1:1"
    code, found = examined(told)
    assert code == 2
    assert [row[0] for row in found["host"]] == ["broken", "ok"]
    assert found["host"][0][1].startswith("https://pts-api.paynet.com.tr (through a proxy): ")
    assert len(found["clock"]) == len(found["certificate"]) == 1


@pytest.mark.parametrize(
    ("words", "state", "what", "fix"),
    [
        (["--paynet-url", "http://127.0.0.1:1"], "broken", "http://127.0.0.1:1: ", "Check the network"),
        (["--proxy", "PROXY"], "broken", "TLS failed", "--ca-bundle FILE"),
        (
            ["--ca-bundle", "/no/such.pem"],
            "broken",
            "The CA bundle /no/such.pem cannot be used",
            "profile edit beta",
        ),
        (
            ["--paynet-url", "https://x.invalid", "--live", "--yes"],
            "broken",
            "DNS failed",
            "this machine's DNS",
        ),
        (
            ["--paynet-url", "https://api.paynet.com.tr"],
            "warning",
            "is Paynet's live host",
            "profile edit beta",
        ),
        (["--paynet-url", "http://plain.example.com"], "warning", "unencrypted", "profile edit beta"),
    ],
)
def test_what_else_is_wrong_with_a_host(told, world, words, state, what, fix):
    words = [world.proxy_url if word == "PROXY" else word for word in words]
    told("profile", "add", "beta", "--journey", "paynet", *words)
    code, found = examined(told)
    assert code == (2 if state == "broken" else 0)
    assert [row[0] for row in found["host"]] == [state]
    assert what in found["host"][0][1]
    assert fix in found["host"][0][2]


def test_nothing_set_up_is_no_fault(told, home):
    code, found = examined(told)
    assert (code, found["configuration"]) == (
        0,
        [("ok", f"There is no configuration yet ({home / 'config.toml'}).", "")],
    )
    assert "host" not in found
    assert not (home / "config.toml").exists()


def test_a_configuration_that_others_may_read(told, acme, home):
    (home / "config.toml").chmod(0o644)
    code, found = examined(told)
    ((state, _, fix),) = found["configuration"]
    assert (code, state, fix) == (0, "warning", f"chmod 600 {home / 'config.toml'}")


@pytest.mark.parametrize(
    ("pragmas", "state", "text"),
    [
        ("user_version = 7", "warning", "is not an otp-tui journal."),
        ("application_id = 1869901941", "broken", "was written by a newer otp-tui"),
    ],
)
def test_a_journal_of_another_program_or_of_a_newer_one(told, home, pragmas, state, text):
    with closing(sqlite3.connect(home / "journal.sqlite3")) as database:
        database.executescript(f"CREATE TABLE a (b); PRAGMA user_version = 99; PRAGMA {pragmas};")
    ((found, said, fix),) = examined(told)[1]["journal"]
    assert (found, text in said, bool(fix)) == (state, True, True)


def test_a_home_that_cannot_be_written(told, home, monkeypatch):
    (home / "file").touch()
    monkeypatch.setenv("OTP_TUI_HOME", str(home / "file" / "below"))
    code, found = examined(told)
    assert code == 2
    ((state, text, fix),) = found["journal"]
    assert state == "broken"
    assert "cannot be used: sends cannot be counted, so none is possible where they are limited" in text
    assert "OTP_TUI_HOME" in fix


@pytest.mark.system
@pytest.mark.parametrize(("columns", "rows", "state"), [(80, 24, "✓"), (39, 24, "!"), (200, 10, "!")])
def test_a_terminals_size(home, columns, rows, state):
    terminal = Terminal(["doctor"], 200, 60, COLUMNS=str(columns), LINES=str(rows))
    try:
        assert terminal.wait() == 0
        assert f"{state} Terminal         {columns} × {rows}" in terminal.text
        assert "✓ Colours          16 million" in terminal.text
    finally:
        terminal.close()


@pytest.mark.parametrize(
    ("environment", "state", "text"),
    [
        ({"NO_COLOR": "1"}, "ok", "NO_COLOR is set: no colours are used."),
        ({"TERM": "dumb"}, "ok", "TERM=dumb: the wizard runs line by line."),
        ({"COLORTERM": "truecolor"}, "ok", "16 million"),
        ({"TERM": "xterm-256color", "COLORTERM": ""}, "ok", "256"),
        (
            {"TERM": "vt220", "COLORTERM": ""},
            "unknown",
            "otp-tui cannot tell how many colours vt220 shows: COLORTERM is not set.",
        ),
    ],
)
def test_its_colours(told, monkeypatch, environment, state, text):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    _, found = examined(told)
    assert found["colours"] == [(state, text, "")]


def test_an_encoding_that_lacks_letters(home):
    given = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "otp_tui", "doctor", "--json"],
        env=given, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    rows = json.loads(done.stdout.decode("ascii"))["findings"]
    (row,) = [row for row in rows if row["check"] == "encoding"]
    assert (row["state"], row["text"]) == ("warning", "ascii")
    assert row["fix"].startswith("Set LANG to a UTF-8 locale")


def test_in_turkish_too(told, acme, monkeypatch):
    monkeypatch.setenv("OTP_TUI_LANG", "tr")
    printed = told("doctor")
    assert printed.code == 0
    assert "No problems found" not in printed.out
    assert "https://pts-api.paynet.com.tr" in printed.out
