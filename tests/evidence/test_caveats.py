"""What makes a pass meaningless is found in the record, each thing by its own rule."""

import pytest
from support.records import recorded
from support.runs import record_of
from support.walkthroughs import Walker, asks_for_code, expiring, says

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.drift import Drift, DriftKind
from otp_tui.core.exchange.exchange import ChallengeKind
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow.events import ArrivedPressed, Closed, Interrupted, NotArrivedPressed, UnlinkPressed
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.evidence.caveats import caveats
from otp_tui.evidence.record import RunRecord, run_record

PAYNET, MASTERPASS = Journey.PAYNET, Journey.MASTERPASS
SENT = recorded()


def walker(journey=PAYNET, environment=Environment.TEST, **options):
    return Walker(journey, environment, **options)


def verified():
    return walker().at_code().code().gets(says("ok"))


def linked(**options):
    return walker(MASTERPASS, **options).at_code().code().gets(says("ok"))


def confirmed(answer):
    return linked(confirm=True).gets(answer)


def names(walked, *exchanges):
    return [caveat.name for caveat in caveats(run_record(record_of(walked, *(exchanges or (SENT,)))))]


def test_a_plain_pass_on_a_test_host_has_none():
    assert names(verified()) == []


@pytest.mark.parametrize(
    ("walked", "expected"),
    [
        (lambda: walker(environment=Environment.SIM).at_code().code().gets(says("ok")), ["simulator"]),
        (lambda: walker().at_code(), ["not_ended"]),
        (linked, ["link_not_confirmed", "expiry_assumed"]),
        (lambda: confirmed(says("ok", linked=True)), ["expiry_assumed"]),
        (lambda: confirmed(says("ok")), ["confirm_silent", "expiry_assumed"]),
        (lambda: confirmed(says("ok", linked=False)), ["link_contradicted", "expiry_assumed"]),
        (lambda: confirmed(says("provider_error")), ["confirm_unanswered", "expiry_assumed"]),
        (lambda: linked().does(UnlinkPressed()).gets(says("ok")), ["unlinked", "link_not_confirmed", "expiry_assumed"]),
        (lambda: walker(MASTERPASS).starting().gets(says("ok", already=True)), ["link_not_confirmed", "already_linked"]),
        (lambda: walker(MASTERPASS).starting().gets(says("ok")), ["link_not_confirmed", "no_otp_needed"]),
        (lambda: walker(MASTERPASS, session="session#1").phone().start(), ["not_ended", "session_given"]),
        (lambda: walker().starting().loses(), ["not_ended", "send_uncertain"]),
        (lambda: walker().starting().loses(written=False), ["not_ended"]),
        (
            lambda: walker().starting().loses().does(ArrivedPressed()),
            ["not_ended", "sms_presumed", "send_uncertain", "expiry_assumed"],
        ),
        (
            lambda: walker().starting().loses().does(NotArrivedPressed()).start("reference#2"),
            ["not_ended", "send_uncertain", "sent_again"],
        ),
        (lambda: walker().verifying().loses(), ["not_ended", "verify_uncertain"]),
        (lambda: walker().starting().does(Interrupted(1)), ["not_ended", "send_uncertain", "interrupted"]),
        (lambda: walker().at_code().resend(early=True), ["not_ended", "resent_early"]),
        (
            lambda: walker().starting().gets(
                asks_for_code(kind=ChallengeKind.CARD, expiry=expiring(120)._replace(by_own_clock=True))
            ),
            ["not_ended", "expiry_own_clock"],
        ),
        (lambda: walker().at_code().does(Closed(Outcome.CANCELLED)), []),
    ],
)  # fmt: skip
def test_each_is_found_in_the_events(walked, expected):
    assert names(walked()) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"late": True}, ("late", (("numbers", (1,)),))),
        ({"fault": Fault.RESET, "status": None}, ("unanswered", (("numbers", (1,)),))),
        ({"drift": (Drift("a", DriftKind.NEW),)}, ("drift", (("numbers", (1,)),))),
        ({"headers": (("Date", "Sat, 21 Nov 2026 12:00:40 GMT"),)}, ("clock_ahead", (("seconds", 40),))),
        ({"headers": (("date", "Sat, 21 Nov 2026 11:59:00 GMT"),)}, ("clock_behind", (("seconds", 60),))),
    ],
)
def test_each_is_found_in_the_exchanges(fields, expected):
    found = caveats(run_record(record_of(verified(), recorded(**fields))))
    assert [tuple(caveat) for caveat in found] == [expected]


@pytest.mark.parametrize("skewed", ["12:00:04", "11:59:56"])
def test_a_small_difference_of_the_clocks_is_none(skewed):
    assert names(verified(), recorded(headers=(("Date", f"Sat, 21 Nov 2026 {skewed} GMT"),))) == []


@pytest.mark.parametrize(
    ("journey", "body", "found"),
    [
        (MASTERPASS, '{"A": {"PhoneVerifiedByMerchant": false}}', True),
        (MASTERPASS, '{"PhoneVerifiedByMerchant": true}', False),
        (MASTERPASS, "PhoneVerifiedByMerchant: false", False),
        (PAYNET, '{"PhoneVerifiedByMerchant": false}', False),
    ],
)
def test_a_phone_that_the_merchant_did_not_verify(journey, body, found):
    walked = walker(journey).phone().does(Closed(Outcome.CANCELLED))
    assert ("phone_not_verified" in names(walked, recorded(request_body=body))) is found


def test_a_run_that_could_not_start():
    run = RunRecord(PAYNET, None, SENT.at, Outcome.FAILED, 6, reason="no key")
    assert [caveat.name for caveat in caveats(run)] == ["nothing_sent"]


def test_each_is_named_once():
    walked = walker(MASTERPASS).at_code().wait(31).resend().gets(asks_for_code("token#2"))
    assert names(walked) == ["not_ended", "expiry_assumed"]
