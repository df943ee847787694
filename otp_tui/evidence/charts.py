"""The rows of charts: the timing waterfall of a walkthrough, and the way of each SMS."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.stopwatch import SmsTimes
from otp_tui.evidence.phases import UNKNOWN, phases_of
from otp_tui.i18n.names import provider_name
from otp_tui.i18n.translator import Translator

LONGEST_PAUSE_MS: Final = 200.0
"""The longest time without an exchange that a waterfall draws to scale."""
_LONGEST_LABEL: Final = 24
_SIGNS: Final = {
    "blocked": "·", "dns": "░", "tcp": "▒", "tls": "▓", "send": "▌", "wait": "█", "receive": "▐",
    "arrival": "░", "entry": "▒", "verdict": "█",
}  # fmt: skip
"""The sign of each part in a chart of text."""


class BarPart(NamedTuple):
    """One part of a bar: its kind, whose sentence is ``chart.KIND``, and its length."""

    kind: str
    length: float


class BarRow(NamedTuple):
    """One bar of a chart.

    Attributes:
        label: The name of the bar; foreign text.
        offset: The place at which it begins, in the unit of its parts.
        parts: Its parts, one after the other.
        pause: The seconds before it that the chart leaves out; 0 for none.
    """

    label: str
    offset: float
    parts: tuple[BarPart, ...]
    pause: float = 0.0

    @property
    def length(self) -> float:
        """The sum of its parts."""
        return sum(part.length for part in self.parts)


def waterfall(exchanges: Iterable[Exchange]) -> list[BarRow]:
    """Return the timing waterfall of exchanges in milliseconds, by the moments at which they began.

    While nothing is on the network an operator reads an SMS; such a pause is cut, or no bar could be seen.
    """
    rows: list[BarRow] = []
    left_out = timedelta()
    first = end = None
    for exchange in sorted(exchanges, key=lambda one: (one.at, one.number)):
        first, end = first or exchange.at, end or exchange.at
        pause = exchange.at - end
        is_long = pause > timedelta(milliseconds=LONGEST_PAUSE_MS)
        left_out += pause if is_long else timedelta()
        offset = (exchange.at - first - left_out) / timedelta(milliseconds=1)
        label = f"{exchange.number:02d} {exchange.call}"
        rows.append(BarRow(label, offset, parts_of(exchange), pause.total_seconds() if is_long else 0.0))
        end = max(end, exchange.ended)
    return rows


def sms_bars(times: Iterable[SmsTimes], translator: Translator) -> list[BarRow]:
    """Return the way of each timed SMS in seconds: to its arrival, to its code, to the answer."""
    return [
        BarRow(
            f"{provider_name(translator, one.provider)} {one.send}",
            0.0,
            tuple(
                BarPart(kind, max(0.0, seconds))
                for kind, seconds in (
                    ("arrival", one.until_arrival),
                    ("entry", one.until_entry),
                    ("verdict", one.until_verdict),
                )
                if seconds is not None
            ),
        )
        for one in times
    ]


def text_bars(rows: Sequence[BarRow], width: int) -> list[str]:
    """Return a chart as lines of text, each as wide as asked: label, bar.

    Args:
        rows: The bars.
        width: The columns of a line; at least 40 are used.
    """
    room = max(width, 40) - _LONGEST_LABEL - 1
    scale = room / max((row.offset + row.length for row in rows), default=1.0) if rows else 1.0
    return [f"{_fitted(row.label)} {_bar(row, scale, room)}".rstrip() for row in rows]


def parts_of(exchange: Exchange) -> tuple[BarPart, ...]:
    """Return the phases that an exchange had; TLS is told apart from the TCP connection it is a part of."""
    phases = {name: value for name, value in phases_of(exchange).items() if name != "comment"}
    known = {name: 0.0 if value == UNKNOWN else max(0.0, value) for name, value in phases.items()}
    lengths = {
        "blocked": known["blocked"],
        "dns": known["dns"],
        "tcp": max(0.0, known["connect"] - known["ssl"]),
        "tls": known["ssl"],
        "send": known["send"],
        "wait": known["wait"],
        "receive": known["receive"],
    }
    return tuple(BarPart(kind, length) for kind, length in lengths.items() if length)


def _bar(row: BarRow, scale: float, room: int) -> str:
    """Return a bar of text; one that is too short to be seen has one sign."""
    begin = at = row.offset
    drawn = " " * min(round(begin * scale), room - 1)
    for part in row.parts:
        until = round((at + part.length) * scale)
        drawn += _SIGNS[part.kind] * (until - len(drawn))
        at += part.length
    if row.parts and not drawn.strip():
        drawn += _SIGNS[max(row.parts, key=lambda part: part.length).kind]
    return drawn[:room]


def _fitted(label: str) -> str:
    return label[:_LONGEST_LABEL].ljust(_LONGEST_LABEL)
