"""`otp-tui history`: what is kept of walkthroughs, and how it is deleted."""

import asyncio
from pathlib import Path

from otp_tui.core.exits import USAGE
from otp_tui.locale import Speech
from otp_tui.storage.folders import journal_path
from otp_tui.storage.journal import JournalError, compact
from otp_tui.storage.shelf import Shelf
from otp_tui.storage.walks import WalkRows

from .asking import confirmed
from .errors import CommandError
from .threads import use_daemon_threads
from .voice import out
from .wiring import open_vault


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
