"""The documented shape of an answer, and the drift of an answer from it.

A provider's shapes are data beside its adapter. Where a vendor's table and its own example name different types, the
example tells what is really sent: only another type than that is drift.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from otp_tui.core.exchange.drift import Drift, DriftKind
from otp_tui.core.security.sanitize import sanitize

STRING: Final = "string"
NUMBER: Final = "number"
BOOLEAN: Final = "boolean"
OBJECT: Final = "object"
ARRAY: Final = "array"
NULL: Final = "null"
ITEMS: Final = "[]"
"""The part of a path that means each item of a list."""
WHOLE: Final = "$"
"""The path of the whole answer."""

_MOST_DRIFT: Final = 50
_MOST_ITEMS: Final = 20
"""The most items of a list that are looked at: those of one list are alike."""
_LONGEST_PART: Final = 60
_UNNAMED: Final = '""'


class Field(NamedTuple):
    """One documented field.

    Attributes:
        path: The names from the answer's root, `ITEMS` for each item of a list.
        types: The documented JSON types; none where the documents leave the type and what is within open.
        example: The type in the vendor's example, where the table documents another one.
        optional: True for a field that may be absent.
        open: True for an object whose other fields no page tells.
    """

    path: tuple[str, ...]
    types: tuple[str, ...]
    example: str = ""
    optional: bool = False
    open: bool = False


class Shape(NamedTuple):
    """The documented fields of one kind of answer.

    Attributes:
        page: The address of the page that documents it.
        fields: The fields, parents before their children.
    """

    page: str
    fields: tuple[Field, ...]

    def relaxed(self, *path: str) -> "Shape":
        """Return the shape with every field below a path optional or null, and others allowed, for a case no page shows."""

        def relax(one: Field) -> Field:
            if one.path == path:
                return one._replace(open=True)
            if one.path[: len(path)] == path:
                return one._replace(types=one.types and (*one.types, NULL), optional=True)
            return one

        return self._replace(fields=tuple(map(relax, self.fields)))


NO_SHAPE: Final = Shape("", ())


def field(path: str, *types: str, example: str = "", optional: bool = False) -> Field:
    """Return a documented field.

    Args:
        path: The names, joined by dots; `ITEMS` is written behind the list's own name.
        types: The documented JSON types.
        example: The type in the vendor's example, where that is another one.
        optional: True for a field that may be absent.
    """
    parts = path.replace(ITEMS, f".{ITEMS}").split(".")
    return Field(tuple(parts), types, example, optional)


def within(parent: str, fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return fields below a parent's path."""
    return tuple(one._replace(path=(*parent.split("."), *one.path)) for one in fields)


def drift_of(shape: Shape, answer: Any, shown: Callable[[str], str]) -> tuple[Drift, ...]:
    """Return the differences between an answer and its shape, at most fifty, each once.

    Args:
        shape: The documented shape.
        answer: The parsed JSON of the answer.
        shown: Returns the name of an undocumented field without its secrets.
    """
    if not shape.fields:
        return ()
    if not isinstance(answer, dict):
        return (Drift(WHOLE, DriftKind.TYPE, OBJECT, "", json_type(answer)),)
    found = dict.fromkeys(islice(_differences(_tree(shape.fields), answer, (), shown), _MOST_DRIFT * 4))
    return tuple(islice(found, _MOST_DRIFT))


def json_type(value: Any) -> str:
    """Return the name of a parsed value's JSON type."""
    return next((name for kind, name in _TYPES if isinstance(value, kind)), NULL)


_TYPES: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (str, STRING),
    (bool, BOOLEAN),  # before number: a bool is an int
    ((int, float), NUMBER),
    (dict, OBJECT),
    (list, ARRAY),
)


class _Node:
    """A documented field with the fields below it."""

    __slots__ = ("children", "field")

    def __init__(self) -> None:
        self.field = Field((), (OBJECT,))
        self.children: dict[str, _Node] = {}


def _tree(fields: Iterable[Field]) -> _Node:
    root = _Node()
    for one in fields:
        node = root
        for part in one.path:
            node = node.children.setdefault(part, _Node())
        node.field = one
    return root


def _differences(
    node: _Node, value: Any, path: tuple[str, ...], shown: Callable[[str], str]
) -> Iterator[Drift]:
    """Yield what is missing, new or of another type below a documented field."""
    if isinstance(value, list):
        for item in islice(value, _MOST_ITEMS):
            yield from _checked(node.children[ITEMS], item, (*path, ITEMS), shown)
        return
    for name, child in node.children.items():
        if name in value:
            yield from _checked(child, value[name], (*path, name), shown)
        elif not child.field.optional:
            yield Drift(_text((*path, name)), DriftKind.MISSING, *_documented(child.field))
    for name in value:
        if name not in node.children and not node.field.open:
            part = sanitize(shown(name), _LONGEST_PART) or _UNNAMED
            yield Drift(_text((*path, part)), DriftKind.NEW, came=json_type(value[name]))


def _checked(node: _Node, value: Any, path: tuple[str, ...], shown: Callable[[str], str]) -> Iterator[Drift]:
    came, (documented, example) = json_type(value), _documented(node.field)
    expected = (example,) if example else node.field.types
    if expected and came not in expected:
        yield Drift(_text(path), DriftKind.TYPE, documented, example, came)
    elif node.children and isinstance(value, dict | list):
        yield from _differences(node, value, path, shown)


def _documented(one: Field) -> tuple[str, str]:
    return "|".join(one.types), one.example


def _text(path: tuple[str, ...]) -> str:
    return ".".join(path).replace(f".{ITEMS}", ITEMS)
