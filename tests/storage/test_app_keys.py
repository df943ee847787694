"""What the program keeps in the keyring for itself: its own keys, and the list of numbers of each profile."""

import asyncio
import json
import tempfile

import pytest
from support.keyrings import MemoryCredentialStore

from otp_tui.core.security.keyring_errors import LONGEST_VALUE, KeyringError, KeyringProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import allowed_numbers_entry, app_key_entry, credential_entry
from otp_tui.storage.keyring.allowed_numbers import add_allowed_number, read_allowed_numbers
from otp_tui.storage.keyring.app_keys import app_key, user_id_of
from otp_tui.storage.locks import acquire


@pytest.fixture
def lock(tmp_path):
    return tmp_path / "app-keys.lock"


def test_the_names_are_the_contracts():
    assert credential_entry("acme", "paynet.secret_key") == "acme/paynet.secret_key"
    assert allowed_numbers_entry("acme") == "@numbers/acme"
    assert app_key_entry("sends") == "@key/sends"


async def test_a_key_is_made_once(lock):
    keyring = MemoryCredentialStore()
    made = await app_key(keyring, "sends", lock)
    assert keyring.values == {"@key/sends": made}
    assert len(bytes.fromhex(made.reveal())) == 32
    assert await app_key(keyring, "sends", lock) == made
    assert await app_key(keyring, "user-id", lock) != made
    assert len(made) <= LONGEST_VALUE


async def test_of_two_programs_that_saw_none_the_later_one_uses_the_key_of_the_first(lock):
    keyring, later = MemoryCredentialStore(), MemoryCredentialStore()
    later.values = keyring.values
    read, saw_none, goes_on = later.get, asyncio.Event(), asyncio.Event()

    async def delayed(name):
        found = await read(name)
        saw_none.set()
        await goes_on.wait()
        return found

    later.get = delayed
    second = asyncio.ensure_future(app_key(later, "sends", lock))
    await saw_none.wait()
    first = await app_key(keyring, "sends", lock)
    goes_on.set()
    assert await second == first == keyring.values["@key/sends"]
    assert not lock.exists()


async def test_a_key_that_another_program_is_making_is_waited_for(lock):
    keyring, held = MemoryCredentialStore(), acquire(lock)
    waiting = asyncio.ensure_future(app_key(keyring, "sends", lock))
    for _ in range(10):
        await asyncio.sleep(0)
    keyring.values["@key/sends"] = Secret("00" * 32)
    held.release()
    assert await waiting == Secret("00" * 32)


async def test_a_key_is_made_where_there_is_no_folder_for_the_lock(tmp_path):
    (tmp_path / "a file").touch()
    keyring = MemoryCredentialStore()
    assert await app_key(keyring, "sends", tmp_path / "a file" / "lock") == keyring.values["@key/sends"]


async def test_there_too_two_programs_make_one_key(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "a file").touch()
    keyring = MemoryCredentialStore()
    read = keyring.get

    async def slow(name):
        found = await read(name)
        for _ in range(10):
            await asyncio.sleep(0)
        return found

    keyring.get = slow
    lock = tmp_path / "a file" / "app-keys.lock"
    first, second = await asyncio.gather(*(app_key(keyring, "sends", lock) for _ in range(2)))
    assert first == second == keyring.values["@key/sends"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["a file"], "the lock is gone again"


async def test_a_key_is_made_where_no_lock_can_be(tmp_path, monkeypatch):
    (tmp_path / "a file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "a file"))
    keyring = MemoryCredentialStore()
    assert await app_key(keyring, "sends", tmp_path / "a file" / "lock") == keyring.values["@key/sends"]


async def test_a_keyring_that_forgets_or_fails_gives_no_key(lock):
    keyring = MemoryCredentialStore()
    keyring.forgets = True
    with pytest.raises(KeyringError) as forgot:
        await app_key(keyring, "sends", lock)
    keyring.problem = "locked"
    with pytest.raises(KeyringError) as locked:
        await app_key(keyring, "sends", lock)
    assert (forgot.value.problem, locked.value.problem) == (KeyringProblem.FORGETS, KeyringProblem.LOCKED)


def test_the_same_phone_has_the_same_user_and_no_digit_of_it_shows():
    key = Secret("00" * 32)
    assert user_id_of(key, "905321112233") == "otp-tui-156bf53482b15571"
    assert user_id_of(key, "905321112234") != user_id_of(key, "905321112233")
    assert user_id_of(Secret("01" * 32), "905321112233") != user_id_of(key, "905321112233")


async def test_the_list_of_numbers():
    keyring = MemoryCredentialStore()
    assert await read_allowed_numbers(keyring, "acme") == {}
    await add_allowed_number(keyring, "acme", "5321112233", "Ayşe’s desk phone")
    await add_allowed_number(keyring, "acme", "+4915123456789", "Jörg")
    await add_allowed_number(keyring, "beta", "5330000099", "lab")
    assert await read_allowed_numbers(keyring, "acme") == {
        "5321112233": "Ayşe’s desk phone",
        "+4915123456789": "Jörg",
    }
    assert await read_allowed_numbers(keyring, "beta") == {"5330000099": "lab"}
    await add_allowed_number(keyring, "acme", "5321112233", "lab")
    assert await read_allowed_numbers(keyring, "acme") == {"5321112233": "lab", "+4915123456789": "Jörg"}
    assert set(keyring.values) == {"@numbers/acme", "@numbers/beta"}


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", "null", "7", '"5321112233"', "5321112233", "{]", "[" * 100_000]
)
async def test_a_list_that_is_none_lets_nobody_through(kept):
    assert await read_allowed_numbers(MemoryCredentialStore({"@numbers/acme": Secret(kept)}), "acme") == {}


async def test_what_is_odd_in_a_list_stays_harmless():
    kept = Secret(json.dumps({"5321112233": None, "x": ["y"]}))
    assert await read_allowed_numbers(MemoryCredentialStore({"@numbers/acme": kept}), "acme") == {
        "5321112233": "None",
        "x": "['y']",
    }


async def test_a_keyring_that_fails_is_no_empty_list():
    keyring = MemoryCredentialStore()
    keyring.problem = "locked"
    with pytest.raises(KeyringError):
        await read_allowed_numbers(keyring, "acme")
    with pytest.raises(KeyringError):
        await add_allowed_number(keyring, "acme", "5321112233", "me")
