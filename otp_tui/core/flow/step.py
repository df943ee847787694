"""The one function that changes a walkthrough: pure, total, the same when replayed.

`intents` says which events of the operator are available; an event that is not changes nothing. `answers` holds the
effects of an answer, by verb and verdict.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from otp_tui.core.exchange.exchange import SENDING_VERBS, Answer, ChallengeKind, Request, Verb
from otp_tui.core.exchange.verdict import Decision, Delivery, Fault, Verdict
from otp_tui.core.flow.answers import answered
from otp_tui.core.flow.challenge import open_challenge
from otp_tui.core.flow.events import (
    Answered,
    ArrivedPressed,
    AskPressed,
    BackPressed,
    Closed,
    CodeEntered,
    Event,
    ExchangeNoted,
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
from otp_tui.core.flow.outcome import exit_code
from otp_tui.core.flow.requests import request_exchange
from otp_tui.core.flow.state import Notice, Phase, Reason, Tone, Walkthrough, beginning_of
from otp_tui.core.flow.stopwatch import with_arrival, with_code, with_verdict
from otp_tui.core.timestamps import ClockReading

Step = tuple[Walkthrough, tuple[Request, ...]]


def step(walkthrough: Walkthrough, event: Event, now: ClockReading) -> Step:
    """Apply one event to a walkthrough.

    Args:
        walkthrough: The state before the event.
        event: The event.
        now: The moment of the event.

    Returns:
        The state after the event, and the requests (one at most) that are to be sent.
    """
    if isinstance(event, Answered | Interrupted):
        return _apply_answer(walkthrough, event, now)
    intent, move = _MOVES[type(event)]
    if intent is not None and not available_intents(walkthrough, now)[intent].available:
        early = isinstance(event, ResendPressed) and event.early
        if not (early and available_intents(walkthrough, now)[Intent.RESEND_EARLY].available):
            return walkthrough, ()
    return move(walkthrough, event, now)


def lost_answer(verb: Verb, fault: Fault, *, written: bool) -> Answer:
    """Return the answer that stands in for a lost one.

    Args:
        verb: The request's verb.
        fault: The reason why there is no answer.
        written: True where a byte of the request had left.
    """
    maybe = written and (verb in SENDING_VERBS or verb is Verb.VERIFY)
    decision = Decision(Verdict.PROVIDER_ERROR, "transport", f'"{fault.value}"')
    return Answer(decision, Delivery.MAYBE_SENT if maybe else Delivery.NOT_SENT, fault)


def _apply_answer(walkthrough: Walkthrough, event: Answered | Interrupted, now: ClockReading) -> Step:
    flight = walkthrough.in_flight
    if flight is None or flight.number != event.number:
        return walkthrough, ()
    answer = (
        event.answer
        if isinstance(event, Answered)
        else lost_answer(flight.verb, Fault.INTERRUPTED, written=True)
    )
    times = walkthrough.sms_times
    if flight.verb is Verb.VERIFY:
        times = with_verdict(times, now)
    open_again = walkthrough.replace(in_flight=None, decision=answer.decision, sms_times=times)
    after, requests = answered(open_again, flight, answer, now)
    sent = after.challenge
    if flight.verb in SENDING_VERBS and sent is not None and sent is not walkthrough.challenge:
        after = after.replace(challenge=replace(sent, requested=flight.since))
    return after, requests


def _phone(walkthrough: Walkthrough, event: PhoneEntered, _now: ClockReading) -> Step:
    if not event.changed:
        return walkthrough.replace(phone=event.masked, notice=None), ()
    return _fresh(walkthrough).replace(phone=event.masked), ()


def _fresh(walkthrough: Walkthrough) -> Walkthrough:
    """Return the walkthrough as before its first send, except for its counts."""
    return beginning_of(walkthrough).replace(
        requests=walkthrough.requests,
        codes=walkthrough.codes,
        resends=walkthrough.resends,
        notes=walkthrough.notes,
        sms_times=walkthrough.sms_times,
    )


def _start(walkthrough: Walkthrough, event: StartPressed, now: ClockReading) -> Step:
    walkthrough = walkthrough.replace(
        reference=event.reference,
        phase=Phase.SENDING,
        challenge=None,
        uncertain_send=None,
        lost_verify=None,
        returned_from=None,
        starts=walkthrough.starts + 1 if walkthrough.phase is Phase.HALTED else 1,
    )
    return request_exchange(
        walkthrough,
        Verb.PREPARE if walkthrough.policy.prepares and walkthrough.session is None else Verb.START,
        now,
    )


def _code(walkthrough: Walkthrough, event: CodeEntered, now: ClockReading) -> Step:
    times = with_code(walkthrough.sms_times, walkthrough.challenge, now)
    walkthrough = walkthrough.replace(last_code=event.code, codes=walkthrough.codes + 1, sms_times=times)
    return request_exchange(walkthrough, Verb.VERIFY, now)


def _same_code(walkthrough: Walkthrough, _event: SameCodePressed, now: ClockReading) -> Step:
    return request_exchange(walkthrough.replace(last_code=walkthrough.lost_verify), Verb.VERIFY, now)


def _resend(walkthrough: Walkthrough, _event: ResendPressed, now: ClockReading) -> Step:
    return request_exchange(walkthrough, Verb.RESEND, now)


def _ask(walkthrough: Walkthrough, _event: AskPressed, now: ClockReading) -> Step:
    return request_exchange(walkthrough, Verb.CONFIRM, now)


def _unlink(walkthrough: Walkthrough, _event: UnlinkPressed, now: ClockReading) -> Step:
    return request_exchange(walkthrough, Verb.UNLINK, now)


def _arrived(walkthrough: Walkthrough, _event: ArrivedPressed, now: ClockReading) -> Step:
    if walkthrough.phase is Phase.CODE:
        return _timed(walkthrough, now)
    maybe = walkthrough.uncertain_send
    assert maybe is not None
    if not walkthrough.policy.tokenless:
        notice = Notice(Reason.ARRIVED_WITHOUT_TOKEN, Tone.WARNING, walkthrough.policy.provider, at=now)
        return walkthrough.replace(phase=Phase.HALTED, uncertain_send=None, challenge=None, notice=notice), ()
    before = walkthrough.challenge
    challenge = open_challenge(
        walkthrough.policy,
        maybe.since,
        kind=before.kind if before else ChallengeKind.CARD,
        token=None,
        expiry=None,
        sends=(before.sends if before else 0) + 1,
        presumed=True,
        chained=before.chained if before else 0,
    )
    resends = walkthrough.resends + (maybe.verb is Verb.RESEND)
    return walkthrough.replace(
        phase=Phase.CODE, uncertain_send=None, challenge=challenge, notice=None, resends=resends
    ), ()


def _timed(walkthrough: Walkthrough, now: ClockReading) -> Step:
    challenge = walkthrough.challenge
    assert challenge is not None
    times = with_arrival(walkthrough.sms_times, challenge, now)
    took = times[-1].until_arrival
    notice = Notice(Reason.SMS_ARRIVED, Tone.INFO, walkthrough.policy.provider, at=now, took=took)
    return walkthrough.replace(sms_times=times, notice=notice), ()


def _noted(walkthrough: Walkthrough, event: ExchangeNoted, _now: ClockReading) -> Step:
    """Put a note in the place of an older one on the same exchange; an empty one takes it away."""
    note = event.note
    others = tuple(other for other in walkthrough.notes if other.number != note.number)
    return walkthrough.replace(notes=(*others, note) if note.marked or note.comment else others), ()


def _not_arrived(walkthrough: Walkthrough, _event: NotArrivedPressed, now: ClockReading) -> Step:
    notice = Notice(Reason.DID_NOT_ARRIVE, Tone.INFO, walkthrough.policy.provider, at=now)
    phase = Phase.CODE if walkthrough.challenge else Phase.HALTED
    return walkthrough.replace(phase=phase, uncertain_send=None, notice=notice), ()


def _back(walkthrough: Walkthrough, _event: BackPressed, _now: ClockReading) -> Step:
    open_phases = {Phase.CODE, Phase.READY, Phase.MAYBE_SENT}
    return walkthrough.replace(
        phase=Phase.PHONE,
        returned_from=walkthrough.phase if walkthrough.phase in open_phases else None,
        notice=walkthrough.notice if walkthrough.phase is Phase.MAYBE_SENT else None,
    ), ()


def _return(walkthrough: Walkthrough, _event: ReturnPressed, _now: ClockReading) -> Step:
    return walkthrough.replace(phase=walkthrough.returned_from, returned_from=None), ()


def _given_up(walkthrough: Walkthrough, _event: GivenUp, _now: ClockReading) -> Step:
    return _fresh(walkthrough), ()


def _stopped(walkthrough: Walkthrough, event: Stopped, now: ClockReading) -> Step:
    """Return to the state before the key, as nothing had left, with a notice of the rule."""
    if (walkthrough.in_flight.number if walkthrough.in_flight else None) != event.number:
        return walkthrough, ()
    phase = walkthrough.phase
    if phase is Phase.SENDING:
        phase = Phase.READY if walkthrough.leg else Phase.PHONE
    notice = Notice(Reason.STOPPED, Tone.WARNING, walkthrough.policy.provider, at=now, refusal=event.refusal)
    return walkthrough.replace(phase=phase, in_flight=None, notice=notice), ()


def _quit(walkthrough: Walkthrough, _event: QuitPressed, now: ClockReading) -> Step:
    if walkthrough.outcome is not None:
        return walkthrough, ()
    cut = walkthrough.in_flight is not None and walkthrough.in_flight.verb in SENDING_VERBS | {Verb.VERIFY}
    unknown = cut or walkthrough.uncertain_send or walkthrough.lost_verify or walkthrough.pending_outcome
    outcome = Outcome.UNCERTAIN if unknown else Outcome.CANCELLED
    notice = Notice(Reason.CLOSED, Tone.INFO, walkthrough.policy.provider, at=now)
    return walkthrough.replace(
        phase=Phase.DONE, in_flight=None, pending_outcome=None, outcome=outcome, ended=now, notice=notice
    ), ()


def _closed(walkthrough: Walkthrough, event: Closed, now: ClockReading) -> Step:
    """End the walkthrough; its notice stays, as it describes the state in which it was closed."""
    if walkthrough.outcome is None:
        walkthrough = walkthrough.replace(
            phase=Phase.DONE, in_flight=None, pending_outcome=None, outcome=event.outcome, ended=now
        )
    if event.exit_code is not None:
        end = (event.outcome, event.exit_code)
        if end != (walkthrough.outcome, exit_code(walkthrough)):
            walkthrough = walkthrough.replace(script_end=end)
    return walkthrough, ()


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
    ExchangeNoted: (None, _noted),
}
