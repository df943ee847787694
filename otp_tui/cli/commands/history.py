"""`otp-tui history`: what is kept of walkthroughs, and how it is deleted."""

import asyncio
from pathlib import Path

from otp_tui.cli.composition.errors import CommandError
from otp_tui.cli.composition.prompting import confirmed
from otp_tui.cli.composition.runtime import open_vault
from otp_tui.cli.terminal.console import out
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.flow.exits import USAGE
from otp_tui.i18n.translator import Speech
from otp_tui.storage.journal.database import JournalError, compact
from otp_tui.storage.journal.open_walkthroughs import Shelf
from otp_tui.storage.journal.tables import WalkRows
from otp_tui.storage.paths import journal_path


def purge(speech: Speech, *, yes: bool) -> int:
    """Delete every walkthrough that is over, from the file and from the keyring; say what stays, and why.

    Raises:
        CommandError: The journal cannot be used; nothing was deleted.
    """
    path = journal_path()
    try:
        return _purge(speech, path, yes=yes)
    except JournalError:
        raise CommandError("history.broken", USAGE, file=path) from None


def _purge(speech: Speech, path: Path, *, yes: bool) -> int:
    rows = WalkRows(path)
    over, still_open = rows.count() if path.exists() else (0, 0)
    if not over:
        out(speech.say("history.nothing"))
    elif not confirmed(speech, "history.ask_purge", yes=yes, count=over):
        out(speech.say("ask.left_alone"))
        return 0
    else:
        asyncio.run(_forget(path))
        gone = rows.purge()
        compact(path)
        out(speech.say("history.purged", count=gone))
        if gone < over:
            out(speech.say("history.kept_back", count=over - gone))
        out(speech.say("history.counts_stay"))
    if still_open:
        out(speech.say("history.left", count=still_open))
    return 0


async def _forget(path: Path) -> None:
    use_daemon_threads()
    await Shelf(path, open_vault()).forget_ended()
