"""What the program keeps in the keyring for itself: its own keys, and the list of numbers of each profile."""

import json

import pytest
from support.keyrings import MemoryCredentialStore

from otp_tui.core.security.keyring_errors import LONGEST_VALUE, KeyringError, KeyringProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import allowed_numbers_entry, app_key_entry, credential_entry
from otp_tui.storage.keyring.allowed_numbers import add_allowed_number, read_allowed_numbers
from otp_tui.storage.keyring.app_keys import app_key, user_id_of


def test_the_names_are_the_contracts():
    assert credential_entry("acme", "paynet.secret_key") == "acme/paynet.secret_key"
    assert allowed_numbers_entry("acme") == "@numbers/acme"
    assert app_key_entry("sends") == "@key/sends"


async def test_a_key_is_made_once():
    keyring = MemoryCredentialStore()
    made = await app_key(keyring, "sends")
    assert keyring.values == {"@key/sends": made}
    assert len(bytes.fromhex(made.reveal())) == 32
    assert await app_key(keyring, "sends") == made
    assert await app_key(keyring, "user-id") != made
    assert len(made) <= LONGEST_VALUE


async def test_of_two_programs_that_make_one_the_later_one_counts():
    keyring = MemoryCredentialStore()
    read = keyring.get

    async def beaten(name):
        keyring.get = read

    first = await app_key(keyring, "sends")
    keyring.get = beaten
    second = await app_key(keyring, "sends")
    assert first != second == keyring.values["@key/sends"]


async def test_a_keyring_that_forgets_or_fails_gives_no_key():
    keyring = MemoryCredentialStore()
    keyring.forgets = True
    with pytest.raises(KeyringError) as forgot:
        await app_key(keyring, "sends")
    keyring.problem = "locked"
    with pytest.raises(KeyringError) as locked:
        await app_key(keyring, "sends")
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
