"""Secrets: one bag, handles everywhere else, no value in any text of them."""

import traceback

import pytest

from otp_tui.core.security.secrets import PHONE, Secret, SecretRegistry

VALUE = "s3ntinel-value"


def test_a_secret_shows_nothing():
    secret = Secret(VALUE)
    texts = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret:>40}",
        f"{secret!r}",
        repr([secret]),
    ]
    assert set(texts) == {"Secret(•••)", "[Secret(•••)]"}
    assert (secret.reveal(), len(secret)) == (VALUE, 14)
    assert not hasattr(secret, "__dict__")


def test_secrets_are_compared_by_their_values():
    assert Secret(VALUE) == Secret(VALUE)
    assert Secret(VALUE) != Secret("other")
    assert Secret(VALUE) != VALUE
    assert len({Secret(VALUE), Secret(VALUE)}) == 1


def test_the_bag_numbers_each_kind():
    registry = SecretRegistry()
    handles = [
        registry.register("token", "t1"),
        registry.register("token", "t2"),
        registry.register("session", "s1"),
        registry.register("token", "t3"),
    ]
    assert handles == ["token#1", "token#2", "session#1", "token#3"]
    assert [registry.get(handle) for handle in handles] == ["t1", "t2", "s1", "t3"]


def test_the_same_value_of_the_same_kind_keeps_its_name():
    registry = SecretRegistry()
    assert registry.register("token", "same") == registry.register("token", "same") == "token#1"
    assert registry.register("code", "same") == "code#1"
    assert registry.register("token", "next") == "token#2"


def test_there_is_one_phone():
    registry = SecretRegistry()
    assert (
        registry.register("phone", "5000000001")
        == registry.register("phone", "5000000002")
        == PHONE
        == "phone"
    )
    assert dict(registry.items()) == {"phone": "5000000002"}


def test_the_items_can_be_read_while_the_bag_grows():
    registry = SecretRegistry()
    registry.register("token", "t1")
    for handle, value in registry.items():
        registry.register("code", f"{handle} {value}")
    assert list(registry.items()) == [("token#1", "t1"), ("code#1", "token#1 t1")]


def test_a_bag_names_its_handles_only():
    registry = SecretRegistry()
    registry.register("token", VALUE)
    registry.register("phone", "5000000001")
    assert repr(registry) == str(registry) == f"{registry}" == "SecretRegistry(token#1, phone)"


def test_what_is_not_kept_is_an_error_without_a_value():
    registry = SecretRegistry()
    registry.register("token", VALUE)
    with pytest.raises(KeyError) as caught:
        registry.get("token#2")
    assert VALUE not in "".join(traceback.format_exception(caught.value))
