"""`otp-tui history list`: the walkthroughs in the journal, filtered, and how long their SMS took."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import click

from otp_tui.cli.commands.history_arrivals import arrivals_as_json
from otp_tui.cli.commands.options import Decorator, json_option
from otp_tui.cli.composition.journal import readable_journal
from otp_tui.cli.terminal.console import print_result
from otp_tui.core.environment import Environment
from otp_tui.core.errors import usage_error
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.history import HistoryEntry, HistoryFilter
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.core.timestamps import rfc3339
from otp_tui.i18n.history import arrival_line, entry_line
from otp_tui.i18n.translator import Translator
from otp_tui.storage.journal.history import HistoryTable

_DAY: Final = click.DateTime(["%Y-%m-%d"])
_FEWEST_DIGITS: Final = 2


def command(translator: Translator) -> click.Command:
    """Make ``history list``."""

    @click.command("list", help=translator.text("help.history_list"))
    @_options(translator)
    def list_command(*, limit: int, as_json: bool, **chosen: Any) -> int:
        return list_history(translator, filter_of(**chosen), limit, as_json=as_json)

    return list_command


def _options(translator: Translator) -> Decorator:
    say = translator.text
    options = (
        click.option("--since", type=_DAY, metavar="YYYY-MM-DD", help=say("help.since")),
        click.option("--until", type=_DAY, metavar="YYYY-MM-DD", help=say("help.until")),
        click.option("--provider", type=click.Choice(list(PROVIDERS)), help=say("help.provider")),
        click.option(
            "--verdict", type=click.Choice([one.value for one in Verdict]), help=say("help.verdict")
        ),
        click.option(
            "--environment",
            type=click.Choice([one.value for one in Environment]),
            help=say("help.environment"),
        ),
        click.option("--phone", metavar="TEXT", help=say("help.history_phone")),
        click.option("--limit", type=click.IntRange(1, 100_000), default=50, help=say("help.limit")),
        json_option(translator),
    )

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def filter_of(
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    provider: str | None = None,
    verdict: str | None = None,
    environment: str | None = None,
    phone: str | None = None,
) -> HistoryFilter:
    """Return the filter of a command line; days are days of this machine's time zone, both included.

    Raises:
        UserError: The phone has fewer than two digits.
    """
    digits = None
    if phone is not None:
        digits = "".join(char for char in phone if char.isdecimal())
        if len(digits) < _FEWEST_DIGITS:
            raise usage_error("history.phone_digits")
    try:
        days = since and since.astimezone(UTC), until and (until + timedelta(days=1)).astimezone(UTC)
    except (OverflowError, ValueError):  # the year 1 or 9999
        raise usage_error("history.bad_day") from None
    return HistoryFilter(
        *days,
        provider,
        Verdict(verdict) if verdict else None,
        Environment(environment) if environment else None,
        digits,
    )


def list_history(translator: Translator, chosen: HistoryFilter, limit: int, *, as_json: bool) -> int:
    """Print the newest entries that pass a filter, and how long SMS took.

    Raises:
        UserError: The journal cannot be read.
    """
    with readable_journal() as path:
        table = HistoryTable(path)
        entries, count = table.page(chosen, limit), table.count(chosen)
        arrivals = table.arrivals() if chosen == HistoryFilter() else []  # of all, so not beside a part
    if as_json:
        rows = [_as_json(entry) for entry in entries]
        print_result(
            json.dumps({"v": 1, "count": count, "walkthroughs": rows, "arrivals": arrivals_as_json(arrivals)})
        )
        return 0
    for entry in entries:
        print_result(entry_line(translator, entry))
    if not entries:
        print_result(translator.text("history.none" if chosen != HistoryFilter() else "history.empty"))
    elif count > len(entries):
        print_result(translator.text("history.more", shown=len(entries), count=count))
    for statistics in arrivals:
        print_result(arrival_line(translator, statistics))
    return 0


def _as_json(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "began": rfc3339(entry.began),
        "journey": entry.journey,
        "environment": entry.environment,
        "profile": entry.profile or None,
        "phone": entry.phone or None,
        "outcome": entry.outcome,
        "verdict": entry.verdict,
    }
