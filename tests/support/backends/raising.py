"""A keyring whose every call fails with a text that holds the value: such texts must never be passed on."""

import os

from keyring.backend import KeyringBackend


class Keyring(KeyringBackend):
    """Tells secrets in its errors: the value given, else that of the variable ``TEST_KEYRING_VALUE``."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        _fail(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        _fail(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        _fail(service, username)


def _fail(service: str, username: str, password: str | None = None) -> None:
    value = password or os.environ.get("TEST_KEYRING_VALUE", "")
    raise RuntimeError(f"{service} {username} = {value}")
