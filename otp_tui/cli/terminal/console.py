"""How the commands speak: results on standard output, everything else on standard error, each line at once."""

import sys


def print_result(line: str) -> None:
    """A line of the command's result."""
    print(line, flush=True)  # noqa: T201 - the commands' own voice


def print_message(line: str) -> None:
    """A line for people, beside the result."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the commands' own voice


def prompt(question: str, *, stderr: bool = False) -> None:
    """A question whose answer follows on the same line.

    Args:
        question: What is asked.
        stderr: Ask on standard error, where standard output belongs to the result.
    """
    print(question, end="", file=sys.stderr if stderr else sys.stdout, flush=True)
