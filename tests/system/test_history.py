"""What is kept of walkthroughs, by command: offered line by line, deleted for good, set aside where it is damaged."""

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from support.environment import child, child_environment
from support.plain_session import PlainSession
from support.shell import shell

pytestmark = pytest.mark.system

PHONE = "5000000001"
RUN = ["run", "paynet", "--phone", PHONE, "--code-from", "sim", "--json"]


@pytest.fixture
def told(home, keyring, capsys, sim):
    return lambda *words: shell(capsys, words)


@pytest.fixture
def journal(home):
    return home / "journal.sqlite3"


def rows(journal, query="SELECT id, outcome, kept FROM walks"):
    with closing(sqlite3.connect(journal)) as database:
        return database.execute(query).fetchall()


def test_every_run_is_kept_with_its_outcome_and_without_a_secret(told, journal, keyring, sim):
    assert told(*RUN).code == 0
    assert told(*[*RUN[:-1], "--code", "WRONG1"]).code == 2
    words = [word for word in RUN if word not in {"--code-from", "sim"}]
    assert told(*words, "--code", "XXXX").code == 3
    assert [row[1:] for row in rows(journal)] == [("verified", 0), ("failed", 0)]
    assert [name for _, name in keyring.values if name.startswith("@walk/")] == []
    assert PHONE.encode() not in journal.read_bytes()


def test_purge_asks_deletes_and_says_what_stays(told, journal, sim):
    assert told("history", "purge").out == "Nothing to delete.\n"
    assert not journal.exists()
    for _ in range(2):
        assert told(*RUN).code == 0
    asked = told("history", "purge")
    assert asked.code == 2
    assert "Delete all walkthroughs that have ended (2)? This cannot be undone." in asked.err
    assert len(rows(journal)) == 2
    purged = told("history", "purge", "--yes")
    assert (purged.code, purged.err) == (0, "")
    assert purged.out == (
        "Walkthroughs deleted: 2. The file was rewritten without them.\n"
        "How many codes were sent to each number is kept for one more day, to protect the customer.\n"
    )
    assert [rows(journal, f"SELECT count(*) FROM {table}") for table in ("walks", "events", "exchanges")] == [
        [(0,)]
    ] * 3
    assert b"send_otp" not in b"".join(path.read_bytes() for path in journal.parent.glob("journal*"))
    assert told("history", "purge", "--yes").out == "Nothing to delete.\n"


@pytest.mark.parametrize(
    ("setting", "days", "stays"), [("", 91, 0), ("", 89, 1), ("history_days = 100\n", 91, 1)]
)
def test_what_was_kept_long_enough_is_deleted_by_the_next_run(told, journal, home, setting, days, stays):
    assert told(*RUN).code == 0
    (home / "config.toml").write_text(setting)
    with closing(sqlite3.connect(journal)) as database:
        database.execute("UPDATE walks SET id = 'old', at = at - ?", (days * 86_400,))
        database.commit()
    assert told(*RUN).code == 0
    assert len(rows(journal, "SELECT id FROM walks WHERE id = 'old'")) == stays
    assert len(rows(journal)) == 1 + stays


def test_purge_speaks_turkish(told, journal, sim):
    assert told(*RUN).code == 0
    assert told("history", "purge", "--yes", "--lang", "tr").out.startswith(
        "Silinen akış: 1. Dosya onlarsız yeniden yazıldı.\n"
    )


def test_purge_of_what_is_no_journal_deletes_nothing(told, journal):
    journal.write_text("no database " * 99)
    purged = told("history", "purge", "--yes")
    assert purged.code == 2
    assert "cannot be read or written: nothing was deleted" in purged.err
    assert journal.read_text() == "no database " * 99


def test_run_sets_a_damaged_journal_aside_and_says_so(told, journal):
    journal.write_text("no database " * 99)
    done = told(*RUN)
    assert done.code == 0
    (aside,) = journal.parent.glob("journal.sqlite3.aside-*")
    assert f"It was renamed to {aside}, not deleted. A new journal was started" in done.err
    assert aside.read_text() == "no database " * 99
    assert len(rows(journal)) == 1


def test_without_a_keyring_run_says_that_it_could_not_be_resumed(home, sim):
    done = child(*RUN)
    assert done.returncode == 0
    assert done.stderr.count("What is needed to resume could not be saved in a keyring") == 1
    quiet = child(*RUN, "--no-keyring")
    assert quiet.returncode == 0
    assert "keyring" not in quiet.stderr


@pytest.fixture
def kept_keyring(tmp_path):
    return {"PYTHON_KEYRING_BACKEND": "holding.Keyring", "TEST_KEYRING_FILE": str(tmp_path / "keyring.json")}


def to_the_code(kept_keyring, *words, phone=PHONE):
    """Leave the line-by-line wizard at the code."""
    with PlainSession("--journey", "paynet", *words, **kept_keyring) as talk:
        return talk.walkthrough(
            {"Start a new one": lambda: "n", r"^Phone \(": lambda: phone, "^Code": lambda: "q"}
        )


RESUMED = """\
A walkthrough was interrupted
  SIM, Paynet journey, the number ending in 01.
  Paynet's code expires in M:SS (HH:MM:SS). Resuming sends nothing.
  By the server's own word the code is valid until HH:MM:SS; otp-tui cannot change that.
  1: Resume (Enter)
  2: Discard (d)
  3: Start a new one (n)
Choose 1 to 3 (?: help):
That is not one of the answers. Type 1 to 3, or ? for all that can be typed.
Choose 1 to 3 (?: help):
Resumed N seconds after it was interrupted; resuming sent nothing.
SIM, Paynet journey
Simulator numbers: type 01 to 23 (01: all goes well).
"""


@pytest.mark.usefixtures("home")
def test_the_line_by_line_wizard_offers_what_was_left(sim, kept_keyring, tmp_path):
    assert to_the_code(kept_keyring) == [r"^Phone \(", "^Code"]
    kept = json.loads((tmp_path / "keyring.json").read_text())["otp-tui"]
    assert len([name for name in kept if name.startswith("@walk/")]) == 1
    with PlainSession("--journey", "paynet", **kept_keyring) as talk:
        answers = {
            "1: Resume": lambda: "what?",
            "^Choose 1 to 3": lambda: "",
            "^Code": lambda: sim.state.messages(PHONE)[-1].code,
            "New walkthrough": lambda: "q",
        }
        asked = talk.walkthrough(answers)
    assert asked == ["1: Resume", "^Choose 1 to 3", "^Code", "New walkthrough"]
    read = talk.text
    for pattern, shape in (
        (r"\d\d:\d\d:\d\d", "HH:MM:SS"),
        (r"\b\d:\d\d\b", "M:SS"),
        (r"\d+ seconds?", "N seconds"),
        (r" \n", "\n"),
    ):
        read = re.sub(pattern, shape, read)
    assert read.startswith(RESUMED)
    assert "Verified" in talk.text
    assert sim.calls() == ["send_otp", "check_otp"]
    assert not [
        name for name in json.loads((tmp_path / "keyring.json").read_text())["otp-tui"] if "@walk" in name
    ]


@pytest.mark.usefixtures("home")
def test_what_was_left_can_be_given_up_or_left_alone(sim, kept_keyring):
    to_the_code(kept_keyring)
    assert to_the_code(kept_keyring, phone="5000000008")[0] == "Start a new one"
    with PlainSession("--journey", "paynet", **kept_keyring) as talk:
        asked = talk.walkthrough({"1: Resume": lambda: "d", r"^Phone \(": lambda: "q"})
    assert asked == ["1: Resume", "1: Resume", r"^Phone \("]
    assert (
        talk.text.count("The walkthrough was discarded. By the server's own word the code is valid until")
        == 2
    )
    with PlainSession("--journey", "paynet", **kept_keyring) as talk:
        assert talk.walkthrough({"1: Resume": lambda: "q", r"^Phone \(": lambda: "q"}) == [r"^Phone \("]
    assert sim.calls() == ["send_otp"] * 2


@pytest.mark.usefixtures("home")
def test_a_quit_at_the_offer_changes_nothing(sim, kept_keyring):
    to_the_code(kept_keyring)
    for _ in range(2):
        with PlainSession("--journey", "paynet", **kept_keyring) as talk:
            assert talk.walkthrough({"1: Resume": lambda: "q"}) == ["1: Resume"]
    assert sim.calls() == ["send_otp"]


@pytest.mark.usefixtures("home")
def test_a_walkthrough_of_a_profile_that_is_gone_cannot_be_resumed(sim, kept_keyring, monkeypatch):
    monkeypatch.delenv("OTP_TUI_PAYNET_URL")
    monkeypatch.delenv("OTP_TUI_PAYWALL_URL")
    words = ["--journey", "paynet", "--paynet-url", sim.url]
    assert child("profile", "add", "gone", *words, **kept_keyring).returncode == 0
    to_the_code(kept_keyring, "--profile", "gone")
    assert child("profile", "remove", "gone", "--yes", **kept_keyring).returncode == 0
    with PlainSession(**kept_keyring) as talk:
        answers = {"1: Resume": lambda: "" if talk.text.count("no longer exists") == 0 else "q"}
        assert talk.walkthrough(answers) == ["1: Resume", "1: Resume"]
    assert "The profile gone no longer exists, so this walkthrough cannot be resumed." in talk.text


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell that limits files")
def test_a_disk_that_is_full_is_said_and_the_walkthrough_goes_on(home, sim):
    words = shlex.join([sys.executable, "-m", "otp_tui", *RUN])
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 8; exec {words}"],
        env=child_environment(), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout.splitlines()[-1])["outcome"]) == (0, "verified")
    assert done.stderr.count("The journal cannot be written: this walkthrough is kept in memory only") == 1
