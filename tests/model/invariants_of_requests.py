"""What must be true of a request in the moment in which it leaves."""

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import SENDING_VERBS
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import Journey

NEEDED = ("otp_session_id", "otp_code", "user_gsm", "OtpToken", "OtpCode", "SessionId", "ReferenceCode")


def truth_3_the_newest_session_wins(harness, observed):
    told = observed.fields.get("SessionId", observed.headers.get("sessionid"))
    if told is not None:
        assert told == harness.expected.session


def truth_3_the_newest_token_wins(harness, observed):
    if "OtpToken" in observed.fields:
        assert observed.fields["OtpToken"] == harness.expected.token


def truth_3_a_resend_keeps_its_own_id_and_a_start_has_a_new_one(harness, observed):
    if observed.call == "send_otp":
        assert harness.expected.is_resend(observed) == (observed.asked.verb == "resend")
    if observed.call == "check_otp":
        assert observed.fields["otp_session_id"] == harness.expected.reference


def truth_4_each_request_follows_from_one_press(harness, observed):
    assert observed.call in harness.allowed


def truth_4_no_more_sends_than_presses_that_asked_for_one(harness, observed):
    sends = [other for other in harness.network.exchanges_seen if other.asked.verb in SENDING_VERBS]
    assert len(sends) <= harness.presses


def truth_5_one_request_is_in_flight(harness, observed):
    assert harness.network.under_way == [observed]


def truth_5_requests_are_numbered(harness, observed):
    assert observed.asked.number == harness.walkthrough.requests
    numbers = [other.asked.number for other in harness.exchanges_seen]
    assert numbers == sorted(set(numbers))


def truth_7_no_resend_before_its_rule_opens(harness, observed):
    if not harness.expected.is_resend(observed):
        return
    early = harness.expected.waiting.opens_in(harness.times.passed) > 1e-6
    assert early <= (Intent.RESEND_EARLY in harness.pressed)
    assert not (early and harness.walkthrough.environment is Environment.LIVE)


def truth_9_a_code_is_sent_as_it_was_typed(harness, observed):
    code = observed.fields.get("otp_code", observed.fields.get("OtpCode"))
    if code is not None:
        assert code in harness.codes


def truth_12_keys_leave_for_the_provider_alone(harness, observed):
    assert observed.url.startswith("http://127.0.0.1:9/")


def truth_13_what_a_request_needs_is_safe_before_it_leaves(harness, observed):
    secrets = {value for name, value in observed.fields.items() if name in NEEDED}
    assert secrets <= set(harness.open_walkthroughs.secrets[harness.walkthrough.id].values())


def a_phone_is_called_verified_only_where_paynet_said_so(harness, observed):
    if observed.call == "session":
        verified = observed.fields["PhoneVerifiedByMerchant"]
        assert verified == (harness.walkthrough.journey is Journey.FULL)
        assert verified <= (observed.fields["UserPhone"].removeprefix("90") in harness.expected.verified)


WHEN_LEAVING = (
    truth_3_the_newest_session_wins,
    truth_3_the_newest_token_wins,
    truth_3_a_resend_keeps_its_own_id_and_a_start_has_a_new_one,
    truth_4_each_request_follows_from_one_press,
    truth_4_no_more_sends_than_presses_that_asked_for_one,
    truth_5_one_request_is_in_flight,
    truth_5_requests_are_numbered,
    truth_7_no_resend_before_its_rule_opens,
    truth_9_a_code_is_sent_as_it_was_typed,
    truth_12_keys_leave_for_the_provider_alone,
    truth_13_what_a_request_needs_is_safe_before_it_leaves,
    a_phone_is_called_verified_only_where_paynet_said_so,
)
