"""Locks between programs: held by one, free as soon as it is gone, and nothing left of them."""

import errno
import os
import stat
import subprocess
import sys
import threading

import pytest

from otp_tui.storage.locks import acquire, is_held

HOLDER = """
import sys
from pathlib import Path
from otp_tui.storage.locks import acquire
lock = acquire(Path(sys.argv[1]))
print(lock is not None, flush=True)
sys.stdin.read()
"""

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "open" / "walk-1.lock"


@pytest.fixture
def other_program(path):
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def test_one_program_holds_a_lock_until_it_releases_it(path):
    lock = acquire(path)
    assert (acquire(path), is_held(path)) == (None, True)
    lock.release()
    assert is_held(path) is False
    acquire(path).release()
    assert list(path.parent.iterdir()) == []


def test_a_killed_program_holds_nothing(path, other_program):
    assert (acquire(path), is_held(path)) == (None, True)
    other_program.kill()
    other_program.wait()
    assert path.exists()
    assert is_held(path) is False
    acquire(path).release()
    assert not path.exists()


def test_waiting_ends_when_the_other_program_does(path, other_program):
    got = []
    thread = threading.Thread(target=lambda: got.append(acquire(path, wait=True)))
    thread.start()
    assert got == []
    other_program.stdin.close()
    thread.join(20)
    assert (len(got), is_held(path)) == (1, True)
    got[0].release()


def test_a_lock_is_released_in_another_thread_than_it_was_acquired_in(path):
    got = []
    thread = threading.Thread(target=lambda: got.append(acquire(path)))
    thread.start()
    thread.join()
    assert is_held(path) is True
    got[0].release()
    assert is_held(path) is False


def test_waiting_programs_come_one_after_the_other(path):
    inside, together = [], []

    def work():
        for _ in range(20):
            lock = acquire(path, wait=True)
            inside.append(1)
            together.append(len(inside))
            inside.pop()
            lock.release()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [1] * 80
    assert not path.exists()


def test_a_look_makes_nothing(path):
    assert is_held(path) is False
    assert not path.parent.exists()


@posix
def test_file_and_folder_are_for_their_owner_alone(path):
    before = os.umask(0)
    try:
        lock = acquire(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    lock.release()


@posix
def test_a_link_is_not_followed(path, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    path.parent.mkdir()
    path.symlink_to(victim)
    with pytest.raises(OSError, match=r"symbolic|loop"):
        acquire(path)
    assert victim.read_text() == "mine"


@posix
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_where_a_file_system_has_no_locks_each_is_free(path, monkeypatch, code):
    def refuse(*_):
        raise OSError(code, "no locks here")

    monkeypatch.setattr("fcntl.flock", refuse)
    lock = acquire(path)
    assert is_held(path) is False
    lock.release()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "open").write_text("")
    with pytest.raises(OSError, match="open"):
        acquire(tmp_path / "open" / "walk-1.lock")
