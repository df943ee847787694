"""The phases of an exchange, as the HTTP archive and the charts divide its time."""

from typing import Any, Final

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Fault

UNKNOWN: Final = -1
"""The archive's value for a size or a time that nobody measured."""
IN_TURN: Final = ("blocked", "dns", "connect", "send", "wait", "receive")
"""The phases that follow on each other; ssl is a part of connect."""
_NO_DNS: Final = "The resolution of a name, where there was one, is a part of connect."


def phases_of(exchange: Exchange) -> dict[str, Any]:
    """Return the phases of an exchange in milliseconds; of one without moments, all of it is waiting."""
    at = exchange.timings
    if at.done is None:
        return dict.fromkeys((*IN_TURN, "ssl"), UNKNOWN) | {"wait": exchange.ms}
    first, sent = (at.writing if at.connecting is None else at.connecting), at.written
    unresolved = exchange.fault is Fault.NAME_NOT_RESOLVED
    resolved = at.done if unresolved else at.resolved
    connecting = None if unresolved else at.connecting if resolved is None else resolved
    phases: dict[str, Any] = {
        "blocked": _between(0.0, at.done if first is None else first),
        "dns": _between(at.connecting, resolved),
        "connect": _between(connecting, at.done if at.writing is None else at.writing),
        "send": _between(at.writing, at.done if sent is None else sent),
        "wait": _between(sent, at.done if at.answered is None else at.answered),
        "receive": _between(at.answered, at.done),
        "ssl": _between(at.connected, at.secured),
    }
    return phases | ({"comment": _NO_DNS} if resolved is None else {})


def _between(begin: float | None, end: float | None) -> float:
    return UNKNOWN if begin is None or end is None else round(end - begin, 3)
