"""The availability of the operator's intents, for keys, buttons, help and `step`."""

from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.journey import Outcome, ResendRule
from otp_tui.core.flow.state import Phase, Reason, Walkthrough
from otp_tui.core.flow.stopwatch import is_timed
from otp_tui.core.timestamps import ClockReading


class Intent(StrEnum):
    """An action that the operator can ask for."""

    PHONE = "phone"
    START = "start"
    VERIFY = "verify"
    SAME_CODE = "same_code"
    ASK = "ask"
    RESEND = "resend"
    RESEND_EARLY = "resend_early"
    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"
    CANCEL = "cancel"
    BACK = "back"
    RETURN = "return"
    GIVE_UP = "give_up"
    UNLINK = "unlink"
    AGAIN = "again"


PROVIDER_INTENTS: Final = frozenset(
    {
        Intent.START,
        Intent.VERIFY,
        Intent.SAME_CODE,
        Intent.ASK,
        Intent.RESEND,
        Intent.RESEND_EARLY,
        Intent.UNLINK,
    }
)
"""The intents that send a request to a provider."""


class Unavailable(StrEnum):
    """The reason why an intent is not available."""

    BUSY = "busy"
    NOTHING_TO_CANCEL = "nothing_to_cancel"
    NO_CODE_OPEN = "no_code_open"
    CODE_STILL_OPEN = "code_still_open"
    AFTER_EXPIRY = "after_expiry"
    GUARD = "guard"
    OPEN_ALREADY = "open_already"
    NOT_ON_LIVE = "not_on_live"
    NOTHING_LOST = "nothing_lost"
    ARRIVED_ALREADY = "arrived_already"
    NO_SMS_AWAITED = "no_sms_awaited"
    PROVIDER_CANNOT = "provider_cannot"
    RETRY_AFTER = "retry_after"
    NOT_YET = "not_yet"
    ENDED = "ended"


class Availability(NamedTuple):
    """The availability of an intent.

    Attributes:
        available: True where it can be done now.
        reason: The reason why it cannot.
        opens_in: Seconds until it becomes available, where only time is missing.
    """

    available: bool
    reason: Unavailable | None = None
    opens_in: float = 0.0


_YES = Availability(available=True)


def available_intents(walkthrough: Walkthrough, now: ClockReading) -> dict[Intent, Availability]:
    """Return the availability of every intent.

    Args:
        walkthrough: The walkthrough's state.
        now: The present moment.
    """
    if walkthrough.in_flight is not None:
        shut = dict.fromkeys(Intent, Availability(available=False, reason=Unavailable.BUSY))
        return shut | {Intent.CANCEL: _YES}
    phase = walkthrough.phase
    at_code = phase is Phase.CODE and walkthrough.challenge is not None
    ended = Availability(
        available=False, reason=Unavailable.ENDED if phase is Phase.DONE else Unavailable.NOT_YET
    )
    no_code = Availability(
        available=False, reason=Unavailable.ENDED if phase is Phase.DONE else Unavailable.NO_CODE_OPEN
    )
    nothing_lost = Availability(available=False, reason=Unavailable.NOTHING_LOST)
    no_sms = Availability(available=False, reason=Unavailable.NO_SMS_AWAITED)
    left_open = phase is Phase.PHONE and walkthrough.returned_from is not None
    maybe = _YES if phase is Phase.MAYBE_SENT else nothing_lost
    return {
        Intent.PHONE: Availability(available=False, reason=Unavailable.CODE_STILL_OPEN)
        if left_open
        else _phone(phase),
        Intent.START: _start(walkthrough, now, left_open=left_open),
        Intent.VERIFY: _YES if at_code else no_code,
        Intent.SAME_CODE: _YES if at_code and walkthrough.lost_verify else nothing_lost,
        Intent.ASK: _ask(walkthrough),
        Intent.RESEND: _resend(walkthrough, now) if at_code else no_code,
        Intent.RESEND_EARLY: _resend_early(walkthrough, now) if at_code else no_code,
        Intent.ARRIVED: _arrived(walkthrough) if at_code else _YES if maybe.available else no_sms,
        Intent.NOT_ARRIVED: maybe,
        Intent.CANCEL: Availability(available=False, reason=Unavailable.NOTHING_TO_CANCEL),
        Intent.BACK: _YES if phase not in {Phase.PHONE, Phase.DONE} else ended,
        Intent.RETURN: _YES if left_open else no_code,
        Intent.GIVE_UP: _YES if left_open else no_code,
        Intent.UNLINK: _unlink(walkthrough),
        Intent.AGAIN: _YES
        if phase is Phase.DONE
        else Availability(available=False, reason=Unavailable.NOT_YET),
    }


def _phone(phase: Phase) -> Availability:
    if phase is Phase.PHONE:
        return _YES
    return Availability(
        available=False, reason=Unavailable.ENDED if phase is Phase.DONE else Unavailable.NOT_YET
    )


def _start(walkthrough: Walkthrough, now: ClockReading, *, left_open: bool) -> Availability:
    if left_open or walkthrough.phase in {Phase.CODE, Phase.MAYBE_SENT}:
        return Availability(available=False, reason=Unavailable.CODE_STILL_OPEN)
    if walkthrough.phase is Phase.DONE:
        return Availability(available=False, reason=Unavailable.ENDED)
    if not walkthrough.phone:
        return Availability(available=False, reason=Unavailable.NOT_YET)
    again = walkthrough.phase is Phase.HALTED
    return (_held(walkthrough, now, frozenset({Verb.PREPARE, Verb.START})) if again else None) or _YES


def _held(walkthrough: Walkthrough, now: ClockReading, verbs: frozenset[Verb]) -> Availability | None:
    """Return the wait that the provider asked for with its answer to one of these verbs, while it lasts."""
    asked = walkthrough.retry_after
    wait = asked.remaining(now) if asked is not None and asked.verb in verbs else 0.0
    return Availability(available=False, reason=Unavailable.RETRY_AFTER, opens_in=wait) if wait else None


def _resend(walkthrough: Walkthrough, now: ClockReading) -> Availability:
    assert walkthrough.challenge is not None
    wait = walkthrough.challenge.resend_in(now)
    if wait <= 0:
        return _held(walkthrough, now, frozenset({Verb.RESEND})) or _YES
    why = (
        Unavailable.AFTER_EXPIRY
        if walkthrough.challenge.rule is ResendRule.AFTER_EXPIRY
        else Unavailable.GUARD
    )
    return Availability(available=False, reason=why, opens_in=wait)


def _arrived(walkthrough: Walkthrough) -> Availability:
    challenge = walkthrough.challenge
    assert challenge is not None
    told = challenge.presumed or is_timed(walkthrough.sms_times, challenge)
    return Availability(available=False, reason=Unavailable.ARRIVED_ALREADY) if told else _YES


def _resend_early(walkthrough: Walkthrough, now: ClockReading) -> Availability:
    if walkthrough.environment is Environment.LIVE:
        return Availability(available=False, reason=Unavailable.NOT_ON_LIVE)
    return (
        Availability(available=False, reason=Unavailable.OPEN_ALREADY)
        if _resend(walkthrough, now).available
        else _YES
    )


def _ask(walkthrough: Walkthrough) -> Availability:
    if not walkthrough.policy.confirms:
        return Availability(available=False, reason=Unavailable.PROVIDER_CANNOT)
    if walkthrough.phase not in {Phase.CODE, Phase.HALTED} or walkthrough.lost_verify is None:
        return Availability(available=False, reason=Unavailable.NOTHING_LOST)
    return (
        _YES if walkthrough.session is not None else Availability(available=False, reason=Unavailable.NOT_YET)
    )


_UNCONFIRMED = frozenset({Reason.LINK_CONTRADICTED, Reason.CONFIRM_UNANSWERED})


def _unlink(walkthrough: Walkthrough) -> Availability:
    if not walkthrough.policy.unlinks:
        later = any(leg.unlinks for leg in walkthrough.legs)
        return Availability(
            available=False, reason=Unavailable.NOT_YET if later else Unavailable.PROVIDER_CANNOT
        )
    # A link that the card list does not confirm may stand all the same.
    unconfirmed = walkthrough.notice is not None and walkthrough.notice.reason in _UNCONFIRMED
    linked = walkthrough.outcome in {Outcome.LINKED, Outcome.NO_OTP_NEEDED} or (
        walkthrough.phase is Phase.DONE and unconfirmed
    )
    return (
        _YES
        if linked and not walkthrough.unlinked and walkthrough.session is not None
        else Availability(available=False, reason=Unavailable.NOT_YET)
    )
