"""The one function that moves a walkthrough: pure, total, and the same when a journal is replayed.

What an operator may do is asked of `options`; an event that does not fit the state changes nothing. What an
answer means is looked up by verb and verdict in `answers`.
"""

from collections.abc import Callable
from typing import Any

from otp_tui.core.exchange.exchange import SENDING_VERBS, Answer, Request, Verb
from otp_tui.core.exchange.verdict import Decision, Delivery, Fault, Verdict
from otp_tui.core.flow.answers import answered
from otp_tui.core.flow.challenge import ChallengeKind, open_challenge
from otp_tui.core.flow.events import (
    Answered,
    ArrivedPressed,
    AskPressed,
    BackPressed,
    Closed,
    CodeEntered,
    Event,
    GivenUp,
    Interrupted,
    NotArrivedPressed,
    PhoneEntered,
    QuitPressed,
    ResendPressed,
    ReturnPressed,
    SameCodePressed,
    StartPressed,
    Stopped,
    UnlinkPressed,
)
from otp_tui.core.flow.intents import Intent, available_intents
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.requests import request_exchange
from otp_tui.core.flow.state import Notice, Phase, Reason, Tone, Walkthrough, new_walkthrough
from otp_tui.core.timestamps import ClockReading

Step = tuple[Walkthrough, tuple[Request, ...]]


def step(walk: Walkthrough, event: Event, now: ClockReading) -> Step:
    """Move a walkthrough by one event.

    Args:
        walk: Where it stands.
        event: What happened.
        now: When.

    Returns:
        Where it stands now, and the requests (one at most) that are to leave.
    """
    if isinstance(event, Answered | Interrupted):
        return _landed(walk, event, now)
    intent, move = _MOVES[type(event)]
    if intent is not None and not available_intents(walk, now)[intent].available:
        early = isinstance(event, ResendPressed) and event.early
        if not (early and available_intents(walk, now)[Intent.RESEND_EARLY].available):
            return walk, ()
    return move(walk, event, now)


def lost_answer(verb: Verb, fault: Fault, *, written: bool) -> Answer:
    """The answer that stands for one that never came.

    Args:
        verb: What was asked.
        fault: Why there is no answer.
        written: Whether a byte of the request had left.
    """
    maybe = written and (verb in SENDING_VERBS or verb is Verb.VERIFY)
    decision = Decision(Verdict.PROVIDER_ERROR, "transport", f'"{fault.value}"')
    return Answer(decision, Delivery.MAYBE_SENT if maybe else Delivery.NOT_SENT, fault)


def _landed(walk: Walkthrough, event: Answered | Interrupted, now: ClockReading) -> Step:
    flight = walk.in_flight
    if flight is None or flight.number != event.number:
        return walk, ()
    answer = (
        event.answer
        if isinstance(event, Answered)
        else lost_answer(flight.verb, Fault.INTERRUPTED, written=True)
    )
    return answered(walk.replace(in_flight=None, decision=answer.decision), flight, answer, now)


def _phone(walk: Walkthrough, event: PhoneEntered, _now: ClockReading) -> Step:
    if not event.changed:
        return walk.replace(phone=event.masked, notice=None), ()
    return _fresh(walk).replace(phone=event.masked), ()


def _fresh(walk: Walkthrough) -> Walkthrough:
    """The same walkthrough before its first send; what was counted stays counted."""
    session = walk.session if walk.fixed_session else None
    clean = new_walkthrough(
        walk.id,
        walk.journey,
        walk.environment,
        walk.began,
        legs=walk.legs,
        confirm=walk.confirm,
        session=session,
    )
    return clean.replace(requests=walk.requests, codes=walk.codes, resends=walk.resends)


def _start(walk: Walkthrough, event: StartPressed, now: ClockReading) -> Step:
    walk = walk.replace(
        reference=event.reference,
        phase=Phase.SENDING,
        challenge=None,
        uncertain_send=None,
        lost_verify=None,
        returned_from=None,
    )
    return request_exchange(
        walk, Verb.PREPARE if walk.policy.prepares and walk.session is None else Verb.START, now
    )


def _code(walk: Walkthrough, event: CodeEntered, now: ClockReading) -> Step:
    walk = walk.replace(last_code=event.code, codes=walk.codes + 1)
    return request_exchange(walk, Verb.VERIFY, now)


def _same_code(walk: Walkthrough, _event: SameCodePressed, now: ClockReading) -> Step:
    return request_exchange(walk.replace(last_code=walk.lost_verify), Verb.VERIFY, now)


def _resend(walk: Walkthrough, _event: ResendPressed, now: ClockReading) -> Step:
    return request_exchange(walk, Verb.RESEND, now)


def _ask(walk: Walkthrough, _event: AskPressed, now: ClockReading) -> Step:
    return request_exchange(walk, Verb.CONFIRM, now)


def _unlink(walk: Walkthrough, _event: UnlinkPressed, now: ClockReading) -> Step:
    return request_exchange(walk, Verb.UNLINK, now)


def _arrived(walk: Walkthrough, _event: ArrivedPressed, now: ClockReading) -> Step:
    maybe = walk.uncertain_send
    assert maybe is not None
    if not walk.policy.tokenless:
        notice = Notice(Reason.ARRIVED_WITHOUT_TOKEN, Tone.WARNING, walk.policy.provider, at=now)
        return walk.replace(phase=Phase.HALTED, uncertain_send=None, challenge=None, notice=notice), ()
    sends = (walk.challenge.sends if walk.challenge else 0) + 1
    kind = walk.challenge.kind if walk.challenge else ChallengeKind.CARD
    challenge = open_challenge(
        walk.policy, maybe.since, kind=kind, token=None, expiry=None, sends=sends, presumed=True
    )
    resends = walk.resends + (maybe.verb is Verb.RESEND)
    return walk.replace(
        phase=Phase.CODE, uncertain_send=None, challenge=challenge, notice=None, resends=resends
    ), ()


def _not_arrived(walk: Walkthrough, _event: NotArrivedPressed, now: ClockReading) -> Step:
    notice = Notice(Reason.DID_NOT_ARRIVE, Tone.INFO, walk.policy.provider, at=now)
    phase = Phase.CODE if walk.challenge else Phase.HALTED
    return walk.replace(phase=phase, uncertain_send=None, notice=notice), ()


def _back(walk: Walkthrough, _event: BackPressed, _now: ClockReading) -> Step:
    open_phases = {Phase.CODE, Phase.READY, Phase.MAYBE_SENT}
    return walk.replace(
        phase=Phase.PHONE,
        returned_from=walk.phase if walk.phase in open_phases else None,
        notice=walk.notice if walk.phase is Phase.MAYBE_SENT else None,
    ), ()


def _return(walk: Walkthrough, _event: ReturnPressed, _now: ClockReading) -> Step:
    return walk.replace(phase=walk.returned_from, returned_from=None), ()


def _given_up(walk: Walkthrough, _event: GivenUp, _now: ClockReading) -> Step:
    return _fresh(walk), ()


def _stopped(walk: Walkthrough, event: Stopped, now: ClockReading) -> Step:
    """Nothing had left: everything is as it was before the key, and the rule is said."""
    if (walk.in_flight.number if walk.in_flight else None) != event.number:
        return walk, ()
    phase = walk.phase
    if phase is Phase.SENDING:
        phase = Phase.READY if walk.leg else Phase.PHONE
    notice = Notice(Reason.STOPPED, Tone.WARNING, walk.policy.provider, at=now, refusal=event.refusal)
    return walk.replace(phase=phase, in_flight=None, notice=notice), ()


def _quit(walk: Walkthrough, _event: QuitPressed, now: ClockReading) -> Step:
    if walk.outcome is not None:
        return walk, ()
    cut = walk.in_flight is not None and walk.in_flight.verb in SENDING_VERBS | {Verb.VERIFY}
    unknown = cut or walk.uncertain_send or walk.lost_verify or walk.pending_outcome
    outcome = Outcome.UNCERTAIN if unknown else Outcome.CANCELLED
    notice = Notice(Reason.CLOSED, Tone.INFO, walk.policy.provider, at=now)
    return walk.replace(
        phase=Phase.DONE, in_flight=None, pending_outcome=None, outcome=outcome, ended=now, notice=notice
    ), ()


def _closed(walk: Walkthrough, event: Closed, now: ClockReading) -> Step:
    """What there was to say stays said: it is how the walkthrough stood."""
    if walk.outcome is not None:
        return walk, ()
    return walk.replace(
        phase=Phase.DONE, in_flight=None, pending_outcome=None, outcome=event.outcome, ended=now
    ), ()


_MOVES: dict[type, tuple[Intent | None, Callable[[Walkthrough, Any, ClockReading], Step]]] = {
    PhoneEntered: (Intent.PHONE, _phone),
    StartPressed: (Intent.START, _start),
    CodeEntered: (Intent.VERIFY, _code),
    SameCodePressed: (Intent.SAME_CODE, _same_code),
    ResendPressed: (Intent.RESEND, _resend),
    AskPressed: (Intent.ASK, _ask),
    UnlinkPressed: (Intent.UNLINK, _unlink),
    ArrivedPressed: (Intent.ARRIVED, _arrived),
    NotArrivedPressed: (Intent.NOT_ARRIVED, _not_arrived),
    BackPressed: (Intent.BACK, _back),
    ReturnPressed: (Intent.RETURN, _return),
    GivenUp: (Intent.GIVE_UP, _given_up),
    QuitPressed: (None, _quit),
    Closed: (None, _closed),
    Stopped: (None, _stopped),
}
