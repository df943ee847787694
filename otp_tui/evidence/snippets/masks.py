"""The masks of a record, and the environment variables that a snippet reads in their places.

A mask is known by its form alone (a handle, a masked phone, a masked card, a cut text) and its variable is named after
the handle's kind or after the field, so that a provider that nobody has thought of needs nothing here.
"""

import re
from typing import Final

from otp_tui.core.security.redaction import LEFT_OUT, LONGEST_TEXT
from otp_tui.core.security.secrets import PHONE
from otp_tui.core.security.shapes import PHONE_FIELDS
from otp_tui.core.target.credentials import credential_fields
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.evidence.snippets.parts import Part, Text, Value, Variable, joined

PHONE_VARIABLE: Final = "OTP_PHONE"
_PREFIX: Final = "OTP_"
_KEY_PREFIX: Final = "OTP_TUI_"
_KINDS: Final = {"session": "session_id"}
"""The kinds of handles whose variable has another name than the kind."""
_USER_ID: Final = "userid"
"""The end of a field's name, without separators, whose value is the merchant's id of the customer."""
_UNNAMED: Final = "hidden"
_LONGEST_NAME: Final = 60
_MASK: Final = re.compile(
    r"""
      ‹ (?: (?P<kind>[a-z_]+)\#[0-9]+ | (?P<key>[a-z0-9_]+\.[a-z0-9_]+) | (?P<whole>phone|hidden) ) ›
    | (?P<sent> (?:90)?5•{7}[0-9]{2} )
    | (?P<phone> \+90\ 5••\ •••\ ••\ ?\S{0,2} | \+••\ •••\ •••\ ?\S{0,2} )
    | (?P<rest> [\w+]*•[\w•]* | \*{12}[0-9]{0,4} )
    """,
    re.VERBOSE,
)
_FIELD_BEFORE: Final = re.compile(r"""([A-Za-z][\w-]*)\\*["']?\s*[:=]\s*\\*["']?$""")
"""The name of a field at the end of a text that is no JSON."""
_WORD_BREAK: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")


class Masks:
    """The masks of one exchange, each with a variable of its own.

    Attributes:
        names: The variables, in the order in which they were met.
        phone_form: The masked form of the phone, as it was sent; empty where the record does not show that.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self.phone_form = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._names.values())

    def value(self, text: str, field: str) -> Value:
        """Return a recorded text as pieces, each mask replaced by its variable.

        Args:
            text: The text.
            field: The name of its field or header.
        """
        if _plain(field).endswith(_USER_ID) and text:
            return (self.variable(f"user id {text}", "user_id"),)
        if text == LEFT_OUT or (len(text) > LONGEST_TEXT and text.endswith(LEFT_OUT)):
            return (self.hidden(field),)
        parts: list[Part] = []
        end = 0
        for match in _MASK.finditer(text):
            before = text[end : match.start()]
            parts += (Text(before), self._masked(match, _field_before(before) or field))
            end = match.end()
        parts.append(Text(text[end:]))
        return joined(tuple(parts))

    def key(self, name: str) -> Variable:
        """Return the variable of a key.

        Args:
            name: The key's name, ``PROVIDER.FIELD``.
        """
        usual = {field.name: field.variable for field in credential_fields(PROVIDERS)}
        return self._named(name, usual.get(name) or _KEY_PREFIX + _upper(name))

    def hidden(self, field: str) -> Variable:
        """Return a variable for a value of which the record shows nothing; each such value has its own."""
        return self.variable(f"hidden {len(self._names)}", field)

    def variable(self, identity: str, field: str) -> Variable:
        """Return the variable of a value; another value of the same name gets a number after it.

        Args:
            identity: The same for the same value.
            field: The variable's name is derived from this one.
        """
        name = _upper(field)
        return self._named(identity, name if name.startswith(_PREFIX) else _PREFIX + name)

    def _masked(self, match: re.Match[str], field: str) -> Variable:
        phone = match["sent"] or match["phone"] or match["whole"] == PHONE
        if phone or (match["rest"] and field.lower() in PHONE_FIELDS):
            self.phone_form = self.phone_form or match["sent"] or ""
            return self._named(match[0], PHONE_VARIABLE)
        if match["kind"]:
            return self.variable(match[0], _KINDS.get(match["kind"], match["kind"]))
        return self.key(match["key"]) if match["key"] else self.hidden(field)

    def _named(self, identity: str, wanted: str) -> Variable:
        if identity not in self._names:
            name, number = wanted, 1
            while name in self._names.values():
                number += 1
                name = f"{wanted}_{number}"
            self._names[identity] = name
        return Variable(self._names[identity])


def _field_before(text: str) -> str:
    found = _FIELD_BEFORE.search(text)
    return found[1] if found else ""


def _plain(field: str) -> str:
    return re.sub(r"[^a-z0-9]", "", field.lower())


def _upper(name: str) -> str:
    """Return a field's name as the name of a variable: ``SessionId`` and ``session-id`` are ``SESSION_ID``."""
    words = _WORD_BREAK.sub("_", name[:_LONGEST_NAME]).strip("_").upper()
    return words if words.isascii() and words else _UNNAMED.upper()
