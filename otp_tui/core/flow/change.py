"""A change: one event, and the walkthrough before and after it."""

from enum import StrEnum
from typing import NamedTuple

from otp_tui.core.flow.events import Event
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.timestamps import ClockReading


class PersistenceFailure(StrEnum):
    """The part of a walkthrough that could not be stored."""

    DISK = "disk"
    """The journal cannot be written: nothing of this walkthrough outlives the program."""
    KEYRING = "keyring"
    """The keyring did not store the secrets: the walkthrough can be read, but not resumed."""


class Change(NamedTuple):
    """One event and its effect.

    Attributes:
        before: The state before the event.
        event: The event.
        after: The state after it.
        now: The moment of the event.
        persistence_failure: The part of the walkthrough that cannot be stored from this event on.
    """

    before: Walkthrough
    event: Event
    after: Walkthrough
    now: ClockReading
    persistence_failure: PersistenceFailure | None = None
