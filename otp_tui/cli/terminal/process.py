"""What is settled before anything else: no door through which a secret could leave, and no garbage collected.

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
    """Take away what would have Textual write down what is typed; it reads its environment when it is loaded."""
    for name in _DOORS:
        os.environ.pop(name, None)


def install_safe_excepthooks() -> None:
    """Let no hook of Python's own print an exception's text: it may hold a header with a key."""

    def unseen(kind: type[BaseException], error: BaseException | None, _trace: object = None) -> None:
        from otp_tui.i18n.crash import crash_lines

        if not issubclass(kind, KeyboardInterrupt):
            print_message("\n".join(crash_lines(error)) or kind.__name__)

    sys.excepthook = unseen
    threading.excepthook = lambda told: unseen(told.exc_type, told.exc_value)
    sys.unraisablehook = lambda told: unseen(told.exc_type, told.exc_value)


def pause_gc() -> None:
    """Collect nothing: all that is imported and built now is kept anyway."""
    gc.disable()


def resume_gc() -> None:
    """Collect from now on, without ever looking again at what is there already."""
    gc.freeze()
    gc.enable()
