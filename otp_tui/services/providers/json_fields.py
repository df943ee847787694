"""Readers of single JSON fields: an odd field does not cost the others."""

import json
import math
import re
from datetime import datetime
from typing import Any, Final

from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.timestamps import parse_http_date

_MOST_DIGITS: Final = 300
"""The most digits of a number; longer ones stay text, as Python refuses to convert them."""
_LONGEST_IDENTIFIER: Final = 2_048
_LONGEST_WAIT: Final = 86_400
_LONGEST_VALUE: Final = 1_000
_LONGEST_TEXT: Final = 4_000
_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,17}")
_SECONDS: Final = re.compile(r"[0-9]{1,12}")


def read_json(body: bytes) -> Any:
    """Return the JSON value of a body; None where the body is not JSON.

    Bytes are read as UTF-8 with or without a byte order mark, invalid ones are replaced; ``NaN`` and ``Infinity``
    are not JSON; of equal keys the last one counts.
    """
    try:
        return json.loads(
            body.decode("utf-8-sig", errors="replace"),
            parse_constant=_refuse,
            parse_int=_integer,
            parse_float=_fraction,
        )
    except (ValueError, RecursionError):
        return None


def as_object(value: Any) -> dict[str, Any] | None:
    """Return a JSON object; None for any other value."""
    return value if isinstance(value, dict) else None


def get_path(value: Any, *path: str) -> Any:
    """Return the value at a path of field names; None where a field is absent or no object."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def as_int(value: Any) -> int | None:
    """Return an integer, also one written as a string (S2 documents both); None for a bool."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else None


def as_identifier(value: Any) -> str | None:
    """Return a token or id that can be sent back: printable ASCII without spaces, bounded."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_IDENTIFIER:
        return None
    return value if value.isascii() and value.isprintable() and " " not in value else None


def as_text(value: Any) -> str:
    """Return a provider's own text as received, bounded; empty for any other value.

    The text is sanitised only after redaction, so that no half of a secret stays at its end.
    """
    return value[:_LONGEST_TEXT] if isinstance(value, str) else ""


def as_json_text(value: Any) -> str:
    """Return a deciding value as JSON text, sanitised and bounded; the blanks at its edges stay, as they decide."""
    if isinstance(value, str):
        kept = value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"
        return sanitize(json.dumps(kept, ensure_ascii=False), 8 * _LONGEST_VALUE)
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return sanitize(json.dumps(value), _LONGEST_VALUE)


def retry_after(header: str | None, date: str | None, wall: datetime) -> int | None:
    """Return the seconds that a ``Retry-After`` header asks to wait, at most a day.

    Args:
        header: Whole seconds or an HTTP date.
        date: The ``Date`` of the same answer, from which an HTTP date is counted.
        wall: The time of our own clock, used where the answer has no ``Date``.
    """
    if header is None:
        return None
    if _SECONDS.fullmatch(header.strip()):
        return min(int(header), _LONGEST_WAIT)
    until = parse_http_date(header)
    if until is None:
        return None
    left = (until - (parse_http_date(date) or wall)).total_seconds()
    return min(max(0, math.ceil(left)), _LONGEST_WAIT)


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _fraction(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text
