"""What another process needs to go on with a walkthrough, and when it no longer can."""

import pytest
from support.walkthroughs import Walker, asks_for_code, expiring, moment, says, session

from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow.events import (
    Answered,
    BackPressed,
    Closed,
    CodeEntered,
    Interrupted,
    PhoneEntered,
    QuitPressed,
    StartPressed,
    handles_of,
)
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.record import changes_of
from otp_tui.core.flow.recovery import (
    after_interruption,
    has_expired,
    is_resumable,
    not_before,
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
    walkthrough = walker().walkthrough
    assert required_handles(walkthrough) == handles
    assert is_resumable(walkthrough) is is_under_way


def test_what_is_over_is_not_under_way():
    walker = at_paywalls_code().does(QuitPressed())
    assert not is_resumable(walker.walkthrough)


LANDINGS = [
    (lambda: Walker().preparing(), "halted", "not_sent"),
    (lambda: Walker().starting(), "maybe_sent", "maybe_sent"),
    (lambda: at_paywalls_code().wait(31).resend(), "maybe_sent", "maybe_sent"),
    (lambda: at_paywalls_code().code(), "code", "verify_lost"),
]


@pytest.mark.parametrize(("walker", "phase", "reason"), LANDINGS)
def test_a_request_in_flight_comes_back_as_one_that_was_lost(walker, phase, reason):
    walkthrough = after_interruption(walker().walkthrough, moment(100))
    assert (walkthrough.in_flight, walkthrough.phase, walkthrough.notice.reason) == (None, phase, reason)
    assert walkthrough.notice.fault is Fault.INTERRUPTED
    if walkthrough.uncertain_send is not None:
        assert walkthrough.uncertain_send.since == walker().walkthrough.in_flight.since


def test_without_a_request_nothing_lands():
    walkthrough = at_paywalls_code().walkthrough
    assert after_interruption(walkthrough, moment(9)) is walkthrough


DAY = 86_400.0


@pytest.mark.parametrize(
    ("walker", "seconds", "over"),
    [
        (at_paynets_code, 119, False),
        (at_paynets_code, 120, True),
        (at_paywalls_code, 179, False),
        (at_paywalls_code, 180, True),
        (lambda: at_paynets_code().does(BackPressed()), 120, True),
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
    assert has_expired(walker.walkthrough, walker.record[-1][1], moment(seconds)) is over


def test_the_clock_of_a_later_process_begins_no_earlier_than_the_earlier_one_got_to():
    later, earlier = moment(10), moment(50)
    assert not_before(earlier, later) == earlier
    assert not_before(later, earlier) == ClockReading(earlier.monotonic, later.utc)


def test_a_replay_repeats_no_request_and_ends_where_the_walk_was():
    walker = at_paywalls_code().code().loses()
    assert changes_of(walker.first, walker.record)[-1].after == walker.walkthrough


def test_an_end_keeps_what_was_said_and_is_the_last_one():
    walker = at_paywalls_code().code().gets(says("code_refused")).does(Closed(Outcome.EXPIRED))
    assert (walker.walkthrough.outcome, walker.walkthrough.phase, walker.reason) == (
        "expired",
        "done",
        "code_wrong",
    )
    assert walker.walkthrough.ended == walker.now
    walker.does(Closed(Outcome.FAILED)).does(QuitPressed())
    assert walker.walkthrough.outcome == "expired"


def test_a_restored_bag_gives_no_handle_twice():
    registry = SecretRegistry()
    registry.restore({"token#2": "t2", "phone": "5321112233"}, ("token#1", "token#2", "code#4", "session#1"))
    assert dict(registry.items()) == {"token#2": "t2", "phone": "5321112233"}
    assert [
        registry.register("token", "t3"),
        registry.register("token", "t2"),
        registry.register("code", "x"),
        registry.register("reference", "r"),
    ] == [
        "token#3",
        "token#2",
        "code#5",
        "reference#1",
    ]


@pytest.mark.parametrize(
    ("event", "handles"),
    [
        (PhoneEntered("+90 5•• ••• •• 01", changed=True), ()),
        (StartPressed("reference#3"), ("reference#3",)),
        (CodeEntered("code#2", 6), ("code#2",)),
        (Answered(1, asks_for_code("token#1")), ("token#1",)),
        (Answered(1, session("session#2")), ("session#2",)),
        (Answered(1, says("ok")), ()),
        (Interrupted(3), ()),
    ],
)
def test_the_handles_that_events_name(event, handles):
    assert handles_of(event) == handles
