"""The shapes of secrets: known fields, and texts that look like a key, a token or a card number.

A cut answer may hold a token that nobody registered, so where the text is no JSON its shape alone is enough.
"""

import re
from typing import Final

PHONE_FIELDS: Final = frozenset({"user_gsm", "userphone", "accountkey", "phonenumber", "msisdn"})
SECRET_FIELDS: Final = frozenset(
    {
        "otp_session_id", "otp_code", "otptoken", "otpcode", "sessionid", "token", "carduniquenumber",
        "uniquecardnumber", "url3d", "url3dsuccess", "url3dfail", "authorization", "proxy-authorization",
        "apikeyprivate", "apiclientprivate", "cookie", "set-cookie",
    }
)  # fmt: skip
DATE_FIELDS: Final = frozenset({"otp_expire", "sessionexpirydate", "date"})
DECIDING_FIELDS: Final = DATE_FIELDS | {
    "code", "result_code", "errorcode", "errorcodetype", "result", "statuscode", "responsecode", "level",
    "isverified", "isaccountlinked", "sessionrenewed", "type", "buildid", "version",
}  # fmt: skip
"""Deciding fields, dates and statuses: a code stays in them where it may be a documented value, such as 5001."""

HIDDEN: Final = "‹hidden›"
_STARS: Final = "*" * 12
_FIELD: Final = re.compile(
    rf"""(?P<head>["']?\b(?P<name>{"|".join(sorted(SECRET_FIELDS | PHONE_FIELDS))})\\*["']?\s*[:=]\s*)"""
    r"""(?P<value>\\*"[^"]*"?|'[^']*'?|[^\s"',;&}<]+)""",
    re.IGNORECASE,
)
_SHAPES: Final = re.compile(
    r"""
    \b(?:sck|pbk)_[\w+/=-]+                                                 # an API key
    | \b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b    # a session id
    | \b[0-9a-f]{32,}\b                                                     # a token
    | (?<!\d)(?:\+|00)?(?:90|0)?5\d{9}(?!\d)                                # a mobile number
    | (?<!\d)\d{13,19}(?!\d)                                                # a card number
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""The shapes of the providers' secrets (api-reference 1.2, D5; 2.3, S0)."""
_HALF_MASKED: Final = re.compile(
    r"(?<![0-9A-Za-z])[0-9]{4}[ -]?[0-9]{2}(?:[0-9]{2})?[ -]?"
    r"[*•xX#](?:[ -]?[*•xX#]){1,14}(?:[ -]?(?:(?P<last>[0-9]{4})|[0-9]{1,3})(?![0-9]))?"
)
"""A card number of which the provider shows the first six or eight digits, and perhaps the last four."""


def without_shapes(text: str) -> str:
    """Return a text that is no JSON without the values of known fields and what looks like a secret."""
    return _SHAPES.sub(HIDDEN, _FIELD.sub(_hide_field, text))


def cards_masked(text: str) -> str:
    """Return a text in which of every half-masked card number the last four digits are left at most."""
    return _HALF_MASKED.sub(lambda match: _STARS + (match["last"] or ""), text)


def _hide_field(match: re.Match[str]) -> str:
    value = match["value"].strip("\\\"'")
    keep = value.startswith("‹") or value in {"", "null", "true", "false"}
    return match[0] if keep else f"{match['head']}{HIDDEN}"
