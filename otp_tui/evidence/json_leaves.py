"""The values of a recorded body that hold no further ones, each with its JSON path."""

import json
from collections.abc import Iterator
from typing import Any


def leaves_of(body: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the JSON text of each value of a body; a body that is no JSON is one value without a path.

    Args:
        body: The body, redacted.
    """
    return _leaves(_parsed(body), "")


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # no JSON, or one that was cut: compared as the text that it is
        return body


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the JSON text of each value that holds no further ones."""
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    else:
        yield path, json.dumps(value, ensure_ascii=False)
