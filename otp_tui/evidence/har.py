"""The exchanges of a walkthrough as an HTTP archive (HAR 1.2)."""

import json
from collections.abc import Sequence
from typing import Any

from otp_tui import __version__
from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.timestamps import rfc3339


def har(exchanges: Sequence[Exchange], environment: Environment) -> str:
    """Return the archive as JSON text.

    Args:
        exchanges: The records, oldest first; their secrets are handles already.
        environment: The environment, named in every entry.
    """
    creator = {"name": "otp-tui", "version": __version__}
    log = {
        "version": "1.2",
        "creator": creator,
        "entries": [_entry(exchange, environment) for exchange in exchanges],
    }
    return json.dumps({"log": log}, ensure_ascii=False, indent=2) + "\n"


def _entry(exchange: Exchange, environment: Environment) -> dict[str, Any]:
    proof = f"{environment}: {exchange.decision.verdict}: {exchange.decision.decided_by}"
    return {
        "startedDateTime": rfc3339(exchange.at),
        "time": exchange.ms,
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": exchange.ms, "receive": 0},
        "comment": proof + (f" ({exchange.fault})" if exchange.fault else ""),
    }


def _request(exchange: Exchange) -> dict[str, Any]:
    request = _message(exchange.request_headers) | {
        "method": exchange.method,
        "url": exchange.url,
        "queryString": [],
        "bodySize": len(exchange.request_body.encode()),
    }
    if exchange.request_body:
        request["postData"] = {"mimeType": "application/json", "text": exchange.request_body}
    return request


def _response(exchange: Exchange) -> dict[str, Any]:
    types = [value for name, value in exchange.headers if name.lower() == "content-type"]
    size = len(exchange.body.encode())
    return _message(exchange.headers) | {
        "status": exchange.status or 0,
        "statusText": "",
        "content": {"size": size, "mimeType": types[0] if types else "", "text": exchange.body},
        "redirectURL": "",
        "bodySize": size,
    }


def _message(headers: Sequence[tuple[str, str]]) -> dict[str, Any]:
    listed = [{"name": name, "value": value} for name, value in headers]
    return {"httpVersion": "HTTP/1.1", "cookies": [], "headers": listed, "headersSize": -1}
