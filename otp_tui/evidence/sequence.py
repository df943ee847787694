"""The sequence of a run: who told whom what, as its diagrams draw it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.exchange.exchange import SENDING_VERBS, Exchange, Verb
from otp_tui.core.exchange.verdict import Delivery, Fault, Verdict
from otp_tui.core.flow.change import Change
from otp_tui.core.flow.events import Answered, Closed, ExchangeNoted, Interrupted, Stopped
from otp_tui.evidence.record import RunRecord
from otp_tui.i18n.exchanges import decided_by
from otp_tui.i18n.names import provider_name
from otp_tui.i18n.timeline import event_sentence
from otp_tui.i18n.translator import Translator

OPERATOR: Final = "operator"
TOOL: Final = "tool"
PHONE: Final = "phone"


class Arrow(StrEnum):
    """The kind of a line in a sequence diagram."""

    REQUEST = "request"
    ANSWER = "answer"
    LOST_REQUEST = "lost_request"
    """A request that never left this machine whole."""
    LOST_ANSWER = "lost_answer"
    LATE_ANSWER = "late_answer"
    SMS = "sms"
    UNCERTAIN_SMS = "uncertain_sms"
    NOTE = "note"


class Step(NamedTuple):
    """One line of a diagram; the two ends of a note are those that it spans.

    Attributes:
        arrow: Its kind.
        source: The key of the participant that it leaves.
        target: The key of the one that it reaches.
        text: What it says; foreign text, one line.
    """

    arrow: Arrow
    source: str
    target: str
    text: str


class Sequence(NamedTuple):
    """A sequence diagram.

    Attributes:
        participants: Their titles by key, from left to right.
        steps: Its lines, oldest first.
    """

    participants: Mapping[str, str]
    steps: tuple[Step, ...]


def sequence_of(run: RunRecord, translator: Translator) -> Sequence:
    """Return the sequence of a run.

    Args:
        run: The run.
        translator: Words what was done and how it ended.
    """
    steps = list(_steps(run, translator))
    providers = dict.fromkeys(exchange.provider for exchange in run.exchanges)
    titles = {
        OPERATOR: translator.text("sequence.operator"),
        TOOL: "otp-tui",
        **{_key(name): provider_name(translator, name) for name in providers},
        PHONE: translator.text("sequence.phone"),
    }
    used = {TOOL} | {end for step in steps for end in (step.source, step.target)}
    return Sequence({key: title for key, title in titles.items() if key in used}, tuple(steps))


def verbs_of(run: RunRecord) -> dict[int, Verb]:
    """Return the verbs of a run's requests by their numbers, as its events tell them."""
    changes = run.walkthrough.changes if run.walkthrough else ()
    requests = (change.after.in_flight for change in changes)
    return {request.number: request.verb for request in requests if request is not None}


def _key(provider: str) -> str:
    return f"provider {provider}"


def _steps(run: RunRecord, translator: Translator) -> Iterator[Step]:
    verbs = verbs_of(run)
    items = run.walkthrough.timeline() if run.walkthrough else run.exchanges
    for item in items:
        if isinstance(item, Change):
            told = isinstance(item.event, (Answered, ExchangeNoted))
            if not told and (said := event_sentence(translator, item)):
                own = isinstance(item.event, (Closed, Interrupted, Stopped))
                yield Step(Arrow.NOTE, TOOL, TOOL, said) if own else Step(Arrow.REQUEST, OPERATOR, TOOL, said)
        else:
            yield from _of_exchange(translator, item, verbs.get(item.number))
    outcome = translator.text(run.outcome_name)
    said = translator.text("report.outcome_code", outcome=outcome, code=run.exit_code)
    said = outcome if run.is_open else said
    yield Step(Arrow.NOTE, TOOL, TOOL, f"{said} {run.reason}".rstrip())


def _of_exchange(translator: Translator, exchange: Exchange, verb: Verb | None) -> Iterator[Step]:
    provider = _key(exchange.provider)
    call = f"{exchange.number} {exchange.call}"
    if exchange.fault is not None:
        yield from _without_answer(translator, exchange, provider, call)
    else:
        status = f"HTTP {exchange.status}" if exchange.status else ""
        yield Step(Arrow.REQUEST, TOOL, provider, call)
        if _sends_sms(exchange, verb):
            yield Step(Arrow.SMS, provider, PHONE, "SMS")
        late = f" ({translator.text('sequence.late')})" if exchange.late else ""
        kind = Arrow.LATE_ANSWER if exchange.late else Arrow.ANSWER
        yield Step(kind, provider, TOOL, f"{status}, {exchange.ms} ms{late}")
        verdict = translator.text(f"verdict.{exchange.decision.verdict}")
        decided = decided_by(translator, exchange.decision).replace("`", "")
        yield Step(Arrow.NOTE, TOOL, provider, f"{verdict}: {decided}")
    if verb in SENDING_VERBS and exchange.delivery is Delivery.MAYBE_SENT:
        yield Step(Arrow.UNCERTAIN_SMS, provider, PHONE, translator.text("sequence.uncertain_sms"))


def _without_answer(translator: Translator, exchange: Exchange, provider: str, call: str) -> Iterator[Step]:
    """Yield the lines of an exchange that has no whole answer."""
    fault = translator.text(f"fault.{exchange.fault}")
    unwritten = exchange.timings.done is not None and exchange.timings.writing is None
    if unwritten or exchange.fault is Fault.WRITE_TIMEOUT:
        yield Step(Arrow.LOST_REQUEST, TOOL, provider, f"{call}: {fault}")
        return
    yield Step(Arrow.REQUEST, TOOL, provider, call)
    yield Step(Arrow.LOST_ANSWER, provider, TOOL, fault)


def _sends_sms(exchange: Exchange, verb: Verb | None) -> bool:
    sent = exchange.delivery is Delivery.SENT
    chained = verb is Verb.VERIFY and exchange.decision.verdict is Verdict.CHALLENGE
    return chained or (sent and verb in SENDING_VERBS)
