"""The caveats of a run: whatever makes its outcome mean less than its word says, found in its record alone."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import SENDING_VERBS, Verb
from otp_tui.core.exchange.verdict import Delivery
from otp_tui.core.flow.challenge import Challenge, ExpirySource
from otp_tui.core.flow.change import Change
from otp_tui.core.flow.events import Answered, Interrupted, ResendPressed
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.state import Reason, Walkthrough
from otp_tui.evidence.json_leaves import leaves_of
from otp_tui.evidence.manifest import clock_skew_s
from otp_tui.evidence.record import RunRecord

LARGE_SKEW_S: Final = 5
"""The seconds by which clocks may differ without a caveat."""
_LINKED: Final = frozenset({Outcome.LINKED, Outcome.NO_OTP_NEEDED})
_MERCHANT_VERIFIED: Final = "PhoneVerifiedByMerchant"
_CONFIRMATIONS: Final = {
    Reason.CONFIRM_SILENT: "confirm_silent",
    Reason.LINK_CONTRADICTED: "link_contradicted",
    Reason.CONFIRM_UNANSWERED: "confirm_unanswered",
}


class Caveat(NamedTuple):
    """One caveat.

    Attributes:
        name: Its sentence is ``caveat.NAME``.
        facts: The values of the sentence; ``provider`` and ``numbers`` are worded by whoever shows it.
    """

    name: str
    facts: tuple[tuple[str, Any], ...] = ()


def caveats(run: RunRecord) -> list[Caveat]:
    """Return the caveats of a run, the heaviest first."""
    found = [one for rule in _OF_RUNS for one in rule(run)]
    if run.walkthrough is not None:
        found += [one for rule in _OF_WALKTHROUGHS for one in rule(run.walkthrough.walkthrough)]
        found += [one for rule_ in _OF_CHANGES for one in rule_(run.walkthrough.changes)]
    found += [one for rule in _OF_EXCHANGES for one in rule(run)]
    return list(dict.fromkeys(found))


def _simulator(run: RunRecord) -> Iterator[Caveat]:
    if run.environment is Environment.SIM and run.exchanges:
        yield Caveat("simulator")


def _not_run(run: RunRecord) -> Iterator[Caveat]:
    in_flight = run.walkthrough is not None and run.walkthrough.walkthrough.in_flight is not None
    if not run.exchanges and not in_flight:
        yield Caveat("nothing_sent")


def _not_ended(walkthrough: Walkthrough) -> Iterator[Caveat]:
    if walkthrough.ended is None:
        yield Caveat("not_ended")


def _unlinked(walkthrough: Walkthrough) -> Iterator[Caveat]:
    if walkthrough.unlinked:
        yield Caveat("unlinked")


def _given_session(walkthrough: Walkthrough) -> Iterator[Caveat]:
    if walkthrough.fixed_session:
        yield Caveat("session_given")


def _link_not_asked(walkthrough: Walkthrough) -> Iterator[Caveat]:
    confirms = any(leg.confirms for leg in walkthrough.legs)
    if confirms and walkthrough.outcome in _LINKED and not walkthrough.confirm:
        yield Caveat("link_not_confirmed")


def _link_answers(changes: Sequence[Change]) -> Iterator[Caveat]:
    """Yield what the provider said of the link, where that is not a plain yes."""
    last = next((name for change in reversed(changes) if (name := _confirmation(change))), None)
    if last:
        yield Caveat(last)


def _confirmation(change: Change) -> str | None:
    notice = change.after.notice
    if notice is None or notice is change.before.notice:
        return None
    if notice.reason is Reason.LINK_CONFIRMED:
        return ""
    return _CONFIRMATIONS.get(notice.reason)


def _already(changes: Sequence[Change]) -> Iterator[Caveat]:
    answers = [change.event.answer for change in changes if isinstance(change.event, Answered)]
    if any(answer.already for answer in answers):
        yield Caveat("already_linked")
    elif changes and changes[-1].after.outcome is Outcome.NO_OTP_NEEDED:
        yield Caveat("no_otp_needed")


def _challenges(changes: Sequence[Change]) -> list[Challenge]:
    found = (change.after.challenge for change in changes)
    return [challenge for challenge in found if challenge is not None]


def _expiry(changes: Sequence[Change]) -> Iterator[Caveat]:
    for challenge in _challenges(changes):
        if challenge.source is ExpirySource.ASSUMED:
            yield Caveat("expiry_assumed", (("provider", challenge.provider),))
        elif challenge.by_own_clock:
            yield Caveat("expiry_own_clock", (("provider", challenge.provider),))


def _presumed(changes: Sequence[Change]) -> Iterator[Caveat]:
    for challenge in _challenges(changes):
        if challenge.presumed:
            yield Caveat("sms_presumed", (("provider", challenge.provider),))


def _uncertain(changes: Sequence[Change]) -> Iterator[Caveat]:
    """Yield the sends whose delivery is unknown, and those that were made after one."""
    unknown = False
    for change in changes:
        request = change.after.in_flight
        began = request is not None and request != change.before.in_flight
        if began and request is not None and unknown and request.verb in SENDING_VERBS:
            yield Caveat("sent_again", (("provider", change.after.policy.provider),))
        verb = change.before.in_flight.verb if change.before.in_flight else None
        if verb in SENDING_VERBS and _is_unknown(change):
            unknown = True
            yield Caveat("send_uncertain", (("provider", change.before.policy.provider),))
        if verb is Verb.VERIFY and _is_unknown(change):
            yield Caveat("verify_uncertain", (("provider", change.before.policy.provider),))


def _is_unknown(change: Change) -> bool:
    match change.event:
        case Answered(_, answer):
            return answer.delivery is Delivery.MAYBE_SENT
        case Interrupted():
            return True
    return False


def _interrupted(changes: Sequence[Change]) -> Iterator[Caveat]:
    if any(isinstance(change.event, Interrupted) for change in changes):
        yield Caveat("interrupted")


def _rule_broken(changes: Sequence[Change]) -> Iterator[Caveat]:
    if any(isinstance(change.event, ResendPressed) and change.event.early for change in changes):
        yield Caveat("resent_early")


def _phone_not_verified(run: RunRecord) -> Iterator[Caveat]:
    numbers = tuple(
        exchange.number
        for exchange in run.exchanges
        if any(
            path.rpartition(".")[2] == _MERCHANT_VERIFIED and value == "false"
            for path, value in leaves_of(exchange.request_body)
        )
    )
    if numbers and run.journey is not Journey.PAYNET:
        yield Caveat("phone_not_verified", (("numbers", numbers),))


def _late(run: RunRecord) -> Iterator[Caveat]:
    yield from _numbered("late", (exchange.number for exchange in run.exchanges if exchange.late))


def _cut(run: RunRecord) -> Iterator[Caveat]:
    cut = (exchange.number for exchange in run.exchanges if exchange.fault is not None and not exchange.late)
    yield from _numbered("unanswered", cut)


def _drift(run: RunRecord) -> Iterator[Caveat]:
    yield from _numbered("drift", (exchange.number for exchange in run.exchanges if exchange.drift))


def _skew(run: RunRecord) -> Iterator[Caveat]:
    skew = clock_skew_s(run.exchanges)
    if skew is not None and abs(skew) >= LARGE_SKEW_S:
        yield Caveat("clock_ahead" if skew > 0 else "clock_behind", (("seconds", abs(skew)),))


def _numbered(name: str, numbers: Iterator[int]) -> Iterator[Caveat]:
    found = tuple(numbers)
    if found:
        yield Caveat(name, (("numbers", found),))


_OF_RUNS: Final[tuple[Callable[[RunRecord], Iterator[Caveat]], ...]] = (_simulator, _not_run)
_OF_WALKTHROUGHS: Final[tuple[Callable[[Walkthrough], Iterator[Caveat]], ...]] = (
    _not_ended,
    _unlinked,
    _link_not_asked,
    _given_session,
)
_OF_CHANGES: Final[tuple[Callable[[Sequence[Change]], Iterator[Caveat]], ...]] = (
    _link_answers,
    _already,
    _presumed,
    _uncertain,
    _interrupted,
    _rule_broken,
    _expiry,
)
_OF_EXCHANGES: Final[tuple[Callable[[RunRecord], Iterator[Caveat]], ...]] = (
    _phone_not_verified,
    _cut,
    _late,
    _skew,
    _drift,
)
