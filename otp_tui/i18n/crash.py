"""The report of a crash: its type and its places only.

A variable or an exception's text may hold a code or a key.
"""

import traceback

from otp_tui.i18n.translator import Translator

_FRAMES = 12
_CAUSES = 5


def crash_report(translator: Translator, error: BaseException | None) -> str:
    """Return the type and the places of a crash as a text.

    Args:
        translator: The translator.
        error: The exception.
    """
    lines = [f"  {line}" for line in crash_lines(error)]
    return "\n".join([translator.text("crash.title"), "", *lines, "", translator.text("crash.next")])


def crash_lines(error: BaseException | None) -> list[str]:
    """Return the places and the type of an exception, and of the exceptions that led to it.

    Args:
        error: The exception.
    """
    lines: list[str] = []
    while error is not None and len(lines) < _FRAMES * _CAUSES:
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        lines += [f"{frame.filename}:{frame.lineno}  {frame.name}" for frame in frames]
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return lines
