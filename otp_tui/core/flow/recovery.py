"""The resumption of a walkthrough by another process, and the values that it needs."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.events import Interrupted
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.flow.state import Phase, Walkthrough
from otp_tui.core.flow.step import step
from otp_tui.core.security.secrets import PHONE, Handle
from otp_tui.core.timestamps import MAX_EXPIRY_AHEAD, ClockReading


class Unresumable(StrEnum):
    """The reason why a walkthrough cannot be resumed."""

    HELD = "held"
    """Another program has it."""
    NO_SECRETS = "no_secrets"
    """The keyring does not hold its secrets."""
    UNREADABLE = "unreadable"
    """The journal cannot be read, or no longer holds it."""


class ResumeError(Exception):
    """A walkthrough that cannot be resumed.

    Attributes:
        reason: The reason.
    """

    def __init__(self, reason: Unresumable) -> None:
        super().__init__(reason.value)
        self.reason = reason


class SavedWalkthrough(NamedTuple):
    """A walkthrough as an earlier process left it.

    Attributes:
        record: All that happened in it.
        secrets: The values that it needs, by handle.
        named: Every handle that its events named.
    """

    record: WalkthroughRecord
    secrets: Mapping[Handle, str]
    named: tuple[Handle, ...]


class OpenWalkthrough(NamedTuple):
    """A walkthrough that was left open, as the start screen offers it.

    Attributes:
        walkthrough: The state, after the interruption of a request in flight.
        at: The moment of its newest event.
        held: True where another program has it.
        profile: The profile's name, if there was one.
        urls: The base addresses of its requests, by provider.
    """

    walkthrough: Walkthrough
    at: ClockReading
    held: bool
    profile: str
    urls: Mapping[str, str]


def required_handles(walkthrough: Walkthrough) -> frozenset[Handle]:
    """Return the handles whose values a walkthrough needs to be resumed.

    Of its codes that is only one whose verify has no answer.
    """
    handles = {walkthrough.reference, walkthrough.session, walkthrough.lost_verify}
    if walkthrough.challenge is not None:
        handles.add(walkthrough.challenge.token)
    if walkthrough.in_flight is not None and walkthrough.in_flight.verb is Verb.VERIFY:
        handles.add(walkthrough.last_code)
    if walkthrough.phone is not None:
        handles.add(PHONE)
    return frozenset(handle for handle in handles if handle is not None)


def after_interruption(walkthrough: Walkthrough, now: ClockReading) -> Walkthrough:
    """Return the state after a crash: the request in flight becomes interrupted."""
    return (
        walkthrough
        if walkthrough.in_flight is None
        else step(walkthrough, Interrupted(walkthrough.in_flight.number), now)[0]
    )


def not_before(now: ClockReading, at: ClockReading) -> ClockReading:
    """Return a reading not before the newest event, even if the wall clock was set back.

    Args:
        now: The present reading.
        at: The reading of the newest event.
    """
    return now._replace(monotonic=max(now.monotonic, at.monotonic))


def is_resumable(walkthrough: Walkthrough) -> bool:
    """Return whether a walkthrough has something open at the provider, or a verified phone."""
    if walkthrough.phase is Phase.DONE:
        return False
    return bool(
        walkthrough.challenge
        or walkthrough.uncertain_send
        or walkthrough.lost_verify
        or walkthrough.in_flight
        or walkthrough.verified
    )


def has_expired(walkthrough: Walkthrough, at: ClockReading, now: ClockReading) -> bool:
    """Return whether all that was open has expired.

    A lost verify does not expire with its code, because the provider can still be asked.

    Args:
        walkthrough: The state, after the interruption of a request in flight.
        at: The moment of its newest event; a day later everything has expired.
        now: The present moment.
    """
    if now.monotonic - at.monotonic > MAX_EXPIRY_AHEAD.total_seconds():
        return True
    if walkthrough.lost_verify is not None:
        return False
    if walkthrough.uncertain_send is not None:
        return not walkthrough.uncertain_send.remaining(now)
    return walkthrough.challenge is not None and not walkthrough.challenge.remaining(now)
