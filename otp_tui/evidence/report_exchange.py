"""One exchange as a report tells it: the decision, both messages, the timings, the drift, and how to repeat it."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.evidence.charts import parts_of
from otp_tui.evidence.printable import PrintableBody, printable, printable_body
from otp_tui.evidence.repeat import exchange_command
from otp_tui.evidence.snippets.languages import LANGUAGES
from otp_tui.evidence.snippets.program import snippet
from otp_tui.i18n.exchanges import decision_sentence, drift_sentence
from otp_tui.i18n.names import both_zones, provider_name
from otp_tui.i18n.translator import Translator

_LONGEST: Final = 1_000
_GOOD: Final = frozenset({Verdict.OK, Verdict.CHALLENGE})
_OPEN: Final = frozenset({Verdict.UNKNOWN, Verdict.THREE_D})
_CURL: Final = LANGUAGES[0]


class ReportMessage(NamedTuple):
    """A request or an answer.

    Attributes:
        head: The request line, or the status.
        headers: The header lines.
        body: The body.
        decided: The path of the value that decided; empty in a request.
    """

    head: str
    headers: tuple[str, ...]
    body: PrintableBody
    decided: str = ""


class ReportExchange(NamedTuple):
    """One exchange.

    Attributes:
        number: Its number.
        title: The provider and the call.
        tone: ``good``, ``open`` or ``failed``.
        verdict: The verdict in words.
        decision: What decided, in sentences.
        page: The documentation page of what decided; empty without one.
        facts: Names and values: moments, peer, certificate.
        timings: The phases with their milliseconds, in one line.
        request: The request.
        answer: The answer.
        drift: The differences from the documents, in sentences.
        note: The operator's comment; empty without one.
        marked: True where the operator marked it.
        curl: The program that repeats it; empty where its method is none of HTTP.
        command: The command that runs this program in the pack; empty where there is none.
    """

    number: int
    title: str
    tone: str
    verdict: str
    decision: str
    page: str
    facts: tuple[tuple[str, str], ...]
    timings: str
    request: ReportMessage
    answer: ReportMessage
    drift: tuple[str, ...]
    note: str
    marked: bool
    curl: str
    command: str


def report_exchange(
    exchange: Exchange, record: WalkthroughRecord | None, translator: Translator
) -> ReportExchange:
    """Return an exchange as a report tells it.

    Args:
        exchange: The record.
        record: The walkthrough that it is of, for the operator's note; None without one.
        translator: Words it.
    """
    say = translator.text
    note = record.note(exchange.number) if record else None
    status = f"HTTP {exchange.status}" if exchange.status else say(f"fault.{exchange.fault}")
    request = ReportMessage(
        f"{exchange.method} {printable(exchange.url)}",
        _headers(exchange.request_headers),
        printable_body(exchange.request_body),
    )
    return ReportExchange(
        number=exchange.number,
        title=printable(f"{provider_name(translator, exchange.provider)} · {exchange.call}"),
        tone=tone_of(exchange),
        verdict=say(f"verdict.{exchange.decision.verdict}"),
        decision=printable(decision_sentence(translator, exchange), _LONGEST),
        page=printable(exchange.page),
        facts=tuple(_facts(exchange, translator)),
        timings=" · ".join(
            f"{say(f'chart.{part.kind}')} {translator.decimal(part.length)} ms" for part in parts_of(exchange)
        ),
        request=request,
        answer=ReportMessage(
            status, _headers(exchange.headers), printable_body(exchange.body), exchange.decision.path
        ),
        drift=tuple(printable(drift_sentence(translator, one), _LONGEST) for one in exchange.drift),
        note=printable(note.comment, _LONGEST) if note else "",
        marked=bool(note and note.marked),
        curl=snippet(exchange, _CURL),
        command=exchange_command(exchange),
    )


def tone_of(exchange: Exchange) -> str:
    """Return the tone of an exchange: ``good``, ``open`` or ``failed``."""
    if exchange.fault is not None or exchange.late or exchange.decision.verdict in _OPEN:
        return "open"
    return "good" if exchange.decision.verdict in _GOOD else "failed"


def _headers(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(printable(f"{name}: {value}") for name, value in pairs)


def _facts(exchange: Exchange, translator: Translator) -> Iterator[tuple[str, str]]:
    say = translator.text
    yield say("report.took"), f"{exchange.ms} ms"
    yield say("report.sent"), both_zones(translator, exchange.at)
    if exchange.server_address:
        name = "report.proxy" if exchange.via_proxy else "report.server"
        yield say(name), printable(exchange.server_address)
    if exchange.certificate is not None:
        known = exchange.certificate
        until = f"{known.not_after:%Y-%m-%d}"
        yield say("report.certificate"), printable(f"{known.subject} · {known.issuer} · {until}")
