"""The report in GitHub-flavoured Markdown, for tickets that take no file."""

from collections.abc import Iterable, Iterator

from otp_tui import __version__
from otp_tui.evidence.charts import text_bars, waterfall
from otp_tui.evidence.markdown import code, code_block, escaped, sentence_text
from otp_tui.evidence.printable import printable
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.report import Report, report
from otp_tui.evidence.report_exchange import ReportExchange, ReportMessage
from otp_tui.evidence.sequence import sequence_of
from otp_tui.evidence.sequence_mermaid import sequence_mermaid
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Translator

_CHART_WIDTH = 90
_SIGNS = {"good": "✅", "open": "❔", "failed": "❌"}


def report_markdown(run: RunRecord, translator: Translator) -> str:
    """Return the report of a run as Markdown.

    Args:
        run: The run.
        translator: Words the report.
    """
    told = report(run, translator)
    lines = [*_head(run, told, translator), *_middle(run, told, translator)]
    if told.exchanges:
        lines += ["", f"## {translator.text('report.exchanges')}"]
        for exchange in told.exchanges:
            lines += _exchange(exchange, translator)
    lines += ["", f"## {translator.text('report.repeat')}", "", *code_block([told.command], "sh"), ""]
    lines.append(escaped(translator.text("report.reads", names=", ".join(told.variables))))
    lines += ["", "---", "", escaped(translator.text("report.footer", version=__version__))]
    return "\n".join(lines) + "\n"


def _head(run: RunRecord, told: Report, translator: Translator) -> Iterator[str]:
    journey = journey_title(translator, run.journey)
    yield f"# {_SIGNS[told.tone]} {escaped(told.outcome)}"
    yield from ("", f"**{escaped(told.environment or '–')}** · {escaped(journey)}")
    if told.proof:
        yield from ("", sentence_text(told.proof))
    yield from ("", *_table(told.facts))
    yield from ("", f"## {translator.text('report.caveats')}", "")
    yield from _list(told.caveats) if told.caveats else [translator.text("report.no_caveats")]


def _middle(run: RunRecord, told: Report, translator: Translator) -> Iterator[str]:
    say = translator.text
    if told.timeline:
        yield from ("", f"## {say('report.timeline')}", "")
        yield f"| {say('report.at')} | {say('report.what')} |"
        yield "| --- | --- |"
        for moment in told.timeline:
            detail = f"<br>{sentence_text(moment.detail)}" if moment.detail else ""
            yield f"| {code(moment.at)} | {sentence_text(moment.text)}{detail} |"
    if told.sms:
        yield from ("", *_list(told.sms))
    if told.exchanges:
        yield from ("", f"## {say('sequence.title')}", "")
        yield from code_block(sequence_mermaid(sequence_of(run, translator)).splitlines(), "mermaid")
        yield from ("", f"## {say('chart.waterfall')}", "")
        yield from code_block(text_bars(waterfall(run.exchanges), _CHART_WIDTH), "text")
    if told.drift:
        yield from ("", f"## {say('report.drift')}", "", *_list(told.drift))
    if run.pictures or run.exchanges:
        yield from ("", f"## {say('report.pictures')}", "")
    if run.pictures:
        yield from (f"- {code(printable(f'pictures/{name}'))}" for name in run.pictures)
    elif run.exchanges:
        yield say("report.no_pictures")


def _exchange(exchange: ReportExchange, translator: Translator) -> Iterator[str]:
    say = translator.text
    sign = _SIGNS[exchange.tone]
    yield from ("", f"### {exchange.number}\\. {sign} {escaped(exchange.title)}: {escaped(exchange.verdict)}")
    yield from ("", sentence_text(exchange.decision))
    if exchange.note:
        yield from ("", f"**{say('report.note')}:** {escaped(exchange.note)}")
    if exchange.marked:
        yield from ("", f"**{say('report.marked')}**")
    if exchange.page:
        yield from ("", f"{say('report.page')}: {code(exchange.page)}")
    yield from ("", *_table((*exchange.facts, (say("chart.waterfall"), exchange.timings))))
    yield from _message(say("report.request"), exchange.request, translator)
    yield from _message(say("report.answer"), exchange.answer, translator)
    if exchange.drift:
        yield from ("", f"**{say('report.drift')}**", "", *_list(exchange.drift))
    yield from ("", f"{say('report.repeat_exchange')}: {code(exchange.command)}")


def _message(title: str, told: ReportMessage, translator: Translator) -> Iterator[str]:
    """Yield a message; where a value of its body decided, a mark stands behind that line."""
    mark = f"  ← {translator.text('report.decided')}"
    yield from ("", f"**{title}:** {code(told.head)}", "")
    lines = [
        line.text + (mark if line.path and line.path == told.decided else "") for line in told.body.lines
    ]
    if told.body.left_out:
        lines.append(translator.text("report.left_out", count=told.body.left_out))
    head = [*told.headers, ""] if told.headers and lines else list(told.headers)
    yield from code_block([*head, *lines] or [translator.text("report.no_body")], "text")


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from ("| | |", "| --- | --- |")
    yield from (f"| {escaped(name)} | {code(value)} |" for name, value in rows)


def _list(lines: Iterable[str]) -> Iterator[str]:
    return (f"- {sentence_text(line)}" for line in lines)
