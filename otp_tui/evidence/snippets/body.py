"""The body of a recorded request as lines; numbers keep their spelling, masks become variables."""

import json
from collections.abc import Iterator
from typing import Any, Final

from otp_tui.core.security.redaction import LEFT_OUT
from otp_tui.evidence.snippets.masks import Masks
from otp_tui.evidence.snippets.parts import Packed, Packing, Part, Text, Value, joined, variables_in

_BODY: Final = "body"
_INDENT: Final = "  "


class _Number(str):
    """A JSON number as it was spelled."""

    __slots__ = ()


class _Fields(list[tuple[str, Any]]):
    """The fields of a JSON object, one that comes twice included."""


def body_lines(masks: Masks, text: str) -> tuple[Value, ...] | None:
    """Return a recorded body as lines of pieces; None without one.

    Args:
        masks: Names the variables.
        text: JSON text or any other one.
    """
    if not text:
        return None
    try:
        parsed = json.loads(
            text, object_pairs_hook=_Fields, parse_int=_Number, parse_float=_Number, parse_constant=_Number
        )
        parts = tuple(_written(masks, parsed, "", "\n"))
    except (ValueError, RecursionError):
        # No JSON, or too long to be recorded whole.
        parts = (masks.hidden(_BODY),) if text.endswith(LEFT_OUT) else masks.value(text, _BODY)
    return tuple(_lines(parts))


def _written(masks: Masks, value: Any, field: str, line: str) -> Iterator[Part]:
    """Yield a JSON value's pieces.

    Args:
        masks: Names the variables.
        value: The value.
        field: The name of the field that holds it.
        line: The line break and the indentation of the line on which it stands.
    """
    if isinstance(value, _Number):
        yield Text(value)
    elif isinstance(value, str):
        yield from _string(masks, value, field)
    elif isinstance(value, list):
        yield from _container(masks, value, field, line)
    else:
        yield Text(json.dumps(value))


def _container(masks: Masks, items: list[Any], field: str, line: str) -> Iterator[Part]:
    opening, closing = "{}" if isinstance(items, _Fields) else "[]"
    yield Text(opening)
    for index, item in enumerate(items):
        yield Text(("," if index else "") + line + _INDENT)
        if isinstance(items, _Fields):
            name, held = item
            yield from _string(masks, name, "")
            yield Text(": ")
            yield from _written(masks, held, name, line + _INDENT)
        else:
            yield from _written(masks, item, field, line + _INDENT)
    yield Text((line if items else "") + closing)


def _string(masks: Masks, text: str, field: str) -> Iterator[Part]:
    """Yield a JSON string: in ASCII, as it was sent, or encoded at run time where a variable is in it."""
    value = masks.value(text, field)
    yield Packed(Packing.JSON, value) if variables_in(value) else Text(json.dumps(text))


def _lines(parts: Value) -> Iterator[Value]:
    """Yield the lines of a text."""
    line: Value = ()
    for part in parts:
        first, *further = part.text.split("\n") if isinstance(part, Text) else (part,)
        line += (_part(first),)
        for text in further:
            yield joined(line)
            line = (_part(text),)
    yield joined(line)


def _part(part: str | Part) -> Part:
    return Text(part) if isinstance(part, str) else part
