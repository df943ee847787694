"""A keyring in the JSON file that ``TEST_KEYRING_FILE`` names, so that a test and the program it starts both see it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class Keyring(KeyringBackend):
    """Keeps values as ``{"service": {"user name": "value"}}``."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        with _opened() as values:
            return values.get(service, {}).get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        with _opened() as values:
            values.setdefault(service, {})[username] = password

    def delete_password(self, service: str, username: str) -> None:
        with _opened() as values:
            if values.get(service, {}).pop(username, None) is None:
                raise PasswordDeleteError("not found")


@contextmanager
def _opened() -> Iterator[dict[str, dict[str, str]]]:
    """The values, for one process at a time; what is changed in them is kept."""
    path = Path(os.environ["TEST_KEYRING_FILE"])
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        text = path.read_text() if path.exists() else "{}"
        values = json.loads(text)
        yield values
        if (new := json.dumps(values, indent=2)) != text:
            written = path.with_suffix(".new")
            written.write_text(new)
            written.replace(path)  # a reader outside the lock sees the old whole or the new whole
