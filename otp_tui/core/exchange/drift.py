"""The differences between an answer and its documented shape; they never change a verdict."""

from enum import StrEnum
from typing import NamedTuple


class DriftKind(StrEnum):
    """The kind of a difference: an undocumented field, an absent one, or one of another type."""

    NEW = "new"
    MISSING = "missing"
    TYPE = "type"


class Drift(NamedTuple):
    """One difference between an answer and its documented shape; it holds no value of the answer.

    Attributes:
        path: The JSON path, ``[]`` for the items of a list, ``$`` for the whole answer.
        kind: The kind of the difference.
        documented: The documented JSON types, joined by ``|``; empty for a new field.
        example: The JSON type in the vendor's own example where it is another one; else empty.
        came: The JSON type that came; empty for a missing field.
    """

    path: str
    kind: DriftKind
    documented: str = ""
    example: str = ""
    came: str = ""
