"""Walkthroughs as the journal writes them: events and exchanges as JSON, exactly as they are read back."""

from typing import Final, NamedTuple, get_args

import msgspec

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.journey import Journey, LegPolicy
from otp_tui.core.flow.state import Walkthrough, new_walkthrough
from otp_tui.core.security.secrets import Handle
from otp_tui.core.timestamps import ClockReading

_KINDS: Final = {kind.__name__: kind for kind in get_args(Event)}


class BegunRecord(NamedTuple):
    """How a walkthrough was begun."""

    id: str
    journey: Journey
    environment: Environment
    now: ClockReading
    legs: tuple[LegPolicy, ...]
    confirm: bool
    session: Handle | None


def write_begun(walkthrough: Walkthrough) -> bytes:
    """How a walkthrough was begun, which each of its states still tells."""
    session = walkthrough.session if walkthrough.fixed_session else None
    begun = BegunRecord(
        walkthrough.id,
        walkthrough.journey,
        walkthrough.environment,
        walkthrough.began,
        walkthrough.legs,
        walkthrough.confirm,
        session,
    )
    return msgspec.json.encode(begun)


def read_begun(data: bytes) -> Walkthrough:
    """The walkthrough before its first event.

    Raises:
        ValueError: It is not what `write_begun` wrote.
    """
    begun = msgspec.json.decode(data, type=BegunRecord)
    return new_walkthrough(
        begun.id,
        begun.journey,
        begun.environment,
        begun.now,
        legs=begun.legs,
        confirm=begun.confirm,
        session=begun.session,
    )


def write_event(event: Event) -> tuple[str, bytes]:
    """An event's kind and its values."""
    return type(event).__name__, msgspec.json.encode(event)


def read_event(kind: str, data: bytes) -> Event:
    """The event that was written.

    Raises:
        ValueError: It is not what `write_event` wrote.
    """
    if kind not in _KINDS:
        raise ValueError(kind)
    event: Event = msgspec.json.decode(data, type=_KINDS[kind])
    return event


def write_exchange(exchange: Exchange) -> bytes:
    """A recorded exchange."""
    return msgspec.json.encode(exchange)


def read_exchange(data: bytes) -> Exchange:
    """The exchange that was written.

    Raises:
        ValueError: It is not what `write_exchange` wrote.
    """
    return msgspec.json.decode(data, type=Exchange)


def write_strings(values: dict[str, str]) -> str:
    """Texts by name."""
    return msgspec.json.encode(values).decode()


def read_strings(data: str | bytes) -> dict[str, str]:
    """The texts that were written.

    Raises:
        ValueError: It is not what `write_strings` wrote.
    """
    return msgspec.json.decode(data, type=dict[str, str])
