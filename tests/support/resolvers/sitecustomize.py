"""Read by a child's Python as it starts: names of other machines are looked up for a minute, as by a resolver that hangs."""

import socket
import time

_SECONDS = 60
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_resolve = socket.getaddrinfo


def _hang(host: str, *more: object, **names: object) -> object:
    if host not in _HERE:
        time.sleep(_SECONDS)
    return _resolve(host, *more, **names)


socket.getaddrinfo = _hang
