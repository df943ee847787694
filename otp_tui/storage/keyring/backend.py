"""Calls of the OS keyring: each blocks, and no text of its errors is passed on."""

from collections.abc import Callable
from typing import Final, TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

from otp_tui.core.security.keyring_errors import LONGEST_VALUE, KeyringProblem
from otp_tui.storage.keyring.platform import keyring_error

SERVICE: Final = "otp-tui"

T = TypeVar("T")

_REFUSED_MODULES: Final = (
    ("keyring.backends.fail", KeyringProblem.NONE),
    ("keyring.backends.null", KeyringProblem.FORGETS),
    ("keyrings.alt", KeyringProblem.PLAIN_TEXT),
)
_PROBLEMS: Final = (
    (NoKeyringError, KeyringProblem.NONE),
    (KeyringLocked, KeyringProblem.LOCKED),
    (InitError, KeyringProblem.LOCKED),
    (KeyringError, KeyringProblem.REFUSED),
)
"""First match wins; the Secret Service raises InitError where its unlock prompt was dismissed or cannot be shown."""
_VANISHED: Final = ("secretstorage.exceptions", "ItemNotFoundException")
"""Raised where another program deletes or replaces an entry between the search for it and the call on it."""
_TRIES: Final = 8
"""Tries of a call whose entry vanishes each time."""


class OsKeyring:
    """The backend that keyring chose, once it was found fit to hold a secret.

    Raises:
        KeyringError: There is no backend, or one that forgets or stores plain text.
    """

    def __init__(self) -> None:
        try:
            self._backend: KeyringBackend = keyring.get_keyring()
        except Exception:  # noqa: BLE001 - an empty PYTHON_KEYRING_BACKEND is a ValueError, a missing module an ImportError
            raise keyring_error(KeyringProblem.MISCONFIGURED) from None
        self.name = _name(self._backend)
        for backend in (self._backend, *getattr(self._backend, "backends", ())):
            module = type(backend).__module__
            for refused, problem in _REFUSED_MODULES:
                if module.startswith(refused):
                    raise keyring_error(problem, _name(backend))

    def get(self, user: str) -> str | None:
        """Return the value under a user name, or None."""
        return self._call(lambda: self._backend.get_password(SERVICE, user))

    def set(self, user: str, value: str) -> None:
        """Store a value, over an older one."""
        if len(value) > LONGEST_VALUE:
            raise keyring_error(KeyringProblem.TOO_LONG, self.name)
        self._call(lambda: self._backend.set_password(SERVICE, user, value))

    def delete(self, user: str) -> bool:
        """Delete a value; return False where there was none."""

        def work() -> bool:
            if self._backend.get_password(SERVICE, user) is None:
                return False
            try:
                self._backend.delete_password(SERVICE, user)
            except PasswordDeleteError:
                if self._backend.get_password(SERVICE, user) is not None:
                    raise
                return False  # another program was faster
            return True

        return self._call(work)

    def _call(self, work: Callable[[], T], tries: int = _TRIES) -> T:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - backends raise anything, and their texts may hold the value
            if tries > 1 and _has_vanished(error):
                return self._call(work, tries - 1)
            problem = next((problem for kind, problem in _PROBLEMS if isinstance(error, kind)), None)
            raise keyring_error(problem or KeyringProblem.REFUSED, self.name) from None


def _has_vanished(error: Exception) -> bool:
    """Return True for that very class: a subclass of it stands for a prompt that was dismissed, and asks no more."""
    return (type(error).__module__, type(error).__qualname__) == _VANISHED


def _name(backend: KeyringBackend) -> str:
    """Return a backend's name for people; its own `repr` and `name` could show anything."""
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"
