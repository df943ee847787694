"""The errors of the OS keyring; the catalogues have a sentence for each."""

from collections.abc import Awaitable
from enum import StrEnum
from typing import Any, Final

LONGEST_VALUE: Final = 1280
"""The most characters of a value, everywhere the limit of Windows (2,560 bytes of UTF-16)."""
CALL_LIMIT_S: Final = 3.0
"""Seconds until a call counts as hanging where somebody can be told that it is waited for."""


class KeyringProblem(StrEnum):
    """The reason why the keyring cannot be used."""

    NONE = "none"
    """There is no keyring on this machine."""
    LOCKED = "locked"
    """The keyring is locked, and was not unlocked."""
    REFUSED = "refused"
    """The keyring answered with an error."""
    HANGING = "hanging"
    """The keyring has not answered in time."""
    FORGETS = "forgets"
    """The keyring accepts values and does not return them."""
    PLAIN_TEXT = "plain_text"
    """The keyring would store values unencrypted in a file."""
    TOO_LONG = "too_long"
    """The value is longer than `LONGEST_VALUE`."""
    MISCONFIGURED = "misconfigured"
    """``PYTHON_KEYRING_BACKEND`` or keyring's own configuration names no usable backend."""
    SWITCHED_OFF = "switched_off"
    """``--no-keyring`` was given."""


class KeyringError(Exception):
    """A call that the keyring did not carry out.

    Attributes:
        problem: The reason.
        backend: The backend's own name, for people; never a value.
        late: The pending answer of a keyring that merely has not answered yet: an unlock prompt may be open.
        own: False where that is the answer to an earlier call, so that this one has to be made again.
        platform: The kind of machine, as far as the remedy depends on it.
        waited_s: The seconds for which a hanging keyring was waited for.
    """

    def __init__(
        self,
        problem: KeyringProblem,
        backend: str = "",
        *,
        late: Awaitable[Any] | None = None,
        own: bool = True,
        platform: str = "linux",
        waited_s: float = CALL_LIMIT_S,
    ) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.backend = backend
        self.late = late
        self.own = own
        self.platform = platform
        self.waited_s = waited_s
