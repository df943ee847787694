"""Paywall: what is sent, and the whole verdict table."""

import json

import httpx
import pytest
from support.rig import (
    API_CLIENT,
    API_KEY,
    CODE,
    PHONE,
    REFERENCE,
    SESSION,
    TOKEN,
    USER_ID,
    Rig,
    answer_of,
    answering,
    envelope,
    refusal,
    result,
)

from otp_tui.core.exchange.exchange import ChallengeKind, Verb
from otp_tui.core.exchange.verdict import Delivery
from otp_tui.services.providers.gateway import GatewayMisuseError
from otp_tui.services.providers.paywall_verdicts import decide

NEW_TOKEN = "0123456789abcdef0123456789abcdef"
NEW_SESSION = "11111111-2222-3333-4444-555555555555"
VERBS = tuple(Verb)
OTP_VERBS = (Verb.START, Verb.RESEND, Verb.VERIFY)
CODE_PATH = "Body.Masterpass.Exception.Code"
RESPONSE_PATH = "Body.Masterpass.Result.ResponseCode"
LINKED_PATH = "Body.Masterpass.Result.AccountInformation.IsAccountLinked"
STATUS_PATH = "Body.Masterpass.StatusCode"
TOO_EARLY = "ERROR_CALLED_OTP_SERVICE_ONE_MORE_TIME_BEFORE_TIMEOUT_EXPIRED"
EXCEPTIONS = [
    ("OTP_IS_NOT_VALID", "code_refused"),
    ("INVALID_OTP", "code_refused"),
    ("1409", "code_refused"),
    (1409, "code_refused"),
    ("TOKEN_HAS_EXPIRED", "expired"),
    ("TOKEN_IS_NOT_VALID", "expired"),
    ("TOKEN_ALREADY_USED", "expired"),
    (TOO_EARLY, "too_early"),
    ("ERR_YOU_CAN_NOT_CALL_OTP_SERVICE_ONE_MORE_TIME", "limited"),
    ("ACCOUNT_NOT_FOUND", "not_found"),
    ("USER_NOT_FOUND", "not_found"),
    ("ACCOUNT_NOT_LINKED_TO_MERCHANT", "not_found"),
    ("CARD_NOT_FOUND", "not_found"),
    ("ACCOUNT_IS_ALREADY_LINKED_TO_THIS_MERCHANT", "ok"),
    ("AUTHENTICATION_FAILED", "credentials"),
    ("CLIENT_IS_NOT_AUTHENTICATED", "credentials"),
    ("MERCHANT_NOT_FOUND", "credentials"),
    ("INVALID_IP_ADDRESS", "credentials"),
    ("CONNECTION_ERROR", "provider_error"),
    ("VPOS_CONNECTION_ERROR", "provider_error"),
    ("VPOS_TIMEOUT_ERROR", "provider_error"),
    ("UNEXPECTED_ERROR", "provider_error"),
    ("SESSION_NOT_FOUND", "expired"),
    ("ACCOUNT_IS_BLOCKED", "refused"),
    ("otp_is_not_valid", "refused"),
    ("0000", "refused"),
]


def delivered(verb, verdict):
    """The delivery of a readable answer."""
    if verdict == "ok" and verb in {Verb.RESEND, Verb.VERIFY}:
        return Delivery.SENT
    open_ended = verb in OTP_VERBS and verdict in {"provider_error", "unknown"}
    return Delivery.MAYBE_SENT if open_ended else Delivery.NOT_SENT


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("code", "verdict"), EXCEPTIONS)
async def test_exception_code_under_both_kinds_of_envelope(code, verdict, verb):
    for outside in ({"ErrorCode": 0, "Result": True}, {"ErrorCode": 1, "Result": False}):
        answer = await answer_of("paywall", verb, refusal(code) | outside)
        assert answer.decision.verdict == verdict
        assert answer.decision.decided_by == f"{CODE_PATH} = {json.dumps(code)}"
        assert answer.already is (verdict == "ok")
        assert answer.words == "text"
        assert answer.session_dead is (code == "SESSION_NOT_FOUND")
        assert answer.delivery is delivered(verb, verdict)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        *((code, "credentials") for code in (4, 64, 401, 403)),
        *((code, "provider_error") for code in (5, 500, 501, 502, 503, 504)),
        *((code, "refused") for code in (1, 2, -1, 40, 56, 404, 505)),
    ],
)
async def test_error_code_without_an_exception(code, verdict, verb):
    for success in (True, False):
        body = result("5001", Token=NEW_TOKEN) | {"ErrorCode": code, "Result": success}
        answer = await answer_of("paywall", verb, body)
        assert answer.decision.verdict == verdict
        assert answer.decision.decided_by == f"ErrorCode = {code}"
        assert answer.token is None
        assert answer.delivery is delivered(verb, verdict)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb is not Verb.PREPARE])
@pytest.mark.parametrize(
    ("status", "verdict", "maybe"),
    [
        (401, "credentials", False),
        (403, "credentials", False),
        (429, "limited", False),
        (404, "refused", False),
        (500, "provider_error", True),
        (503, "provider_error", True),
        (302, "refused", True),
    ],
)
async def test_status_code_without_an_exception(status, verdict, maybe, verb):
    answer = await answer_of("paywall", verb, envelope(StatusCode=status))
    assert answer.decision.verdict == verdict
    assert answer.decision.decided_by == f"{STATUS_PATH} = {status}"
    assert answer.delivery == ("maybe_sent" if maybe and verb in OTP_VERBS else "not_sent")


NO_BOOLEANS = ["false", "true", "0", "", 0, 1, None, [], {}]
RESPONSES = [
    ("0000", {}, ("ok", "ok", "ok")),
    (0, {}, ("ok", "ok", "ok")),
    ("0000", {"IsVerified": True}, ("ok", "ok", "ok")),
    ("0000", {"IsVerified": False}, ("ok", "ok", "code_refused")),
    *(("0000", {"IsVerified": odd}, ("ok", "ok", "unknown")) for odd in NO_BOOLEANS),
    ("5001", {"Token": NEW_TOKEN}, ("challenge", "challenge", "challenge")),
    ("5008", {"Token": NEW_TOKEN}, ("challenge", "challenge", "challenge")),
    (5008, {"Token": NEW_TOKEN}, ("challenge", "challenge", "challenge")),
    ("5001", {}, ("unknown", "challenge", "unknown")),
    ("5008", {"Token": ""}, ("unknown", "challenge", "unknown")),
    ("5010", {"Url3d": "https://example.com/3d"}, ("three_d", "three_d", "three_d")),
    ("5015", {}, ("unknown", "unknown", "unknown")),
    ("9999", {"Token": NEW_TOKEN}, ("unknown", "unknown", "unknown")),
    ("", {}, ("unknown", "unknown", "unknown")),
    (None, {}, ("unknown", "unknown", "unknown")),
]
DELIVERED = {
    "ok": (Delivery.NOT_SENT, Delivery.SENT, Delivery.SENT),
    "challenge": (Delivery.SENT,) * 3,
    "three_d": (Delivery.NOT_SENT,) * 3,
    "code_refused": (Delivery.NOT_SENT,) * 3,
    "unknown": (Delivery.MAYBE_SENT,) * 3,
}


@pytest.mark.parametrize("status", [200, 202])
@pytest.mark.parametrize(("code", "fields", "verdicts"), RESPONSES)
async def test_response_code(code, fields, verdicts, status):
    body = result(code, **fields)
    body["Body"]["Masterpass"]["StatusCode"] = status
    for place, (verb, verdict) in enumerate(zip(OTP_VERBS, verdicts, strict=True)):
        rig = Rig(answering(body))
        answer = await rig.ask("paywall", verb)
        assert answer.decision.verdict == verdict
        assert answer.delivery is DELIVERED[verdict][place]
        challenged = verdict == "challenge"
        assert rig.value(answer.token) == (fields.get("Token") or None if challenged else None)
        kind = ChallengeKind.MASTERPASS if code in {"5008", 5008} else ChallengeKind.BANK
        assert answer.kind is (kind if challenged else None)


@pytest.mark.parametrize(
    ("body", "verdict", "decided_by"),
    [
        ({"SessionId": NEW_SESSION, "SessionExpiryDate": "2026-11-21T15:30:00"}, "ok", "ErrorCode = 0"),
        ({"SessionId": ""}, "unknown", "Body.SessionId = null (no usable id)"),
        ({"SessionId": 17}, "unknown", "Body.SessionId = null (no usable id)"),
        ({"SessionId": "a b\r\nX: y"}, "unknown", "Body.SessionId = null (no usable id)"),
        ({}, "unknown", "Body.SessionId = null (no usable id)"),
        (None, "unknown", "Body.SessionId = null (no usable id)"),
    ],
)
async def test_session(body, verdict, decided_by):
    rig = Rig(answering({"ErrorCode": 0, "Result": True, "Message": "", "Body": body}))
    answer = await rig.ask("paywall", Verb.PREPARE)
    assert answer.decision.verdict == verdict
    assert answer.decision.decided_by == decided_by
    assert rig.value(answer.session) == (NEW_SESSION if verdict == "ok" else None)
    assert answer.renewed is False
    assert answer.delivery is Delivery.NOT_SENT


@pytest.mark.parametrize(
    ("verb", "linked", "verdict", "decided_by"),
    [
        (Verb.CONFIRM, True, "ok", f"{STATUS_PATH} = 200"),
        (
            Verb.CONFIRM,
            False,
            "unknown",
            f"{LINKED_PATH} = false",
        ),
        (Verb.CONFIRM, None, "ok", f"{STATUS_PATH} = 200"),
        *(
            (Verb.CONFIRM, odd, "unknown", f"{LINKED_PATH} = {json.dumps(odd)}")
            for odd in (0, 1, "true", "0")
        ),
        (Verb.UNLINK, False, "ok", f"{STATUS_PATH} = 200"),
    ],
)
async def test_calls_without_a_response_code(verb, linked, verdict, decided_by):
    body = envelope(Result={"AccountInformation": {"IsAccountLinked": linked}})
    answer = await answer_of("paywall", verb, body)
    assert answer.decision.verdict == verdict
    assert answer.decision.decided_by == decided_by
    assert answer.linked is (linked if verb is Verb.CONFIRM and isinstance(linked, bool) else None)
    assert answer.delivery is Delivery.NOT_SENT


async def test_an_odd_is_verified_is_the_proof():
    answer = await answer_of("paywall", Verb.VERIFY, result("0000", IsVerified="false"))
    assert answer.decision.decided_by == 'Body.Masterpass.Result.IsVerified = "false"'
    assert answer.delivery is Delivery.MAYBE_SENT


def test_decide_needs_no_gateway():
    decision = decide(Verb.RESEND, 200, result("5008", Token=NEW_TOKEN))
    assert (decision.verdict, decision.decided_by) == ("challenge", f'{RESPONSE_PATH} = "5008"')


async def test_a_session_id_that_cannot_be_a_header_is_a_bug():
    rig = Rig(answering(envelope()))
    rig.handles["session"] = rig.registry.register("session", "two words")
    with pytest.raises(GatewayMisuseError, match="cannot be a header"):
        await rig.ask("paywall", Verb.CONFIRM)


async def test_accepted_is_no_answer_to_a_card_list():
    answer = await answer_of("paywall", Verb.CONFIRM, envelope(StatusCode=202))
    assert answer.decision.verdict == "unknown"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("status", "raw", "verdict", "name", "maybe"),
    [
        (401, b"", "credentials", "no JSON object", False),
        (403, b"<html>", "credentials", "no JSON object", False),
        (401, b"{}", "credentials", "", False),
        (429, b"", "limited", "no JSON object", False),
        (429, b"{}", "limited", "", False),
        (404, b"<html>", "provider_error", "no JSON object", False),
        (400, b'{"title": "Bad Request"}', "refused", "", False),
        (302, b"", "refused", "no JSON object", True),
        (500, b"{}", "provider_error", "", True),
        (502, b"<html>", "provider_error", "no JSON object", True),
        (200, b"<html>", "provider_error", "no JSON object", True),
        (200, b"[]", "provider_error", "no JSON object", True),
        (200, b"", "provider_error", "no JSON object", True),
    ],
)
async def test_without_a_readable_envelope(*, status, raw, verdict, name, maybe, verb):
    answer = await answer_of("paywall", verb, raw=raw, status=status)
    assert answer.decision.verdict == verdict
    assert answer.decision.decided_by == f"HTTP status = {status}" + (f" ({name})" if name else "")
    # a verify whose answer proves nothing leaves it open whether the code was used
    maybe = maybe or (verb is Verb.VERIFY and verdict == "provider_error")
    assert answer.delivery == ("maybe_sent" if maybe and verb in OTP_VERBS else "not_sent")


@pytest.mark.parametrize(
    ("status", "body", "verdict", "decided_by"),
    [
        (401, refusal("OTP_IS_NOT_VALID"), "code_refused", f'{CODE_PATH} = "OTP_IS_NOT_VALID"'),
        (401, {"ErrorCode": 1, "Result": False}, "refused", "ErrorCode = 1"),
        (400, refusal("TOKEN_HAS_EXPIRED"), "expired", f'{CODE_PATH} = "TOKEN_HAS_EXPIRED"'),
        (500, refusal("TOKEN_HAS_EXPIRED"), "expired", f'{CODE_PATH} = "TOKEN_HAS_EXPIRED"'),
        (429, {"ErrorCode": 1, "Result": False}, "limited", "HTTP status = 429"),
        (500, {"ErrorCode": 1, "Result": False}, "provider_error", "HTTP status = 500"),
        (500, result("5001", Token=NEW_TOKEN), "provider_error", "HTTP status = 500"),
        (401, result("0000"), "credentials", "HTTP status = 401"),
        (404, result("0000"), "refused", "HTTP status = 404"),
        (302, result("0000"), "refused", "HTTP status = 302"),
    ],
)
async def test_an_http_error_with_an_envelope(status, body, verdict, decided_by):
    answer = await answer_of("paywall", Verb.VERIFY, body, status)
    assert answer.decision.verdict == verdict
    assert answer.decision.decided_by == decided_by
    assert answer.token is None


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb is not Verb.PREPARE])
@pytest.mark.parametrize(
    ("renewed", "session", "expected"),
    [
        (True, NEW_SESSION, NEW_SESSION),
        (False, NEW_SESSION, None),
        ("true", NEW_SESSION, None),
        (1, NEW_SESSION, None),
        (None, NEW_SESSION, None),
        (True, "", None),
        (True, None, None),
        (True, "\ud800", None),
        (True, "two words", None),
    ],
)
async def test_a_renewed_session_is_taken_on_success_and_on_failure(renewed, session, expected, verb):
    good = result("5001", Token=NEW_TOKEN)
    for body, status in ((good, 200), (refusal("TOKEN_HAS_EXPIRED"), 200), (refusal("X"), 404)):
        body["Body"]["Session"] = {"SessionRenewed": renewed, "SessionId": session}
        rig = Rig(answering(body, status))
        answer = await rig.ask("paywall", verb)
        assert rig.value(answer.session) == expected
        assert answer.renewed is (expected is not None)


async def test_requests_are_written_as_documented():
    seen = []
    rig = Rig(httpx.MockTransport(lambda request: seen.append(request) or httpx.Response(200)))
    for verb in (Verb.PREPARE, Verb.START, Verb.RESEND, Verb.VERIFY, Verb.CONFIRM, Verb.UNLINK):
        await rig.ask("paywall", verb, verified=True)
    await rig.ask("paywall", Verb.PREPARE)
    base = "http://127.0.0.1:9/api/paywall/masterpass/"
    created = {"ReferenceCode": REFERENCE, "UserId": USER_ID, "UserPhone": f"90{PHONE}"}
    assert [
        (request.method, str(request.url).removeprefix(base), json.loads(request.content or b"null"))
        for request in seen
    ] == [
        ("POST", "session", created | {"PhoneVerifiedByMerchant": True}),
        ("POST", "merchant/link", {"SessionId": SESSION}),
        ("POST", "otp/resend", {"OtpToken": TOKEN, "SessionId": SESSION}),
        (
            "POST",
            "otp/verify",
            {"OtpToken": TOKEN, "OtpCode": CODE, "ForLinkToMerchant": True, "SessionId": SESSION},
        ),
        ("GET", "card/list", None),
        ("DELETE", "merchant/unlink", {"SessionId": SESSION}),
        ("POST", "session", created | {"PhoneVerifiedByMerchant": False}),
    ]
    assert {request.headers["apikeyprivate"] for request in seen} == {API_KEY}
    assert {request.headers["apiclientprivate"] for request in seen} == {API_CLIENT}
    assert {request.headers["content-type"] for request in seen if request.method == "POST"} == {
        "application/json"
    }
    assert [request.headers.get("sessionid") for request in seen] == [*[None] * 4, SESSION, None, None]


@pytest.mark.parametrize(
    ("pan", "shown"),
    [
        ("************0016", "************0016"),
        ("554960******0016", "************0016"),
        ("****0016", "****0016"),
        ("5549601234560016", "************0016"),
        ("5549 6012 3456 0016", "************0016"),
        (17, ""),
        (None, ""),
    ],
)
async def test_a_card_number_is_never_taken_unmasked(pan, shown):
    answer = await answer_of("paywall", Verb.START, result("0000", MaskedPan=pan))
    assert answer.detail.masked_pan == shown


@pytest.mark.parametrize(
    ("exception", "description", "message", "words"),
    [
        ({"Code": "X", "Message": "first"}, "second", "third", "first"),
        (None, "second", "third", "second"),
        (None, None, "third", "third"),
        (None, None, 17, ""),
    ],
)
async def test_words_are_the_most_exact_message(exception, description, message, words):
    body = envelope(Exception=exception, Result={"Description": description}) | {"Message": message}
    assert (await answer_of("paywall", Verb.START, body)).words == words
