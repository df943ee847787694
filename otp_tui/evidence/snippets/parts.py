"""The pieces that a value of a request is put together from when a snippet runs."""

from enum import StrEnum
from typing import NamedTuple


class Packing(StrEnum):
    """The encoding of a text that is known only at run time."""

    JSON = "json"
    """A JSON string, its quotes included."""
    BASE64 = "base64"


class Text(NamedTuple):
    """A text that is known now."""

    text: str


class Variable(NamedTuple):
    """The value of an environment variable."""

    name: str


class Packed(NamedTuple):
    """Pieces that are joined and then encoded."""

    packing: Packing
    parts: "tuple[Part, ...]"


Part = Text | Variable | Packed
Value = tuple[Part, ...]
"""The pieces of one value, in order."""


def joined(value: Value) -> Value:
    """Return a value whose neighbouring texts are one, without empty ones."""
    parts: list[Part] = []
    for part in value:
        if isinstance(part, Text) and parts and isinstance(parts[-1], Text):
            parts[-1] = Text(parts[-1].text + part.text)
        elif part != Text(""):
            parts.append(part)
    return tuple(parts)


def variables_in(value: Value) -> frozenset[str]:
    """Return the names of the variables in a value."""
    names = {part.name for part in value if isinstance(part, Variable)}
    return frozenset(names).union(*(variables_in(part.parts) for part in value if isinstance(part, Packed)))


def packings_in(value: Value) -> frozenset[Packing]:
    """Return the encodings that a value needs."""
    return frozenset(part.packing for part in value if isinstance(part, Packed))
