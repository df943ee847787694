"""Answers that never came, keys that do not fit, ways back and ways out: what is known stays known."""

import pytest
from support.walkthroughs import Walker, asks_for_code, in_flight, moment, says, session

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Delivery, Fault
from otp_tui.core.flow.events import (
    Answered,
    ArrivedPressed,
    AskPressed,
    BackPressed,
    CodeEntered,
    GivenUp,
    Interrupted,
    NotArrivedPressed,
    PhoneEntered,
    QuitPressed,
    ResendPressed,
    ReturnPressed,
    SameCodePressed,
    StartPressed,
    UnlinkPressed,
)
from otp_tui.core.flow.intents import Intent, Unavailable, available_intents
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import UncertainSend
from otp_tui.core.flow.step import lost_answer, step
from otp_tui.core.security.secrets import Handle

ARRIVED, NOT_ARRIVED = ArrivedPressed(), NotArrivedPressed()


def test_a_lost_send_at_paynet_that_arrived_can_be_verified():
    walker = Walker(Journey.PAYNET).starting().wait(10).loses()
    assert walker.walkthrough.uncertain_send == UncertainSend(Verb.START, moment(0), 120.0)
    walker.wait(20).does(ARRIVED)
    challenge = walker.walkthrough.challenge
    assert (walker.walkthrough.phase, walker.walkthrough.uncertain_send, walker.walkthrough.notice) == (
        "code",
        None,
        None,
    )
    assert (challenge.presumed, challenge.source, challenge.sends, challenge.kind) == (
        True,
        "assumed",
        1,
        "card",
    )
    assert walker.left == 90.0  # 120 s from when the request left, 30 s ago
    assert walker.code().gets(says("ok", "sent")).walkthrough.outcome == "verified"
    assert walker.asked == [Verb.START, Verb.VERIFY]


def test_a_lost_resend_at_paynet_that_arrived_is_the_newest_send():
    walker = in_flight(Verb.RESEND, Journey.PAYNET).wait(5).loses().does(ARRIVED)
    assert (walker.walkthrough.challenge.sends, walker.walkthrough.resends, walker.left) == (2, 1, 115.0)
    assert walker.code().walkthrough.in_flight.verb is Verb.VERIFY


def test_a_lost_send_at_paywall_that_arrived_has_no_token():
    walker = in_flight(Verb.START).loses().does(ARRIVED)
    assert (walker.walkthrough.phase, walker.reason) == ("halted", "arrived_without_token")
    assert walker.walkthrough.notice.provider == "paywall"
    assert walker.keys() == {"start", "back"}
    assert walker.start("reference#2").requests[-1].session == "session#1"


def test_a_lost_resend_at_paywall_that_arrived_closes_the_old_challenge():
    walker = in_flight(Verb.RESEND).loses().does(ARRIVED)
    assert (walker.walkthrough.phase, walker.walkthrough.challenge) == ("halted", None)


@pytest.mark.parametrize(
    ("journey", "verb", "phase"),
    [
        (Journey.PAYNET, Verb.START, "halted"),
        (Journey.MASTERPASS, Verb.START, "halted"),
        (Journey.PAYNET, Verb.RESEND, "code"),
        (Journey.MASTERPASS, Verb.RESEND, "code"),
    ],
)
def test_a_lost_send_that_did_not_arrive(journey, verb, phase):
    walker = in_flight(verb, journey)
    challenge, asked = walker.walkthrough.challenge, list(walker.asked)
    walker.loses().does(NOT_ARRIVED)
    assert (walker.walkthrough.phase, walker.reason, walker.walkthrough.uncertain_send) == (
        phase,
        "did_not_arrive",
        None,
    )
    assert (walker.walkthrough.challenge, walker.asked) == (challenge, asked)


def test_waiting_until_a_lost_code_would_have_expired():
    walker = in_flight(Verb.START).loses()
    seen = [walker.walkthrough.uncertain_send.remaining(walker.wait(60).now) for _ in range(4)]
    assert seen == [120.0, 60.0, 0.0, 0.0]
    assert walker.keys() == {"arrived", "not_arrived", "back"}
    assert walker.walkthrough.phase == "maybe_sent"


@pytest.mark.parametrize("verb", [Verb.START, Verb.RESEND])
def test_nothing_is_sent_again_by_itself(verb):
    walker = in_flight(verb).loses()
    asked = list(walker.asked)
    walker.start().resend().code().does(SameCodePressed()).does(AskPressed())
    assert walker.asked == asked


def test_back_from_a_lost_send_still_says_what_is_known():
    walker = in_flight(Verb.START).loses().does(BackPressed())
    assert (walker.walkthrough.phase, walker.reason) == ("phone", "maybe_sent")
    assert walker.keys() == {"return", "give_up"}
    walker.does(ReturnPressed())
    assert (walker.walkthrough.phase, walker.reason, walker.walkthrough.returned_from) == (
        "maybe_sent",
        "maybe_sent",
        None,
    )


# a verify whose answer was lost ------------------------------------------------------------------------


def test_the_same_code_once_more():
    walker = in_flight(Verb.VERIFY).loses()
    assert walker.walkthrough.lost_verify == "code#1"
    walker.does(SameCodePressed())
    assert walker.requests[-1][1:8] == (
        Verb.VERIFY, "paywall", "reference#1", "session#1", "token#1", "code#1", False,
    )  # fmt: skip
    assert walker.walkthrough.codes == 1
    assert walker.gets(says("ok", "sent")).walkthrough.lost_verify is None


@pytest.mark.parametrize("written", [False, True])
def test_the_same_code_cut_again_stays_lost(written):
    walker = in_flight(Verb.VERIFY).loses().does(SameCodePressed()).cancels(written=written)
    assert walker.walkthrough.lost_verify == "code#1"
    assert walker.is_open("ask")


def test_a_code_that_may_have_been_used_is_never_called_unused():
    walker = in_flight(Verb.VERIFY).loses().does(SameCodePressed()).loses(written=False)
    assert (walker.reason, walker.walkthrough.lost_verify) == ("verify_lost", "code#1")


def test_another_code_that_was_not_sent_leaves_the_lost_one_lost():
    walker = in_flight(Verb.VERIFY).loses().code("code#2").loses(written=False)
    assert (walker.reason, walker.walkthrough.lost_verify, walker.walkthrough.last_code) == (
        "verify_not_sent",
        "code#1",
        "code#2",
    )
    assert {"ask", "same_code"} <= walker.keys()
    assert walker.does(SameCodePressed()).requests[-1].code == "code#1"


def test_a_refusal_settles_what_was_lost():
    walker = in_flight(Verb.VERIFY).loses().does(SameCodePressed()).gets(says("code_refused"))
    assert walker.walkthrough.lost_verify is None
    assert not walker.is_open("ask")


def test_a_token_used_up_by_the_lost_verify_can_still_be_asked():
    walker = in_flight(Verb.VERIFY).loses().does(SameCodePressed()).gets(says("expired"))
    assert (walker.walkthrough.phase, walker.reason) == ("halted", "expired")
    assert walker.keys() == {"ask", "back", "start"}
    walker.does(AskPressed()).gets(says("ok", linked=True))
    assert (walker.walkthrough.outcome, walker.reason) == ("linked", "link_confirmed")


def test_a_lost_verify_is_forgotten_by_a_new_start():
    walker = in_flight(Verb.VERIFY).loses().does(SameCodePressed()).gets(says("expired"))
    assert walker.start("reference#2").gets(says("refused")).walkthrough.lost_verify is None


def test_the_provider_cannot_be_asked_without_a_session():
    walker = in_flight(Verb.VERIFY).loses().does(SameCodePressed()).gets(says("refused"))
    assert (walker.walkthrough.session, walker.walkthrough.lost_verify) == (None, "code#1")
    assert available_intents(walker.walkthrough, walker.now)[Intent.ASK].reason is Unavailable.NOT_YET


def test_paynet_cannot_be_asked():
    walker = in_flight(Verb.VERIFY, Journey.PAYNET).loses()
    assert available_intents(walker.walkthrough, walker.now)[Intent.ASK].reason is Unavailable.PROVIDER_CANNOT
    assert walker.is_open("same_code")


def test_asking_keeps_the_challenge():
    walker = in_flight(Verb.CONFIRM)
    challenge = walker.walkthrough.challenge
    assert walker.gets(says("not_found")).walkthrough.challenge is challenge
    assert walker.does(SameCodePressed()).gets(says("ok", "sent")).walkthrough.outcome == "linked"


# back, return, give up, quit ---------------------------------------------------------------------------


def test_back_keeps_the_challenge_and_return_finds_it():
    walker = Walker().at_code().wait(40)
    challenge = walker.walkthrough.challenge
    walker.does(BackPressed())
    assert (walker.walkthrough.phase, walker.walkthrough.returned_from, walker.left) == (
        "phone",
        "code",
        140.0,
    )
    assert walker.keys() == {"return", "give_up"}
    assert (
        available_intents(walker.walkthrough, walker.now)[Intent.PHONE].reason is Unavailable.CODE_STILL_OPEN
    )
    walker.phone("+90 5•• ••• •• 02").start("reference#9")
    assert (walker.walkthrough.challenge, walker.walkthrough.in_flight) == (challenge, None)
    walker.wait(10).does(ReturnPressed())
    assert (walker.walkthrough.phase, walker.walkthrough.challenge, walker.left) == ("code", challenge, 130.0)


def test_giving_up_begins_anew_and_keeps_what_was_counted():
    walker = in_flight(Verb.RESEND).gets(asks_for_code("token#2")).code().gets(says("code_refused"))
    walker.does(BackPressed()).does(GivenUp())
    walkthrough = walker.walkthrough
    assert (
        walkthrough.phase,
        walkthrough.phone,
        walkthrough.challenge,
        walkthrough.session,
        walkthrough.reference,
    ) == ("phone", *[None] * 4)
    assert (walkthrough.requests, walkthrough.codes, walkthrough.resends) == (4, 1, 1)
    assert walker.phone("+90 5•• ••• •• 02").start("reference#2").requests[-1].number == 5


def test_back_from_a_halt_leaves_nothing_open():
    walker = in_flight(Verb.START).gets(says("refused")).does(BackPressed())
    assert (walker.walkthrough.returned_from, walker.keys()) == (None, {"phone", "start"})


def test_back_from_ready_can_return():
    walker = in_flight(Verb.VERIFY, Journey.FULL).gets(says("ok", "sent")).does(BackPressed())
    assert walker.keys() == {"return", "give_up"}
    assert walker.does(ReturnPressed()).keys() == {"start", "back"}


def at_lost_send():
    return in_flight(Verb.START).loses()


def at_lost_verify():
    return in_flight(Verb.VERIFY).loses()


def confirming():
    return in_flight(Verb.VERIFY, confirm=True).gets(says("ok", "sent"))


@pytest.mark.parametrize(
    ("place", "outcome"),
    [
        (Walker, "cancelled"),
        (lambda: Walker().at_code(), "cancelled"),
        (lambda: in_flight(Verb.PREPARE), "cancelled"),
        (lambda: in_flight(Verb.START), "uncertain"),
        (lambda: in_flight(Verb.RESEND), "uncertain"),
        (lambda: in_flight(Verb.VERIFY), "uncertain"),
        (lambda: in_flight(Verb.CONFIRM), "uncertain"),
        (confirming, "uncertain"),
        (at_lost_send, "uncertain"),
        (at_lost_verify, "uncertain"),
    ],
)
def test_quitting_tells_what_is_known(place, outcome):
    walker = place()
    number = walker.walkthrough.in_flight.number if walker.walkthrough.in_flight else 1
    walker.does(QuitPressed())
    assert (walker.walkthrough.phase, walker.walkthrough.outcome, walker.reason) == (
        "done",
        outcome,
        "closed",
    )
    assert (walker.walkthrough.in_flight, walker.walkthrough.pending_outcome) == (None, None)
    ended = walker.walkthrough
    assert walker.does(Answered(number, says("ok", "sent"))).walkthrough is ended


def test_quitting_after_the_end_changes_nothing():
    walker = Walker().linked()
    ended = walker.walkthrough
    assert walker.does(QuitPressed()).walkthrough is ended


# what does not fit, and what comes too late ------------------------------------------------------------

PRESSES = [
    PhoneEntered("+90 5•• ••• •• 09", changed=True),
    StartPressed(Handle("reference#9")),
    CodeEntered(Handle("code#9"), 6),
    SameCodePressed(),
    ResendPressed(),
    ResendPressed(early=True),
    AskPressed(),
    UnlinkPressed(),
    ARRIVED,
    NOT_ARRIVED,
    BackPressed(),
    ReturnPressed(),
    GivenUp(),
]


@pytest.mark.parametrize("verb", [*Verb])
@pytest.mark.parametrize("event", PRESSES)
def test_no_key_but_cancel_does_anything_while_a_request_is_in_flight(verb, event):
    walkthrough = in_flight(verb).walkthrough
    assert step(walkthrough, event, moment(500)) == (walkthrough, ())
    assert {i for i, o in available_intents(walkthrough, moment(500)).items() if o.available} == {
        Intent.CANCEL
    }
    assert {o.reason for i, o in available_intents(walkthrough, moment(500)).items() if not o.available} == {
        Unavailable.BUSY
    }


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        (Walker, {"PhoneEntered"}),
        (lambda: Walker().linked(), {"UnlinkPressed"}),
        (lambda: Walker().at_code(), {"CodeEntered", "ResendPressed", "BackPressed", "ArrivedPressed"}),
        (at_lost_send, {"ArrivedPressed", "NotArrivedPressed", "BackPressed"}),
        (lambda: in_flight(Verb.START).gets(says("three_d")), {"StartPressed", "BackPressed"}),
    ],
)
def test_a_key_that_does_not_fit_changes_nothing(place, fits):
    walker = place()
    moved = {
        type(event).__name__
        for event in PRESSES
        if step(walker.walkthrough, event, walker.now)[0] is not walker.walkthrough
    }
    assert moved == fits


@pytest.mark.parametrize("event", [Answered(2, says("ok", "sent")), Interrupted(2)])
def test_an_old_number_changes_nothing(event):
    for walker in (Walker().at_code(), in_flight(Verb.VERIFY), Walker().linked(), Walker()):
        assert step(walker.walkthrough, event, moment(9)) == (walker.walkthrough, ())


@pytest.mark.parametrize(
    ("verb", "phase", "reason"),
    [
        (Verb.PREPARE, "halted", "not_sent"),
        (Verb.START, "maybe_sent", "maybe_sent"),
        (Verb.RESEND, "maybe_sent", "maybe_sent"),
        (Verb.VERIFY, "code", "verify_lost"),
        (Verb.CONFIRM, "code", "confirm_unanswered"),
        (Verb.UNLINK, "done", "unlink_failed"),
    ],
)
def test_a_program_that_died_with_its_request(verb, phase, reason):
    walker = in_flight(verb)
    walker.does(Interrupted(walker.walkthrough.in_flight.number))
    assert (walker.walkthrough.phase, walker.reason, walker.walkthrough.in_flight) == (phase, reason, None)
    assert walker.walkthrough.notice.fault is Fault.INTERRUPTED
    maybe = verb in {Verb.START, Verb.RESEND, Verb.VERIFY}
    assert walker.walkthrough.notice.delivery is (Delivery.MAYBE_SENT if maybe else Delivery.NOT_SENT)


@pytest.mark.parametrize("verb", [*Verb])
@pytest.mark.parametrize("written", [False, True])
def test_what_a_lost_request_may_have_done(verb, written):
    answer = lost_answer(verb, Fault.RESET, written=written)
    counts = verb in {Verb.START, Verb.RESEND, Verb.VERIFY}
    assert answer.delivery == ("maybe_sent" if written and counts else "not_sent")
    assert (answer.fault, answer.decision.verdict) == (Fault.RESET, "provider_error")


def test_a_replay_gives_the_same_state():
    walker = in_flight(Verb.VERIFY, Journey.FULL).gets(says("ok", "sent")).wait(7).start("reference#2")
    walker.gets(session()).wait(3).loses().wait(9).does(BackPressed()).does(GivenUp())
    walkthrough = walker.first
    for event, now in walker.record:
        walkthrough, _ = step(walkthrough, event, now)
    assert walkthrough == walker.walkthrough


def test_a_refusal_of_paynets_does_not_settle_a_check_whose_answer_was_lost():
    walker = Walker(Journey.PAYNET).phone().start().gets(asks_for_code()).code().loses()
    walker.does(SameCodePressed()).gets(says("code_refused"))
    assert (walker.reason, walker.walkthrough.lost_verify) == ("code_maybe_used", "code#1")
    walker.code("code#2").gets(says("code_refused"))
    assert (walker.reason, walker.walkthrough.lost_verify) == ("code_maybe_used", "code#1")
    walker.does(QuitPressed())
    assert walker.walkthrough.outcome == "uncertain"


def test_paywall_names_a_wrong_code_and_so_settles_it():
    walker = Walker().starting().gets(asks_for_code("token#1")).code().loses()
    walker.does(SameCodePressed()).gets(says("code_refused"))
    assert (walker.reason, walker.walkthrough.lost_verify) == ("code_wrong", None)
    walker.does(QuitPressed())
    assert walker.walkthrough.outcome == "cancelled"
