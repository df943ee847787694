"""A challenge that follows on a verify: how many there were in the leg, and which verify may be one more send."""

import pytest
from support.walkthroughs import Walker, asks_for_code, in_flight, says

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.events import ArrivedPressed
from otp_tui.core.flow.journey import Journey


def chained(walker):
    return walker.walkthrough.challenge.chained


def test_the_challenges_of_a_leg_are_counted():
    walker = Walker().at_code()
    assert chained(walker) == 0
    for number in range(1, 7):
        walker.code(f"code#{number}")
        assert walker.requests[-1].chained is (number > 1)
        walker.gets(asks_for_code(f"token#{number + 1}"))
        assert (chained(walker), walker.walkthrough.challenge.sends) == (number, 1)


@pytest.mark.parametrize("journey", [Journey.PAYNET, Journey.MASTERPASS])
def test_a_resend_is_no_further_challenge(journey):
    walker = Walker(journey).at_code().code().gets(asks_for_code("token#2"))
    walker.wait(181).resend()
    assert walker.requests[-1].chained is False
    walker.gets(asks_for_code("token#3"))
    assert (chained(walker), walker.walkthrough.challenge.sends) == (1, 2)


def test_an_sms_that_arrived_without_its_answer_is_no_further_challenge():
    walker = Walker(Journey.PAYNET).at_code().code().gets(asks_for_code("token#2")).wait(181).resend()
    walker.loses().does(ArrivedPressed())
    assert chained(walker) == 1


def test_the_next_leg_and_a_new_start_count_anew():
    walker = (
        in_flight(Verb.VERIFY, Journey.FULL).gets(asks_for_code("token#2")).code().gets(says("ok", "sent"))
    )
    walker.start("reference#2")
    walker.gets(says("ok", session="session#1")).gets(asks_for_code("token#3"))
    assert chained(walker) == 0
    walker.code().gets(asks_for_code("token#4")).code().gets(says("expired")).start("reference#3")
    walker.gets(asks_for_code("token#5"))
    assert chained(walker) == 0
