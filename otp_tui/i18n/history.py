"""The lines of the history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from otp_tui.core.flow.history import ArrivalStatistics, HistoryEntry
from otp_tui.core.flow.outcome import end_of
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.flow.stopwatch import SmsTimes
from otp_tui.i18n.names import provider_name
from otp_tui.i18n.notices import seconds_text
from otp_tui.i18n.translator import Translator

SHORT_ID: Final = 8
"""The characters of an id that are shown: enough to tell a hundred thousand apart, nearly always."""
_BARS: Final = "▁▂▃▄▅▆▇█"


def entry_line(translator: Translator, entry: HistoryEntry) -> str:
    """Return one walkthrough as a line of at most 80 characters, its short id first."""
    say = translator.text
    return (
        f"{entry.id[:SHORT_ID]}  {_moment(entry.began)}  {say(f'environment.{entry.environment}'):<4}  "
        f"{entry.journey:<10}  {entry.phone or '–':<17}  {result_text(translator, entry)}"
    ).rstrip()


def result_text(translator: Translator, entry: HistoryEntry) -> str:
    """Return the outcome of an entry; of one that failed with what the provider's answer meant."""
    if entry.outcome is None:
        return translator.text("history.open")
    outcome = translator.text(f"outcome.{entry.outcome}")
    if entry.outcome != "failed" or entry.verdict is None:
        return outcome
    return f"{outcome}: {translator.text(f'verdict.{entry.verdict}')}"


def arrival_line(translator: Translator, statistics: ArrivalStatistics) -> str:
    """Return how long one provider's SMS took: percentiles, and the distribution as bars."""
    p50, p90, p95, longest = (seconds_text(translator, value) for value in statistics.percentiles)
    return translator.text(
        "history.arrivals",
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


def comparison_lines(translator: Translator, one: Walkthrough, other: Walkthrough) -> list[str]:
    """Return the heads of two walkthroughs, the first one above."""
    return [
        f"{walkthrough.id[:SHORT_ID]}  {_moment(walkthrough.began.utc)}  {end_line(translator, walkthrough)}"
        for walkthrough in (one, other)
    ]
