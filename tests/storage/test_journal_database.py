"""The database itself: brought up to date from every version, and set aside where it is not ours."""

import sqlite3
import stat
from contextlib import closing

import pytest

from otp_tui.storage.journal.database import (
    JournalError,
    JournalProblem,
    compact,
    transaction,
)
from otp_tui.storage.journal.quarantine import quarantine, quarantine_if_damaged

FIRST = """
CREATE TABLE sends (id INTEGER PRIMARY KEY, number BLOB NOT NULL, key BLOB NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX sends_by_number ON sends (number, at);
CREATE TABLE marks (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
INSERT INTO sends (number, key, at) VALUES (x'01', x'02', 1800000000.0);
PRAGMA user_version = 1;
"""
"""A file of version 1, as it was written before there was a second one."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "journal.sqlite3"


def made(path, script):
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(script)
    return path


def tables(path):
    with transaction(path) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return [name for (name,) in rows.fetchall()]


EVERY_TABLE = ["arrivals", "events", "exchanges", "marks", "sends", "walks"]


def test_a_new_file_has_every_table_and_is_for_its_owner_alone(path):
    assert quarantine_if_damaged(path) is None
    assert tables(path) == EVERY_TABLE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["journal.sqlite3"]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("PRAGMA user_version").fetchone() == (3,)


def test_a_file_of_version_1_is_brought_up_to_date_and_keeps_what_it_counts(path):
    made(path, FIRST)
    assert quarantine_if_damaged(path) is None
    assert tables(path) == EVERY_TABLE
    with transaction(path) as database:
        assert database.execute("SELECT number, at FROM sends").fetchall() == [(b"\x01", 1_800_000_000.0)]
        assert database.execute("PRAGMA user_version").fetchone() == (3,)


NOT_OURS = {
    "a text": lambda path: path.write_text(
        "nothing that SQLite would know, but long enough to be looked at" * 9
    ),
    "a page of noise": lambda path: path.write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 32),
    "another program's": lambda path: made(path, "CREATE TABLE recipes (id); PRAGMA user_version = 7;"),
    "another program's of our version": lambda path: made(
        path, "CREATE TABLE a (b); PRAGMA user_version = 3; PRAGMA application_id = 9;"
    ),
    "another program's without a version": lambda path: made(path, "CREATE TABLE sends (id)"),
}


@pytest.mark.parametrize("kind", NOT_OURS)
def test_what_is_not_ours_is_set_aside_and_never_deleted(kind, path):
    path.parent.mkdir(parents=True)
    NOT_OURS[kind](path)
    before = path.read_bytes()
    aside = quarantine_if_damaged(path)
    assert aside.parent == path.parent
    assert aside.name.startswith("journal.sqlite3.aside-")
    assert aside.read_bytes() == before
    assert not path.exists()
    assert tables(path) == EVERY_TABLE
    assert quarantine_if_damaged(path) is None


def test_an_empty_file_is_as_good_as_none(path):
    path.parent.mkdir(parents=True)
    path.touch()
    assert quarantine_if_damaged(path) is None
    assert tables(path) == EVERY_TABLE


def test_a_file_of_a_newer_version_stays_where_it_is(path):
    quarantine_if_damaged(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(JournalError) as caught:
        quarantine_if_damaged(path)
    assert caught.value.problem is JournalProblem.NEWER
    assert path.read_bytes() == before


def test_two_files_set_aside_in_one_second_do_not_overwrite_each_other(path, monkeypatch):
    monkeypatch.setattr("otp_tui.storage.journal.quarantine.time.strftime", lambda _: "20261121-120000")
    texts = []
    for text in ("one", "two"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        texts.append(quarantine(path).read_text())
    assert texts == ["one", "two"]
    assert sorted(entry.read_text() for entry in path.parent.iterdir()) == ["one", "two"]


def test_a_folder_that_may_not_be_written_is_no_reason_to_set_a_file_aside(path):
    path.parent.parent.joinpath("data").write_text("a file where the folder should be")
    with pytest.raises(JournalError) as caught:
        quarantine_if_damaged(path)
    assert caught.value.problem is JournalProblem.UNUSABLE
    with pytest.raises(JournalError):
        compact(path)


def test_what_was_deleted_is_gone_from_the_file_and_from_what_lies_beside_it(path):
    mark = b"a mark that can be searched for"
    with transaction(path) as database:
        database.execute("INSERT INTO marks VALUES ('one', ?)", (mark * 400,))
    with transaction(path) as database:
        database.execute("DELETE FROM marks")
    compact(path)
    assert all(mark not in entry.read_bytes() for entry in path.parent.iterdir())
