"""`otp-tui history arrivals`: how long SMS took to arrive, in figures and as bars, for scripts, or as an HTML page."""

import json
from typing import Any

import click

from otp_tui.cli.commands.options import json_option
from otp_tui.cli.composition.journal import readable_journal
from otp_tui.cli.terminal.console import print_message, print_result
from otp_tui.core.errors import usage_error
from otp_tui.core.flow.history import ArrivalStatistics
from otp_tui.i18n.history import arrival_line
from otp_tui.i18n.translator import Translator
from otp_tui.storage.journal.history import HistoryTable


def arrivals_command(translator: Translator) -> click.Command:
    """Make ``history arrivals``."""

    @click.command("arrivals", help=translator.text("help.history_arrivals"))
    @click.option("--html", "as_html", is_flag=True, help=translator.text("help.arrivals_html"))
    @json_option(translator)
    def arrivals(*, as_html: bool, as_json: bool) -> int:
        return show_arrivals(translator, as_html=as_html, as_json=as_json)

    return arrivals


def show_arrivals(translator: Translator, *, as_html: bool, as_json: bool) -> int:
    """Print how long each provider's SMS took.

    Raises:
        UserError: Both forms are asked for at once, or the journal cannot be read.
    """
    if as_html and as_json:
        raise usage_error("usage.html_and_json")
    with readable_journal() as path:
        arrivals = HistoryTable(path).arrivals()
    if not arrivals:
        print_message(translator.text("history.no_arrivals"))
    if as_html:
        # With what fills templates, which few runs need.
        from otp_tui.evidence.arrivals_html import arrivals_html

        # References to characters instead of letters: whatever standard output is written in, the page is the same.
        page = arrivals_html(arrivals, translator).encode("ascii", "xmlcharrefreplace").decode()
        print_result(page.rstrip("\n"))
    elif as_json:
        print_result(json.dumps({"v": 1, "arrivals": arrivals_as_json(arrivals)}))
    else:
        for statistics in arrivals:
            print_result(arrival_line(translator, statistics))
    return 0


def arrivals_as_json(arrivals: list[ArrivalStatistics]) -> list[dict[str, Any]]:
    """Return the statistics as the commands' JSON has them; seconds with three decimals."""
    names = ("p50_s", "p90_s", "p95_s", "longest_s")
    return [
        {
            "provider": one.provider,
            "environment": one.environment,
            "timed": one.timed,
            **dict(zip(names, (round(value, 3) for value in one.percentiles), strict=True)),
            "bin_s": one.bin_s,
            "bins": list(one.bins),
        }
        for one in arrivals
    ]
