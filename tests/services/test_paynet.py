"""Paynet: what is sent, and the whole verdict table."""

import json

import httpx
import pytest
from support.rig import CODE, NOON_HEADER, PHONE, REFERENCE, SECRET_KEY, Rig, answer_of, answering

from otp_tui.core.exchange.exchange import ChallengeKind, Request, Verb
from otp_tui.core.exchange.verdict import Delivery
from otp_tui.core.ports import RequestProgress
from otp_tui.core.timestamps import ExpiryProblem
from otp_tui.services.providers.gateway import GatewayMisuseError

NAMES = dict(
    line.split()
    for line in """1 unsuccessful
2 companyblocked
3 agentblocked
4 agentnotfound
5 duplicatedata
6 noprocess
7 unauthorized
8 servererror
9 notimplemented
10 timeout
11 badrequest
12 nodata
13 paynetjnosession
14 paynetjwrongbin
15 paynetjunmatchtran
16 paynetj3derror
17 paynetjusedsession
18 wrongcarddata
19 wrongtransactiontype
20 wrongpostype
21 wrongratioget
100 oldsuccessful""".splitlines()
)
CREDENTIALS, REFUSED, BROKEN = (2, 3, 4, 7), (5, 6, 9, *range(11, 22)), (8, 10)
TABLE = [
    *((code, "credentials", "credentials") for code in CREDENTIALS),
    *((code, "refused", "refused") for code in REFUSED),
    *((code, "provider_error", "provider_error") for code in BROKEN),
    *((code, "unknown", "unknown") for code in (100, 22, 26, 200, -1, 999)),
    (0, "challenge", "ok"),
    (1, "refused", "code_refused"),
]
DELIVERED = {
    "challenge": "sent",
    "ok": "sent",
    "refused": "not_sent",
    "code_refused": "not_sent",
    "credentials": "not_sent",
    "provider_error": "maybe_sent",
    "unknown": "maybe_sent",
}
SENDS, CHECKS = (Verb.START, Verb.RESEND), (Verb.VERIFY,)


@pytest.mark.parametrize("spelled", [int, str])
@pytest.mark.parametrize(("code", "sending", "checking"), TABLE)
async def test_code_under_200(code, sending, checking, spelled):
    name = f" ({NAMES[str(code)]})" if str(code) in NAMES else ""
    for verb in (*SENDS, *CHECKS):
        answer = await answer_of("paynet", verb, {"code": spelled(code), "message": "text"})
        assert answer.decision.verdict == (checking if verb is Verb.VERIFY else sending)
        assert answer.decision.decided_by == f"code = {json.dumps(spelled(code))}{name}"
        assert answer.words == "text"
        assert answer.delivery == DELIVERED[answer.decision.verdict]


@pytest.mark.parametrize(("code", "sending", "checking"), [row for row in TABLE if row[0] != 0])
@pytest.mark.parametrize("status", [400, 401, 404, 500])
async def test_result_code_under_an_error_status(status, code, sending, checking):
    body = {"type": "api_error", "message": "text", "code": status, "result_code": code}
    name = f" ({NAMES[str(code)]})" if str(code) in NAMES else ""
    for verb in (*SENDS, *CHECKS):
        answer = await answer_of("paynet", verb, body, status)
        assert answer.decision.verdict == (checking if verb is Verb.VERIFY else sending)
        assert answer.decision.decided_by == f"result_code = {code}{name}"
        proves_nothing = answer.decision.verdict in {"provider_error", "unknown"}
        assert answer.delivery == ("maybe_sent" if status >= 500 or proves_nothing else "not_sent")


@pytest.mark.parametrize(
    ("status", "verdict", "delivery"),
    [
        (301, "refused", "maybe_sent"),
        (302, "refused", "maybe_sent"),
        (400, "refused", "not_sent"),
        (401, "credentials", "not_sent"),
        (403, "credentials", "not_sent"),
        (404, "refused", "not_sent"),
        (405, "refused", "not_sent"),
        (429, "limited", "not_sent"),
        (500, "provider_error", "maybe_sent"),
        (502, "provider_error", "maybe_sent"),
        (503, "provider_error", "maybe_sent"),
    ],
)
@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"<html></html>", " (no JSON object)"),
        (b"", " (no JSON object)"),
        (b"[]", " (no JSON object)"),
        (b'{"code": 0}', ""),
        (b'{"result_code": null}', ""),
        (b'{"result_code": 0}', ""),
        (b'{"result_code": true}', ""),
    ],
)
async def test_status_without_an_error_object(raw, name, status, verdict, delivery):
    for verb in (*SENDS, *CHECKS):
        answer = await answer_of("paynet", verb, raw=raw, status=status)
        assert answer.decision.verdict == verdict
        assert answer.decision.decided_by == f"HTTP status = {status}{name}"
        assert answer.delivery == delivery


@pytest.mark.parametrize(
    "raw", [b"", b"null", b"[1]", b'"text"', b"12", b"<html>", b'{"code": NaN}', b'{"code": 0', b"\xff\xfe"]
)
async def test_200_that_is_no_json_object(raw):
    for verb in (*SENDS, *CHECKS):
        answer = await answer_of("paynet", verb, raw=raw)
        assert answer.decision.verdict == "provider_error"
        assert answer.decision.decided_by == "HTTP status = 200 (no JSON object)"
        assert answer.delivery is Delivery.MAYBE_SENT


async def test_a_byte_order_mark_and_broken_letters_do_not_matter():
    answer = await answer_of("paynet", Verb.START, raw=b'\xef\xbb\xbf{"code": 0, "message": "\xff"}')
    assert answer.decision.decided_by == "code = 0"
    assert answer.words == "\ufffd"


async def test_expiry_is_counted_by_the_date_of_the_same_answer():
    body = {"code": 0, "otp_expire": "2026-11-21T15:02:00.1234567+03:00"}
    answer = await answer_of("paynet", Verb.START, body, headers={"Date": NOON_HEADER})
    assert answer.kind is ChallengeKind.CARD
    assert answer.expiry.remaining == 120.123456
    assert answer.expiry.by_own_clock is False
    own = await answer_of("paynet", Verb.START, body)
    assert own.expiry.by_own_clock is True
    assert (await answer_of("paynet", Verb.START, {"code": 0})).expiry.problem is ExpiryProblem.ABSENT
    assert (await answer_of("paynet", Verb.VERIFY, body)).expiry is None


async def test_requests_are_written_as_documented():
    seen = []
    rig = Rig(httpx.MockTransport(lambda request: seen.append(request) or httpx.Response(200)))
    for verb in (Verb.START, Verb.RESEND, Verb.VERIFY):
        await rig.ask("paynet", verb)
    start, resend, verify = seen
    assert [str(request.url).removeprefix("http://127.0.0.1:9") for request in seen] == [
        "/v1/card/send_otp",
        "/v1/card/send_otp",
        "/v1/card/check_otp",
    ]
    assert {request.method for request in seen} == {"POST"}
    assert json.loads(start.content) == {"user_gsm": PHONE, "otp_session_id": REFERENCE}
    assert resend.content == start.content
    assert json.loads(verify.content) == {"otp_code": CODE, "otp_session_id": REFERENCE, "user_gsm": PHONE}
    assert start.headers["authorization"] == f"Basic {SECRET_KEY}"
    assert start.headers["content-type"] == "application/json; charset=UTF-8"
    assert start.headers["accept"] == "application/json; charset=UTF-8"
    assert start.headers["accept-encoding"] == "identity"


async def test_the_key_can_be_sent_in_base64():
    seen = []
    transport = httpx.MockTransport(lambda request: seen.append(request) or httpx.Response(200))
    await Rig(transport, base64=True).ask("paynet", Verb.START)
    assert seen[0].headers["authorization"] == "Basic c2NrX3Bjc19BYkMvZEVmK0doSWpLbE1uT3BRcj09Og=="


@pytest.mark.parametrize("verb", [Verb.PREPARE, Verb.CONFIRM, Verb.UNLINK])
async def test_paynet_has_no_such_call(verb):
    rig = Rig(answering({"code": 0}))
    with pytest.raises(GatewayMisuseError, match=f"Paynet has no {verb.value}"):
        await rig.ask("paynet", verb)
    assert rig.records == []


async def test_a_request_without_what_it_needs_is_a_bug():
    rig = Rig(answering({"code": 0}))
    gateway = rig.gateways.of("paynet")
    with pytest.raises(GatewayMisuseError, match="no reference"):
        await gateway.call(Request(1, Verb.START, "paynet"), RequestProgress())
    request = rig.request("paynet", Verb.VERIFY)._replace(code="code#9")
    with pytest.raises(GatewayMisuseError, match="nothing behind code#9"):
        await gateway.call(request, RequestProgress())
    assert rig.records == []
