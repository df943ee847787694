"""The redaction of records: known fields first, then known values and the shapes of secrets in free text.

`spellings` has the texts that are looked for, `layers` undoes what hides them, `shapes` knows fields and forms.
"""

import json
import re
from typing import Any, Final

from otp_tui.core.phone.number import mask_as_sent
from otp_tui.core.security.layers import without_escapes
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.security.shapes import (
    DATE_FIELDS,
    DECIDING_FIELDS,
    PHONE_FIELDS,
    SECRET_FIELDS,
    fields_hidden,
    is_documented,
)
from otp_tui.core.security.spellings import SHORTEST, Spelling, by_length, replaced, spellings_of

LONGEST_TEXT: Final = 4_000
"""The most characters of a text that are kept; a longer one ends with `LEFT_OUT`."""
LEFT_OUT: Final = "…"
"""What stands in the place of something too long, too deep or too large for a record."""
_SHORTEST_WHOLE: Final = 3
"""The fewest characters of a value that is redacted where it stands alone."""
_LONGEST_ESCAPED: Final = 64
_DEEPEST: Final = 40
_MOST_BITS: Final = 4_096
_MOST_ITEMS: Final = 200
_MOST_KEYS: Final = 256
_CODE: Final = "code#"
_LOGIN: Final = re.compile(r"//[^/\s@]*@")
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)


class Redactor:
    """A redactor of one walkthrough's secrets and of its profile's credentials.

    Args:
        registry: The walkthrough's secrets.
        keys: Further values (the profile's credentials) by name.
        documented: The deciding values that a provider documents; a code that equals one stays in a deciding field.
    """

    def __init__(
        self,
        registry: SecretRegistry,
        keys: dict[str, str] | None = None,
        documented: frozenset[str] = frozenset(),
    ) -> None:
        self._registry = registry
        self._keys = dict(keys or {})
        self._documented = documented
        self._spelled = {(name, key): spellings_of(name, key) for name, key in self._keys.items()}
        self._snapshot: tuple[tuple[str, str], ...] | None = None
        self._known: list[Spelling] = []
        self._durable: list[Spelling] = []
        self._short: dict[str, str] = {}
        self._clean_keys: set[str] = set()

    def text(self, text: str) -> str:
        """Return free text without known values of four or more characters and without shapes of secrets."""
        self._refresh()
        return replaced(text, self._known)

    def deciding(self, text: str) -> str:
        """Return a deciding value's JSON text redacted; a code stays in it where it is a documented value."""
        self._refresh()
        value = text[1:-1] if text[:1] == text[-1:] == '"' else text
        if value in self._documented:
            return replaced(text, self._durable)
        alone = self._standing_alone(value)
        return replaced(text, self._known) if alone is None else text.replace(value, alone)

    def raw(self, text: str) -> str:
        """Return text that is no JSON without known values, shapes of secrets and the values of known fields."""
        return fields_hidden(self.text(text))

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
        if name in SECRET_FIELDS and value:
            return f"‹{self._name_of(value)}›"
        if name == "location":
            value = _QUERY.sub("?…", _LOGIN.sub("//‹hidden›@", value))
        known = self._durable if name in DATE_FIELDS else self._known
        return self._free(value, known, shapes=not is_documented(name, value))

    def _value(self, value: Any, field: str, depth: int) -> Any:
        name = field.lower()
        if value is None or isinstance(value, bool):
            return value
        if name in SECRET_FIELDS and value not in ("", [], {}):
            return f"‹{self._name_of(value)}›"
        if isinstance(value, dict | list):
            return LEFT_OUT if depth > _DEEPEST else self._container(value, field, depth + 1)
        if name in PHONE_FIELDS:
            return mask_as_sent(sanitize(_spelled_out(value)))
        return self._scalar(value, name)

    def _scalar(self, value: Any, name: str) -> Any:
        """Return a string or number redacted; a documented value of a deciding field may equal a code."""
        spelled = value if isinstance(value, str) else _spelled_out(value)
        stays = name in DATE_FIELDS or (name in DECIDING_FIELDS and spelled in self._documented)
        alone = None if stays else self._standing_alone(spelled)
        if alone is not None:
            return alone
        known = self._durable if stays else self._known
        shapes = not is_documented(name, spelled)
        if isinstance(value, str):
            return self._free(value, known, shapes=shapes)
        redacted = replaced(spelled, known, shapes=shapes)
        return value if redacted == spelled != LEFT_OUT else redacted

    def _standing_alone(self, text: str) -> str | None:
        """Return what is shown for a text that is nothing but a short value; None for any other."""
        if not self._short or len(text) > _LONGEST_ESCAPED:
            return None
        return next(
            (shown for plain in without_escapes(text) if (shown := self._short.get(plain.strip().lower()))),
            None,
        )

    def _container(self, value: dict[str, Any] | list[Any], field: str, depth: int) -> Any:
        if isinstance(value, list):
            return [self._value(item, field, depth) for item in value[:_MOST_ITEMS]]
        return {self._key(key): self._value(item, key, depth) for key, item in value.items()}

    def _key(self, key: str) -> str:
        """Return a field's name redacted; the usual ones are the same in every answer, and looked at once."""
        if key in self._clean_keys:
            return key
        shown = self._free(key)
        if shown == key and len(self._clean_keys) < _MOST_KEYS:
            self._clean_keys.add(key)
        return shown

    def _free(self, text: str, known: list[Spelling] | None = None, *, shapes: bool = True) -> str:
        """Return a provider's text redacted and only then shortened: half a secret would stay."""
        text = replaced(text, self._known if known is None else known, shapes=shapes)
        if len(text) <= LONGEST_TEXT and text.isascii() and text.isprintable():
            return text  # the usual case, which needs no look at every character
        return sanitize(text, LONGEST_TEXT)

    def _refresh(self) -> None:
        """Add the registry's new values; the spellings of a value are computed once."""
        snapshot = tuple(self._registry.items())
        if snapshot == self._snapshot:
            return
        self._snapshot = snapshot
        self._clean_keys = set()
        known: list[Spelling] = []
        durable: list[Spelling] = []
        self._short = {}
        for name, value in (*snapshot, *self._keys.items()):
            if (name, value) not in self._spelled:
                self._spelled[name, value] = spellings_of(name, value)
            known += self._spelled[name, value]
            if not name.startswith(_CODE):
                durable += self._spelled[name, value]
            if _SHORTEST_WHOLE <= len(value) < SHORTEST:
                self._short[value.lower()] = f"‹{name}›"
        self._known = sorted(known, key=by_length)
        self._durable = sorted(durable, key=by_length)

    def _name_of(self, value: Any) -> str:
        if isinstance(value, str):
            for handle, held in self._registry.items():
                if held == value:
                    return handle
            for name, key in self._keys.items():
                if key and key in value:
                    return name
        return "hidden"


def _spelled_out(value: Any) -> str:
    """Return a JSON scalar as text; ``…`` for a number too long for Python to convert."""
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return LEFT_OUT
    return str(value)
