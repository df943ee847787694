"""The send budget where many programs, or one that does not let go, have the database: it never fails open."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from support.environment import PHONE, child_environment
from support.shell import KEYS, shell

from otp_tui.cli.commands import doctor_checks
from otp_tui.storage.journal import database
from otp_tui.storage.journal.tables import WalkthroughTable
from otp_tui.storage.paths import journal_path

AT_ONCE = 12
RUN = ["run", "paynet", "--profile", "acme", "--phone", PHONE, "--code-from", "sim", "--json", "--lang", "en"]


@pytest.fixture
def acme(sim, home, capsys):
    """A profile on the simulator whose budget is one send."""
    assert shell(capsys, ["profile", "add", "acme", "--paynet-url", sim.url]).code == 0
    with (home / "config.toml").open("a", encoding="utf-8") as file:
        file.write("budget = { per_10_minutes = 1, per_hour = 1 }\n")
    return sim


@pytest.mark.parametrize("held", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_database_that_another_program_holds_stops_every_send(acme, home, capsys, monkeypatch, held):
    with database.transaction(journal_path()):
        """Made, so that it can be held."""
    monkeypatch.setattr(database, "_BUSY_S", 0.0)
    monkeypatch.setattr(database, "STILL_BUSY_S", 0.0)
    with closing(sqlite3.connect(journal_path(), isolation_level=None)) as other:
        other.execute(held)
        told = shell(capsys, RUN)
        assert (told.code, told.last["outcome"], acme.calls()) == (9, "failed", [])
        assert [line["rule"] for line in told.lines if line["type"] == "stopped"] == ["budget_held"]
        assert "Another program is using the count of sends and has not released it." in told.err
        other.execute("ROLLBACK")
    assert shell(capsys, RUN).code == 0
    assert acme.calls() == ["send_otp", "check_otp"]


def test_doctor_tells_who_stands_in_the_way(home, capsys, monkeypatch):
    monkeypatch.setattr(doctor_checks, "_JOURNAL_S", 0.0)
    with database.transaction(journal_path()):
        told = shell(capsys, ["doctor", "--lang", "en"])
    assert "is in use by another program: no send is possible until that program releases it." in told.out


@pytest.mark.system
def test_of_many_programs_at_once_one_sends_and_none_loses_its_journal(acme, home):
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "otp_tui", *RUN],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=child_environment(**KEYS),
        )
        for _ in range(AT_ONCE)
    ]  # fmt: skip
    told = [run.communicate(timeout=120) for run in runs]
    ends = [json.loads(out.splitlines()[-1])["outcome"] for out, _ in told]
    assert sorted(ends) == ["failed"] * (AT_ONCE - 1) + ["verified"]
    assert sorted(run.returncode for run in runs) == [0] + [9] * (AT_ONCE - 1)
    assert acme.calls() == ["send_otp", "check_otp"]
    assert not [err for _, err in told if "The journal cannot be written" in err]
    assert WalkthroughTable(journal_path()).count() == (AT_ONCE, 0)
