"""JSON as lines that can be folded, each with the path of the value that it holds."""

import json
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from typing import Any, Final, NamedTuple

from textual.content import Content

from otp_tui.conductor.evidence_ports import ExchangeTools
from otp_tui.core.security.sanitize import sanitize
from otp_tui.wizard.inspector.lines import LONGEST, ViewLine, coloured, plain_lines

_INDENT: Final = "  "
_DEEPEST: Final = 60
_INDEX: Final = re.compile(r"\[\d+\]")


class _Line(NamedTuple):
    text: str
    path: str
    opens: bool = False
    inside: tuple[str, ...] = ()
    end: str = ""


def body_lines(body: str, marks: Mapping[str, str], tools: ExchangeTools | None) -> list[ViewLine]:
    """Return a recorded body; one that is no JSON, or was cut, is shown as it is.

    Args:
        body: The text.
        marks: The signs in the margin, by JSON path; a path that the body lacks marks the nearest one above it.
        tools: Finds the colours.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return plain_lines(body)
    lines = list(_lines(value, "", "", "", ()))
    signs = _signs(lines, marks)
    contents = coloured([line.text for line in lines], "json", tools)
    return [
        ViewLine(
            content,
            signs.get(index, ""),
            hang=len(line.text) - len(line.text.lstrip()) + len(_INDENT),
            opens=line.path or "$" if line.opens else "",
            inside=line.inside,
            end=line.end,
        )
        for index, (line, content) in enumerate(zip(lines, contents, strict=True))
    ]


def deciding_lines(lines: list[ViewLine]) -> list[ViewLine]:
    """Return the marked lines with the blocks around them; a block of which a part is left out says ``⋯``."""
    around = {path for line in lines if line.mark for path in (*line.inside, line.opens)} - {""}
    kept = [line for line in lines if line.mark or line.opens in around]
    within = Counter(line.inside[-1] for line in lines if line.inside)
    shown = Counter(line.inside[-1] for line in kept if line.inside)
    return [
        line._replace(opens="", inside=(), content=Content.assemble(line.content, _dots(line, within, shown)))
        for line in kept
    ]


def _dots(line: ViewLine, within: Counter[str], shown: Counter[str]) -> tuple[str, str]:
    left_out = line.opens and shown[line.opens] < within[line.opens] - 1  # its closing line is no loss
    return (" ⋯" if left_out else "", "$text-muted")


def _lines(value: Any, path: str, key: str, comma: str, inside: tuple[str, ...]) -> Iterator[_Line]:
    indent = _INDENT * len(inside)
    if not isinstance(value, dict | list) or not value or len(inside) > _DEEPEST:
        yield _Line(f"{indent}{key}{_scalar(value)}{comma}", path, inside=inside)
        return
    is_object = isinstance(value, dict)
    begin, end = ("{", "}") if is_object else ("[", "]")
    within = (*inside, path or "$")
    yield _Line(f"{indent}{key}{begin}", path, opens=True, inside=inside, end=f"{end}{comma}")
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    for place, (name, item) in enumerate(items):
        shown = f"{_quoted(str(name))}: " if is_object else ""
        child = f"{path}.{name}".lstrip(".") if is_object else f"{path}[{name}]"
        yield from _lines(item, child, shown, "," if place < len(items) - 1 else "", within)
    yield _Line(f"{indent}{end}{comma}", path, inside=within)


def _scalar(value: Any) -> str:
    return _quoted(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _quoted(text: str) -> str:
    return sanitize(json.dumps(text, ensure_ascii=False), LONGEST)


def _signs(lines: list[_Line], marks: Mapping[str, str]) -> dict[int, str]:
    """Return the signs by the number of the line."""
    first: dict[str, int] = {}
    for index, line in enumerate(lines):
        first.setdefault(line.path, index)
        first.setdefault(_INDEX.sub("[]", line.path), index)
    found = {}
    for path, sign in marks.items():
        found[first.get(_nearest(path, first), 0)] = sign
    return found


def _nearest(path: str, known: Container[str]) -> str:
    """Return a path, or the nearest one above it that is known."""
    while path and path not in known:
        path = path.rpartition(".")[0]
    return path
