"""What must be true of a walkthrough wherever it comes to rest."""

import pytest

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import SENDING_VERBS
from otp_tui.core.exchange.verdict import Delivery
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.state import Phase, Reason

from .expected import ASSUMED_S

SAYS_NOT_SENT = {
    Reason.NOT_SENT,
    Reason.CANCELLED,
    Reason.CREDENTIALS,
    Reason.PROVIDER_ERROR,
    Reason.REFUSED,
    Reason.LIMITED,
    Reason.TOO_EARLY,
    Reason.NOT_FOUND,
    Reason.THREE_D,
    Reason.RESEND_NOT_SENT,
    Reason.RESEND_REFUSED,
    Reason.RESEND_LIMITED,
    Reason.RESEND_TOO_EARLY,
    Reason.STOPPED,
}
"""Reasons whose sentences say, or let one think, that no SMS went out."""


SAYS_UNUSED = {Reason.CANCELLED, Reason.VERIFY_NOT_SENT, Reason.VERIFY_REFUSED, Reason.CODE_WRONG}
"""Reasons whose sentences say that a code was not used."""
TAKEN = {"check_otp": ("code=0",), "otp/verify": ("0000", "5008")}


def truth_4_what_went_out_was_never_called_not_sent(harness):
    for observed, delivery, reason in harness.said:
        if observed.rang and observed.asked.verb in SENDING_VERBS:
            assert delivery is not Delivery.NOT_SENT
            assert reason not in SAYS_NOT_SENT


def truth_4_what_is_called_sent_went_out(harness):
    for observed, delivery, _ in harness.said:
        if observed.asked.verb in SENDING_VERBS:
            assert (delivery is Delivery.SENT) <= observed.rang


def truth_4_a_code_that_was_taken_was_never_called_unused(harness):
    for observed, delivery, reason in harness.said:
        if observed.decided in TAKEN.get(observed.call, ()):
            assert delivery is not Delivery.NOT_SENT
            assert reason not in SAYS_UNUSED


def truth_5_what_is_not_in_flight_has_left_the_network(harness):
    assert bool(harness.network.under_way) == (harness.walkthrough.in_flight is not None)


def truth_6_the_countdown_is_what_the_answer_said_and_never_rises(harness):
    challenge, waiting = harness.walkthrough.challenge, harness.expected.waiting
    if challenge is None:
        return
    left, opens_in = challenge.remaining(harness.now), challenge.resend_in(harness.now)
    assert left == pytest.approx(waiting.left(harness.times.passed), abs=1e-6)
    assert opens_in == pytest.approx(waiting.opens_in(harness.times.passed), abs=1e-6)
    assert challenge.sends == waiting.sends
    serial, shown = harness.shown or (None, None)
    if serial == harness.expected.serial:
        assert 0 <= left <= shown[0]
        assert 0 <= opens_in <= shown[1]
    harness.shown = (harness.expected.serial, (left, opens_in))


def truth_6_a_lost_send_counts_down_from_when_it_left(harness):
    maybe, observed = harness.walkthrough.uncertain_send, harness.observed_of(harness.walkthrough.requests)
    if maybe is not None and observed is not None:
        left = max(0.0, observed.left + ASSUMED_S[observed.call] - harness.times.passed)
        assert maybe.remaining(harness.now) == pytest.approx(left, abs=1e-6)


def truth_14_there_is_always_a_next_key(harness):
    keys, walkthrough = set(harness.keys), harness.walkthrough
    if walkthrough.in_flight is not None:
        assert keys == {Intent.CANCEL}
    elif walkthrough.phase is Phase.DONE:
        assert Intent.AGAIN in keys
    else:
        # A start that waits because the provider asked for it opens by itself.
        opening = {
            intent for intent, option in harness.conductor.available_intents().items() if option.opens_in
        }
        forward = (keys | opening) - {Intent.AGAIN, Intent.CANCEL, Intent.BACK}
        assert forward or walkthrough.phase is Phase.PHONE
        assert keys


def truth_7_nobody_asks_too_early_on_live(harness):
    assert (harness.walkthrough.environment is not Environment.LIVE) or (
        Intent.RESEND_EARLY not in harness.keys
    )


def truth_13_what_is_shown_is_what_is_kept(harness):
    assert harness.walkthrough == harness.open_walkthroughs.newest[harness.walkthrough.id]


def an_sms_that_went_out_stays_counted(harness):
    """The budget of sends is never too generous: only what certainly did not happen is given back."""
    rang = [
        observed
        for observed in harness.network.exchanges_seen
        if observed.rang and observed.asked.verb in SENDING_VERBS
    ]
    assert len(harness.open_walkthroughs.outstanding) >= len(rang)


AT_REST = (
    truth_4_what_went_out_was_never_called_not_sent,
    truth_4_what_is_called_sent_went_out,
    truth_4_a_code_that_was_taken_was_never_called_unused,
    truth_5_what_is_not_in_flight_has_left_the_network,
    truth_6_the_countdown_is_what_the_answer_said_and_never_rises,
    truth_6_a_lost_send_counts_down_from_when_it_left,
    truth_7_nobody_asks_too_early_on_live,
    truth_13_what_is_shown_is_what_is_kept,
    truth_14_there_is_always_a_next_key,
    an_sms_that_went_out_stays_counted,
)
