"""`otp-tui history show` and `compare`: kept walkthroughs, line by line or side by side."""

import json
from typing import Final

import click

from otp_tui.cli.commands.options import json_option
from otp_tui.cli.composition.journal import load_record
from otp_tui.cli.terminal.console import print_result
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.evidence.charts import text_bars, waterfall
from otp_tui.evidence.comparison import comparison_json, comparison_lines
from otp_tui.evidence.record import run_record
from otp_tui.i18n.history import end_line, sms_lines
from otp_tui.i18n.translator import Translator
from otp_tui.plain.text_reporter import TextReporter

_COLUMNS: Final = 80


def show_command(translator: Translator) -> click.Command:
    """Make ``history show``."""

    @click.command("show", help=translator.text("help.history_show"))
    @click.argument("walkthrough_id", metavar="ID")
    @json_option(translator)
    def show(*, walkthrough_id: str, as_json: bool) -> int:
        record = load_record(walkthrough_id)
        lines = run_record(record).lines if as_json else text_lines(translator, record)
        for line in lines:
            print_result(line)
        return 0

    return show


def compare_command(translator: Translator) -> click.Command:
    """Make ``history compare``."""

    @click.command("compare", help=translator.text("help.history_compare"))
    @click.argument("one_id", metavar="ID")
    @click.argument("other_id", metavar="ID")
    @json_option(translator)
    def compare_two(*, one_id: str, other_id: str, as_json: bool) -> int:
        one, other = load_record(one_id), load_record(other_id)
        if as_json:
            print_result(json.dumps(comparison_json(one, other)))
            return 0
        for line in comparison_lines(translator, one, other):
            print_result(line)
        return 0

    return compare_two


def text_lines(translator: Translator, record: WalkthroughRecord) -> list[str]:
    """Return a walkthrough as ``run`` would have told it, with its end, the times of its SMS and a chart of its exchanges."""
    lines: list[str] = []
    reporter = TextReporter(translator, lines.append)
    for item in record.timeline():
        if isinstance(item, Exchange):
            reporter.exchange_recorded(item)
        else:
            reporter.changed(item)
    return [
        *lines,
        end_line(translator, record.walkthrough),
        *sms_lines(translator, record.walkthrough),
        *text_bars(waterfall(record.exchanges), _COLUMNS),
    ]
