"""What can go wrong with the OS keyring, as reasons that a front end words."""

from collections.abc import Awaitable
from enum import StrEnum
from typing import Any, Final

LONGEST_VALUE: Final = 1280
"""What Windows' Credential Manager takes (2,560 bytes of UTF-16); held everywhere, so that a profile moves."""


class KeyringProblem(StrEnum):
    """Why the keyring cannot be used."""

    NONE = "none"
    """There is no keyring on this machine."""
    LOCKED = "locked"
    """It is there, but locked, and was not unlocked."""
    REFUSED = "refused"
    """It answered with an error."""
    HANGING = "hanging"
    """It has not answered within three seconds."""
    FORGETS = "forgets"
    """It takes values and does not give them back."""
    PLAIN_TEXT = "plain_text"
    """It would keep them unencrypted in a file."""
    TOO_LONG = "too_long"
    """The value is longer than a keyring has to take."""
    MISCONFIGURED = "misconfigured"
    """``PYTHON_KEYRING_BACKEND`` or keyring's own configuration names no usable backend."""
    SWITCHED_OFF = "switched_off"
    """``--no-keyring`` was asked for."""


class KeyringError(Exception):
    """The keyring could not do what it was asked.

    Attributes:
        problem: Why.
        backend: The backend's own name, for people; never a value.
        late: Where it merely has not answered yet, its answer to come: an unlock prompt may be open.
        own: False where that will be the answer to an earlier call, so that this one has to be made again.
        platform: What kind of machine it is, as far as the way to mend it differs.
    """

    def __init__(
        self,
        problem: KeyringProblem,
        backend: str = "",
        *,
        late: Awaitable[Any] | None = None,
        own: bool = True,
        platform: str = "linux",
    ) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.backend = backend
        self.late = late
        self.own = own
        self.platform = platform
