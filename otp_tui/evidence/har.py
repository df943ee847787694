"""The exchanges of a run as an HTTP archive (HAR 1.2)."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from otp_tui import __version__
from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.timestamps import rfc3339
from otp_tui.evidence.phases import IN_TURN, UNKNOWN, phases_of
from otp_tui.evidence.record import RunRecord

_PROXY: Final = "serverIPAddress is the proxy's"
_PHRASES: Final = {status.value: status.phrase for status in HTTPStatus}
_SIZES: Final = (
    "Secrets are replaced by names in angle brackets and JSON is indented: bodySize is what was transferred, "
    "content.size is that of the text as it stands here."
)
_REDACTED: Final = (
    "{size} bytes were transferred; the text is as it was recorded: redacted, and JSON indented."
)
_ASCII: Final = str.maketrans({"‹": "<", "›": ">", "•": "*", "…": "..."})
"""The signs of the redaction; a reader of another character set would show the names of secrets as rubbish."""


def har(run: RunRecord) -> str:
    """Return the archive of a run as JSON text."""
    log = {
        "version": "1.2",
        "creator": {"name": "otp-tui", "version": __version__},
        "entries": [_entry(exchange, run.environment) for exchange in run.exchanges],
        "comment": _SIZES,
    }
    return json.dumps({"log": log}, ensure_ascii=False, indent=2) + "\n"


def _entry(exchange: Exchange, environment: Environment | None) -> dict[str, Any]:
    phases = phases_of(exchange)
    proof = f"{environment}: {exchange.decision.verdict}: {exchange.decision.decided_by}"
    proof += f" ({exchange.fault})" if exchange.fault else ""
    entry = {
        "startedDateTime": rfc3339(exchange.at),
        "time": round(sum(phases[name] for name in IN_TURN if phases[name] != UNKNOWN), 3),
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": phases,
        "comment": _plain(f"{proof}; {_PROXY}" if exchange.via_proxy else proof),
    }
    return entry | ({"serverIPAddress": exchange.server_address} if exchange.server_address else {})


def _request(exchange: Exchange) -> dict[str, Any]:
    request = _message(exchange.request_headers, exchange.request_body) | {
        "method": exchange.method,
        "url": _plain(exchange.url),
        "queryString": [],
    }
    if exchange.request_body:
        request["postData"] = _content(exchange.request_headers, exchange.request_body, request["bodySize"])
    return request


def _response(exchange: Exchange) -> dict[str, Any]:
    message = _message(exchange.headers, exchange.body)
    if exchange.fault is not None:  # Content-Length says what was to come
        message["bodySize"] = UNKNOWN
    content = _content(exchange.headers, exchange.body, message["bodySize"])
    response = message | {
        "status": exchange.status or 0,
        "statusText": _PHRASES.get(exchange.status or 0, ""),
        "content": {"size": len(content["text"].encode())} | content,
        "redirectURL": "",
    }
    if exchange.fault is not None:
        response["_error"] = exchange.fault.value
    return response


def _message(headers: Sequence[tuple[str, str]], body: str) -> dict[str, Any]:
    """Return what request and answer have in common; a header's value is ASCII, as it is in HTTP."""
    listed = [{"name": name, "value": _ascii(value)} for name, value in headers]
    length = _header(headers, "content-length")
    size = int(length) if length.isdecimal() and length.isascii() else UNKNOWN if body else 0
    return {
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": listed,
        "headersSize": UNKNOWN,
        "bodySize": size,
    }


def _content(headers: Sequence[tuple[str, str]], body: str, size: int) -> dict[str, Any]:
    """Return a body's type and text, with a remark where the text is not as long as what was transferred."""
    text = _plain(body)
    content = {"mimeType": _header(headers, "content-type"), "text": text}
    if size not in {UNKNOWN, len(text.encode())}:
        content["comment"] = _REDACTED.format(size=size)
    return content


def _header(headers: Sequence[tuple[str, str]], wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _ascii(value: str) -> str:
    return _plain(value).encode("ascii", "backslashreplace").decode()


def _plain(text: str) -> str:
    """Return a text with the redaction's signs in ASCII."""
    return text.translate(_ASCII)
