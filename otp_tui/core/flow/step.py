"""The one function that moves a walkthrough: pure, total, and the same when a journal is replayed.

What an operator may do is asked of `options`; an event that does not fit the state changes nothing. What an
answer means is looked up by verb and verdict in `answers`.
"""

from collections.abc import Callable
from typing import Any

from otp_tui.core.exchange.exchange import SENDING, Answer, Request, Verb
from otp_tui.core.exchange.verdict import Decision, Delivery, Fault, Verdict
from otp_tui.core.flow.answers import answered
from otp_tui.core.flow.challenge import Kind, open_challenge
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
from otp_tui.core.flow.intents import Intent, options
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.requests import ask
from otp_tui.core.flow.state import Notice, Phase, Reason, Tone, Walk, begin
from otp_tui.core.timestamps import Now

Step = tuple[Walk, tuple[Request, ...]]


def step(walk: Walk, event: Event, now: Now) -> Step:
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
    if intent is not None and not options(walk, now)[intent].open:
        early = isinstance(event, ResendPressed) and event.early
        if not (early and options(walk, now)[Intent.RESEND_EARLY].open):
            return walk, ()
    return move(walk, event, now)


def lost(verb: Verb, fault: Fault, *, written: bool) -> Answer:
    """The answer that stands for one that never came.

    Args:
        verb: What was asked.
        fault: Why there is no answer.
        written: Whether a byte of the request had left.
    """
    maybe = written and (verb in SENDING or verb is Verb.VERIFY)
    decision = Decision(Verdict.PROVIDER_ERROR, "transport", f'"{fault.value}"')
    return Answer(decision, Delivery.MAYBE_SENT if maybe else Delivery.NOT_SENT, fault)


def _landed(walk: Walk, event: Answered | Interrupted, now: Now) -> Step:
    flight = walk.flight
    if flight is None or flight.number != event.number:
        return walk, ()
    answer = (
        event.answer if isinstance(event, Answered) else lost(flight.verb, Fault.INTERRUPTED, written=True)
    )
    return answered(walk.but(flight=None, decision=answer.decision), flight, answer, now)


def _phone(walk: Walk, event: PhoneEntered, _now: Now) -> Step:
    if not event.changed:
        return walk.but(phone=event.masked, notice=None), ()
    return _fresh(walk).but(phone=event.masked), ()


def _fresh(walk: Walk) -> Walk:
    """The same walkthrough before its first send; what was counted stays counted."""
    session = walk.session if walk.fixed_session else None
    clean = begin(
        walk.id,
        walk.journey,
        walk.environment,
        walk.began,
        legs=walk.legs,
        confirm=walk.confirm,
        session=session,
    )
    return clean.but(requests=walk.requests, codes=walk.codes, resends=walk.resends)


def _start(walk: Walk, event: StartPressed, now: Now) -> Step:
    walk = walk.but(
        reference=event.reference, phase=Phase.SENDING, challenge=None, maybe=None, lost=None, left_from=None
    )
    return ask(walk, Verb.PREPARE if walk.policy.prepares and walk.session is None else Verb.START, now)


def _code(walk: Walk, event: CodeEntered, now: Now) -> Step:
    walk = walk.but(tried=event.code, codes=walk.codes + 1)
    return ask(walk, Verb.VERIFY, now)


def _same_code(walk: Walk, _event: SameCodePressed, now: Now) -> Step:
    return ask(walk.but(tried=walk.lost), Verb.VERIFY, now)


def _resend(walk: Walk, _event: ResendPressed, now: Now) -> Step:
    return ask(walk, Verb.RESEND, now)


def _ask(walk: Walk, _event: AskPressed, now: Now) -> Step:
    return ask(walk, Verb.CONFIRM, now)


def _unlink(walk: Walk, _event: UnlinkPressed, now: Now) -> Step:
    return ask(walk, Verb.UNLINK, now)


def _arrived(walk: Walk, _event: ArrivedPressed, now: Now) -> Step:
    maybe = walk.maybe
    assert maybe is not None
    if not walk.policy.tokenless:
        notice = Notice(Reason.ARRIVED_WITHOUT_TOKEN, Tone.WARNING, walk.policy.provider, at=now)
        return walk.but(phase=Phase.HALTED, maybe=None, challenge=None, notice=notice), ()
    sends = (walk.challenge.sends if walk.challenge else 0) + 1
    kind = walk.challenge.kind if walk.challenge else Kind.CARD
    challenge = open_challenge(
        walk.policy, maybe.since, kind=kind, token=None, expiry=None, sends=sends, presumed=True
    )
    resends = walk.resends + (maybe.verb is Verb.RESEND)
    return walk.but(phase=Phase.CODE, maybe=None, challenge=challenge, notice=None, resends=resends), ()


def _not_arrived(walk: Walk, _event: NotArrivedPressed, now: Now) -> Step:
    notice = Notice(Reason.DID_NOT_ARRIVE, Tone.INFO, walk.policy.provider, at=now)
    phase = Phase.CODE if walk.challenge else Phase.HALTED
    return walk.but(phase=phase, maybe=None, notice=notice), ()


def _back(walk: Walk, _event: BackPressed, _now: Now) -> Step:
    open_phases = {Phase.CODE, Phase.READY, Phase.MAYBE_SENT}
    return walk.but(
        phase=Phase.PHONE,
        left_from=walk.phase if walk.phase in open_phases else None,
        notice=walk.notice if walk.phase is Phase.MAYBE_SENT else None,
    ), ()


def _return(walk: Walk, _event: ReturnPressed, _now: Now) -> Step:
    return walk.but(phase=walk.left_from, left_from=None), ()


def _given_up(walk: Walk, _event: GivenUp, _now: Now) -> Step:
    return _fresh(walk), ()


def _stopped(walk: Walk, event: Stopped, now: Now) -> Step:
    """Nothing had left: everything is as it was before the key, and the rule is said."""
    if (walk.flight.number if walk.flight else None) != event.number:
        return walk, ()
    phase = walk.phase
    if phase is Phase.SENDING:
        phase = Phase.READY if walk.leg else Phase.PHONE
    notice = Notice(Reason.STOPPED, Tone.WARNING, walk.policy.provider, at=now, refusal=event.refusal)
    return walk.but(phase=phase, flight=None, notice=notice), ()


def _quit(walk: Walk, _event: QuitPressed, now: Now) -> Step:
    if walk.outcome is not None:
        return walk, ()
    cut = walk.flight is not None and walk.flight.verb in SENDING | {Verb.VERIFY}
    unknown = cut or walk.maybe or walk.lost or walk.pending
    outcome = Outcome.UNCERTAIN if unknown else Outcome.CANCELLED
    notice = Notice(Reason.CLOSED, Tone.INFO, walk.policy.provider, at=now)
    return walk.but(
        phase=Phase.DONE, flight=None, pending=None, outcome=outcome, ended=now, notice=notice
    ), ()


def _closed(walk: Walk, event: Closed, now: Now) -> Step:
    """What there was to say stays said: it is how the walkthrough stood."""
    if walk.outcome is not None:
        return walk, ()
    return walk.but(phase=Phase.DONE, flight=None, pending=None, outcome=event.outcome, ended=now), ()


_MOVES: dict[type, tuple[Intent | None, Callable[[Walk, Any, Now], Step]]] = {
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
