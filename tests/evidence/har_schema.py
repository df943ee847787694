"""The schema of HTTP archives (HAR 1.2), as the npm package har-schema has it: what each object must have."""

_TEXT = {"type": "string"}
_COUNT = {"type": "integer"}
_MS = {"type": "number", "minimum": -1}
_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"


def _object(required, **optional):
    """Return the schema of an object; fields of one's own begin with an underscore."""
    properties = required | optional | {"comment": _TEXT}
    return {
        "type": "object",
        "required": list(required),
        "properties": properties,
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


def _list(item):
    return {"type": "array", "items": item}


_PAIR = _object({"name": _TEXT, "value": _TEXT})
_COOKIE = _object({"name": _TEXT, "value": _TEXT})
_MESSAGE = {
    "httpVersion": _TEXT,
    "cookies": _list(_COOKIE),
    "headers": _list(_PAIR),
    "headersSize": _COUNT,
    "bodySize": _COUNT,
}
_REQUEST = _object(
    {"method": _TEXT, "url": {"type": "string", "format": "uri"}, "queryString": _list(_PAIR)} | _MESSAGE,
    postData=_object({"mimeType": _TEXT}, text=_TEXT),
)
_RESPONSE = _object(
    {
        "status": _COUNT,
        "statusText": _TEXT,
        "content": _object({"size": _COUNT, "mimeType": _TEXT}, text=_TEXT, encoding=_TEXT),
        "redirectURL": _TEXT,
    }
    | _MESSAGE
)
_ENTRY = _object(
    {
        "startedDateTime": {"type": "string", "pattern": _TIME},
        "time": {"type": "number", "minimum": 0},
        "request": _REQUEST,
        "response": _RESPONSE,
        "cache": _object({}),
        "timings": _object(
            {"send": _MS, "wait": _MS, "receive": _MS}, blocked=_MS, dns=_MS, connect=_MS, ssl=_MS
        ),
    },
    serverIPAddress={"oneOf": [{"type": "string", "format": "ipv4"}, {"type": "string", "format": "ipv6"}]},
    connection=_TEXT,
)
HAR = {
    "type": "object",
    "required": ["log"],
    "additionalProperties": False,
    "properties": {
        "log": _object(
            {
                "version": {"const": "1.2"},
                "creator": _object({"name": _TEXT, "version": _TEXT}),
                "entries": _list(_ENTRY),
            }
        )
    },
}
