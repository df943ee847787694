"""An answer, ready to be written to a connection."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a provider says to one request.

    Attributes:
        status: The HTTP status.
        content: The body.
        decided: What it says in short, for the list of exchanges; never a secret.
        content_type: Of the body.
        headers: Further headers.
    """

    status: int
    content: bytes
    decided: str
    content_type: bytes = b"application/json; charset=utf-8"
    headers: tuple[tuple[bytes, bytes], ...] = ()


def json_answer(
    body: dict[str, Any], *, decided: str, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> Answer:
    """Make an answer of a JSON object."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status=status, content=content, decided=decided, headers=headers)
