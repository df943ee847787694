"""Attempts of the same thing are counted, and a wait that the provider asks for holds the key that it is about."""

import pytest
from support.walkthroughs import Walker, asks_for_code, says, session

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Decision, Verdict
from otp_tui.core.flow.events import BackPressed
from otp_tui.core.flow.intents import Intent, Unavailable, available_intents
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase


def halted_by_429(seconds=30):
    """A link that was refused with a wait."""
    walker = Walker(Journey.PAYNET).phone().start()
    return walker.gets(says("limited", retry_after=seconds))


def start_of(walker):
    return available_intents(walker.walkthrough, walker.now)[Intent.START]


def test_a_wait_that_the_provider_asks_for_holds_the_next_start_and_then_opens():
    walker = halted_by_429()
    assert walker.walkthrough.phase is Phase.HALTED
    assert start_of(walker) == (False, Unavailable.RETRY_AFTER, 30.0)
    walker.wait(29.5)
    assert start_of(walker) == (False, Unavailable.RETRY_AFTER, 0.5)
    walker.start()
    assert walker.asked == [Verb.START]
    walker.wait(0.5).start()
    assert walker.asked == [Verb.START, Verb.START]


def test_another_number_does_not_wait():
    walker = halted_by_429()
    walker.does(BackPressed()).phone("+90 5•• ••• •• 02")
    assert start_of(walker).available


def test_a_wait_after_a_resend_holds_the_resend():
    walker = Walker(Journey.PAYNET).phone().start().gets(asks_for_code())
    walker.wait(120).resend().gets(says("limited", retry_after=60))
    resend = available_intents(walker.walkthrough, walker.now)[Intent.RESEND]
    assert resend == (False, Unavailable.RETRY_AFTER, 60.0)
    walker.wait(60)
    assert walker.is_open(Intent.RESEND)


def test_a_later_answer_ends_the_wait():
    walker = Walker(Journey.PAYNET).phone().start().gets(asks_for_code())
    walker.wait(120).resend().gets(says("limited", retry_after=60))
    walker.code().gets(says("code_refused"))
    assert walker.is_open(Intent.RESEND)


def test_each_start_in_a_row_is_one_more_attempt():
    walker = Walker(Journey.PAYNET).phone().start().gets(says("refused"))
    assert walker.walkthrough.notice.attempt == 1
    walker.start().gets(says("refused"))
    assert walker.walkthrough.notice.attempt == 2
    walker.start().gets(asks_for_code()).code().gets(says("code_refused"))
    assert walker.walkthrough.notice.attempt == 1
    walker.code().gets(says("code_refused"))
    assert walker.walkthrough.notice.attempt == 2


def test_the_attempts_of_a_leg_are_its_own():
    walker = Walker(Journey.FULL).phone().start().gets(says("refused")).start().gets(asks_for_code())
    walker.code().gets(says("ok")).start().gets(session()).gets(says("refused"))
    assert walker.walkthrough.notice.attempt == 1


def test_a_notice_names_the_request_that_it_is_about():
    walker = Walker(Journey.PAYNET).phone().start().gets(asks_for_code()).code().gets(says("refused"))
    assert walker.walkthrough.phase is Phase.HALTED
    assert walker.walkthrough.notice.verb is Verb.VERIFY


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("code", "code = 1"),
        ("Body.Masterpass.Result.ResponseCode", "ResponseCode = 1"),
        ("Body.Masterpass.Exception.Code", "Exception.Code = 1"),
        ("HTTP status", "HTTP status = 1"),
    ],
)
def test_a_proof_is_short_on_a_card(path, short):
    assert Decision(Verdict.REFUSED, path, "1", "unsuccessful").short_proof == short
