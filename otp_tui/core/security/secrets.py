"""Secret values in memory, and the handles that name them everywhere else."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NewType

Handle = NewType("Handle", str)
"""A name for a secret value: ``token#3``, ``session#1``, ``code#2``, ``phone``."""

PHONE: Final = Handle("phone")


class Secret:
    """A text whose repr, str and format never show it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text; the caller keeps it from logs, records and the screen."""
        return self._value

    def __len__(self) -> int:
        return len(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(•••)"

    __str__ = __repr__

    def __format__(self, spec: str, /) -> str:
        return repr(self)


class SecretRegistry:
    """The secret values of one walkthrough, by handle.

    State, events and records hold handles only; a gateway looks the values up here when it builds a request.
    """

    def __init__(self) -> None:
        self._values: dict[Handle, str] = {}
        self._counts: dict[str, int] = {}

    def register(self, kind: str, value: str) -> Handle:
        """Register a value and return its handle; a value of the same kind keeps its handle.

        Args:
            kind: The handle's beginning: ``token``, ``session``, ``code``, ``reference``, …; ``phone`` is never
                numbered, because a walkthrough has one phone.
            value: The secret text.
        """
        if kind == PHONE:
            self._values[PHONE] = value
            return PHONE
        for handle, held in self._values.items():
            if held == value and handle.startswith(f"{kind}#"):
                return handle
        self._counts[kind] = self._counts.get(kind, 0) + 1
        handle = Handle(f"{kind}#{self._counts[kind]}")
        self._values[handle] = value
        return handle

    def restore(self, values: Mapping[Handle, str], named: Iterable[Handle]) -> None:
        """Restore an earlier process' values; no handle that it named gets another value later.

        Args:
            values: The values by handle.
            named: Every handle that the walkthrough's events named.
        """
        self._values |= values
        for handle in (*values, *named):
            kind, _, number = handle.partition("#")
            if number:
                self._counts[kind] = max(self._counts.get(kind, 0), int(number))

    def get(self, handle: Handle) -> str:
        """Return the value behind a handle.

        Raises:
            KeyError: No value is registered under the handle.
        """
        return self._values[handle]

    def items(self) -> Iterator[tuple[Handle, str]]:
        """Yield every handle with its value, oldest first."""
        yield from tuple(self._values.items())

    def __repr__(self) -> str:
        return f"SecretRegistry({', '.join(self._values)})"
