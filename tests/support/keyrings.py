"""Keyrings for the tests: in memory, held up, or failing aloud."""

import contextlib
import threading

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem


class MemoryKeyring(KeyringBackend):
    """Keeps values in a dictionary, and counts its calls."""

    priority = 0.1

    def __init__(self):
        super().__init__()
        self.values = {}
        self.calls = []

    def get_password(self, service, username):
        self.calls.append(("get", service, username))
        return self.values.get((service, username))

    def set_password(self, service, username, password):
        self.calls.append(("set", service, username))
        self.values[service, username] = password

    def delete_password(self, service, username):
        self.calls.append(("delete", service, username))
        if self.values.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


class HeldKeyring:
    """A backend as `KeyringStore` takes one, whose calls wait until they are let go.

    Attributes:
        go: Set where calls may end.
        reached: Set once a call waits.
        fails: What a call ends with instead of its answer.
    """

    name = "tests.HeldKeyring"

    def __init__(self):
        self.values = {}
        self.go = threading.Event()
        self.reached = threading.Event()
        self.fails = None
        self.calls = 0

    def get(self, user):
        self._wait()
        return self.values.get(user)

    def set(self, user, value):
        self._wait()
        self.values[user] = value

    def delete(self, user):
        self._wait()
        return self.values.pop(user, None) is not None

    def _wait(self):
        self.calls += 1
        self.reached.set()
        assert self.go.wait(60), "never let go"
        if self.fails is not None:
            raise self.fails


class MemoryCredentialStore:
    """A keyring store in memory.

    Attributes:
        problem: What every call fails with, if anything.
        forgets: It takes values and does not keep them.
    """

    def __init__(self, values=None):
        self.values = dict(values or {})
        self.problem = None
        self.forgets = False

    async def get(self, name):
        self._fail()
        return self.values.get(name)

    async def set(self, name, value):
        self._fail()
        if not self.forgets:
            self.values[name] = value

    async def delete(self, name):
        self._fail()
        return self.values.pop(name, None) is not None

    async def probe(self):
        self._fail()
        return "tests.MemoryCredentialStore"

    def _fail(self):
        if self.problem is not None:
            raise KeyringError(KeyringProblem(self.problem))


@contextlib.contextmanager
def use_keyring(backend):
    """Make keyring choose this backend; None lets it choose anew, by its environment."""
    import keyring.core

    before = keyring.core._keyring_backend
    keyring.core._keyring_backend = backend
    try:
        yield backend
    finally:
        keyring.core._keyring_backend = before
