"""A send that a guard of our own stopped: nothing has left, and the walkthrough stands where it stood."""

import pytest
from support.walkthroughs import MASKED, Walker, in_flight, says, session

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exit_codes import GUARD
from otp_tui.core.flow.events import Stopped
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.outcome import exit_code, outcome_of
from otp_tui.core.flow.state import Phase, Reason, Tone
from otp_tui.core.flow.step import step
from otp_tui.core.security.budget import DEFAULT_BUDGET
from otp_tui.core.security.send_policy import Refusal, Rule

BUDGET = Refusal(Rule.BUDGET, DEFAULT_BUDGET.short, 1_800_000_600.0)
RULES = [BUDGET, *(Refusal(rule) for rule in Rule if rule is not Rule.BUDGET)]


def second_leg():
    return in_flight(Verb.VERIFY, Journey.FULL).gets(says("ok", "sent"))


def halted():
    return in_flight(Verb.START).gets(says("refused"))


BEFORE = {
    # stopped before anything moved: the press never reaches the state
    "phone": (lambda: Walker().phone(), Phase.PHONE),
    "phone of paynet": (lambda: Walker(Journey.PAYNET).phone(), Phase.PHONE),
    "code": (lambda: Walker().at_code().wait(31), Phase.CODE),
    "second leg": (second_leg, Phase.READY),
    "halted": (halted, Phase.HALTED),
}


@pytest.mark.parametrize("refusal", RULES, ids=lambda refusal: refusal.rule.value)
@pytest.mark.parametrize("place", BEFORE)
def test_before_anything_moved_only_the_notice_is_new(place, refusal):
    made, phase = BEFORE[place]
    walker = made()
    before, requests = walker.walkthrough, list(walker.requests)
    walker.does(Stopped(refusal))
    notice = walker.walkthrough.notice
    assert walker.walkthrough.replace(notice=None) == before.replace(notice=None)
    assert walker.walkthrough.phase is phase
    assert (notice.reason, notice.tone, notice.refusal, notice.at) == (
        Reason.STOPPED, Tone.WARNING, refusal, walker.now,
    )  # fmt: skip
    assert walker.requests == requests
    assert (exit_code(walker.walkthrough), outcome_of(walker.walkthrough)) == (GUARD, "failed")


AFTER = {
    # stopped when the request was due, its bytes unwritten
    "start": (lambda: in_flight(Verb.START), Phase.PHONE),
    "start of paynet": (lambda: in_flight(Verb.START, Journey.PAYNET), Phase.PHONE),
    "start of the second leg": (lambda: second_leg().start("reference#2").gets(session()), Phase.READY),
    "start after a halt": (lambda: halted().start("reference#2"), Phase.PHONE),
    "resend": (lambda: in_flight(Verb.RESEND), Phase.CODE),
    "resend of paynet": (lambda: in_flight(Verb.RESEND, Journey.PAYNET), Phase.CODE),
}


@pytest.mark.parametrize("place", AFTER)
def test_when_its_request_was_due_the_walkthrough_steps_back(place):
    made, phase = AFTER[place]
    walker = made()
    before = walker.walkthrough
    walker.does(Stopped(BUDGET, before.in_flight.number))
    after = walker.walkthrough
    assert (after.phase, after.in_flight, after.notice.refusal) == (phase, None, BUDGET)
    assert (after.challenge, after.session, after.leg, after.phone) == (
        before.challenge, before.session, before.leg, before.phone,
    )  # fmt: skip
    assert (after.uncertain_send, after.outcome, after.resends) == (None, None, before.resends)
    assert exit_code(after) == GUARD


def test_a_stopped_resend_leaves_its_code_to_be_entered():
    walker = in_flight(Verb.RESEND)
    walker.does(Stopped(BUDGET, walker.walkthrough.in_flight.number))
    assert {"verify", "resend"} <= walker.keys()
    walker.code().gets(says("ok", "sent"))
    assert walker.walkthrough.outcome == "linked"
    assert exit_code(walker.walkthrough) == 0


def test_a_stopped_start_can_be_pressed_again_and_keeps_its_session():
    walker = in_flight(Verb.START)
    walker.does(Stopped(Refusal(Rule.LIVE_LOCKED), walker.walkthrough.in_flight.number))
    assert {"phone", "start"} <= walker.keys()
    walker.start("reference#2")
    assert walker.asked == [Verb.PREPARE, Verb.START, Verb.START]


@pytest.mark.parametrize("number", [None, 7])
def test_a_stop_for_another_request_than_the_one_in_flight_changes_nothing(number):
    walker = in_flight(Verb.START)
    before = walker.walkthrough
    walker.does(Stopped(BUDGET, number))
    assert walker.walkthrough is before


def test_a_late_stop_changes_nothing():
    walker = Walker().at_code()
    before = walker.walkthrough
    walker.does(Stopped(BUDGET, 2))
    assert walker.walkthrough is before


def test_it_replays():
    walker = second_leg().start("reference#2").gets(session())
    walker.does(Stopped(BUDGET, walker.walkthrough.in_flight.number)).start("reference#3")
    walkthrough = walker.first
    for event, now in walker.record:
        walkthrough, _ = step(walkthrough, event, now)
    assert walkthrough == walker.walkthrough


def test_a_negative_test_does_not_exist_on_live():
    walker = Walker(environment=Environment.LIVE).at_code()
    assert walker.is_open("resend_early") is False
    assert walker.walkthrough.phone == MASKED
