"""Recorded texts in lines that are safe to print, and the place of a JSON path among them."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from otp_tui.core.security.sanitize import sanitize

LONGEST_LINE: Final = 4_200
"""The most characters of a line: a recorded text and its field's name."""
MOST_LINES: Final = 400
"""The most lines of a body; the archive has them all."""
_JSON_LINE: Final = re.compile(r'( *)(?:"((?:[^"\\]|\\.)*)": )?(.*?),?')
_CODE: Final = re.compile(r"`([^`]*[^`\s][^`]*)`")
_INDENT: Final = 2
_ENDS: Final = ("\r\n", "\r")


class PrintableLine(NamedTuple):
    """One line of a body.

    Attributes:
        text: The line, its control and bidirectional characters visible.
        path: The JSON path of the value that begins in it; empty where none does.
    """

    text: str
    path: str = ""

    @property
    def indent(self) -> str:
        """The spaces before its first character."""
        return " " * (len(self.text) - len(self.text.lstrip(" ")))


class PrintableBody(NamedTuple):
    """A body in lines.

    Attributes:
        lines: Its first lines.
        left_out: The number of further ones.
    """

    lines: tuple[PrintableLine, ...] = ()
    left_out: int = 0


def printable(text: str, longest: int = LONGEST_LINE) -> str:
    """Return a text as one line without characters that move, hide or reorder others; spaces before it stay."""
    inner = text.lstrip(" ")
    return " " * (len(text) - len(inner)) + sanitize(inner, longest)


def code_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a sentence, and of each whether it stood between backticks."""
    for index, part in enumerate(_CODE.split(text)):
        if part:
            yield part, index % 2 == 1


def printable_body(body: str) -> PrintableBody:
    """Return a recorded body, JSON as the recorder indents it or any other text, in lines.

    Args:
        body: The body, redacted.
    """
    if not body:
        return PrintableBody()
    for end in _ENDS:
        body = body.replace(end, "\n")
    rows = body.split("\n")
    kept = rows[:MOST_LINES]
    paths = _paths(kept) if body[0] in "{[" else iter(("",) * len(kept))
    lines = tuple(PrintableLine(printable(row), path) for row, path in zip(kept, paths, strict=True))
    return PrintableBody(lines, len(rows) - len(kept))


def _paths(rows: list[str]) -> Iterator[str]:
    """Yield the path of each line's value: a JSON string has no line break, so the indentation tells its depth."""
    open_paths: list[str] = []
    counts: list[int] = []
    for row in rows:
        match = _JSON_LINE.fullmatch(row)
        indent, name, value = match.groups() if match else ("", None, "")
        depth = len(indent) // _INDENT
        closing = value in {"}", "]"}
        del open_paths[depth + closing :], counts[depth + closing :]
        if closing or depth == 0:
            path = ""
        elif name is None:
            path = f"{open_paths[-1]}[{counts[-1]}]" if open_paths else ""
            counts[-1:] = [counts[-1] + 1] if counts else []
        else:
            parent = open_paths[-1] if open_paths else ""
            path = f"{parent}.{name}" if parent else name
        if value in {"{", "["}:
            open_paths.append(path)
            counts.append(0)
        yield path
