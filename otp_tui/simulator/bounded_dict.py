"""A dictionary of bounded size: past its limit the oldest entry is dropped."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

K = TypeVar("K")
V = TypeVar("V")

KEPT: Final = 10_000


class BoundedDict(OrderedDict[K, V]):
    """A dict of the newest `KEPT` entries, so that a long load test does not fill the memory.

    An OrderedDict, because a plain dict scans past every deleted entry to find its first one.
    """

    def add(self, key: K, value: V) -> None:
        """Store an entry as the newest one."""
        self.pop(key, None)
        self[key] = value
        if len(self) > KEPT:
            self.popitem(last=False)

    def drop(self, unwanted: Callable[[K, V], bool]) -> None:
        """Delete the entries for which a function returns True."""
        for key in [key for key, value in self.items() if unwanted(key, value)]:
            del self[key]
