"""The rows of the decision rules that no documented answer reaches."""

import gzip

import pytest
from support.rig import SESSION, TOKEN, answer_of, envelope, refusal, result

from otp_tui.core.exchange.exchange import Verb
from otp_tui.services.http.body import BoundedBody


@pytest.mark.parametrize("status", [201, 202, 204])
@pytest.mark.parametrize(
    ("body", "verdict", "decided_by", "delivery"),
    [
        # of Paynet's answers only 200 is a success, and `code` counts there only
        ({"code": 0}, "refused", "HTTP status = {}", "maybe_sent"),
        ({"code": 11}, "refused", "HTTP status = {}", "maybe_sent"),
        ({"code": 0, "result_code": 0}, "refused", "HTTP status = {}", "maybe_sent"),
        ({"code": 0, "result_code": 11}, "refused", "result_code = 11 (badrequest)", "not_sent"),
        ({"result_code": 7}, "credentials", "result_code = 7 (unauthorized)", "not_sent"),
        ({"result_code": 100}, "unknown", "result_code = 100 (oldsuccessful)", "maybe_sent"),
        ([], "refused", "HTTP status = {} (no JSON object)", "maybe_sent"),
    ],
)
async def test_paynet_under_another_2xx(status, body, verdict, decided_by, delivery):
    answer = await answer_of("paynet", Verb.START, body, status)
    assert (answer.decision.verdict, answer.delivery) == (verdict, delivery)
    assert answer.decision.decided_by == decided_by.format(status)


NO = {"ErrorCode": 1, "Result": False}
CODE = 'Body.Masterpass.Exception.Code = "TOKEN_HAS_EXPIRED"'


@pytest.mark.parametrize(
    ("status", "body", "verdict", "decided_by", "delivery"),
    [
        # a success, a challenge and an unknown under an HTTP error are not believed
        (404, result("0000"), "refused", "HTTP status = 404", "not_sent"),
        (404, result("5001", Token=TOKEN), "refused", "HTTP status = 404", "not_sent"),
        (401, result("5008", Token=TOKEN), "credentials", "HTTP status = 401", "not_sent"),
        (404, result("5010"), "refused", "HTTP status = 404", "not_sent"),
        (401, result("9999"), "credentials", "HTTP status = 401", "not_sent"),
        # 3xx, 429 and 5xx are overruled by an Exception.Code only, and the status keeps the delivery open
        (302, NO, "refused", "HTTP status = 302", "maybe_sent"),
        (302, refusal("TOKEN_HAS_EXPIRED"), "expired", CODE, "maybe_sent"),
        (429, NO, "limited", "HTTP status = 429", "not_sent"),
        (429, refusal("TOKEN_HAS_EXPIRED"), "expired", CODE, "not_sent"),
        (500, NO, "provider_error", "HTTP status = 500", "maybe_sent"),
        (500, refusal("TOKEN_HAS_EXPIRED"), "expired", CODE, "maybe_sent"),
        # a good StatusCode is 200 or 202
        (200, envelope(StatusCode=201), "refused", "Body.Masterpass.StatusCode = 201", "not_sent"),
        (200, envelope(StatusCode=204), "refused", "Body.Masterpass.StatusCode = 204", "not_sent"),
        # other 2xx of HTTP are read as 200 is
        (
            201,
            result("5001", Token=TOKEN),
            "challenge",
            'Body.Masterpass.Result.ResponseCode = "5001"',
            "sent",
        ),
        (202, result("9999"), "unknown", 'Body.Masterpass.Result.ResponseCode = "9999"', "maybe_sent"),
    ],
)
async def test_paywall_between_two_statuses(*, status, body, verdict, decided_by, delivery):
    answer = await answer_of("paywall", Verb.START, body, status)
    assert (answer.decision.verdict, answer.delivery) == (verdict, delivery)
    assert answer.decision.decided_by == decided_by


@pytest.mark.parametrize(
    ("body", "already"),
    [(result("0000"), False), (refusal("ACCOUNT_IS_ALREADY_LINKED_TO_THIS_MERCHANT"), True)],
)
async def test_only_one_answer_says_that_the_account_was_linked_before(body, already):
    answer = await answer_of("paywall", Verb.START, body)
    assert (answer.decision.verdict, answer.already) == ("ok", already)


@pytest.mark.parametrize(("status", "says"), [(200, NO), (500, {}), (404, {}), (200, {"ErrorCode": 64})])
async def test_the_session_of_a_failure_is_not_taken(status, says):
    body = {"ErrorCode": 0, "Result": True, "Body": {"SessionId": SESSION}} | says
    answer = await answer_of("paywall", Verb.PREPARE, body, status)
    assert (answer.session, answer.renewed) == (None, False)


def test_what_follows_the_end_of_a_packed_body_is_not_kept():
    body = BoundedBody("gzip", 1_000)
    body.add(gzip.compress(b"{}"))
    for _ in range(100):
        body.add(b"tail")
    body.end()
    assert body.data == b"{}"
    assert body._unpacker.unused_data == b""
