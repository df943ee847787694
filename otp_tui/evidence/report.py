"""The report of a run as words and facts, in the order in which every form of it tells them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.walkthrough_drift import walkthrough_drift
from otp_tui.core.flow.change import Change
from otp_tui.core.flow.events import Answered, ExchangeNoted
from otp_tui.core.flow.journey import GOOD_OUTCOMES, Outcome
from otp_tui.evidence.caveats import caveats
from otp_tui.evidence.manifest import clock_skew_s
from otp_tui.evidence.printable import printable
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.repeat import run_command, run_variables
from otp_tui.evidence.report_exchange import ReportExchange, report_exchange, tone_of
from otp_tui.i18n.exchanges import decision_sentence, walkthrough_drift_sentence
from otp_tui.i18n.history import sms_line
from otp_tui.i18n.names import both_zones, clock_time, provider_name
from otp_tui.i18n.notices import journey_title, measured_text
from otp_tui.i18n.timeline import event_sentence
from otp_tui.i18n.translator import Translator

_LONGEST: Final = 1_000


class Moment(NamedTuple):
    """One line of the timeline.

    Attributes:
        at: The time of day, UTC.
        text: What happened.
        detail: What followed from it; empty for nothing.
        tone: ``good``, ``open``, ``failed`` or ``note``; empty for an action.
        number: The number of its exchange; 0 without one.
    """

    at: str
    text: str
    detail: str = ""
    tone: str = ""
    number: int = 0


class Report(NamedTuple):
    """A report.

    Attributes:
        outcome: The outcome in words.
        tone: ``good``, ``open`` or ``failed``.
        proof: What the outcome rests on; empty where no answer decided it.
        environment: The environment's word; empty where it was never found out.
        badge: Its name: ``sim``, ``test``, ``live`` or empty.
        facts: Names and values, among them the exit code.
        caveats: Whatever makes the outcome mean less, in sentences.
        command: The command that repeats the run.
        variables: The environment variables that it reads.
        timeline: What happened, oldest first.
        sms: The times of each SMS that was timed.
        drift: The differences from the documents, in sentences.
        exchanges: The exchanges, oldest first.
    """

    outcome: str
    tone: str
    proof: str
    environment: str
    badge: str
    facts: tuple[tuple[str, str], ...]
    caveats: tuple[str, ...]
    command: str
    variables: tuple[str, ...]
    timeline: tuple[Moment, ...]
    sms: tuple[str, ...]
    drift: tuple[str, ...]
    exchanges: tuple[ReportExchange, ...]


def report(run: RunRecord, translator: Translator) -> Report:
    """Return the report of a run.

    Args:
        run: The run.
        translator: Words the report.
    """
    walkthrough = run.walkthrough.walkthrough if run.walkthrough else None
    drifted = walkthrough_drift(run.exchanges)
    return Report(
        outcome=translator.text(run.outcome_name),
        tone=_tone(run),
        proof=_proof(run, translator),
        environment=translator.text(f"environment.{run.environment}") if run.environment else "",
        badge=run.environment or "",
        facts=tuple((translator.text(f"report.{name}"), value) for name, value in _facts(run, translator)),
        caveats=tuple(_caveats(run, translator)),
        command=run_command(run),
        variables=tuple(run_variables(run)),
        timeline=tuple(_timeline(run, translator)),
        sms=tuple(sms_line(translator, times) for times in (walkthrough.sms_times if walkthrough else ())),
        drift=tuple(printable(walkthrough_drift_sentence(translator, one), _LONGEST) for one in drifted),
        exchanges=tuple(report_exchange(exchange, run.walkthrough, translator) for exchange in run.exchanges),
    )


def last_moment(run: RunRecord) -> datetime:
    """Return the moment of the newest event or the end of the newest exchange, UTC."""
    if run.walkthrough is not None:
        return run.walkthrough.last_moment
    return max((run.began, *(exchange.ended for exchange in run.exchanges)))


def _tone(run: RunRecord) -> str:
    if run.is_open:
        return "open"
    if run.outcome in GOOD_OUTCOMES and not run.exit_code:
        return "good"
    return "open" if run.outcome in {Outcome.UNCERTAIN, *GOOD_OUTCOMES} else "failed"


def _proof(run: RunRecord, translator: Translator) -> str:
    """Return the sentence of the exchange whose decision the outcome rests on."""
    if run.is_open:
        return _waiting(run, translator)
    if run.reason:
        return printable(run.reason, _LONGEST)
    undone = run.walkthrough is not None and run.walkthrough.walkthrough.unlinked
    asked = run.exchanges[:-1] if undone else run.exchanges  # what undid the link proves none
    found = [exchange for exchange in asked if exchange.decision == run.decision]
    if not found:
        return ""
    last = found[-1]
    head = f"#{last.number} {provider_name(translator, last.provider)} {last.call}"
    return printable(f"{head}: {decision_sentence(translator, last)}", _LONGEST)


def _waiting(run: RunRecord, translator: Translator) -> str:
    """Return what an open walkthrough waits for; a request in flight may have sent an SMS."""
    flight = run.walkthrough.walkthrough.in_flight if run.walkthrough else None
    if flight is None:
        return translator.text("report.open")
    return translator.text("report.in_flight", number=flight.number, at=clock_time(flight.since.utc))


def _facts(run: RunRecord, translator: Translator) -> Iterator[tuple[str, str]]:
    walkthrough = run.walkthrough.walkthrough if run.walkthrough else None
    ended = last_moment(run)
    skew = clock_skew_s(run.exchanges)
    yield "exit_code", "–" if run.is_open else str(run.exit_code)
    yield "journey", journey_title(translator, run.journey)
    yield "profile", printable(run.profile) or "–"
    yield "phone", printable(walkthrough.phone or "–") if walkthrough else "–"
    yield "began", both_zones(translator, run.began)
    has_ended = walkthrough is None or walkthrough.ended is not None
    yield "ended" if has_ended else "last_event", both_zones(translator, ended)
    yield "duration", measured_text(translator, (ended - run.began).total_seconds())
    yield "clock_skew", "–" if skew is None else translator.text("measured.seconds", seconds=skew)
    yield "walkthrough", printable(walkthrough.id) if walkthrough else "–"


def _caveats(run: RunRecord, translator: Translator) -> Iterator[str]:
    for caveat in caveats(run):
        facts: dict[str, Any] = dict(caveat.facts)
        if "provider" in facts:
            facts["provider"] = provider_name(translator, facts["provider"])
        if "numbers" in facts:
            facts["numbers"] = ", ".join(f"#{number}" for number in facts["numbers"])
        yield translator.text(f"caveat.{caveat.name}", **facts)


def _timeline(run: RunRecord, translator: Translator) -> Iterator[Moment]:
    items = run.walkthrough.timeline() if run.walkthrough else iter(run.exchanges)
    for item in items:
        if isinstance(item, Change):
            said = "" if isinstance(item.event, Answered) else event_sentence(translator, item)
            if said:
                tone = "note" if isinstance(item.event, ExchangeNoted) else ""
                yield Moment(clock_time(item.now.utc), printable(said, _LONGEST), tone=tone)
        else:
            yield _of_exchange(item, translator)


def _of_exchange(exchange: Exchange, translator: Translator) -> Moment:
    call = f"{provider_name(translator, exchange.provider)} {exchange.call}"
    said = translator.text(
        "report.exchange_line",
        call=call,
        status=f"HTTP {exchange.status}" if exchange.status else translator.text("report.no_answer"),
        ms=exchange.ms,
    )
    if exchange.late:
        said += f" ({translator.text('sequence.late')})"
    detail = printable(decision_sentence(translator, exchange), _LONGEST)
    return Moment(clock_time(exchange.ended), printable(said), detail, tone_of(exchange), exchange.number)
