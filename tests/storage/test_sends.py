"""When each number was sent to: counted for all programs of this machine, and not to be read from the file."""

import base64
import itertools
import sqlite3
import stat
import threading
from contextlib import closing

import pytest

from otp_tui.core.security.budget import DEFAULT_BUDGET, Allowance, Budget, Window
from otp_tui.core.security.secrets import Secret
from otp_tui.storage.journal.database import VERSION, JournalError, transaction
from otp_tui.storage.journal.quarantine import quarantine
from otp_tui.storage.journal.sends import SendLedger

NUMBER, OTHER = "905321112233", "905330000099"
KEY = Secret("a1" * 32)
NOW = 1_800_000_000.0


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "journal.sqlite3"


@pytest.fixture(params=["keyring", "file"])
def ledger(request, path):
    return SendLedger(path, KEY if request.param == "keyring" else None)


def test_a_budget_is_used_up_and_opens_again(ledger):
    assert ledger.remaining(NUMBER, DEFAULT_BUDGET, NOW) == Allowance(3, 5)
    told = [ledger.reserve(NUMBER, DEFAULT_BUDGET, NOW + seconds) for seconds in (0, 10, 20, 30)]
    assert [reservation is not None for reservation, _ in told] == [True, True, True, False]
    assert [left for _, left in told] == [
        Allowance(2, 4),
        Allowance(1, 3),
        Allowance(0, 2, NOW + 600, DEFAULT_BUDGET.short),
        Allowance(0, 2, NOW + 600, DEFAULT_BUDGET.short),
    ]
    assert ledger.remaining(OTHER, DEFAULT_BUDGET, NOW + 30) == Allowance(3, 5)
    assert ledger.reserve(NUMBER, DEFAULT_BUDGET, NOW + 599.9)[0] is None
    assert ledger.reserve(NUMBER, DEFAULT_BUDGET, NOW + 600)[1] == Allowance(
        0, 1, NOW + 610, DEFAULT_BUDGET.short
    )
    assert ledger.reserve(NUMBER, DEFAULT_BUDGET, NOW + 610)[1] == Allowance(
        0, 0, NOW + 3600, DEFAULT_BUDGET.long
    )
    assert ledger.remaining(NUMBER, DEFAULT_BUDGET, NOW + 3599) == Allowance(
        3, 0, NOW + 3600, DEFAULT_BUDGET.long
    )
    assert ledger.remaining(NUMBER, DEFAULT_BUDGET, NOW + 3600).remaining == 1


def test_what_is_given_back_is_free_again(ledger):
    first, _ = ledger.reserve(NUMBER, DEFAULT_BUDGET, NOW)
    second, _ = ledger.reserve(NUMBER, DEFAULT_BUDGET, NOW + 1)
    ledger.release(second)
    assert ledger.remaining(NUMBER, DEFAULT_BUDGET, NOW + 1) == Allowance(2, 4)
    ledger.release(second)
    ledger.release(999)
    assert ledger.remaining(NUMBER, DEFAULT_BUDGET, NOW + 1) == Allowance(2, 4)
    ledger.release(first)
    assert ledger.remaining(NUMBER, DEFAULT_BUDGET, NOW + 1) == Allowance(3, 5)


def test_a_clock_that_is_set_back_wins_nothing_and_locks_for_ten_minutes_at_most(ledger):
    for seconds in (0, 1, 2):
        ledger.reserve(NUMBER, DEFAULT_BUDGET, NOW + seconds)
    year_ago = NOW - 365 * 86_400
    assert ledger.remaining(NUMBER, DEFAULT_BUDGET, year_ago) == Allowance(
        0, 2, year_ago + 600, DEFAULT_BUDGET.short
    )
    assert ledger.reserve(NUMBER, DEFAULT_BUDGET, year_ago)[0] is None
    assert ledger.remaining(NUMBER, DEFAULT_BUDGET, year_ago + 600) == Allowance(3, 2)


def test_two_programs_share_one_budget(path):
    mine, theirs = SendLedger(path, KEY), SendLedger(path, KEY)
    assert mine.reserve(NUMBER, DEFAULT_BUDGET, NOW)[0] is not None
    assert theirs.reserve(NUMBER, DEFAULT_BUDGET, NOW)[0] is not None
    assert mine.reserve(NUMBER, DEFAULT_BUDGET, NOW)[0] is not None
    assert theirs.reserve(NUMBER, DEFAULT_BUDGET, NOW)[0] is None
    assert SendLedger(path, KEY).remaining(NUMBER, DEFAULT_BUDGET, NOW).remaining == 0


def test_at_one_moment_too(path):
    budget = Budget(Window(7, 600), Window(9, 3600))
    barrier, taken = threading.Barrier(4), []

    def program():
        ledger = SendLedger(path, KEY)
        barrier.wait()
        taken.extend(ledger.reserve(NUMBER, budget, NOW)[0] for _ in range(5))

    threads = [threading.Thread(target=program) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 20
    assert len([one for one in taken if one is not None]) == 7


@pytest.mark.parametrize("keys", [*itertools.permutations([KEY, None, Secret("b2" * 32)], 2)])
def test_no_budget_is_won_with_another_key_or_without_one(path, keys):
    first, second = (SendLedger(path, key) for key in keys)
    for _ in range(3):
        assert first.reserve(NUMBER, DEFAULT_BUDGET, NOW)[0] is not None
    assert second.reserve(NUMBER, DEFAULT_BUDGET, NOW)[0] is None
    assert second.remaining(NUMBER, DEFAULT_BUDGET, NOW + 600).remaining == 2


def test_what_was_counted_without_the_keyring_is_of_its_number_alone(path):
    for _ in range(3):
        SendLedger(path, None).reserve(NUMBER, DEFAULT_BUDGET, NOW)
    assert SendLedger(path, KEY).remaining(OTHER, DEFAULT_BUDGET, NOW) == Allowance(3, 5)
    assert SendLedger(path, KEY).remaining(NUMBER, DEFAULT_BUDGET, NOW).remaining == 0


def test_no_digits_of_the_number_are_in_the_file(path):
    for number in (NUMBER, OTHER, "4915123456789"):
        SendLedger(path, KEY).reserve(number, DEFAULT_BUDGET, NOW)
        SendLedger(path, None).reserve(number, DEFAULT_BUDGET, NOW)
    with transaction(path):  # its side files stand beside it now
        data = b"".join(file.read_bytes() for file in path.parent.iterdir())
        assert len([*path.parent.iterdir()]) == 3
    assert data
    for number in (NUMBER, OTHER, "4915123456789"):
        for spelled in (number, number[2:], f"+{number}", number[-7:]):
            raw = spelled.encode()
            forms = (raw, raw.hex().encode(), base64.b64encode(raw)[:8], spelled.encode("utf-16-le"))
            assert not [form for form in forms if form in data]
        for whole in (int(number), int(number[2:])):
            assert whole.to_bytes((whole.bit_length() + 7) // 8) not in data
    assert KEY.reveal().encode() not in data
    assert bytes.fromhex(KEY.reveal()) not in data


def test_what_is_a_day_old_is_gone(path):
    ledger = SendLedger(path, KEY)
    ledger.reserve(NUMBER, DEFAULT_BUDGET, NOW)
    ledger.remaining(OTHER, DEFAULT_BUDGET, NOW + 86_401)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM sends").fetchone() == (0,)


def test_the_file_and_its_side_files_are_for_their_owner_alone(path):
    SendLedger(path, KEY).reserve(NUMBER, DEFAULT_BUDGET, NOW)
    with transaction(path) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(("journal.sqlite3", "journal.sqlite3-wal", "journal.sqlite3-shm"), 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_it_is_private_from_its_first_moment(path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.chmod", None)
    SendLedger(path, KEY).reserve(NUMBER, DEFAULT_BUDGET, NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_copy_that_others_could_read_is_made_private(path):
    path.parent.mkdir()
    path.touch(mode=0o644)
    path.chmod(0o644)
    SendLedger(path, KEY).reserve(NUMBER, DEFAULT_BUDGET, NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def damaged(path):
    path.write_bytes(b"no database at all, but longer than its header " * 40)


def newer(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")


def older_than_ours(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE sends (what TEXT)")


def folder(path):
    path.mkdir()


@pytest.mark.parametrize("spoil", [damaged, newer, older_than_ours, folder])
def test_a_file_that_cannot_be_used_stays_as_it_is(path, spoil):
    path.parent.mkdir()
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    ledger = SendLedger(path, KEY)
    for work in (
        lambda: ledger.reserve(NUMBER, DEFAULT_BUDGET, NOW),
        lambda: ledger.remaining(NUMBER, DEFAULT_BUDGET, NOW),
        lambda: ledger.release(1),
        lambda: ledger.note(NUMBER, NOW),
    ):
        with pytest.raises(JournalError):
            work()
    if before is not None and spoil is damaged:
        assert path.read_bytes() == before


def set_aside(path):
    """Quarantine a damaged file; gives the moment, as its name was changed."""
    path.parent.mkdir(exist_ok=True)
    damaged(path)
    return quarantine(path).stat().st_ctime


def lost(at):
    return Allowance(0, 0, at + 3600, DEFAULT_BUDGET.long, lost=True)


@pytest.mark.parametrize("key", [KEY, None])
def test_after_a_quarantine_nothing_is_left_until_its_sends_would_be_too_old(path, key):
    at = set_aside(path)
    ledger = SendLedger(path, key)
    for later in (0, 1800, 3599):
        assert ledger.reserve(NUMBER, DEFAULT_BUDGET, at + later) == (None, lost(at))
        assert ledger.remaining(OTHER, DEFAULT_BUDGET, at + later) == lost(at)
    assert ledger.reserve(NUMBER, DEFAULT_BUDGET, at + 3600)[1] == Allowance(2, 4)
    assert ledger.remaining(OTHER, DEFAULT_BUDGET, at + 86_400 * 3) == Allowance(3, 5)


def test_who_tidies_up_gains_no_send(path):
    at = set_aside(path)
    assert SendLedger(path, KEY).remaining(NUMBER, DEFAULT_BUDGET, at) == lost(at)
    for aside in path.parent.glob("*.aside-*"):
        aside.unlink()
    assert SendLedger(path, KEY).remaining(NUMBER, DEFAULT_BUDGET, at + 1) == lost(at)


def test_a_quarantine_under_a_clock_that_was_ahead_holds_nobody_up_for_longer(path):
    at = set_aside(path)
    year_ago = at - 365 * 86_400
    assert SendLedger(path, KEY).remaining(NUMBER, DEFAULT_BUDGET, year_ago) == lost(year_ago)
    assert SendLedger(path, KEY).remaining(NUMBER, DEFAULT_BUDGET, year_ago + 3600).remaining == 3


def test_the_second_of_two_quarantines_counts(path):
    set_aside(path)
    at = set_aside(path)
    assert SendLedger(path, KEY).remaining(NUMBER, DEFAULT_BUDGET, at + 1) == lost(at)


def test_a_send_that_nobody_asked_for_counts_whatever_is_left(path):
    ledger = SendLedger(path, KEY)
    for seconds in range(4):
        ledger.note(NUMBER, NOW + seconds)
    assert ledger.remaining(NUMBER, DEFAULT_BUDGET, NOW + 4) == Allowance(
        0, 1, NOW + 601, DEFAULT_BUDGET.short
    )


def test_a_newer_programs_file_keeps_its_version(path):
    path.parent.mkdir()
    newer(path)
    with pytest.raises(JournalError):
        SendLedger(path, KEY).remaining(NUMBER, DEFAULT_BUDGET, NOW)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(JournalError):
        SendLedger(tmp_path / "file" / "journal.sqlite3", KEY).remaining(NUMBER, DEFAULT_BUDGET, NOW)


def fail_in_the_middle(path):
    with transaction(path) as database:
        database.execute("INSERT INTO marks VALUES ('half', x'00')")
        raise KeyError


def test_what_fails_in_the_middle_is_undone(path):
    with pytest.raises(KeyError):
        fail_in_the_middle(path)
    with transaction(path) as database:
        assert database.execute("SELECT count(*) FROM marks").fetchone() == (0,)


def test_a_database_that_is_busy_for_too_long_cannot_be_used(path, monkeypatch):
    monkeypatch.setattr("otp_tui.storage.journal.database._BUSY_S", 0.0)
    with transaction(path), pytest.raises(JournalError):
        SendLedger(path, KEY).remaining(NUMBER, DEFAULT_BUDGET, NOW)


def test_nothing_of_it_is_in_a_repr(path):
    assert NUMBER not in repr(SendLedger(path, KEY))
