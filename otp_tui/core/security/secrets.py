"""Secret values in memory, and the handles that stand for them everywhere else."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NewType

Handle = NewType("Handle", str)
"""A name for a secret value: ``token#3``, ``session#1``, ``code#2``, ``phone``."""

PHONE: Final = Handle("phone")


class Secret:
    """A text whose repr, str and format never show it; screens hand typed codes over in one."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself; the caller must not let it reach a log, a record or the screen."""
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
    """The one place in memory where a walkthrough's secret values live.

    State, events and records hold handles; the gateway looks the values up here when a request is built.
    """

    def __init__(self) -> None:
        self._values: dict[Handle, str] = {}
        self._counts: dict[str, int] = {}

    def register(self, kind: str, value: str) -> Handle:
        """Keep a value and name it; the same value of the same kind keeps its name.

        Args:
            kind: ``token``, ``session``, ``code``, ``reference``, …; ``phone`` is never numbered, because a
                walkthrough has one phone.
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
        """Take up what an earlier process kept; no handle that was ever named is given to another value.

        Args:
            values: By handle.
            named: Every handle that its events named.
        """
        self._values |= values
        for handle in (*values, *named):
            kind, _, number = handle.partition("#")
            if number:
                self._counts[kind] = max(self._counts.get(kind, 0), int(number))

    def get(self, handle: Handle) -> str:
        """The value behind a handle.

        Raises:
            KeyError: Nothing is kept under that name.
        """
        return self._values[handle]

    def items(self) -> Iterator[tuple[Handle, str]]:
        """Every handle with its value, oldest first; redaction reads it."""
        yield from tuple(self._values.items())

    def __repr__(self) -> str:
        return f"SecretRegistry({', '.join(self._values)})"
