"""Events and exchanges as JSON, exactly as they are read back."""

from typing import Final, NamedTuple, get_args

import msgspec

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import Event
from otp_tui.core.flow.journey import Journey, LegPolicy
from otp_tui.core.flow.record import WalkthroughRecord, changes_of
from otp_tui.core.flow.state import Walkthrough, new_walkthrough
from otp_tui.core.security.secrets import Handle
from otp_tui.core.timestamps import ClockReading

_EVENT_KINDS: Final = {kind.__name__: kind for kind in get_args(Event)}


class BegunRecord(NamedTuple):
    """The beginning of a walkthrough."""

    id: str
    journey: Journey
    environment: Environment
    now: ClockReading
    legs: tuple[LegPolicy, ...]
    confirm: bool
    session: Handle | None


def write_begun(walkthrough: Walkthrough) -> bytes:
    """Return a walkthrough's beginning, which each of its states still tells."""
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
    """Return the walkthrough before its first event.

    Raises:
        ValueError: The text was not written by `write_begun`.
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
    """Return an event's kind and its values."""
    return type(event).__name__, msgspec.json.encode(event)


def read_event(kind: str, data: bytes) -> Event:
    """Return the event that was written.

    Raises:
        ValueError: The text was not written by `write_event`.
    """
    if kind not in _EVENT_KINDS:
        raise ValueError(kind)
    event: Event = msgspec.json.decode(data, type=_EVENT_KINDS[kind])
    return event


def write_exchange(exchange: Exchange) -> bytes:
    """Return a recorded exchange as JSON."""
    return msgspec.json.encode(exchange)


def read_exchange(data: bytes) -> Exchange:
    """Return the exchange that was written.

    Raises:
        ValueError: The text was not written by `write_exchange`.
    """
    return msgspec.json.decode(data, type=Exchange)


def write_strings(values: dict[str, str]) -> str:
    """Return texts by name as JSON."""
    return msgspec.json.encode(values).decode()


def read_strings(data: str | bytes) -> dict[str, str]:
    """Return the texts that were written.

    Raises:
        ValueError: The text was not written by `write_strings`.
    """
    return msgspec.json.decode(data, type=dict[str, str])


class _WrittenRecord(NamedTuple):
    begun: msgspec.Raw
    events: list[tuple[str, msgspec.Raw, ClockReading]]
    exchanges: list[Exchange]
    profile: str


def write_record(record: WalkthroughRecord) -> bytes:
    """Return a whole walkthrough as JSON, for another process."""
    events = [(*_raw_event(change.event), change.now) for change in record.changes]
    begun = msgspec.Raw(write_begun(record.start))
    return msgspec.json.encode(_WrittenRecord(begun, events, list(record.exchanges), record.profile))


def read_record(data: bytes) -> WalkthroughRecord:
    """Return the walkthrough that was written.

    Raises:
        ValueError: The text was not written by `write_record`.
    """
    written = msgspec.json.decode(data, type=_WrittenRecord)
    start = read_begun(bytes(written.begun))
    events = [(read_event(kind, bytes(body)), now) for kind, body, now in written.events]
    return WalkthroughRecord(start, changes_of(start, events), tuple(written.exchanges), written.profile)


def _raw_event(event: Event) -> tuple[str, msgspec.Raw]:
    kind, body = write_event(event)
    return kind, msgspec.Raw(body)
