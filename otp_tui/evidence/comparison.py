"""The comparison of two walkthroughs: what differs in verdicts, in the fields of requests and answers, in timings."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.evidence.json_leaves import leaves_of
from otp_tui.evidence.json_lines import exchange_fields
from otp_tui.evidence.phases import phases_of
from otp_tui.i18n.history import head_line
from otp_tui.i18n.names import provider_name
from otp_tui.i18n.translator import Translator

_OWN_EACH_TIME: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r'"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"',
        r'"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*"',
        r'"?\d{10,}"?',
        r'".*‹[a-z_. ]+(#\d+)?›.*"',
    )
)
"""The forms of values that are different in every walkthrough: names of requests, dates, references, masked secrets."""
_ABSENT: Final = ""


class FieldDifference(NamedTuple):
    """One field that differs.

    Attributes:
        path: Its JSON path.
        one: Its JSON text in the first walkthrough; empty where it is missing.
        other: The same in the second.
        sent: Whether it is the request's; an answer's otherwise.
    """

    path: str
    one: str
    other: str
    sent: bool = False


class ComparedCall(NamedTuple):
    """One call in both walkthroughs.

    Attributes:
        one: The exchange of the first; None where it has none.
        other: The exchange of the second.
        fields: The fields that differ, the request's first.
    """

    one: Exchange | None
    other: Exchange | None
    fields: tuple[FieldDifference, ...] = ()

    @property
    def same(self) -> bool:
        """True where the provider did the same: verdict, status and the answer's fields; timings never are."""
        if self.one is None or self.other is None:
            return False
        answered = any(not field.sent for field in self.fields)
        return not answered and _told(self.one) == _told(self.other)


def compare(one: Sequence[Exchange], other: Sequence[Exchange]) -> list[ComparedCall]:
    """Return the calls of two walkthroughs side by side: the first of a kind beside the first, and so on."""
    kinds = dict.fromkeys((exchange.provider, exchange.call) for exchange in (*one, *other))
    return [
        ComparedCall(left, right, tuple(_differences(left, right)))
        for kind in kinds
        for left, right in zip_longest(_of_kind(one, kind), _of_kind(other, kind))
    ]


def _of_kind(exchanges: Sequence[Exchange], kind: tuple[str, str]) -> list[Exchange]:
    return [exchange for exchange in exchanges if (exchange.provider, exchange.call) == kind]


def _told(exchange: Exchange) -> tuple[object, ...]:
    return exchange.status, exchange.decision, exchange.delivery, exchange.fault


def _differences(one: Exchange | None, other: Exchange | None) -> Iterator[FieldDifference]:
    if one is None or other is None:
        return
    for sent, bodies in (
        (True, (one.request_body, other.request_body)),
        (False, (one.body, other.body)),
    ):
        left, right = (dict(leaves_of(body)) for body in bodies)
        for path in dict.fromkeys((*left, *right)):
            values = left.get(path, _ABSENT), right.get(path, _ABSENT)
            if values[0] != values[1] and not _own_each_time(*values):
                yield FieldDifference(path, *values, sent)


def _own_each_time(one: str, other: str) -> bool:
    return any(form.fullmatch(one) and form.fullmatch(other) for form in _OWN_EACH_TIME)


def comparison_lines(translator: Translator, one: WalkthroughRecord, other: WalkthroughRecord) -> list[str]:
    """Return the comparison of two walkthroughs as lines: their ends, then call by call."""
    lines = [head_line(translator, record.walkthrough) for record in (one, other)]
    for call in compare(one.exchanges, other.exchanges):
        lines += _compared(translator, call)
    return lines


def comparison_json(one: WalkthroughRecord, other: WalkthroughRecord) -> dict[str, Any]:
    """Return the comparison of two walkthroughs for scripts: their ids, then call by call what differs."""
    return {
        "v": 1,
        "one": one.walkthrough.id,
        "other": other.walkthrough.id,
        "calls": [_call_json(call) for call in compare(one.exchanges, other.exchanges)],
    }


def _call_json(call: ComparedCall) -> dict[str, Any]:
    known = call.one or call.other
    assert known is not None
    return {
        "provider": known.provider,
        "call": known.call,
        "same_answer": call.same,
        "one": call.one and _exchange_json(call.one),
        "other": call.other and _exchange_json(call.other),
        "fields": [_field_json(field) for field in call.fields],
    }


def _exchange_json(exchange: Exchange) -> dict[str, Any]:
    phases = {name: value for name, value in phases_of(exchange).items() if name != "comment"}
    return exchange_fields(exchange) | {"phases_ms": phases}


def _field_json(field: FieldDifference) -> dict[str, Any]:
    """Return a field that differs; a walkthrough that has none of it has no value here either."""
    sides = {"one": field.one, "other": field.other}
    values = {side: json.loads(value) for side, value in sides.items() if value != _ABSENT}
    return {"part": "request" if field.sent else "answer", "path": field.path} | values


def _compared(translator: Translator, call: ComparedCall) -> list[str]:
    known = call.one or call.other
    assert known is not None
    mark = "=" if call.same else "≠"
    head = f"{mark} {provider_name(translator, known.provider)} {known.call}"
    sides = "  |  ".join(_side(translator, exchange) for exchange in (call.one, call.other))
    absent = translator.text("history.absent")
    request = translator.text("exchanges.request")
    fields = [
        f"    {f'{request}: ' if sent else ''}{path}: {one or absent}  |  {other or absent}"
        for path, one, other, sent in call.fields
    ]
    return [head, f"    {sides}", *fields]


def _side(translator: Translator, exchange: Exchange | None) -> str:
    if exchange is None:
        return translator.text("history.absent")
    verdict = translator.text(f"verdict.{exchange.decision.verdict}")
    return f"{verdict} ({exchange.decision.decided_by}), {exchange.ms} ms"
