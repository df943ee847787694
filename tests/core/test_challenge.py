"""A challenge: its countdown is derived, its resend opens by its provider's rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.walkthroughs import NOON, Walker, asks_for_code, expiring, moment, says

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import ChallengeKind
from otp_tui.core.flow.challenge import format_countdown, open_challenge
from otp_tui.core.flow.events import UnlinkPressed
from otp_tui.core.flow.intents import Availability, Intent, Unavailable, available_intents
from otp_tui.core.flow.journey import PAYNET, PAYWALL, Journey
from otp_tui.core.timestamps import Expiry


def opened(policy=PAYNET, at=0.0, *, expiry=None, sends=1, presumed=False):
    return open_challenge(
        policy, moment(at), kind=ChallengeKind.CARD, token=None, expiry=expiry, sends=sends, presumed=presumed
    )


def test_a_believed_expiry_is_the_servers():
    expiry = Expiry(moment(700).utc, 100.0, by_own_clock=False, skew=600.0)
    challenge = opened(expiry=expiry)
    assert (challenge.source, challenge.lifetime, challenge.problem) == ("server", 100.0, None)
    assert (challenge.server_at, challenge.skew, challenge.by_own_clock) == (expiry.at, 600.0, False)
    assert challenge.expires == moment(100).utc  # on our own clock
    assert challenge.resend_opens == moment(100).utc


@pytest.mark.parametrize(("policy", "assumed"), [(PAYNET, 120.0), (PAYWALL, 180.0)])
@pytest.mark.parametrize("problem", [None, "absent", "unreadable", "past", "too_far"])
def test_without_one_the_assumption_takes_its_place(policy, assumed, problem):
    expiry = Expiry(NOON, 99_999.0, by_own_clock=True, skew=3.0, problem=problem) if problem else None
    challenge = opened(policy, expiry=expiry)
    assert (challenge.source, challenge.lifetime, challenge.problem) == ("assumed", assumed, problem)
    assert (challenge.server_at, challenge.by_own_clock) == (None, False)


def test_our_own_clock_is_said():
    assert opened(expiry=Expiry(moment(60).utc, 60.0, by_own_clock=True)).by_own_clock is True


@given(st.lists(st.floats(0, 1e6), min_size=2), st.floats(0.001, 86400))
def test_the_countdown_never_rises_and_never_goes_below_zero(seconds, lifetime):
    challenge = opened(expiry=Expiry(NOON, lifetime))
    for left in (challenge.remaining, challenge.resend_in):
        shown = [left(moment(at)) for at in sorted(seconds)]
        assert shown == sorted(shown, reverse=True)
        assert min(shown) >= 0
        assert max(shown) <= lifetime
    assert challenge.remaining(moment(lifetime + 1)) == 0.0


def test_a_refused_code_leaves_the_countdown_as_it_is():
    challenge = opened(at=5, expiry=expiring(60))
    refused = challenge.refused().refused()
    assert (refused.attempts, refused.sent, refused.lifetime) == (2, challenge.sent, 60.0)
    assert refused.remaining(moment(25)) == 40.0


@pytest.mark.parametrize(
    ("seconds", "face"),
    [
        (0, "0:00"), (-5, "0:00"), (0.000_000_1, "0:00"), (0.001, "0:01"), (0.4, "0:01"), (1, "0:01"),
        (1.000_01, "0:02"), (59.2, "1:00"), (60, "1:00"), (61, "1:01"), (111.1, "1:52"), (112.000_000_5, "1:52"),
        (3600, "60:00"), (86400, "1440:00"),
    ],
)  # fmt: skip
def test_the_clock_face_shows_a_started_second_as_whole(seconds, face):
    assert format_countdown(seconds) == face


@pytest.mark.parametrize(
    ("sends", "wait"), [(1, 30), (2, 40), (3, 60), (4, 90), (5, 120), (6, 120), (50, 120)]
)
def test_our_own_guard(sends, wait):
    challenge = opened(PAYWALL, sends=sends)
    assert (challenge.resend_wait, challenge.rule) == (wait, "guard")


@pytest.mark.parametrize("sends", [1, 2, 9])
def test_after_the_expiry(sends):
    challenge = opened(expiry=expiring(75), sends=sends)
    assert (challenge.resend_wait, challenge.rule) == (75.0, "after_expiry")


@pytest.mark.parametrize(
    ("journey", "opens", "why"),
    [(Journey.MASTERPASS, 30, Unavailable.GUARD), (Journey.PAYNET, 120, Unavailable.AFTER_EXPIRY)],
)
def test_a_resend_opens_by_its_rule(journey, opens, why):
    walker = Walker(journey).at_code().wait(opens - 0.5)
    assert available_intents(walker.walkthrough, walker.now)[Intent.RESEND] == Availability(
        available=False, reason=why, opens_in=0.5
    )
    assert walker.resend().walkthrough.in_flight is None
    walker.wait(0.5)
    assert available_intents(walker.walkthrough, walker.now)[Intent.RESEND] == Availability(available=True)
    assert (
        available_intents(walker.walkthrough, walker.now)[Intent.RESEND_EARLY].reason
        is Unavailable.OPEN_ALREADY
    )
    assert walker.resend().walkthrough.in_flight.verb == "resend"


def test_the_guard_grows_with_each_send():
    walker = Walker().at_code()
    for wait in (30, 40, 60, 90, 120, 120):
        assert walker.walkthrough.challenge.resend_in(walker.now) == wait
        walker.wait(wait).resend().gets(asks_for_code())
    assert walker.walkthrough.resends == 6


@pytest.mark.parametrize(
    ("environment", "option"),
    [
        (Environment.SIM, Availability(available=True)),
        (Environment.TEST, Availability(available=True)),
        (Environment.LIVE, Availability(available=False, reason=Unavailable.NOT_ON_LIVE)),
    ],
)
def test_asking_too_early_on_purpose(environment, option):
    walker = Walker(environment=environment).at_code()
    assert available_intents(walker.walkthrough, walker.now)[Intent.RESEND_EARLY] == option


def test_zero_never_locks_the_code():
    walker = Walker(Journey.PAYNET).at_code().wait(10_000)
    assert walker.left == 0.0
    assert walker.code().gets(says("ok", "sent")).walkthrough.outcome == "verified"


def test_why_a_key_is_shut():
    walker = Walker()

    def why(intent):
        return available_intents(walker.walkthrough, walker.now)[Intent(intent)].reason

    assert [why(i) for i in ("start", "verify", "cancel", "unlink", "back", "again", "arrived", "same_code")] == [
        "not_yet", "no_code_open", "nothing_to_cancel", "not_yet", "not_yet", "not_yet", "no_sms_awaited", "nothing_lost",
    ]  # fmt: skip
    walker.at_code()
    assert [why(intent) for intent in ("phone", "start", "return", "give_up")] == [
        "not_yet", "code_still_open", "no_code_open", "no_code_open",
    ]  # fmt: skip
    walker.code().gets(says("ok", "sent")).does(UnlinkPressed()).gets(says("ok"))
    assert [why(intent) for intent in ("phone", "start", "verify", "back", "unlink", "again")] == [
        "ended", "ended", "ended", "ended", "not_yet", None,
    ]  # fmt: skip
