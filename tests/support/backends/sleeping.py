"""A keyring that hangs: every call sleeps for a minute."""

import time

from keyring.backend import KeyringBackend

_SECONDS = 60


class Keyring(KeyringBackend):
    """Sleeps."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(_SECONDS)

    def set_password(self, service: str, username: str, password: str) -> None:
        time.sleep(_SECONDS)

    def delete_password(self, service: str, username: str) -> None:
        time.sleep(_SECONDS)
