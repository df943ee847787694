"""The lines of the history."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.history import SHORT_ID, ArrivalStatistics, HistoryEntry, HistoryFilter
from otp_tui.core.flow.journey import GOOD_OUTCOMES, Outcome
from otp_tui.core.flow.outcome import end_of
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.flow.stopwatch import SmsTimes
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.i18n.names import provider_name
from otp_tui.i18n.notices import seconds_text
from otp_tui.i18n.search import searchable
from otp_tui.i18n.translator import Translator

_FEWEST_DIGITS: Final = 2
_FEWEST_TIMED: Final = 10
"""The SMS from which percentiles mean something."""
_ISO_DAY: Final = 10
_ID: Final = re.compile(r"[0-9a-f]{4,8}(-[0-9a-f-]*)?")
_BARS: Final = "▁▂▃▄▅▆▇█"


def entry_line(translator: Translator, entry: HistoryEntry) -> str:
    """Return one walkthrough as a line of at most 80 characters, its short id first."""
    return (
        f"{entry.id[:SHORT_ID]}  {_moment(entry.began)}  {entry.environment.upper():<4}  "
        f"{entry.journey:<10}  {entry.phone or '–':<17}  {result_text(translator, entry)}"
    ).rstrip()


def entry_row(translator: Translator, entry: HistoryEntry) -> str:
    """Return one walkthrough as a row of a list: its moment first, of its phone the digits that are known."""
    phone = f"•• {entry.phone[-2:]}" if entry.phone else "–"
    return f"{_moment(entry.began)}  {entry.environment.upper():<4}  {entry.journey:<10}  {phone:<5}  {result_text(translator, entry)}"


def result_text(translator: Translator, entry: HistoryEntry) -> str:
    """Return the outcome of an entry behind its mark; of one that failed, what the provider's answer meant."""
    if entry.outcome is None:
        return f"· {translator.text('history.open')}"
    mark = "✓" if entry.outcome in GOOD_OUTCOMES else "✗"
    if entry.outcome is Outcome.FAILED and entry.verdict is not None:
        return f"{mark} {translator.text(f'verdict.{entry.verdict}')}"
    return f"{mark} {translator.text(f'outcome.{entry.outcome}')}"


def arrival_line(translator: Translator, statistics: ArrivalStatistics) -> str:
    """Return how long one provider's SMS took: percentiles, and the distribution as bars."""
    p50, p90, p95, longest = (seconds_text(translator, value) for value in statistics.percentiles)
    name = "history.arrivals" if statistics.timed >= _FEWEST_TIMED else "history.arrivals_few"
    return translator.text(
        name,
        badge=statistics.environment.upper(),
        provider=provider_name(translator, statistics.provider),
        timed=statistics.timed,
        p50=p50,
        p90=p90,
        p95=p95,
        longest=longest,
        bars=bars(statistics.bins),
    )


def bars(bins: Sequence[int]) -> str:
    """Return counts as a row of bars, the highest one full; an empty bin is a blank."""
    highest = max((*bins, 1))
    return "".join(_BARS[-(-count * len(_BARS) // highest) - 1] if count else " " for count in bins)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def head_line(translator: Translator, walkthrough: Walkthrough) -> str:
    """Return a walkthrough by its short id, its beginning and its end."""
    began = _moment(walkthrough.began.utc)
    return f"{walkthrough.id[:SHORT_ID]}  {began}  {end_line(translator, walkthrough)}"


def end_line(translator: Translator, walkthrough: Walkthrough) -> str:
    """Return the end of a walkthrough: when, how, and with which exit code of ``run``."""
    end = end_of(walkthrough)
    if walkthrough.ended is None:
        return translator.text("history.open")
    outcome = translator.text(f"outcome.{end.outcome}")
    return translator.text(
        "history.ended", at=_moment(walkthrough.ended.utc), outcome=outcome, code=end.exit_code
    )


def sms_lines(translator: Translator, walkthrough: Walkthrough) -> list[str]:
    """Return the times of each SMS whose arrival the operator told."""
    return [sms_line(translator, times) for times in walkthrough.sms_times]


def sms_line(translator: Translator, times: SmsTimes) -> str:
    """Return the times of one SMS: sent to arrived, arrived to entered, entered to verdict."""
    parts = (times.until_arrival, times.until_entry, times.until_verdict)
    arrived, entered, decided = ("–" if part is None else seconds_text(translator, part) for part in parts)
    provider = provider_name(translator, times.provider)
    return translator.text(
        "history.sms", provider=provider, send=times.send, arrived=arrived, entered=entered, decided=decided
    )


def read_filter(translator: Translator, text: str, now: datetime) -> tuple[HistoryFilter, str]:
    """Return the filter of words that an operator types, and the first word that is none; empty where all are.

    A word is an environment, a provider, a verdict by its name or its meaning, a day (``2026-11-22``, or its word for
    today), two or more digits of a phone, or the beginning of an id.

    Args:
        translator: Knows the words.
        text: Words with blanks between them.
        now: The present moment.
    """
    chosen, unknown = HistoryFilter(), ""
    for word in text.split():
        change = _meaning(translator, searchable(word), now)
        chosen = chosen._replace(**change)
        unknown = unknown or ("" if change else word)
    return chosen, unknown


def _meaning(translator: Translator, word: str, now: datetime) -> dict[str, Any]:
    """Return the parts of a filter that a word means; none where it means nothing."""
    day = now.astimezone().date() if word == searchable(translator.text("history.today")) else _day(word)
    if day is not None:
        since = datetime(day.year, day.month, day.day).astimezone()
        return {"since": since, "until": since + timedelta(days=1)}
    names: tuple[tuple[str, Iterable[Any]], ...] = (
        ("environment", Environment),
        ("provider", PROVIDERS),
        ("verdict", Verdict),
    )
    for part, values in names:
        for value in values:
            if word in {str(value), searchable(translator.text(f"{part}.{value}"))}:
                return {part: value}
    if word.isdecimal() and _FEWEST_DIGITS <= len(word) < SHORT_ID:
        return {"digits": word}
    return {"id": word} if _ID.fullmatch(word) else {}


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if len(word) == _ISO_DAY else None
    except ValueError:  # ten characters that are no day
        return None
