"""The effects of an answer: a table by verb and verdict, and a function for each effect."""

from collections.abc import Callable
from typing import Any, Final

from otp_tui.core.exchange.exchange import SENDING_VERBS, Answer, ChallengeKind, Request, Verb
from otp_tui.core.exchange.verdict import Delivery, Fault, Verdict
from otp_tui.core.flow.challenge import open_challenge
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.requests import request_exchange
from otp_tui.core.flow.state import (
    InFlight,
    Notice,
    Phase,
    Reason,
    RetryAfter,
    Tone,
    UncertainSend,
    Walkthrough,
)
from otp_tui.core.timestamps import ClockReading

Step = tuple[Walkthrough, tuple[Request, ...]]
Move = Callable[[Walkthrough, Answer, ClockReading, Any], Step]
Row = tuple[Move, Reason | None]

_ENDS_LEG: Final = {Outcome.VERIFIED: Reason.VERIFIED, Outcome.LINKED: Reason.LINKED}
_LEAVES_CODE_OPEN: Final = frozenset(
    {Verdict.PROVIDER_ERROR, Verdict.REFUSED, Verdict.CREDENTIALS, Verdict.UNKNOWN}
)
"""The verdicts that leave open whether a code was used, where the delivery is not known."""
_UNDONE_BY_A_CANCEL: Final = frozenset({Verb.PREPARE, Verb.START, Verb.RESEND, Verb.VERIFY})
"""The verbs that a cancel undoes if nothing had left; others count as not answered."""
_HALTS: Final = {
    Verdict.THREE_D: Reason.THREE_D,
    Verdict.EXPIRED: Reason.EXPIRED,
    Verdict.TOO_EARLY: Reason.TOO_EARLY,
    Verdict.LIMITED: Reason.LIMITED,
    Verdict.CREDENTIALS: Reason.CREDENTIALS,
    Verdict.NOT_FOUND: Reason.NOT_FOUND,
    Verdict.REFUSED: Reason.REFUSED,
    Verdict.PROVIDER_ERROR: Reason.PROVIDER_ERROR,
}


def answered(walkthrough: Walkthrough, flight: InFlight, answer: Answer, now: ClockReading) -> Step:
    """Apply a decided answer, and name the request that its notice is about.

    Args:
        walkthrough: The state, in which the request is no longer in flight.
        flight: The request that was answered.
        answer: The decided answer.
        now: The moment of receipt.
    """
    walkthrough, requests = _applied(walkthrough, flight, answer, now)
    if walkthrough.notice is not None:
        walkthrough = walkthrough.replace(notice=walkthrough.notice._replace(verb=flight.verb))
    return walkthrough, requests


def _applied(walkthrough: Walkthrough, flight: InFlight, answer: Answer, now: ClockReading) -> Step:
    if answer.session is not None:
        walkthrough = walkthrough.replace(session=answer.session)
    wait = RetryAfter(flight.verb, now, answer.retry_after) if answer.retry_after is not None else None
    walkthrough = walkthrough.replace(retry_after=wait)
    verb, verdict = flight.verb, answer.decision.verdict
    if (
        answer.fault is Fault.CANCELLED
        and answer.delivery is Delivery.NOT_SENT
        and verb in _UNDONE_BY_A_CANCEL
    ):
        return _cancelled(walkthrough, answer, now)
    if answer.delivery is Delivery.MAYBE_SENT:
        if verb in SENDING_VERBS:
            return _maybe_sent(walkthrough, flight, answer, now)
        if verb is Verb.VERIFY and verdict in _LEAVES_CODE_OPEN:
            return _verify_lost(walkthrough, answer, now)
    move, reason = _TABLE.get((verb, verdict)) or _OTHERWISE[verb]
    return move(walkthrough, answer, now, reason)


def _notice(
    reason: Reason, tone: Tone, walkthrough: Walkthrough, answer: Answer, now: ClockReading
) -> Notice:
    return Notice(
        reason,
        tone,
        walkthrough.policy.provider,
        decision=answer.decision,
        delivery=answer.delivery,
        fault=answer.fault,
        words=answer.words,
        remaining=walkthrough.challenge.remaining(now) if walkthrough.challenge else 0.0,
        sends=walkthrough.challenge.sends if walkthrough.challenge else 0,
        retry_after=answer.retry_after,
        at=now,
        attempt=walkthrough.challenge.attempts if walkthrough.challenge else walkthrough.starts,
        renewed=answer.renewed,
    )


def _cancelled(walkthrough: Walkthrough, answer: Answer, now: ClockReading) -> Step:
    """Return to the state before the key of a cancelled request of which nothing had left."""
    notice = _notice(Reason.CANCELLED, Tone.INFO, walkthrough, answer, now)
    phase = walkthrough.phase
    if phase is Phase.SENDING:
        phase = Phase.READY if walkthrough.leg else Phase.PHONE
    return walkthrough.replace(phase=phase, notice=notice), ()


def _maybe_sent(walkthrough: Walkthrough, flight: InFlight, answer: Answer, now: ClockReading) -> Step:
    maybe = UncertainSend(flight.verb, flight.since, float(walkthrough.policy.assumed_s))
    unknown = answer.decision.verdict is Verdict.UNKNOWN
    notice = _notice(Reason.UNKNOWN if unknown else Reason.MAYBE_SENT, Tone.WARNING, walkthrough, answer, now)
    return walkthrough.replace(phase=Phase.MAYBE_SENT, uncertain_send=maybe, notice=notice), ()


def _verify_lost(walkthrough: Walkthrough, answer: Answer, now: ClockReading) -> Step:
    """Keep the code that may have been used, to verify it again or to ask the provider."""
    notice = _notice(Reason.VERIFY_LOST, Tone.WARNING, walkthrough, answer, now)
    return walkthrough.replace(lost_verify=walkthrough.last_code, notice=notice), ()


def _prepared(walkthrough: Walkthrough, answer: Answer, now: ClockReading, _reason: None) -> Step:
    if walkthrough.session is None:
        return _halted(walkthrough, answer, now, Reason.UNKNOWN)
    return request_exchange(walkthrough, Verb.START, now)


def _challenged(walkthrough: Walkthrough, answer: Answer, now: ClockReading, reason: Reason | None) -> Step:
    """Open the challenge of a send, or of a verify that asks for one more OTP."""
    before = walkthrough.challenge
    again = before if reason is Reason.RESENT else None
    kind = answer.kind or (again.kind if again else ChallengeKind.CARD)
    token = answer.token or (again.token if again else None)
    challenge = open_challenge(
        walkthrough.policy,
        now,
        kind=kind,
        token=token,
        expiry=answer.expiry,
        sends=again.sends + 1 if again else 1,
        chained=(before.chained if before else 0) + (reason is Reason.CHAINED),
    )
    walkthrough = walkthrough.replace(
        phase=Phase.CODE,
        challenge=challenge,
        uncertain_send=None,
        lost_verify=None,
        detail=walkthrough.detail.merged(answer.detail),
        resends=walkthrough.resends + (1 if again else 0),
    )
    return walkthrough.replace(
        notice=_notice(reason, Tone.INFO, walkthrough, answer, now) if reason else None
    ), ()


def _no_otp(walkthrough: Walkthrough, answer: Answer, now: ClockReading, reason: Reason) -> Step:
    """Finish a leg that needed no OTP; that links an account, but does not verify a phone."""
    if walkthrough.policy.outcome is Outcome.VERIFIED:
        return _halted(walkthrough, answer, now, Reason.UNKNOWN)
    return _leg_done(walkthrough, answer, now, reason)


def _leg_done(walkthrough: Walkthrough, answer: Answer, now: ClockReading, reason: Reason) -> Step:
    """Finish a leg; the next one waits for the operator's key."""
    walkthrough = walkthrough.replace(
        challenge=None, lost_verify=None, detail=walkthrough.detail.merged(answer.detail)
    )
    if not walkthrough.last_leg:
        notice = _notice(Reason.LEG_VERIFIED, Tone.SUCCESS, walkthrough, answer, now)
        return walkthrough.replace(
            leg=walkthrough.leg + 1, verified=True, phase=Phase.READY, notice=notice
        ), ()
    outcome = walkthrough.policy.outcome
    if reason is Reason.NO_OTP_NEEDED and not answer.already:
        outcome = Outcome.NO_OTP_NEEDED
    said = Reason.ALREADY_LINKED if answer.already else reason
    said = said if said is not Reason.VERIFIED else _ENDS_LEG[outcome]
    if walkthrough.confirm and walkthrough.policy.confirms:
        return request_exchange(walkthrough.replace(pending_outcome=outcome), Verb.CONFIRM, now)
    return _finished(walkthrough, answer, now, outcome, said)


def _finished(
    walkthrough: Walkthrough, answer: Answer, now: ClockReading, outcome: Outcome, reason: Reason
) -> Step:
    good = outcome not in {Outcome.FAILED, Outcome.UNCERTAIN}
    tone = Tone.SUCCESS if good and reason is not Reason.CONFIRM_UNANSWERED else Tone.WARNING
    notice = _notice(reason, tone, walkthrough, answer, now)
    return walkthrough.replace(
        phase=Phase.DONE,
        outcome=outcome,
        ended=now,
        notice=notice,
        pending_outcome=None,
        challenge=None,
        lost_verify=None,
    ), ()


def _halted(walkthrough: Walkthrough, answer: Answer, now: ClockReading, reason: Reason | None) -> Step:
    """Close the challenge; the leg can be started again by the operator's key.

    A lost verify stays, as its code may have ended the challenge, and the provider can still be asked.
    """
    reason = reason or _HALTS.get(answer.decision.verdict, Reason.UNKNOWN)
    if answer.delivery is Delivery.NOT_SENT:
        if answer.fault is not None:
            reason = Reason.NOT_SENT
        elif reason is Reason.UNKNOWN:
            reason = Reason.PROVIDER_ERROR  # its sentence says that no SMS was sent, which is certain here
    reason = Reason.SESSION_DEAD if answer.session_dead else reason
    no_good = reason in {Reason.REFUSED, Reason.SESSION_DEAD}
    stale = no_good and not answer.renewed and not walkthrough.fixed_session
    session = None if stale else walkthrough.session
    notice = _notice(reason, Tone.ERROR, walkthrough, answer, now)
    return walkthrough.replace(phase=Phase.HALTED, challenge=None, session=session, notice=notice), ()


def _code_refused(walkthrough: Walkthrough, answer: Answer, now: ClockReading, reason: Reason) -> Step:
    """Count a refused code; a lost verify stays unless the provider names a wrong code."""
    challenge = walkthrough.challenge.refused() if walkthrough.challenge else None
    walkthrough = walkthrough.replace(
        challenge=challenge,
        lost_verify=None if walkthrough.policy.names_wrong_code else walkthrough.lost_verify,
    )
    if walkthrough.lost_verify is not None:
        reason = Reason.CODE_MAYBE_USED
    elif not walkthrough.policy.names_wrong_code:
        late = challenge is not None and challenge.is_over(now)
        reason = Reason.CODE_NOT_ACCEPTED_LATE if late else Reason.CODE_NOT_ACCEPTED
    return walkthrough.replace(notice=_notice(reason, Tone.WARNING, walkthrough, answer, now)), ()


def _not_checked(walkthrough: Walkthrough, answer: Answer, now: ClockReading, reason: Reason) -> Step:
    """Keep the challenge open after a verify that did not check the code.

    A code whose earlier verify had no answer may still have been used.
    """
    if answer.fault is not None:
        reason = (
            Reason.VERIFY_LOST
            if walkthrough.lost_verify and walkthrough.lost_verify == walkthrough.last_code
            else Reason.VERIFY_NOT_SENT
        )
    return walkthrough.replace(notice=_notice(reason, Tone.WARNING, walkthrough, answer, now)), ()


def _stays(walkthrough: Walkthrough, answer: Answer, now: ClockReading, reason: Reason) -> Step:
    """Keep the challenge open, with a notice."""
    if answer.fault is not None and answer.delivery is Delivery.NOT_SENT:
        reason = Reason.RESEND_NOT_SENT
    return walkthrough.replace(notice=_notice(reason, Tone.WARNING, walkthrough, answer, now)), ()


def _confirmed(walkthrough: Walkthrough, answer: Answer, now: ClockReading, _reason: None) -> Step:
    """Apply the provider's answer on the link: after a lost verify, or as its confirmation."""
    verdict = answer.decision.verdict
    no = verdict is Verdict.NOT_FOUND or answer.linked is False
    yes = verdict is Verdict.OK and not no
    if walkthrough.pending_outcome is not None:
        if yes:
            said = Reason.LINK_CONFIRMED if answer.linked else Reason.CONFIRM_SILENT
            return _finished(walkthrough, answer, now, walkthrough.pending_outcome, said)
        outcome = Outcome.FAILED if no else Outcome.UNCERTAIN
        said = Reason.LINK_CONTRADICTED if no else Reason.CONFIRM_UNANSWERED
        return _finished(walkthrough, answer, now, outcome, said)
    if yes and answer.linked:
        return _finished(walkthrough, answer, now, Outcome.LINKED, Reason.LINK_CONFIRMED)
    said = Reason.NOT_LINKED if no else Reason.CONFIRM_SILENT if yes else Reason.CONFIRM_UNANSWERED
    return walkthrough.replace(notice=_notice(said, Tone.WARNING, walkthrough, answer, now)), ()


def _unlinked(walkthrough: Walkthrough, answer: Answer, now: ClockReading, reason: Reason) -> Step:
    verdict = answer.decision.verdict
    tone = Tone.INFO if verdict in {Verdict.OK, Verdict.NOT_FOUND} else Tone.WARNING
    return walkthrough.replace(
        unlinked=tone is Tone.INFO, notice=_notice(reason, tone, walkthrough, answer, now)
    ), ()


_TABLE: Final[dict[tuple[Verb, Verdict], Row]] = {
    (Verb.PREPARE, Verdict.OK): (_prepared, None),
    (Verb.PREPARE, Verdict.EXPIRED): (_halted, Reason.REFUSED),
    (Verb.START, Verdict.CHALLENGE): (_challenged, None),
    (Verb.START, Verdict.OK): (_no_otp, Reason.NO_OTP_NEEDED),
    (Verb.START, Verdict.EXPIRED): (_halted, Reason.REFUSED),  # no code is open, so the session has expired
    (Verb.RESEND, Verdict.CHALLENGE): (_challenged, Reason.RESENT),
    (Verb.RESEND, Verdict.OK): (_challenged, Reason.RESENT),
    (Verb.RESEND, Verdict.THREE_D): (_halted, Reason.THREE_D),
    (Verb.RESEND, Verdict.EXPIRED): (_halted, Reason.EXPIRED),
    (Verb.RESEND, Verdict.TOO_EARLY): (_stays, Reason.RESEND_TOO_EARLY),
    (Verb.RESEND, Verdict.LIMITED): (_stays, Reason.RESEND_LIMITED),
    (Verb.VERIFY, Verdict.OK): (_leg_done, Reason.VERIFIED),
    (Verb.VERIFY, Verdict.CHALLENGE): (_challenged, Reason.CHAINED),
    (Verb.VERIFY, Verdict.CODE_REFUSED): (_code_refused, Reason.CODE_WRONG),
    (Verb.VERIFY, Verdict.LIMITED): (_not_checked, Reason.VERIFY_REFUSED),
    (Verb.VERIFY, Verdict.TOO_EARLY): (_not_checked, Reason.VERIFY_REFUSED),
    (Verb.VERIFY, Verdict.CREDENTIALS): (_not_checked, Reason.VERIFY_REFUSED),
    (Verb.VERIFY, Verdict.PROVIDER_ERROR): (_not_checked, Reason.VERIFY_REFUSED),
    (Verb.VERIFY, Verdict.UNKNOWN): (_not_checked, Reason.VERIFY_REFUSED),
    (Verb.UNLINK, Verdict.OK): (_unlinked, Reason.UNLINKED),
    (Verb.UNLINK, Verdict.NOT_FOUND): (_unlinked, Reason.UNLINK_NOT_NEEDED),
}

_OTHERWISE: Final[dict[Verb, Row]] = {
    Verb.PREPARE: (_halted, None),
    Verb.START: (_halted, None),
    Verb.RESEND: (_stays, Reason.RESEND_REFUSED),
    Verb.VERIFY: (_halted, None),
    Verb.CONFIRM: (_confirmed, None),
    Verb.UNLINK: (_unlinked, Reason.UNLINK_FAILED),
}
