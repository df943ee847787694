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


def truth_4_what_went_out_was_never_called_not_sent(scene):
    for sight, delivery, reason in scene.said:
        if sight.rang and sight.asked.verb in SENDING_VERBS:
            assert delivery is not Delivery.NOT_SENT
            assert reason not in SAYS_NOT_SENT


def truth_4_what_is_called_sent_went_out(scene):
    for sight, delivery, _ in scene.said:
        if sight.asked.verb in SENDING_VERBS:
            assert (delivery is Delivery.SENT) <= sight.rang


def truth_4_a_code_that_was_taken_was_never_called_unused(scene):
    for sight, delivery, reason in scene.said:
        if sight.decided in TAKEN.get(sight.call, ()):
            assert delivery is not Delivery.NOT_SENT
            assert reason not in SAYS_UNUSED


def truth_5_what_is_not_in_flight_has_left_the_network(scene):
    assert bool(scene.network.under_way) == (scene.walkthrough.in_flight is not None)


def truth_6_the_countdown_is_what_the_answer_said_and_never_rises(scene):
    challenge, waiting = scene.walkthrough.challenge, scene.expected.waiting
    if challenge is None:
        return
    left, opens_in = challenge.remaining(scene.now), challenge.resend_in(scene.now)
    assert left == pytest.approx(waiting.left(scene.times.passed), abs=1e-6)
    assert opens_in == pytest.approx(waiting.opens_in(scene.times.passed), abs=1e-6)
    assert challenge.sends == waiting.sends
    serial, shown = scene.shown or (None, None)
    if serial == scene.expected.serial:
        assert 0 <= left <= shown[0]
        assert 0 <= opens_in <= shown[1]
    scene.shown = (scene.expected.serial, (left, opens_in))


def truth_6_a_lost_send_counts_down_from_when_it_left(scene):
    maybe, sight = scene.walkthrough.uncertain_send, scene.sight_of(scene.walkthrough.requests)
    if maybe is not None and sight is not None:
        left = max(0.0, sight.left + ASSUMED_S[sight.call] - scene.times.passed)
        assert maybe.remaining(scene.now) == pytest.approx(left, abs=1e-6)


def truth_14_there_is_always_a_next_key(scene):
    keys, walkthrough = set(scene.keys), scene.walkthrough
    if walkthrough.in_flight is not None:
        assert keys == {Intent.CANCEL}
    elif walkthrough.phase is Phase.DONE:
        assert Intent.AGAIN in keys
    else:
        assert keys - {Intent.AGAIN, Intent.CANCEL, Intent.BACK} or walkthrough.phase is Phase.PHONE
        assert keys


def truth_7_nobody_asks_too_early_on_live(scene):
    assert (scene.walkthrough.environment is not Environment.LIVE) or (Intent.RESEND_EARLY not in scene.keys)


def truth_13_what_is_shown_is_what_is_kept(scene):
    assert scene.walkthrough == scene.open_walkthroughs.newest[scene.walkthrough.id]


def an_sms_that_went_out_stays_counted(scene):
    """The budget of sends is never too generous: only what certainly did not happen is given back."""
    rang = [sight for sight in scene.network.sights if sight.rang and sight.asked.verb in SENDING_VERBS]
    assert len(scene.open_walkthroughs.outstanding) >= len(rang)


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
