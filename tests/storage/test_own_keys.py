"""What the program keeps in the keyring for itself: its own keys, and the list of numbers of each profile."""

import json

import pytest
from storage.keyrings import Dictionary

from otp_tui.core.security.keyring_errors import LONGEST_VALUE, VaultError, VaultProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import key_name, numbers_name, vault_name
from otp_tui.storage.keyring.allowed_numbers import allow_number, read_numbers
from otp_tui.storage.keyring.app_keys import own_key, user_id_of


def test_the_names_are_the_contracts():
    assert vault_name("acme", "paynet.secret_key") == "acme/paynet.secret_key"
    assert numbers_name("acme") == "@numbers/acme"
    assert key_name("sends") == "@key/sends"


async def test_a_key_is_made_once():
    vault = Dictionary()
    made = await own_key(vault, "sends")
    assert vault.values == {"@key/sends": made}
    assert len(bytes.fromhex(made.reveal())) == 32
    assert await own_key(vault, "sends") == made
    assert await own_key(vault, "user-id") != made
    assert len(made) <= LONGEST_VALUE


async def test_of_two_programs_that_make_one_the_later_one_counts():
    vault = Dictionary()
    read = vault.get

    async def beaten(name):
        vault.get = read

    first = await own_key(vault, "sends")
    vault.get = beaten
    second = await own_key(vault, "sends")
    assert first != second == vault.values["@key/sends"]


async def test_a_keyring_that_forgets_or_fails_gives_no_key():
    vault = Dictionary()
    vault.forgets = True
    with pytest.raises(VaultError) as forgot:
        await own_key(vault, "sends")
    vault.problem = "locked"
    with pytest.raises(VaultError) as locked:
        await own_key(vault, "sends")
    assert (forgot.value.problem, locked.value.problem) == (VaultProblem.FORGETS, VaultProblem.LOCKED)


def test_the_same_phone_has_the_same_user_and_no_digit_of_it_shows():
    key = Secret("00" * 32)
    assert user_id_of(key, "905321112233") == "otp-tui-156bf53482b15571"
    assert user_id_of(key, "905321112234") != user_id_of(key, "905321112233")
    assert user_id_of(Secret("01" * 32), "905321112233") != user_id_of(key, "905321112233")


async def test_the_list_of_numbers():
    vault = Dictionary()
    assert await read_numbers(vault, "acme") == {}
    await allow_number(vault, "acme", "5321112233", "Ayşe’s desk phone")
    await allow_number(vault, "acme", "+4915123456789", "Jörg")
    await allow_number(vault, "beta", "5330000099", "lab")
    assert await read_numbers(vault, "acme") == {"5321112233": "Ayşe’s desk phone", "+4915123456789": "Jörg"}
    assert await read_numbers(vault, "beta") == {"5330000099": "lab"}
    await allow_number(vault, "acme", "5321112233", "lab")
    assert await read_numbers(vault, "acme") == {"5321112233": "lab", "+4915123456789": "Jörg"}
    assert set(vault.values) == {"@numbers/acme", "@numbers/beta"}


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", "null", "7", '"5321112233"', "5321112233", "{]", "[" * 100_000]
)
async def test_a_list_that_is_none_lets_nobody_through(kept):
    assert await read_numbers(Dictionary({"@numbers/acme": Secret(kept)}), "acme") == {}


async def test_what_is_odd_in_a_list_stays_harmless():
    kept = Secret(json.dumps({"5321112233": None, "x": ["y"]}))
    assert await read_numbers(Dictionary({"@numbers/acme": kept}), "acme") == {
        "5321112233": "None",
        "x": "['y']",
    }


async def test_a_keyring_that_fails_is_no_empty_list():
    vault = Dictionary()
    vault.problem = "locked"
    with pytest.raises(VaultError):
        await read_numbers(vault, "acme")
    with pytest.raises(VaultError):
        await allow_number(vault, "acme", "5321112233", "me")
