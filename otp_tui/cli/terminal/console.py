"""Output of the commands: results on standard output, the rest on standard error.

A message for people that cannot be written changes nothing of what the command does; a result that cannot be
written is an error, because it is what the command was called for.
"""

import errno
import os
import sys
from contextlib import suppress
from typing import Final, TextIO

_READER_GONE: Final = frozenset({errno.EPIPE, errno.EINVAL})
"""The answers of a pipe whose reader is gone; Windows gives the second."""


class ResultLostError(Exception):
    """Standard output cannot be written.

    Attributes:
        reader_gone: True where its reader has gone away; False for a full disk and the like.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self.reader_gone = isinstance(error, OSError) and error.errno in _READER_GONE


def lost_result(error: Exception) -> ResultLostError:
    """Return the error of a result that cannot be written; what is printed from now on goes nowhere.

    Args:
        error: What writing it raised.
    """
    _discard_output(sys.stdout)
    return ResultLostError(error)


def print_result(line: str) -> None:
    """Print a line of the command's result.

    Raises:
        ResultLostError: It cannot be written; what is printed from now on goes nowhere.
    """
    _write_result(f"{line}\n")


def print_message(line: str) -> None:
    """Print a line for people, on standard error; one that cannot be written is dropped."""
    _write_message(f"{line}\n")


def prompt(question: str, *, stderr: bool = False) -> None:
    """Print a question whose answer follows on the same line.

    Args:
        question: What is asked.
        stderr: Ask on standard error, where standard output belongs to the result.

    Raises:
        ResultLostError: Standard output cannot be written.
    """
    (_write_message if stderr else _write_result)(question)


def _write_result(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        raise lost_result(error) from None


def _write_message(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):  # its reader is gone, the disk is full, or it was closed
        _discard_output(sys.stderr)


def _discard_output(stream: TextIO) -> None:
    """Lead a broken stream to the null device: Python flushes it once more when the process ends."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(null, stream.fileno())
        finally:
            os.close(null)
        stream.flush()
