"""What another process needs to go on with a walkthrough, and when it no longer can."""

import pytest
from core.walks import Walker, asks_for_code, expiring, moment, says, session

from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow import events as happened
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.recovery import (
    after_interruption,
    has_expired,
    is_resumable,
    not_before,
    replay,
    required_handles,
)
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.timestamps import ClockReading


def at_paynets_code():
    return Walker(Journey.PAYNET).phone().start().gets(asks_for_code(expiry=expiring(120)))


def at_paywalls_code():
    return Walker().starting().gets(asks_for_code("token#1"))


PLACES = {
    "the phone": (lambda: Walker(Journey.PAYNET).phone(), {"phone"}, False),
    "a session asked for": (lambda: Walker().preparing(), {"phone", "reference#1"}, True),
    "a send in flight": (lambda: Walker().starting(), {"phone", "reference#1", "session#1"}, True),
    "the code": (at_paywalls_code, {"phone", "reference#1", "session#1", "token#1"}, True),
    "a verify in flight": (
        lambda: at_paywalls_code().code(),
        {"phone", "reference#1", "session#1", "token#1", "code#1"},
        True,
    ),
    "a code that was refused": (
        lambda: at_paywalls_code().code().gets(says("code_refused")),
        {"phone", "reference#1", "session#1", "token#1"},
        True,
    ),
    "a lost verify": (
        lambda: at_paywalls_code().code().loses(),
        {"phone", "reference#1", "session#1", "token#1", "code#1"},
        True,
    ),
    "a lost send": (lambda: Walker().starting().loses(), {"phone", "reference#1", "session#1"}, True),
    "a refused send": (
        lambda: Walker().starting().gets(says("not_found")),
        {"phone", "reference#1", "session#1"},
        False,
    ),
    "the link that is due": (
        lambda: Walker(Journey.FULL).phone().start().gets(asks_for_code()).code().gets(says("ok")),
        {"phone", "reference#1"},
        True,
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_needed_to_go_on(place):
    walker, handles, is_under_way = PLACES[place]
    walk = walker().walk
    assert required_handles(walk) == handles
    assert is_resumable(walk) is is_under_way


def test_what_is_over_is_not_under_way():
    walker = at_paywalls_code().does(happened.QuitPressed())
    assert not is_resumable(walker.walk)


LANDINGS = [
    (lambda: Walker().preparing(), "halted", "not_sent"),
    (lambda: Walker().starting(), "maybe_sent", "maybe_sent"),
    (lambda: at_paywalls_code().wait(31).resend(), "maybe_sent", "maybe_sent"),
    (lambda: at_paywalls_code().code(), "code", "verify_lost"),
]


@pytest.mark.parametrize(("walker", "phase", "reason"), LANDINGS)
def test_a_request_in_flight_comes_back_as_one_that_was_lost(walker, phase, reason):
    walk = after_interruption(walker().walk, moment(100))
    assert (walk.in_flight, walk.phase, walk.notice.reason) == (None, phase, reason)
    assert walk.notice.fault is Fault.INTERRUPTED
    if walk.uncertain_send is not None:
        assert walk.uncertain_send.since == walker().walk.flight.since


def test_without_a_request_nothing_lands():
    walk = at_paywalls_code().walk
    assert after_interruption(walk, moment(9)) is walk


DAY = 86_400.0


@pytest.mark.parametrize(
    ("walker", "seconds", "over"),
    [
        (at_paynets_code, 119, False),
        (at_paynets_code, 120, True),
        (at_paywalls_code, 179, False),
        (at_paywalls_code, 180, True),
        (lambda: at_paynets_code().does(happened.BackPressed()), 120, True),
        (lambda: Walker().starting().loses(), 179, False),
        (lambda: Walker().starting().loses(), 180, True),
        (lambda: at_paywalls_code().code().loses(), 180, False),
        (lambda: at_paywalls_code().code().loses(), DAY, False),
        (lambda: at_paywalls_code().code().loses(), DAY + 1, True),
        (lambda: Walker().starting().gets(says("not_found")), DAY, False),
        (lambda: Walker().starting().gets(says("not_found")), DAY + 1, True),
    ],
)
def test_when_all_that_was_open_has_run_out(walker, seconds, over):
    walker = walker()
    assert has_expired(walker.walk, walker.record[-1][1], moment(seconds)) is over


def test_the_clock_of_a_later_process_begins_no_earlier_than_the_earlier_one_got_to():
    later, earlier = moment(10), moment(50)
    assert not_before(earlier, later) == earlier
    assert not_before(later, earlier) == ClockReading(earlier.monotonic, later.utc)


def test_a_replay_repeats_no_request_and_ends_where_the_walk_was():
    walker = at_paywalls_code().code().loses()
    assert replay(walker.first, walker.record) == walker.walk


def test_an_end_keeps_what_was_said_and_is_the_last_one():
    walker = at_paywalls_code().code().gets(says("code_refused")).does(happened.Closed(Outcome.EXPIRED))
    assert (walker.walk.outcome, walker.walk.phase, walker.reason) == ("expired", "done", "code_wrong")
    assert walker.walk.ended == walker.now
    walker.does(happened.Closed(Outcome.FAILED)).does(happened.QuitPressed())
    assert walker.walk.outcome == "expired"


def test_a_restored_bag_gives_no_handle_twice():
    bag = SecretRegistry()
    bag.restore({"token#2": "t2", "phone": "5321112233"}, ("token#1", "token#2", "code#4", "session#1"))
    assert dict(bag.items()) == {"token#2": "t2", "phone": "5321112233"}
    assert [
        bag.register("token", "t3"),
        bag.register("token", "t2"),
        bag.register("code", "x"),
        bag.register("reference", "r"),
    ] == [
        "token#3",
        "token#2",
        "code#5",
        "reference#1",
    ]


@pytest.mark.parametrize(
    ("event", "handles"),
    [
        (happened.PhoneEntered("+90 5•• ••• •• 01", changed=True), ()),
        (happened.StartPressed("reference#3"), ("reference#3",)),
        (happened.CodeEntered("code#2", 6), ("code#2",)),
        (happened.Answered(1, asks_for_code("token#1")), ("token#1",)),
        (happened.Answered(1, session("session#2")), ("session#2",)),
        (happened.Answered(1, says("ok")), ()),
        (happened.Interrupted(3), ()),
    ],
)
def test_the_handles_that_events_name(event, handles):
    assert happened.handles_of(event) == handles
