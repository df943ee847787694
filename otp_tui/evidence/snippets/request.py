"""The request of a recorded exchange, its masks replaced by environment variables."""

import re
from typing import Final, NamedTuple
from urllib.parse import quote

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.target.providers import PROVIDERS, KeyHeader
from otp_tui.evidence.snippets.body import body_lines
from otp_tui.evidence.snippets.masks import Masks
from otp_tui.evidence.snippets.parts import Packed, Packing, Text, Value, Variable, packings_in, variables_in

_BY_THE_CLIENT: Final = frozenset(
    {
        "host", "content-length", "accept-encoding", "user-agent", "connection", "transfer-encoding", "expect",
        "proxy-authorization", "proxy-connection",
    }
)  # fmt: skip
"""The headers that every client sets by itself."""
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A header's name, or a method (RFC 9110, 5.6.2)."""
_BARE_KEY: Final = re.compile(r"‹([a-z0-9_]+\.[a-z0-9_]+)›")
_BEARER: Final = "Bearer "
"""The scheme of a key that stands alone in the record of ``Authorization`` and of which its provider's row says nothing."""
_IN_A_PATH: Final = "/%:@!$&'()*+,;=~-._?"
_LONE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ORIGIN: Final = re.compile(r"[a-z]+://[^/?#]*")


class SnippetRequest(NamedTuple):
    """A request as a snippet sends it.

    Attributes:
        method: The HTTP method.
        url: The address.
        headers: Names and values, without those that the client sets by itself.
        body: The body's lines; None without a body.
        variables: The names of the environment variables that it reads.
        checked: Those of them that stand in a header or in the address, where not every character may.
        phone_form: The masked form of the phone number, as it was sent; empty where the record does not show it.
        packings: The encodings that it needs at run time.
    """

    method: str
    url: Value
    headers: tuple[tuple[str, Value], ...]
    body: tuple[Value, ...] | None
    variables: tuple[str, ...]
    checked: tuple[str, ...]
    phone_form: str
    packings: frozenset[Packing]


def snippet_request(exchange: Exchange) -> SnippetRequest:
    """Return the request of a recorded exchange.

    Raises:
        ValueError: The method is no HTTP method.
    """
    if not _TOKEN.fullmatch(exchange.method):
        raise ValueError("no HTTP method")
    masks = Masks()
    url = tuple(_percent_encoded(part) for part in masks.value(exchange.url.partition("#")[0], "url"))
    headers = tuple(
        (name, _header(masks, exchange.provider, name, value))
        for name, value in exchange.request_headers
        if _TOKEN.fullmatch(name) and name.lower() not in _BY_THE_CLIENT
    )
    body = body_lines(masks, exchange.request_body)
    heads = (url, *(value for _, value in headers))
    values = (*heads, *(body or ()))
    checked = frozenset[str]().union(*map(variables_in, heads))
    return SnippetRequest(
        method=exchange.method,
        url=url,
        headers=headers,
        body=body,
        variables=tuple(name for name in masks.names if any(name in variables_in(value) for value in values)),
        checked=tuple(name for name in masks.names if name in checked),
        phone_form=masks.phone_form,
        packings=frozenset[Packing]().union(*map(packings_in, values)),
    )


def _header(masks: Masks, provider: str, name: str, recorded: str) -> Value:
    """Return a header's value; one that cannot stand in a header was not sent like that, and is asked for."""
    known = next(filter(None, (_key_header(row, name, recorded) for row in _rows(provider))), None)
    if known is not None:
        key: Value = (masks.key(known.field),)
        return Text(known.scheme), *((Packed(Packing.BASE64, (*key, Text(":"))),) if known.base64 else key)
    bare = _BARE_KEY.fullmatch(recorded)
    if bare and name.lower() == "authorization":
        return Text(_BEARER), masks.key(bare[1])
    value = masks.value(recorded, name)
    texts = "".join(part.text for part in value if isinstance(part, Text))
    return value if texts.isascii() and texts.isprintable() else (masks.hidden(name),)


def _rows(provider: str) -> tuple[KeyHeader, ...]:
    row = PROVIDERS.get(provider)
    return row.key_headers if row else ()


def _key_header(row: KeyHeader, name: str, recorded: str) -> KeyHeader | None:
    return row if (row.name, row.recorded) == (name.lower(), recorded) else None


def _percent_encoded(part: Text | Variable | Packed) -> Text | Variable | Packed:
    """Return a piece of an address in the characters that every client takes as they are."""
    if not isinstance(part, Text):
        return part
    origin = _ORIGIN.match(part.text)
    host = origin[0] if origin else ""
    path = _LONE_PERCENT.sub("%25", part.text[len(host) :])
    return Text(host + quote(path, safe=_IN_A_PATH, errors="replace"))
