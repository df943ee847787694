"""The scripts that autoplay knows: what a presenter would do, beat by beat."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from otp_tui.core.flow.state import Phase
from otp_tui.wizard.dialogs.travel import EXPIRE


class Type(NamedTuple):
    """A text that is typed into the field, key by key."""

    text: str


class Press(NamedTuple):
    """A key that is pressed, named as Textual names it."""

    key: str


class Reach(NamedTuple):
    """A phase that is waited for, with nothing in flight."""

    phase: Phase


class Arrival(NamedTuple):
    """The number of messages that are to be on the customer's phone."""

    messages: int


class TakeCode(NamedTuple):
    """The newest code, taken from the customer's phone by its keys."""


class Travel(NamedTuple):
    """A choice of time travel, by its name."""

    choice: str


class Look(NamedTuple):
    """Seconds to look at what is there."""

    seconds: float


Beat = Type | Press | Reach | Arrival | TakeCode | Travel | Look


def _sent(number: str) -> tuple[Beat, ...]:
    return (Look(2.5), Type(number), Look(1.5), Press("enter"), Reach(Phase.CODE), Arrival(1), Look(3.0))


_ENTERED: Final[tuple[Beat, ...]] = (TakeCode(), Look(1.5), Press("enter"))
_VERIFIED: Final[tuple[Beat, ...]] = (*_ENTERED, Reach(Phase.READY), Look(2.5), Press("enter"))


def _linked(count: int) -> tuple[Beat, ...]:
    return (Reach(Phase.CODE), Arrival(count), Look(3.0), *_ENTERED, Reach(Phase.DONE), Look(3.0))


SCRIPTS: Final[Mapping[str, tuple[Beat, ...]]] = {
    "happy": (*_sent("0500 000 00 01"), *_VERIFIED, *_linked(2)),
    "new-code": (
        *_sent("0500 000 00 01"),
        Press("f5"),  # too early: the answer says from when on
        Look(3.5),
        Travel("long"),
        Look(1.5),
        Travel(EXPIRE),
        Look(3.0),
        Press("f5"),
        Arrival(2),
        Look(3.5),
        *_VERIFIED,
        *_linked(3),
    ),
    "no-account": (
        *_sent("0500 000 00 06"),
        *_VERIFIED,
        Reach(Phase.HALTED),
        Look(4.0),
    ),
}
"""The scripts by name; the first one plays where none is named."""
