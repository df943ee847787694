"""The record of a whole walkthrough, from which evidence is built and which history shows."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow.change import Change
from otp_tui.core.flow.events import Answered, Event
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.flow.step import step
from otp_tui.core.timestamps import ClockReading


class WalkthroughRecord(NamedTuple):
    """A walkthrough with all that happened in it; its secrets are handles.

    Attributes:
        start: The state before its first event.
        changes: Its events with their effects, oldest first.
        exchanges: Its exchanges, oldest first.
        profile: The profile's name; empty without one.
    """

    start: Walkthrough
    changes: tuple[Change, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    profile: str = ""

    @property
    def walkthrough(self) -> Walkthrough:
        """The state after the newest event."""
        return self.changes[-1].after if self.changes else self.start

    @property
    def at(self) -> ClockReading:
        """The moment of the newest event."""
        return self.changes[-1].now if self.changes else self.start.began

    @property
    def last_moment(self) -> datetime:
        """The wall clock's time of the newest event or of the end of the newest exchange, UTC."""
        return max((self.at.utc, *(exchange.ended for exchange in self.exchanges)))

    def timeline(self) -> Iterator[Change | Exchange]:
        """Yield events and exchanges in their order: an exchange stands before the answer that was read in it.

        One that was cut, or came late, stands where it ended.
        """
        waiting = list(self.exchanges)
        for change in self.changes:
            answered = change.event.number if isinstance(change.event, Answered) else None
            for exchange in tuple(waiting):
                cut = exchange.late or exchange.fault is Fault.CANCELLED
                if (exchange.number == answered and not cut) or exchange.ended < change.now.utc:
                    waiting.remove(exchange)
                    yield exchange
            yield change
        yield from waiting

    def note(self, number: int) -> ExchangeNote:
        """Return the operator's note on an exchange; an empty one where there is none."""
        notes = self.walkthrough.notes
        return next((note for note in notes if note.number == number), ExchangeNote(number))


def changes_of(start: Walkthrough, recorded: Iterable[tuple[Event, ClockReading]]) -> tuple[Change, ...]:
    """Return the effects of these events; their requests are not sent again.

    Args:
        start: The state before the first event.
        recorded: Events with their moments, oldest first.
    """
    changes = []
    for event, now in recorded:
        after, _ = step(start, event, now)
        changes.append(Change(start, event, after, now))
        start = after
    return tuple(changes)
