"""A keyring that answers late, as one does whose unlock prompt is open: after ``TEST_KEYRING_DELAY_S`` seconds."""

import os
import time

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

_VALUES: dict[tuple[str, str], str] = {}
"""Of this process: keyring may make more than one of its backends."""


class Keyring(KeyringBackend):
    """Waits, then answers from memory."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        _wait()
        return _VALUES.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        _wait()
        _VALUES[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        _wait()
        if _VALUES.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


def _wait() -> None:
    time.sleep(float(os.environ["TEST_KEYRING_DELAY_S"]))
