"""The redaction of records: known fields first, then known values in free text.

Known values are found in every spelling in which a server may return them: plain, in base64, percent-encoded,
escaped as JSON, and a phone number with any separators between its digits.
"""

import base64
import json
import re
from bisect import bisect_left
from typing import Any, Final, NamedTuple
from urllib.parse import quote, quote_plus

from otp_tui.core.phone.number import mask
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.security.secrets import PHONE, SecretRegistry

PHONE_FIELDS: Final = frozenset({"user_gsm", "userphone", "accountkey", "phonenumber", "msisdn"})
SECRET_FIELDS: Final = frozenset(
    {
        "otp_session_id", "otp_code", "otptoken", "otpcode", "sessionid", "token", "carduniquenumber",
        "uniquecardnumber", "url3d", "url3dsuccess", "url3dfail", "authorization", "proxy-authorization",
        "apikeyprivate", "apiclientprivate", "cookie", "set-cookie",
    }
)  # fmt: skip
DECIDING_FIELDS: Final = frozenset(
    {
        "code", "result_code", "errorcode", "errorcodetype", "result", "statuscode", "responsecode", "level",
        "otp_expire", "sessionexpirydate", "isverified", "isaccountlinked", "sessionrenewed", "date", "type",
        "buildid", "version",
    }
)  # fmt: skip
"""Deciding fields, dates and statuses: codes stay in them, as one may equal a ResponseCode."""

_SHORTEST: Final = 4
_LONG: Final = 10
"""The length from which a value is redacted inside words too; a shorter one only as a word."""
_DEEPEST: Final = 40
_LONGEST_TEXT: Final = 4_000
_COUNTRY_DIGITS: Final = 3
_FEWEST: Final = 7
"""The fewest digits of a phone that are redacted; fewer occur by chance."""
_MOST_BITS: Final = 4_096
_MOST_ITEMS: Final = 200
_HIDDEN: Final = "‹hidden›"
_LEFT_OUT: Final = "…"
_CODE: Final = "code#"
_PLAIN: Final = re.compile(r"[0-9A-Za-z_.-]+")
"""Texts that are spelled the same in a URL and in JSON."""
_NOT_DIGITS: Final = re.compile(r"%[0-9A-Fa-f]{2}|[^0-9]")
_URL_SAFE: Final = str.maketrans("+/", "-_")
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)
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


class _Spelling(NamedTuple):
    """One spelling of a secret.

    Attributes:
        probe: The text in lower case; of a phone its digits, without separators.
        shown: The text in its place.
        shortest: The fewest characters of a text that can contain it.
        pattern: The regular expression of a phone; empty where the probe is enough.
    """

    probe: str
    shown: str
    shortest: int
    pattern: str = ""


class Redactor:
    """A redactor of one walkthrough's secrets and of its profile's credentials.

    Args:
        registry: The walkthrough's secrets.
        keys: Further values (the profile's credentials) by name.
    """

    def __init__(self, registry: SecretRegistry, keys: dict[str, str] | None = None) -> None:
        self._registry = registry
        self._keys = dict(keys or {})
        self._spelled = {(name, key): _spellings(name, key) for name, key in self._keys.items()}
        self._snapshot: tuple[tuple[str, str], ...] | None = None
        self._known: list[_Spelling] = []
        self._durable: list[_Spelling] = []

    def text(self, text: str) -> str:
        """Return free text with every known value of four or more characters replaced."""
        self._refresh()
        return _replaced(text, self._known)

    def deciding(self, text: str) -> str:
        """Return a deciding value's text without keys, tokens and phones; codes stay in it."""
        self._refresh()
        return _replaced(text, self._durable)

    def raw(self, text: str) -> str:
        """Return text that is not JSON without known values, known fields and shapes of secrets.

        A cut answer may hold a token that was never registered, so here its shape alone is enough.
        """
        text = _FIELD.sub(_hide_field, self.text(text))
        return _SHAPES.sub(_HIDDEN, text)

    def value(self, value: Any, field: str = "") -> Any:
        """Return a JSON value with its secrets replaced.

        Args:
            value: Any parsed JSON.
            field: The name of the value's field.
        """
        self._refresh()
        return self._value(value, field, 0)

    def body(self, parsed: Any) -> str:
        """Return parsed JSON as redacted, indented text."""
        return json.dumps(self.value(parsed), ensure_ascii=False, indent=2)

    def headers(self, pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Return redacted header lines, ``Location`` without its query, which may hold secrets."""
        self._refresh()
        return tuple((self._free(name), self._header(name.lower(), value)) for name, value in pairs)

    def _header(self, name: str, value: str) -> str:
        if name == "location":
            value = _QUERY.sub("?…", value)
        return str(self._value(value, name, 0))

    def _value(self, value: Any, field: str, depth: int) -> Any:
        name = field.lower()
        if value is None or isinstance(value, bool):
            return value
        if name in SECRET_FIELDS and value not in ("", [], {}):
            return f"‹{self._name_of(value)}›"
        if isinstance(value, dict | list):
            return _LEFT_OUT if depth > _DEEPEST else self._container(value, field, depth + 1)
        if name in PHONE_FIELDS:
            return mask(sanitize(_spelled_out(value)))
        known = self._durable if name in DECIDING_FIELDS else self._known
        if isinstance(value, str):
            return self._free(value, known)
        spelled = _spelled_out(value)
        redacted = _replaced(spelled, known)
        return value if redacted == spelled != _LEFT_OUT else redacted

    def _container(self, value: dict[str, Any] | list[Any], field: str, depth: int) -> Any:
        if isinstance(value, list):
            return [self._value(item, field, depth) for item in value[:_MOST_ITEMS]]
        return {self._free(key): self._value(item, key, depth) for key, item in value.items()}

    def _free(self, text: str, known: list[_Spelling] | None = None) -> str:
        """Return a provider's text redacted and only then shortened: half a secret would stay."""
        text = _replaced(text, self._known if known is None else known)
        if len(text) <= _LONGEST_TEXT and text.isascii() and text.isprintable():
            return text.strip()  # the usual case, which needs no look at every character
        return sanitize(text, _LONGEST_TEXT)

    def _refresh(self) -> None:
        """Add the registry's new values; the spellings of a value are computed once."""
        snapshot = tuple(self._registry.items())
        if snapshot == self._snapshot:
            return
        self._snapshot = snapshot
        known: list[_Spelling] = []
        durable: list[_Spelling] = []
        for name, value in (*snapshot, *self._keys.items()):
            if (name, value) not in self._spelled:
                self._spelled[name, value] = _spellings(name, value)
            known += self._spelled[name, value]
            if not name.startswith(_CODE):
                durable += self._spelled[name, value]
        # Longest first, so that no piece of a longer value is left behind.
        self._known = sorted(known, key=_by_length)
        self._durable = sorted(durable, key=_by_length)

    def _name_of(self, value: Any) -> str:
        if isinstance(value, str):
            for handle, held in self._registry.items():
                if held == value:
                    return handle
            for name, key in self._keys.items():
                if key and key in value:
                    return name
        return "hidden"


def _replaced(text: str, spellings: list[_Spelling]) -> str:
    """Return free text with the given spellings replaced.

    Args:
        text: Any text.
        spellings: The spellings, longest first; those that are longer than the text are skipped.
    """
    lowered, digits = text.lower(), _NOT_DIGITS.sub("", text)
    for spelling in spellings[bisect_left(spellings, -len(text), key=_by_length) :]:
        # A phone's own expression takes a millisecond to compile, and nearly no text has its digits.
        if spelling.probe in (digits if spelling.pattern else lowered):
            pattern = spelling.pattern or _pattern(spelling.probe)
            text = re.sub(pattern, spelling.shown.replace("\\", r"\\"), text, flags=re.IGNORECASE)
            lowered, digits = text.lower(), _NOT_DIGITS.sub("", text)
    return text


def _by_length(spelling: _Spelling) -> int:
    return -spelling.shortest


def _pattern(probe: str) -> str:
    """Return the pattern of a value; a short one matches only as a word of its own."""
    escaped = re.escape(probe)
    return escaped if len(probe) >= _LONG else rf"(?<![0-9A-Za-z]){escaped}(?![0-9A-Za-z])"


def _spellings(name: str, value: str) -> tuple[_Spelling, ...]:
    """Return every spelling of a value; none of one too short to be told from ordinary text."""
    if len(value) < _SHORTEST:
        return ()
    if name == PHONE:
        # The length of a foreign number's country code is not known here: up to three digits may be left out.
        digits = value.lstrip("+")
        shared = min(_COUNTRY_DIGITS, max(0, len(digits) - _FEWEST)) if value.startswith("+") else 0
        country, digits = digits[:shared], digits[shared:]
        texts = _in_base64({f"{prefix}{country}{digits}" for prefix in ("", "0", "90", "+90", "+", "00")})
        texts |= _in_base64(
            {f"{zero}{country[at:]}{digits}" for at in range(len(country)) for zero in ("", "0")}
        )
        known = _Spelling(digits, mask(value), len(digits), _phone_pattern(country, digits))
        return (known, *(_Spelling(text.lower(), mask(value), len(text)) for text in texts))
    texts = {value} | _in_base64({value, f"{value}:"})
    if not _PLAIN.fullmatch(value):
        texts |= {quote(value, safe=""), quote_plus(value), quote(value), value.replace("/", "\\/")}
        texts |= {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    if len(value) >= _LONG:
        texts.add(value.replace("-", ""))
    return tuple(_Spelling(text.lower(), f"‹{name}›", len(text)) for text in texts if len(text) >= _SHORTEST)


def _phone_pattern(country: str, national: str) -> str:
    """Return the pattern of a phone with or without its country code, with any separators.

    Args:
        country: The leading digits of a foreign number that may be its country code; empty for Turkey.
        national: The digits that are always present.
    """
    between = r"(?:%[0-9A-Fa-f]{2}|[^0-9A-Za-z]){0,3}"
    digits = between.join(national)
    if not country:
        return rf"(?:(?:(?:\+|%2B|00)?90|0){between})?{digits}"
    before = rf"(?:(?:\+|%2B|00){between})?"
    for digit in country:
        before = rf"(?:{before}(?:0{between})?{digit}{between})?"
    return rf"{before}(?:0{between})?{digits}"


def _in_base64(texts: set[str]) -> set[str]:
    """Return texts in both base64 alphabets, long ones also as parts of a longer text.

    Three bytes become four characters, so a value inside a longer text can be written in three ways; the characters
    at its edges also depend on its neighbours and are left out.
    """
    found: set[str] = set()
    for text in texts:
        data = text.encode("utf-8", errors="surrogatepass")
        whole = base64.b64encode(data).decode()
        found |= {whole, whole.rstrip("=")}
        if len(data) >= _LONG:
            for offset, skipped in ((0, 0), (1, 2), (2, 3)):
                fixed = (offset + len(data)) * 8 // 6
                found.add(base64.b64encode(bytes(offset) + data).decode()[skipped:fixed])
    return found | {text.translate(_URL_SAFE) for text in found}


def _hide_field(match: re.Match[str]) -> str:
    value = match["value"].strip("\\\"'")
    keep = value.startswith("‹") or value in {"", "null", "true", "false"}
    return match[0] if keep else f"{match['head']}{_HIDDEN}"


def _spelled_out(value: Any) -> str:
    """Return a JSON scalar as text; ``…`` for a number too long for Python to convert."""
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return _LEFT_OUT
    return str(value)
