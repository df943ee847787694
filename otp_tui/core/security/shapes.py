"""The shapes of secrets: known fields, and texts that look like a key, a token, a phone or a card number.

An answer may hold a secret that nobody registered, another customer's too, so its shape alone is enough.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

PHONE_FIELDS: Final = frozenset({"user_gsm", "userphone", "accountkey", "phonenumber", "msisdn"})
SECRET_FIELDS: Final = frozenset(
    {
        "userid", "otp_session_id", "otp_code", "otptoken", "otpcode", "sessionid", "token", "carduniquenumber",
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

REFERENCE_FIELDS: Final = frozenset({"correlationid", "requestid", "x-correlation-id", "x-request-id"})
"""Fields whose GUID names a request and opens nothing: a support ticket needs it."""

HIDDEN: Final = "‹hidden›"
_STARS: Final = "*" * 12
_FIELD: Final = re.compile(
    rf"""(?P<head>["']?\b(?P<name>{"|".join(sorted(SECRET_FIELDS | PHONE_FIELDS))})\\*["']?\s*[:=]\s*)"""
    r"""(?P<value>\\*"[^"]*"?|'[^']*'?|[^\s"',;&}<]+)""",
    re.IGNORECASE,
)
_GUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_BETWEEN: Final = r"(?:[^\w<>\"',:;&=%{}\[\]]|_){0,3}"
"""What may stand between a number's groups; never what stands between two values of JSON or of a form."""
_KEY: Final = re.compile(r"(?<![0-9A-Za-z])(?:sck|pbk)_[\w+/=-]+", re.IGNORECASE)
_HEXADECIMAL: Final = re.compile(
    rf"(?<![0-9a-z])(?:{_GUID}|(?=[0-9]*+[a-f])[0-9a-f]{{32,}}+)(?![0-9a-z])", re.IGNORECASE
)
"""A session id or a token (api-reference 2.3, S0)."""
_PHONE: Final = re.compile(
    rf"""
    (?<![0-9]) (?=[+059]) (?:(?:\+|00){_BETWEEN})? (?:90{_BETWEEN})? (?:0{_BETWEEN})? 5[0-9]{{2}} (?:{_BETWEEN}[0-9]){{7}} (?![0-9])
    | (?<![0-9A-Za-z]) \+[1-9] (?:{_BETWEEN}[0-9]){{7,14}} (?![0-9])
    """,
    re.VERBOSE,
)
"""A mobile number of Turkey, or one with its plus and country code."""
_CARD: Final = re.compile(
    rf"""
    (?<![0-9])
    (?: (?:2[2-7]|[3-6][0-9]|97)[0-9]{{2}} {_BETWEEN} [0-9]{{4}} {_BETWEEN} [0-9]{{4}} {_BETWEEN} [0-9]{{1,7}}
      | 3[47][0-9]{{2}} {_BETWEEN} [0-9]{{6}} {_BETWEEN} [0-9]{{5}} )
    (?![0-9])
    """,
    re.VERBOSE,
)
_USUAL_DIGITS: Final = 16
"""The digits of nearly every card; so many that begin like one's are hidden even where their check digit is wrong."""
_DIGITS: Final = frozenset("0123456789")
_HALF_MASKED: Final = re.compile(
    r"(?<![0-9A-Za-z])[0-9]{4}[ -]?[0-9]{2}(?:[0-9]{2})?[ -]?"
    r"[*•xX#](?:[ -]?[*•xX#]){1,14}(?:[ -]?(?:(?P<last>[0-9]{4})|[0-9]{1,3})(?![0-9]))?"
)
"""A card number of which the provider shows the first six or eight digits, and perhaps the last four."""
_TICKS: Final = re.compile("[0-9]{17,18}")
"""A date as .NET counts it."""
_FEWEST_HALF_MASKED: Final = 6
_FEWEST_OF_A_PHONE: Final = 8
_FEWEST_OF_A_TOKEN: Final = 32


class Found(NamedTuple):
    """A secret in a text: its place, and what is shown instead.

    Attributes:
        start: The place of its first character.
        end: The place after its last one.
        shown: The text in its place.
    """

    start: int
    end: int
    shown: str


def shapes_in(text: str, lowered: str, digits: int) -> Iterator[Found]:
    """Yield what looks like a secret.

    Args:
        text: Any text.
        lowered: The text in lower case.
        digits: The number of its digits; too few for a number spare the look for one.
    """
    if "sck_" in lowered or "pbk_" in lowered:
        yield from _each(_KEY, text)
    if len(text) >= _FEWEST_OF_A_TOKEN:
        yield from _each(_HEXADECIMAL, text)
    if digits >= _FEWEST_OF_A_PHONE:
        yield from _each(_PHONE, text)
        yield from (
            Found(match.start(), match.end(), HIDDEN) for match in _CARD.finditer(text) if _is_card(match[0])
        )
    if digits >= _FEWEST_HALF_MASKED:
        for match in _HALF_MASKED.finditer(text):
            yield Found(match.start(), match.end(), _STARS + (match["last"] or ""))


def is_documented(name: str, text: str) -> bool:
    """Return whether a text is what its field is documented to hold although it has a secret's shape.

    Args:
        name: The field's name in lower case.
        text: Its value.
    """
    if name in DATE_FIELDS:
        return _TICKS.fullmatch(text) is not None
    return name in REFERENCE_FIELDS and re.fullmatch(_GUID, text, re.IGNORECASE) is not None


def fields_hidden(text: str) -> str:
    """Return a text that is no JSON without the values of known fields."""
    return _FIELD.sub(_hide_field, text)


def _each(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    return (Found(match.start(), match.end(), HIDDEN) for match in pattern.finditer(text))


def _is_card(text: str) -> bool:
    """Return whether a text that begins like a card number is one: by its usual length, or by its check digit."""
    digits = [int(char) for char in text if char in _DIGITS]
    checked = sum(digits[-1::-2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return len(digits) == _USUAL_DIGITS or checked % 10 == 0


def _hide_field(match: re.Match[str]) -> str:
    value = match["value"].strip("\\\"'")
    keep = value.startswith("‹") or value in {"", "null", "true", "false"}
    return match[0] if keep else f"{match['head']}{HIDDEN}"
