"""Answers taken field by field: one odd field never costs the others, and a wrong type is never a value."""

import json
import math
import re
from datetime import datetime
from typing import Any, Final

from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.timestamps import parse_http_date

_MOST_DIGITS: Final = 300
"""Longer numbers are kept as text: Python refuses to convert them, and nothing here means that much."""
_LONGEST_IDENTIFIER: Final = 2_048
_LONGEST_WAIT: Final = 86_400
_LONGEST_VALUE: Final = 1_000
_LONGEST_PROSE: Final = 4_000
_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_SECONDS: Final = re.compile(r"[0-9]{1,12}")


def read_json(body: bytes) -> Any:
    """The JSON of a body, or None where it is none.

    Bytes are read as UTF-8 with or without a byte order mark, what is no UTF-8 is replaced; ``NaN`` and
    ``Infinity`` are no JSON; of equal keys the last one counts.
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


def read_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object of a body, or None where it is anything else."""
    parsed = read_json(body)
    return parsed if isinstance(parsed, dict) else None


def get_path(value: Any, *path: str) -> Any:
    """What stands at a path of field names, None where the way is barred or leads nowhere."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def as_int(value: Any) -> int | None:
    """A whole number, or one written as a string (Paynet documents ``code`` as both: S2); a bool is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else None


def as_identifier(value: Any) -> str | None:
    """A token or an id that can be sent back: printable ASCII without spaces, of a sane length."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_IDENTIFIER:
        return None
    return value if value.isascii() and value.isprintable() and " " not in value else None


def as_text(value: Any) -> str:
    """A provider's own words as they came, bounded; no text gives none.

    They are not inert yet: that comes after redaction, so that no half of a secret stays at their end.
    """
    return value[:_LONGEST_PROSE] if isinstance(value, str) else ""


def as_json_text(value: Any) -> str:
    """A deciding value as JSON text for a decision, inert and bounded whatever it was."""
    if isinstance(value, str):
        return json.dumps(sanitize(value, _LONGEST_VALUE), ensure_ascii=False)
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return sanitize(json.dumps(value), _LONGEST_VALUE)


def retry_after(header: str | None, date: str | None, wall: datetime) -> int | None:
    """Seconds that a ``Retry-After`` header asks to wait, at most a day.

    Args:
        header: Whole seconds or an HTTP date.
        date: The ``Date`` of the same answer, by which an HTTP date is counted.
        wall: Our own clock, where there is none.
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
