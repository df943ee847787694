"""Output of the commands: results on standard output, the rest on standard error."""

import sys


def print_result(line: str) -> None:
    """Print a line of the command's result."""
    print(line, flush=True)  # noqa: T201 - the commands' own voice


def print_message(line: str) -> None:
    """Print a line for people, on standard error."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the commands' own voice


def prompt(question: str, *, stderr: bool = False) -> None:
    """Print a question whose answer follows on the same line.

    Args:
        question: What is asked.
        stderr: Ask on standard error, where standard output belongs to the result.
    """
    print(question, end="", file=sys.stderr if stderr else sys.stdout, flush=True)
