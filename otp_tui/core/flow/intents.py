"""What the operator can do now, and why not the rest: one table for keys, buttons, help and `step` itself."""

from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.exchange.exchange import SENDING
from otp_tui.core.flow.journey import Environment, Outcome, ResendRule
from otp_tui.core.flow.state import Phase, Walk
from otp_tui.core.timestamps import Now


class Intent(StrEnum):
    """What an operator can want."""

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


ASKING: Final = frozenset(
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
"""What asks a provider something; the rest is between the operator and the program."""


class Why(StrEnum):
    """Why an intent is not open."""

    BUSY = "busy"
    NOTHING_TO_CANCEL = "nothing_to_cancel"
    NO_CODE_OPEN = "no_code_open"
    CODE_STILL_OPEN = "code_still_open"
    AFTER_EXPIRY = "after_expiry"
    GUARD = "guard"
    OPEN_ALREADY = "open_already"
    NOT_ON_LIVE = "not_on_live"
    NOTHING_LOST = "nothing_lost"
    PROVIDER_CANNOT = "provider_cannot"
    NOT_YET = "not_yet"
    ENDED = "ended"


class Option(NamedTuple):
    """Whether an intent is open.

    Attributes:
        open: It can be done now.
        why: Why not, where it cannot.
        opens_in: Seconds until it can, where time alone opens it.
    """

    open: bool
    why: Why | None = None
    opens_in: float = 0.0


_YES = Option(open=True)


def options(walk: Walk, now: Now) -> dict[Intent, Option]:
    """Every intent with whether it is open now.

    Args:
        walk: Where the walkthrough stands.
        now: When.
    """
    if walk.flight is not None:
        shut = dict.fromkeys(Intent, Option(open=False, why=Why.BUSY))
        return shut | {Intent.CANCEL: _YES}
    phase = walk.phase
    at_code = phase is Phase.CODE and walk.challenge is not None
    ended = Option(open=False, why=Why.ENDED if phase is Phase.DONE else Why.NOT_YET)
    no_code = Option(open=False, why=Why.ENDED if phase is Phase.DONE else Why.NO_CODE_OPEN)
    nothing_lost = Option(open=False, why=Why.NOTHING_LOST)
    left_open = phase is Phase.PHONE and walk.left_from is not None
    maybe = _YES if phase is Phase.MAYBE_SENT else nothing_lost
    return {
        Intent.PHONE: Option(open=False, why=Why.CODE_STILL_OPEN) if left_open else _phone(phase),
        Intent.START: _start(walk, left_open=left_open),
        Intent.VERIFY: _YES if at_code else no_code,
        Intent.SAME_CODE: _YES if at_code and walk.lost else nothing_lost,
        Intent.ASK: _ask(walk),
        Intent.RESEND: _resend(walk, now) if at_code else no_code,
        Intent.RESEND_EARLY: _resend_early(walk, now) if at_code else no_code,
        Intent.ARRIVED: maybe,
        Intent.NOT_ARRIVED: maybe,
        Intent.CANCEL: Option(open=False, why=Why.NOTHING_TO_CANCEL),
        Intent.BACK: _YES if phase not in {Phase.PHONE, Phase.DONE} else ended,
        Intent.RETURN: _YES if left_open else no_code,
        Intent.GIVE_UP: _YES if left_open else no_code,
        Intent.UNLINK: _unlink(walk),
        Intent.AGAIN: _YES if phase is Phase.DONE else Option(open=False, why=Why.NOT_YET),
    }


def waits_for_sms(walk: Walk) -> bool:
    """True while a request is in flight that makes a phone ring."""
    return walk.flight is not None and walk.flight.verb in SENDING


def _phone(phase: Phase) -> Option:
    if phase is Phase.PHONE:
        return _YES
    return Option(open=False, why=Why.ENDED if phase is Phase.DONE else Why.NOT_YET)


def _start(walk: Walk, *, left_open: bool) -> Option:
    if left_open or walk.phase in {Phase.CODE, Phase.MAYBE_SENT}:
        return Option(open=False, why=Why.CODE_STILL_OPEN)
    if walk.phase is Phase.DONE:
        return Option(open=False, why=Why.ENDED)
    return _YES if walk.phone else Option(open=False, why=Why.NOT_YET)


def _resend(walk: Walk, now: Now) -> Option:
    assert walk.challenge is not None
    wait = walk.challenge.resend_in(now)
    if wait <= 0:
        return _YES
    why = Why.AFTER_EXPIRY if walk.challenge.rule is ResendRule.AFTER_EXPIRY else Why.GUARD
    return Option(open=False, why=why, opens_in=wait)


def _resend_early(walk: Walk, now: Now) -> Option:
    if walk.environment is Environment.LIVE:
        return Option(open=False, why=Why.NOT_ON_LIVE)
    return Option(open=False, why=Why.OPEN_ALREADY) if _resend(walk, now).open else _YES


def _ask(walk: Walk) -> Option:
    if not walk.policy.confirms:
        return Option(open=False, why=Why.PROVIDER_CANNOT)
    if walk.phase not in {Phase.CODE, Phase.HALTED} or walk.lost is None:
        return Option(open=False, why=Why.NOTHING_LOST)
    return _YES if walk.session is not None else Option(open=False, why=Why.NOT_YET)


def _unlink(walk: Walk) -> Option:
    if not walk.policy.unlinks:
        return Option(open=False, why=Why.PROVIDER_CANNOT)
    linked = walk.outcome in {Outcome.LINKED, Outcome.NO_OTP_NEEDED} and not walk.unlinked
    return _YES if linked and walk.session is not None else Option(open=False, why=Why.NOT_YET)
