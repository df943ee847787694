"""The written forms of Turkish mobile numbers: the providers', the query's and the masked."""

from __future__ import annotations

import re
from typing import Any, Final

_NATIONAL: Final = re.compile(r"5[0-9]{9}")
_INTERNATIONAL: Final = re.compile(r"905[0-9]{9}")
_ANY_FORM: Final = re.compile(r"(?:\+?90)?(5[0-9]{9})")


def from_paynet(value: Any) -> str | None:
    """Return a number in Paynet's form, ten digits `5XXXXXXXXX` (S3); None for anything else."""
    return value if isinstance(value, str) and _NATIONAL.fullmatch(value) else None


def from_paywall(value: Any) -> str | None:
    """Return Paywall's form, `905XXXXXXXXX` (D20), as ten digits; None for anything else."""
    return value[2:] if isinstance(value, str) and _INTERNATIONAL.fullmatch(value) else None


def from_query(value: str) -> str | None:
    """Return `5…`, `905…` or `+905…` as ten digits; None for anything else.

    A plus sign that was not escaped in a query arrives as a space, so outer spaces are dropped.
    """
    match = _ANY_FORM.fullmatch(value.strip())
    return match[1] if match else None


def masked(phone: str) -> str:
    """Return a ten-digit number with all but its last two digits masked."""
    return "••••••••" + phone[-2:]
