"""`otp-tui history arrivals`: how long SMS took to arrive, in figures, as bars, and as an HTML page."""

import json
from pathlib import Path
from typing import Any

import click

from otp_tui.cli.commands.options import json_option
from otp_tui.cli.composition.arrivals_page import write_arrivals
from otp_tui.cli.composition.journal import readable_journal
from otp_tui.cli.terminal.console import print_message, print_result
from otp_tui.core.flow.history import ArrivalStatistics
from otp_tui.i18n.history import arrival_line
from otp_tui.i18n.translator import Translator
from otp_tui.storage.journal.history import HistoryTable


def arrivals_command(translator: Translator) -> click.Command:
    """Make ``history arrivals``."""

    @click.command("arrivals", help=translator.text("help.history_arrivals"))
    @click.option(
        "--html", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
        help=translator.text("help.arrivals_html"),
    )  # fmt: skip
    @json_option(translator)
    def arrivals(*, html: Path | None, as_json: bool) -> int:
        return show_arrivals(translator, html, as_json=as_json)

    return arrivals


def show_arrivals(translator: Translator, html: Path | None, *, as_json: bool) -> int:
    """Print how long each provider's SMS took, and write the page where one is asked for and something was timed.

    Raises:
        UserError: The journal cannot be read, or the page cannot be written.
    """
    with readable_journal() as path:
        arrivals = HistoryTable(path).arrivals()
    if html is not None and arrivals:
        write_arrivals(html, arrivals, translator)
    if as_json:
        print_result(json.dumps({"v": 1, "arrivals": arrivals_as_json(arrivals)}))
        return 0
    for statistics in arrivals:
        print_result(arrival_line(translator, statistics))
    if not arrivals:
        print_message(translator.text("history.no_arrivals"))
    elif html is not None:
        print_result(translator.text("history.arrivals_written", file=html))
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
        }
        for one in arrivals
    ]
