"""What is kept of a walkthrough so that another process can go on with it, and what that takes."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from otp_tui.core.exchange.exchange import Exchange, Verb
from otp_tui.core.flow.events import Event, Interrupted
from otp_tui.core.flow.state import Phase, Walkthrough
from otp_tui.core.flow.step import step
from otp_tui.core.security.secrets import PHONE, Handle
from otp_tui.core.timestamps import MAX_EXPIRY_AHEAD, ClockReading


class PersistenceFailure(StrEnum):
    """What could not be kept."""

    DISK = "disk"
    """The journal cannot be written: nothing of this walkthrough outlives the program."""
    VAULT = "vault"
    """The keyring did not take what is needed to go on: it can be read about, but not resumed."""


class Unresumable(StrEnum):
    """Why a walkthrough cannot be gone on with."""

    HELD = "held"
    """Another program has it."""
    NO_SECRETS = "no_secrets"
    """The keyring does not hold what it needs."""
    UNREADABLE = "unreadable"
    """The journal cannot be read, or does not hold it any more."""


class ResumeError(Exception):
    """A walkthrough cannot be gone on with.

    Attributes:
        reason: Why.
    """

    def __init__(self, reason: Unresumable) -> None:
        super().__init__(reason.value)
        self.reason = reason


class SavedWalkthrough(NamedTuple):
    """A walkthrough as an earlier process left it.

    Attributes:
        walkthrough: Where it stands; a request that was in flight still is.
        at: When its newest event happened.
        secrets: The values it needs, by handle.
        named: Every handle that its events named.
        exchanges: What was recorded, oldest first.
    """

    walkthrough: Walkthrough
    at: ClockReading
    secrets: Mapping[Handle, str]
    named: tuple[Handle, ...]
    exchanges: tuple[Exchange, ...]


class OpenWalkthrough(NamedTuple):
    """A walkthrough that was left open, as the start screen offers it.

    Attributes:
        walkthrough: Where it stands; what was in flight is not any more.
        at: When its newest event happened.
        held: Another program has it.
        profile: The profile's name, if there was one.
        urls: The base addresses it talked to, by provider.
    """

    walkthrough: Walkthrough
    at: ClockReading
    held: bool
    profile: str
    urls: Mapping[str, str]


def replay(walkthrough: Walkthrough, recorded: Iterable[tuple[Event, ClockReading]]) -> Walkthrough:
    """Where a walkthrough stands after these events; their requests are not repeated.

    Args:
        walkthrough: As it was begun.
        recorded: Events with their moments, oldest first.
    """
    for event, now in recorded:
        walkthrough, _ = step(walkthrough, event, now)
    return walkthrough


def required_handles(walkthrough: Walkthrough) -> frozenset[Handle]:
    """The handles whose values a walkthrough needs to go on; of its codes only one whose fate is not known."""
    handles = {walkthrough.reference, walkthrough.session, walkthrough.lost_verify}
    if walkthrough.challenge is not None:
        handles.add(walkthrough.challenge.token)
    if walkthrough.in_flight is not None and walkthrough.in_flight.verb is Verb.VERIFY:
        handles.add(walkthrough.last_code)
    if walkthrough.phone is not None:
        handles.add(PHONE)
    return frozenset(handle for handle in handles if handle is not None)


def after_interruption(walkthrough: Walkthrough, now: ClockReading) -> Walkthrough:
    """Where a walkthrough stands whose process is gone: the answer of a request in flight will never be known."""
    return (
        walkthrough
        if walkthrough.in_flight is None
        else step(walkthrough, Interrupted(walkthrough.in_flight.number), now)[0]
    )


def not_before(now: ClockReading, at: ClockReading) -> ClockReading:
    """This moment, but none before the newest event, where the wall clock was set back since."""
    return now._replace(monotonic=max(now.monotonic, at.monotonic))


def is_resumable(walkthrough: Walkthrough) -> bool:
    """Whether something is open at the provider that is worth going on with."""
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
    """Whether all that was open has run out; a lost verify has not, because the provider can still be asked.

    Args:
        walkthrough: Where it stands, landed.
        at: When its newest event happened; after a day nothing is gone on with.
        now: When.
    """
    if now.monotonic - at.monotonic > MAX_EXPIRY_AHEAD.total_seconds():
        return True
    if walkthrough.lost_verify is not None:
        return False
    if walkthrough.uncertain_send is not None:
        return not walkthrough.uncertain_send.remaining(now)
    return walkthrough.challenge is not None and not walkthrough.challenge.remaining(now)
