"""What must be true of a request in the moment in which it leaves."""

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import SENDING_VERBS
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import Journey

NEEDED = ("otp_session_id", "otp_code", "user_gsm", "OtpToken", "OtpCode", "SessionId", "ReferenceCode")


def truth_3_the_newest_session_wins(scene, sight):
    told = sight.fields.get("SessionId", sight.headers.get("sessionid"))
    if told is not None:
        assert told == scene.expected.session


def truth_3_the_newest_token_wins(scene, sight):
    if "OtpToken" in sight.fields:
        assert sight.fields["OtpToken"] == scene.expected.token


def truth_3_a_resend_keeps_its_own_id_and_a_start_has_a_new_one(scene, sight):
    if sight.call == "send_otp":
        assert scene.expected.is_resend(sight) == (sight.asked.verb == "resend")
    if sight.call == "check_otp":
        assert sight.fields["otp_session_id"] == scene.expected.reference


def truth_4_each_request_follows_from_one_press(scene, sight):
    assert sight.call in scene.allowed


def truth_4_no_more_sends_than_presses_that_asked_for_one(scene, sight):
    sends = [other for other in scene.network.sights if other.asked.verb in SENDING_VERBS]
    assert len(sends) <= scene.presses


def truth_5_one_request_is_in_flight(scene, sight):
    assert scene.network.under_way == [sight]


def truth_5_requests_are_numbered(scene, sight):
    assert sight.asked.number == scene.walkthrough.requests
    numbers = [other.asked.number for other in scene.sights]
    assert numbers == sorted(set(numbers))


def truth_7_no_resend_before_its_rule_opens(scene, sight):
    if not scene.expected.is_resend(sight):
        return
    early = scene.expected.waiting.opens_in(scene.times.passed) > 1e-6
    assert early <= (Intent.RESEND_EARLY in scene.pressed)
    assert not (early and scene.walkthrough.environment is Environment.LIVE)


def truth_9_a_code_is_sent_as_it_was_typed(scene, sight):
    code = sight.fields.get("otp_code", sight.fields.get("OtpCode"))
    if code is not None:
        assert code in scene.codes


def truth_12_keys_leave_for_the_provider_alone(scene, sight):
    assert sight.url.startswith("http://127.0.0.1:9/")


def truth_13_what_a_request_needs_is_safe_before_it_leaves(scene, sight):
    secrets = {value for name, value in sight.fields.items() if name in NEEDED}
    assert secrets <= set(scene.open_walkthroughs.secrets[scene.walkthrough.id].values())


def a_phone_is_called_verified_only_where_paynet_said_so(scene, sight):
    if sight.call == "session":
        verified = sight.fields["PhoneVerifiedByMerchant"]
        assert verified == (scene.walkthrough.journey is Journey.FULL)
        assert verified <= (sight.fields["UserPhone"].removeprefix("90") in scene.expected.verified)


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
