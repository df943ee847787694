"""Crash page and crash file: the places in the code, never a value."""

import platform
import time
from pathlib import Path

from otp_tui import __version__
from otp_tui.i18n.crash import crash_lines, crash_report
from otp_tui.i18n.translator import Translator
from otp_tui.storage.files import write_private
from otp_tui.storage.paths import journal_path


def crash_page(translator: Translator, error: BaseException | None) -> str:
    """Return the page of a crash, and write it into a file where one can be written.

    Args:
        translator: Words it.
        error: What was raised; its text is not told, because it may hold a code or a key.
    """
    file = _kept(error)
    page = crash_report(translator, error)
    return f"{page}\n{translator.text('crash.file', file=file)}" if file else page


def _kept(error: BaseException | None) -> Path | None:
    lines = [
        f"otp-tui {__version__}",
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}, {platform.machine()}",
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "",
        *crash_lines(error),
    ]
    path = journal_path().with_name(f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt")
    try:
        write_private(path, "\n".join([*lines, ""]))
    except OSError:  # no folder to write to: the page alone has to do
        return None
    return path
