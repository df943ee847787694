"""The lines of a view: text that is inert, marks in the margin, and the blocks that can be folded."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from textual.content import Content, Span

from otp_tui.conductor.evidence_ports import ExchangeTools
from otp_tui.core.security.sanitize import sanitize

LONGEST: Final = 20_000
"""The most characters of one line: those of the longest body that is recorded."""
_TAB: Final = 4
DECIDING: Final = "▶"
CLAIM: Final = "◇"
_COLOURS: Final = {
    "name": "$link",
    "string": "$success",
    "number": "$warning",
    "constant": "$warning",
    "keyword": "$accent",
    "comment": "$text-muted",
}


class ViewLine(NamedTuple):
    """One line of a view, before it is wrapped.

    Attributes:
        content: The text with its colours.
        mark: The sign in the margin: ``▶`` for what decided, ``◇`` for what claims the opposite; else empty.
        hang: The columns by which a wrapped rest is indented.
        opens: The path of the block that begins here; empty for none.
        inside: The paths of the blocks around it, which hide it where one is folded.
        end: What follows the line where its block is folded.
    """

    content: Content
    mark: str = ""
    hang: int = 0
    opens: str = ""
    inside: tuple[str, ...] = ()
    end: str = ""


BLANK: Final = ViewLine(Content(""))


def inert(text: str) -> str:
    """Return foreign text on one line, its control and bidirectional characters made visible, its indent kept."""
    text = text.expandtabs(_TAB)
    rest = text.lstrip(" ")
    return " " * (len(text) - len(rest)) + sanitize(rest, LONGEST)


def said(text: str, style: str = "$text", *, mark: str = "", hang: int = 0) -> ViewLine:
    """Return a line in one colour."""
    return ViewLine(Content.assemble((text, style)), mark, hang)


def heading(text: str) -> ViewLine:
    """Return the line above a part of a view."""
    return said(text, "bold $accent")


def pairs(rows: Iterable[tuple[str, str]]) -> list[ViewLine]:
    """Return names and values, one a line; they may be a provider's."""
    return [
        ViewLine(Content.assemble((f"{inert(name)}: ", "$link"), (inert(value), "$text")), hang=2)
        for name, value in rows
    ]


def plain_lines(text: str) -> list[ViewLine]:
    """Return foreign text line by line, without colours."""
    return [said(inert(line)) for line in text.split("\n")]


def coloured(lines: Sequence[str], lexer: str, tools: ExchangeTools | None) -> list[Content]:
    """Return lines of code with the colours of their language; without tools in one colour.

    Args:
        lines: The code; inert already.
        lexer: The name of the language's lexer.
        tools: Finds the tokens.
    """
    code = "\n".join(lines)
    found = tools.tokens(code, lexer) if tools is not None else ()
    spans = [Span(start, end, _COLOURS[kind]) for start, end, kind in found if kind in _COLOURS]
    whole = Content(code, spans=[Span(0, len(code), "$text"), *spans])
    return whole.split("\n", allow_blank=True)


def text_of(lines: Iterable[ViewLine]) -> str:
    """Return the text of lines as it is copied: without the margin, whole also where it is folded."""
    return "\n".join(line.content.plain.rstrip() for line in lines) + "\n"
