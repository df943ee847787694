"""The SMS stopwatch: an arrival is told once, and the times follow from the events."""

import pytest
from support.walkthroughs import Walker, asks_for_code, says

from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.flow.events import ArrivedPressed, Closed, ExchangeNoted
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.outcome import end_of
from otp_tui.core.flow.record import WalkthroughRecord, changes_of


def timed():
    return Walker(Journey.PAYNET).at_code().wait(4.5).does(ArrivedPressed())


def spans(walker):
    return [
        (times.provider, times.send, times.until_arrival, times.until_entry, times.until_verdict)
        for times in walker.walkthrough.sms_times
    ]


def test_the_way_of_an_sms_has_three_parts():
    walker = timed()
    assert walker.walkthrough.notice.took == 4.5
    assert spans(walker) == [("paynet", 1, 4.5, None, None)]
    walker.wait(8).code().wait(0.25).gets(says("ok"))
    assert spans(walker) == [("paynet", 1, 4.5, 8.0, 0.25)]


def test_an_arrival_is_told_once_for_each_send():
    walker = timed()
    keys = walker.keys()
    assert "arrived" not in keys
    walker.wait(200).resend().gets(asks_for_code())
    keys = walker.keys()
    assert "arrived" in keys
    walker.wait(3).does(ArrivedPressed())
    assert spans(walker) == [("paynet", 1, 4.5, None, None), ("paynet", 2, 3.0, None, None)]


def test_of_several_codes_the_first_one_ends_the_wait_and_the_challenge_stays():
    walker = timed().wait(2).code().gets(says("code_refused")).wait(9).code().gets(says("ok"))
    assert spans(walker) == [("paynet", 1, 4.5, 2.0, 0.0)]


def test_without_an_arrival_nothing_is_timed():
    assert spans(Walker(Journey.PAYNET).at_code().wait(3).code().gets(says("ok"))) == []


def test_a_note_takes_the_place_of_an_older_one_and_an_empty_one_takes_it_away():
    walker = timed().does(ExchangeNoted(ExchangeNote(1, marked=True)))
    walker.does(ExchangeNoted(ExchangeNote(1, comment="late")))
    record = WalkthroughRecord(walker.first, changes_of(walker.first, walker.record))
    assert record.note(1) == ExchangeNote(1, comment="late")
    assert record.note(2) == ExchangeNote(2)
    assert walker.does(ExchangeNoted(ExchangeNote(1))).walkthrough.notes == ()


@pytest.mark.parametrize(
    ("closed", "end"),
    [
        (Closed(Outcome.FAILED), ("failed", 3)),
        (Closed(Outcome.FAILED, 3), ("failed", 3)),
        (Closed(Outcome.FAILED, 2), ("failed", 2)),
    ],
)
def test_a_script_says_with_which_exit_code_it_ended(closed, end):
    walker = timed().code().gets(says("code_refused")).does(closed)
    assert end_of(walker.walkthrough)[:2] == end


def test_an_end_that_was_reached_is_changed_by_a_script_that_ended_otherwise():
    walker = Walker().linked().does(Closed(Outcome.LINKED, 0))
    assert walker.walkthrough.script_end is None
    walker.does(Closed(Outcome.UNCERTAIN, 8))
    assert walker.walkthrough.outcome is Outcome.LINKED
    assert end_of(walker.walkthrough)[:2] == ("uncertain", 8)
