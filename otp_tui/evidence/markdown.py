"""Text as GitHub-flavoured Markdown in which foreign text is text: no markup, no HTML, no link, no mention."""

import re
from collections.abc import Iterable
from typing import Final

from otp_tui.evidence.printable import code_parts

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~&$#+=!{}])")
_FIRST: Final = re.compile(r"^(\s*)(-|\d+[.)])")
"""What begins a list where it begins a line."""
_LINKED: Final = re.compile(r"@|#|://|:(?=[A-Za-z0-9_/-])|(?i:www)(?=\.)|(?i:GH)(?=-\d)")
"""What GitHub makes a mention, a reference, a link or a picture of, even where it is escaped."""
_GAP: Final = "\0"
_BACKTICKS: Final = re.compile("`+")
_SHORTEST_FENCE: Final = 3


def escaped(text: str) -> str:
    """Return one line of text whose every character is shown as it is.

    Args:
        text: The text, without line breaks.
    """
    gapped = _LINKED.sub(lambda match: f"{match[0][0]}{_GAP}{match[0][1:]}", text.replace(_GAP, ""))
    marked = _FIRST.sub(
        lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", _MARKUP.sub(r"\\\1", gapped)
    )
    return marked.replace(_GAP, "&#8203;")


def sentence_text(text: str) -> str:
    """Return a sentence whose parts between backticks are code and whose every other character is shown as it is."""
    return "".join(code(part) if is_code else escaped(part) for part, is_code in code_parts(text))


def code(text: str) -> str:
    """Return one line of text as a code span that may stand in a table."""
    fence = "`" * (_longest_run(text) + 1)
    room = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{room}{text}{room}{fence}".replace("|", "\\|") if text else ""


def code_block(lines: Iterable[str], language: str = "") -> list[str]:
    """Return lines as a fenced block, whose fence is longer than any in it.

    Args:
        lines: The lines.
        language: The language by which it is coloured.
    """
    kept = list(lines)
    fence = "`" * max(_SHORTEST_FENCE, 1 + max(map(_longest_run, kept), default=0))
    return [f"{fence}{language}", *kept, fence]


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)
