"""How the commands speak: results on standard output, everything else on standard error, each line at once."""

import sys


def out(line: str) -> None:
    """A line of the command's result."""
    print(line, flush=True)  # noqa: T201 - the commands' own voice


def tell(line: str) -> None:
    """A line for people, beside the result."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the commands' own voice


def ask(question: str, *, beside: bool = False) -> None:
    """A question whose answer follows on the same line.

    Args:
        question: What is asked.
        beside: Ask on standard error, where standard output belongs to the result.
    """
    print(question, end="", file=sys.stderr if beside else sys.stdout, flush=True)
