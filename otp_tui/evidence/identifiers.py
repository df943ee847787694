"""The identifiers and codes in an answer by which a provider's support finds a request.

They are found by the names of fields and headers alone, so that a provider that nobody has thought of needs nothing.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.security.shapes import REFERENCE_FIELDS
from otp_tui.evidence.json_leaves import leaves_of
from otp_tui.evidence.printable import printable

_LONGEST: Final = 120
_SEPARATORS: Final = re.compile(r"[^a-z0-9]")
_REFERENCES: Final = frozenset(
    {
        *(_SEPARATORS.sub("", name) for name in REFERENCE_FIELDS),
        "retrievalreferencenumber", "referencenumber", "rrn", "buildid", "traceid", "xtraceid", "transactionid",
    }
)  # fmt: skip
_CODES: Final = frozenset({"code", "resultcode", "errorcode", "responsecode", "statuscode", "level"})
_NOTHING: Final = frozenset({"", "null", '""', "{}", "[]"})


class NamedValue(NamedTuple):
    """A value of an answer.

    Attributes:
        name: The field's or header's name as the provider writes it.
        path: Its JSON path; the name of a header.
        value: Its text; a code's is JSON.
    """

    name: str
    path: str
    value: str


def identifiers_of(exchange: Exchange) -> list[NamedValue]:
    """Return the values that name a request, each once: those of the body, then those of the headers."""
    found = [_unquoted(one) for one in _fields(exchange.body) if _plain(one.name) in _REFERENCES]
    found += [
        NamedValue(printable(name, _LONGEST), name, printable(value, _LONGEST))
        for name, value in exchange.headers
        if _plain(name) in _REFERENCES
    ]
    known = (one for one in found if one.value not in _NOTHING and "‹" not in one.value)
    return list({(one.name, one.value): one for one in known}.values())


def codes_of(exchange: Exchange) -> list[NamedValue]:
    """Return the codes in an answer's body as JSON, null where the field is there and says nothing."""
    return [one for one in _fields(exchange.body) if _plain(one.name) in _CODES]


def _fields(body: str) -> Iterator[NamedValue]:
    for path, value in leaves_of(body):
        name = path.rpartition(".")[2]
        if path:
            yield NamedValue(printable(name, _LONGEST), printable(path, _LONGEST), printable(value, _LONGEST))


def _unquoted(found: NamedValue) -> NamedValue:
    return found._replace(value=found.value.strip('"'))


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name.lower())
