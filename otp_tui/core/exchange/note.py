"""Notes of the operator on exchanges, which stand in the evidence."""

from typing import NamedTuple


class ExchangeNote(NamedTuple):
    """The operator's note on one exchange.

    Attributes:
        number: The exchange's number within its walkthrough.
        marked: True where the operator marked it.
        comment: The operator's comment, redacted; empty without one.
    """

    number: int
    marked: bool = False
    comment: str = ""
