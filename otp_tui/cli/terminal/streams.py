"""The standard streams as the commands need them, however the process was started."""

import io
import os
import sys
from contextlib import suppress

from otp_tui.cli.terminal.encoding import register_ascii_fallback

_STANDARD = (0, 1, 2)


def prepare_streams() -> None:
    """Prepare standard input, output and error: each there, and none that fails at a letter it lacks.

    A closed stream becomes the null device. Left closed, its number would be given to the next file that is opened,
    and whatever is printed would be written into that file.
    """
    for number in _STANDARD:
        _open_where_closed(number)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - it stays open
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    fallback = register_ascii_fallback()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=fallback)
    if isinstance(sys.stdin, io.TextIOWrapper):  # codes and phones are ASCII, whatever stands around them
        with suppress(io.UnsupportedOperation):  # somebody who called us has read from it already
            sys.stdin.reconfigure(errors="replace")


def _open_where_closed(number: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, os.O_RDWR)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        os.set_inheritable(number, True)


def on_terminal() -> tuple[bool, ...]:
    """Return for standard input, output and error whether each is a terminal."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return tuple(stream is not None and stream.isatty() for stream in streams)
