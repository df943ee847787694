"""`otp-tui history`: the walkthroughs in the journal, and how they are deleted."""

from pathlib import Path
from typing import Any

import click

from otp_tui.cli.commands import history_list
from otp_tui.cli.commands.history_arrivals import arrivals_command
from otp_tui.cli.commands.history_evidence import evidence_command
from otp_tui.cli.commands.history_show import compare_command, show_command
from otp_tui.cli.commands.options import yes_option
from otp_tui.cli.composition.os_keyring import open_keyring
from otp_tui.cli.terminal.console import print_result
from otp_tui.cli.terminal.loop import run_loop
from otp_tui.cli.terminal.prompts import confirmed
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.errors import UserError
from otp_tui.core.exit_codes import USAGE
from otp_tui.i18n.translator import Translator
from otp_tui.storage.journal.database import JournalError, compact
from otp_tui.storage.journal.open_walkthroughs import OpenWalkthroughStore
from otp_tui.storage.journal.tables import WalkthroughTable
from otp_tui.storage.paths import journal_path


def command(translator: Translator) -> click.Group:
    """Make ``history``; without a further word it lists."""
    listing = history_list.command(translator)

    @click.group("history", help=translator.text("help.history"), invoke_without_command=True)
    @click.pass_context
    def group(context: click.Context) -> Any:
        return context.invoke(listing) if context.invoked_subcommand is None else None

    for further in (
        listing,
        show_command(translator),
        compare_command(translator),
        arrivals_command(translator),
        evidence_command(translator),
    ):
        group.add_command(further)

    @group.command("purge", help=translator.text("help.history_purge"))
    @yes_option(translator)
    def purge_command(**chosen: Any) -> int:
        return purge(translator, **chosen)

    return group


def purge(translator: Translator, *, yes: bool) -> int:
    """Delete every ended walkthrough from journal and keyring; say what stays, and why.

    Raises:
        UserError: The journal cannot be used; nothing was deleted.
    """
    path = journal_path()
    try:
        return _purge(translator, path, yes=yes)
    except JournalError:
        raise UserError("history.broken", USAGE, file=path) from None


def _purge(translator: Translator, path: Path, *, yes: bool) -> int:
    rows = WalkthroughTable(path)
    over, still_open = rows.count() if path.exists() else (0, 0)
    if not over:
        print_result(translator.text("history.nothing"))
    elif not confirmed(translator, "history.ask_purge", yes=yes, count=over):
        print_result(translator.text("ask.left_alone"))
        return 0
    else:
        run_loop(_forget(path))
        gone = rows.purge()
        compact(path)
        print_result(translator.text("history.purged", count=gone))
        if gone < over:
            print_result(translator.text("history.kept_back", count=over - gone))
        print_result(translator.text("history.counts_stay"))
    if still_open:
        print_result(translator.text("history.left", count=still_open))
    return 0


async def _forget(path: Path) -> None:
    use_daemon_threads()
    await OpenWalkthroughStore(path, open_keyring()).forget_ended()
