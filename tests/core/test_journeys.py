"""Whole walkthroughs: the three journeys to their ends, chains, resends, renewed sessions, what requests carry."""

import pytest
from support.walkthroughs import MASKED, Walker, asks_for_code, expiring, moment, says, session

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import ChallengeKind, LinkedAccount, Request, Verb
from otp_tui.core.flow.events import BackPressed, UnlinkPressed
from otp_tui.core.flow.intents import Intent, Unavailable, available_intents
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase, new_walkthrough
from otp_tui.core.security.secrets import Handle


def test_paynet_to_its_end():
    walker = Walker(Journey.PAYNET).phone()
    assert walker.walkthrough.phone == MASKED
    walker.start("reference#1")
    assert walker.walkthrough.phase is Phase.SENDING
    walker.gets(asks_for_code(kind=ChallengeKind.CARD, expiry=expiring(120)))
    assert (walker.walkthrough.phase, walker.walkthrough.challenge.source, walker.left) == (
        "code",
        "server",
        120.0,
    )
    walker.wait(20).code().gets(says("ok", "sent"))
    assert (walker.walkthrough.phase, walker.walkthrough.outcome, walker.reason) == (
        "done",
        "verified",
        "verified",
    )
    assert walker.walkthrough.ended == moment(20)
    assert walker.requests == [
        Request(1, Verb.START, "paynet", Handle("reference#1")),
        Request(2, Verb.VERIFY, "paynet", Handle("reference#1"), code=Handle("code#1")),
    ]


def test_masterpass_to_its_end():
    walker = Walker().phone().start().gets(session())
    detail = LinkedAccount("Acme Bank", "5400 12•• •••• 1234", "")
    walker.gets(asks_for_code("token#1", kind=ChallengeKind.BANK, detail=detail))
    assert (walker.walkthrough.challenge.kind, walker.walkthrough.challenge.source) == ("bank", "assumed")
    walker.code().gets(says("ok", "sent", detail=LinkedAccount(rrn="100005849999")))
    assert (walker.walkthrough.outcome, walker.reason, walker.walkthrough.notice.tone) == (
        "linked",
        "linked",
        "success",
    )
    assert walker.walkthrough.detail == LinkedAccount("Acme Bank", "5400 12•• •••• 1234", "100005849999")
    common = {"provider": "paywall", "reference": "reference#1"}
    assert walker.requests == [
        Request(1, Verb.PREPARE, **common),
        Request(2, Verb.START, session="session#1", **common),
        Request(3, Verb.VERIFY, session="session#1", token="token#1", code="code#1", **common),
    ]


def full_at_ready():
    return Walker(Journey.FULL).verifying().gets(says("ok", "sent"))


def test_full_waits_for_a_key_of_its_own_before_the_link():
    walker = full_at_ready()
    assert (walker.walkthrough.phase, walker.walkthrough.leg, walker.walkthrough.outcome) == (
        "ready",
        1,
        None,
    )
    assert (walker.reason, walker.walkthrough.notice.provider) == ("leg_verified", "paynet")
    assert walker.asked == [Verb.START, Verb.VERIFY]
    walker.start("reference#2").gets(session()).gets(asks_for_code("token#1", kind=ChallengeKind.MASTERPASS))
    walker.code("code#2").gets(says("ok", "sent"))
    assert (walker.walkthrough.outcome, walker.reason) == ("linked", "linked")
    assert walker.asked == [Verb.START, Verb.VERIFY, Verb.PREPARE, Verb.START, Verb.VERIFY]
    assert [request.reference for request in walker.requests] == ["reference#1"] * 2 + ["reference#2"] * 3
    assert [request.number for request in walker.requests] == [1, 2, 3, 4, 5]


def test_the_phone_counts_as_verified_only_after_the_leg_that_verified_it():
    walker = full_at_ready().start("reference#2").gets(session())
    assert [request.verified for request in walker.requests] == [False, False, True, True]
    assert [request.verified for request in Walker().verifying().requests] == [False, False, False]


def test_a_send_that_asks_for_no_code_verifies_no_phone():
    walker = Walker(Journey.FULL).starting().gets(says("ok"))
    assert (walker.walkthrough.phase, walker.walkthrough.verified, walker.walkthrough.leg) == (
        "halted",
        False,
        0,
    )


def test_another_number_in_the_second_leg_begins_with_the_first_one():
    walker = full_at_ready().start("reference#2").gets(session()).gets(says("refused"))
    walker.does(BackPressed()).phone("+90 5•• ••• •• 02", changed=True)
    assert (walker.walkthrough.leg, walker.walkthrough.verified, walker.walkthrough.session) == (
        0,
        False,
        None,
    )
    walker.start("reference#3")
    assert (walker.requests[-1].provider, walker.requests[-1].number) == ("paynet", 5)


def test_the_same_number_in_the_second_leg_goes_on_there():
    walker = full_at_ready().start("reference#2").gets(session()).gets(says("provider_error"))
    walker.does(BackPressed()).phone(changed=False).start("reference#3")
    assert walker.requests[-1][1:4] == (Verb.START, "paywall", "reference#3")
    assert (walker.requests[-1].verified, walker.requests[-1].session) == (True, "session#1")


@pytest.mark.parametrize("links", [1, 2, 7])
def test_any_number_of_codes_in_a_chain(links):
    walker = Walker().at_code("token#0")
    for link in range(1, links + 1):
        walker.wait(5).code(f"code#{link}").gets(
            asks_for_code(f"token#{link}", kind=ChallengeKind.MASTERPASS)
        )
        challenge = walker.walkthrough.challenge
        assert (walker.walkthrough.phase, walker.reason) == ("code", "chained")
        assert (challenge.token, challenge.kind, challenge.sends) == (f"token#{link}", "masterpass", 1)
        assert walker.left == 180.0
    walker.code("code#99").gets(says("ok", "sent"))
    assert walker.walkthrough.outcome == "linked"
    verifies = [request.token for request in walker.requests if request.verb is Verb.VERIFY]
    assert verifies == [f"token#{link}" for link in range(links + 1)]
    assert walker.walkthrough.codes == links + 1
    assert walker.walkthrough.resends == 0


@pytest.mark.parametrize(("answered", "used"), [("token#2", "token#2"), (None, "token#1")])
def test_a_resend_with_and_without_a_token(answered, used):
    walker = Walker().at_code("token#1").wait(31).resend()
    assert walker.requests[-1].token == "token#1"
    walker.gets(asks_for_code(answered))
    challenge = walker.walkthrough.challenge
    assert (challenge.token, challenge.sends, challenge.kind, challenge.attempts) == (used, 2, "bank", 0)
    assert (walker.reason, walker.walkthrough.notice.sends, walker.walkthrough.resends) == ("resent", 2, 1)
    assert walker.code().requests[-1].token == used


def test_a_paynet_resend_goes_out_under_the_same_reference():
    walker = Walker(Journey.PAYNET).at_code(seconds=60).wait(60).resend()
    walker.gets(asks_for_code(expiry=expiring(75)))
    assert [request.reference for request in walker.requests] == ["reference#1", "reference#1"]
    assert (walker.left, walker.walkthrough.challenge.sends) == (75.0, 2)


def test_a_refused_code_keeps_the_challenge_and_counts():
    walker = Walker().at_code().wait(10)
    for attempt in (1, 2, 3):
        walker.code(f"code#{attempt}").gets(says("code_refused"))
        assert (walker.walkthrough.challenge.attempts, walker.walkthrough.challenge.token) == (
            attempt,
            "token#1",
        )
        assert (walker.walkthrough.phase, walker.left) == ("code", 170.0)
    walker.wait(31).resend().gets(asks_for_code("token#2"))
    walker.code("code#4").gets(says("code_refused"))
    assert (walker.walkthrough.notice.sends, walker.walkthrough.challenge.attempts) == (2, 1)
    assert walker.code("code#5").gets(says("ok", "sent")).walkthrough.outcome == "linked"


@pytest.mark.parametrize(
    ("seconds", "reason"), [(119.9, "code_not_accepted"), (120, "code_not_accepted_late")]
)
def test_a_provider_without_a_wrong_code_code_is_not_quoted_as_if_it_had_one(seconds, reason):
    walker = Walker(Journey.PAYNET).at_code(seconds=120).wait(seconds).code().gets(says("code_refused"))
    assert (walker.reason, walker.walkthrough.phase) == (reason, "code")
    assert round(walker.walkthrough.notice.remaining, 3) == round(120 - seconds, 3)


def test_an_expired_token_closes_the_challenge_and_the_link_is_begun_anew():
    walker = Walker().verifying().gets(says("expired", session=Handle("session#2"), renewed=True))
    assert (walker.walkthrough.phase, walker.walkthrough.challenge, walker.reason) == (
        "halted",
        None,
        "expired",
    )
    walker.start("reference#2")
    assert walker.requests[-1][1:8] == (
        Verb.START, "paywall", "reference#2", "session#2", None, None, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "verdict", ["refused", "not_found", "expired", "code_refused", "limited", "three_d", "unknown"]
)
def test_a_session_is_renewed_on_failures_too(verdict):
    walker = Walker().verifying().gets(says(verdict, session=Handle("session#2"), renewed=True))
    assert walker.walkthrough.session == "session#2"


@pytest.mark.parametrize("verdict", ["refused", "expired"])
def test_a_session_that_was_refused_is_not_used_again(verdict):
    walker = Walker().starting().gets(says(verdict)).start("reference#2")
    assert walker.requests[-1].verb is Verb.PREPARE
    assert walker.requests[-1].session is None


@pytest.mark.parametrize("verdict", ["refused", "expired", "credentials", "unknown"])
def test_a_session_of_the_operators_own_is_neither_dropped_nor_created(verdict):
    walker = Walker(session="session#1").phone().start()
    assert walker.requests[-1][1:5] == (Verb.START, "paywall", "reference#1", "session#1")
    walker.gets(says(verdict)).start("reference#2")
    assert walker.requests[-1][1:5] == (Verb.START, "paywall", "reference#2", "session#1")
    walker.gets(says("not_found", session=Handle("session#2"), renewed=True))
    walker.does(BackPressed()).phone("+90 5•• ••• •• 02", changed=True).start("reference#3")
    assert walker.requests[-1].session == "session#2"
    assert Verb.PREPARE not in walker.asked


def test_a_lost_link_keeps_its_session():
    walker = Walker().starting().loses()
    assert walker.walkthrough.session == "session#1"


@pytest.mark.parametrize("verdict", ["three_d", "unknown", "not_found", "limited", "credentials"])
def test_an_ending_offers_another_start_and_the_way_back(verdict):
    walker = Walker().starting().gets(says(verdict))
    assert walker.keys() == {"start", "back"}
    assert walker.start("reference#2").gets(asks_for_code("token#1")).walkthrough.phase == "code"


def test_the_wait_a_provider_asks_for_is_told():
    walker = Walker().starting().gets(says("limited", retry_after=30, words="slow down"))
    assert (walker.walkthrough.notice.retry_after, walker.walkthrough.notice.words) == (30, "slow down")


def test_unlink_and_its_failures():
    walker = Walker().linked()
    walker.does(UnlinkPressed()).gets(says("provider_error"))
    assert (walker.reason, walker.walkthrough.unlinked, walker.walkthrough.outcome) == (
        "unlink_failed",
        False,
        "linked",
    )
    walker.does(UnlinkPressed()).gets(says("refused", session=Handle("session#2"), renewed=True))
    assert (walker.reason, walker.is_open("unlink")) == ("unlink_failed", True)
    walker.does(UnlinkPressed())
    assert walker.requests[-1].session == "session#2"
    walker.gets(says("ok"))
    assert (walker.reason, walker.walkthrough.unlinked, walker.walkthrough.outcome) == (
        "unlinked",
        True,
        "linked",
    )
    assert walker.does(UnlinkPressed()).walkthrough.in_flight is None


@pytest.mark.parametrize("journey", [Journey.MASTERPASS, Journey.PAYNET])
def test_only_a_link_can_be_undone(journey):
    walker = Walker(journey).verifying().gets(says("ok", "sent"))
    assert walker.is_open("unlink") is (journey is Journey.MASTERPASS)


def test_an_early_resend_is_a_key_of_its_own_and_never_on_live():
    walker = Walker().at_code().resend()
    assert walker.walkthrough.in_flight is None
    walker.resend(early=True)
    assert walker.walkthrough.in_flight.verb is Verb.RESEND
    live = Walker(environment=Environment.LIVE).at_code().resend(early=True)
    assert live.walkthrough.in_flight is None
    assert live.wait(30).resend(early=True).walkthrough.in_flight.verb is Verb.RESEND


def test_a_verified_phone_has_nothing_to_undo():
    walker = Walker(Journey.PAYNET).verifying().gets(says("ok"))
    assert available_intents(walker.walkthrough, walker.now)[Intent.UNLINK] == (
        False,
        Unavailable.PROVIDER_CANNOT,
        0.0,
    )


def test_a_walkthrough_confirms_its_link_only_where_that_is_wanted():
    walkthrough = new_walkthrough("walk-1", Journey.MASTERPASS, Environment.SIM, moment())
    assert (walkthrough.confirm, walkthrough.fixed_session) == (False, False)
