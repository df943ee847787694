"""Process set-up: no Textual logging, safe exception hooks, the garbage collector.

The collector of cyclic garbage stays out of the way until the first screen is there: a fifth of the way to it.
"""

import gc
import os
import sys
import threading
from typing import Final

from otp_tui.cli.terminal.console import print_message

_DOORS: Final = ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_SCREENSHOT")
"""By these Textual writes what was typed, key by key, and pictures of it, into files or to another program."""


def disable_textual_logging() -> None:
    """Unset the variables that make Textual log what is typed; it reads them when loaded."""
    for name in _DOORS:
        os.environ.pop(name, None)


def install_safe_excepthooks() -> None:
    """Replace Python's hooks that print an exception's text: it may hold a key."""

    def unseen(kind: type[BaseException], error: BaseException | None, _trace: object = None) -> None:
        from otp_tui.i18n.crash import crash_lines

        if not issubclass(kind, KeyboardInterrupt):
            print_message("\n".join(crash_lines(error)) or kind.__name__)

    sys.excepthook = unseen
    threading.excepthook = lambda told: unseen(told.exc_type, told.exc_value)
    sys.unraisablehook = lambda told: unseen(told.exc_type, told.exc_value)


def pause_gc() -> None:
    """Pause garbage collection: all that is imported and built now is kept anyway."""
    gc.disable()


def resume_gc() -> None:
    """Resume garbage collection for what is made from now on."""
    gc.freeze()
    gc.enable()
