"""A sequence as a Mermaid diagram in which every foreign text is text."""

import re
from typing import Final

from otp_tui.core.security.sanitize import sanitize
from otp_tui.evidence.sequence import TOOL, Arrow, Sequence

LONGEST: Final = 90
_ARROWS: Final = {
    Arrow.REQUEST: "->>",
    Arrow.ANSWER: "-->>",
    Arrow.LOST_REQUEST: "-x",
    Arrow.LOST_ANSWER: "--x",
    Arrow.LATE_ANSWER: "--)",
    Arrow.SMS: "-)",
    Arrow.UNCERTAIN_SMS: "--x",
}
_KEYWORD: Final = re.compile(
    r"(?i)\b(?=(?:end|note|loop|alt|else|opt|par|and|rect|critical|option|break|box|style|classdef|title|wrap|nowrap)\b)"
)
"""The place before a word that means something to Mermaid, in a text it may stand in."""


def sequence_mermaid(sequence: Sequence) -> str:
    """Return the Mermaid source of a sequence."""
    ids = {key: f"p{number}" for number, key in enumerate(sequence.participants)}
    lines = ["sequenceDiagram"]
    for key, title in sequence.participants.items():
        kind = "participant" if key == TOOL or key.startswith("provider ") else "actor"
        lines.append(f"    {kind} {ids[key]} as {mermaid_text(title)}")
    for step in sequence.steps:
        source, target, text = ids[step.source], ids[step.target], mermaid_text(step.text) or "–"
        if step.arrow is Arrow.NOTE:
            ends = source if source == target else f"{source},{target}"
            lines.append(f"    Note over {ends}: {text}")
        else:
            lines.append(f"    {source}{_ARROWS[step.arrow]}{target}: {text}")
    return "\n".join(lines) + "\n"


def mermaid_text(text: str) -> str:
    """Return a text as Mermaid shows it, character by character: whatever could be syntax is an entity."""
    marked = _KEYWORD.sub("\0", sanitize(text, LONGEST))
    pieces = []
    coded = False
    for char in marked:
        if char == "\0":
            coded = True
            continue
        plain = char.isalnum() or char in " .,/_()?-–…•·→"
        pieces.append(char if plain and not coded else f"#{ord(char)};")
        coded = False
    return "".join(pieces)
