"""What claims the opposite of a verdict, and the page of what decided."""

import json

import pytest
from support.rig import Rig, answering, envelope, refusal, result
from third_provider.adapter import Acme

from otp_tui.core.exchange.exchange import Verb
from otp_tui.services.providers import paynet_shapes, paywall_shapes

ENVELOPE = (("ErrorCode", "0"), ("Result", "true"))
STATUS = ("Body.Masterpass.StatusCode", "200")
CODE_1 = {"ErrorCode": 1, "Result": False}
SENT = {"otp_expire": "2026-11-21T14:05:09+03:00", "code": 0, "message": ""}


@pytest.mark.parametrize(
    ("provider", "verb", "status", "body", "despite"),
    [
        ("paywall", Verb.START, 200, refusal("ACCOUNT_NOT_FOUND"), ENVELOPE),
        ("paywall", Verb.START, 200, refusal("ACCOUNT_NOT_FOUND", 200), (*ENVELOPE, STATUS)),
        ("paywall", Verb.VERIFY, 200, refusal("TOKEN_HAS_EXPIRED", 401) | CODE_1, ()),
        ("paywall", Verb.VERIFY, 200, result("0000", IsVerified=False), (
            *ENVELOPE, STATUS, ("Body.Masterpass.Result.ResponseCode", '"0000"'),
        )),
        ("paywall", Verb.START, 200, result("9999"), (*ENVELOPE, STATUS)),
        ("paywall", Verb.START, 200, result("5001", Token="t"), ()),
        ("paywall", Verb.START, 200, result("5010"), ()),
        ("paywall", Verb.START, 200, envelope(StatusCode=409, Exception={"Code": "ACCOUNT_IS_ALREADY_LINKED_TO_THIS_MERCHANT"}) | CODE_1, (
            ("ErrorCode", "1"), ("Result", "false"), ("Body.Masterpass.StatusCode", "409"),
        )),
        ("paywall", Verb.VERIFY, 502, result("0000"), (
            *ENVELOPE, STATUS, ("Body.Masterpass.Result.ResponseCode", '"0000"'),
        )),
        ("paywall", Verb.START, 200, envelope() | {"ErrorCode": "1"}, (("Result", "true"), STATUS)),
        ("paywall", Verb.START, 200, envelope() | {"Result": False}, (("ErrorCode", "0"), STATUS)),
        ("paynet", Verb.START, 200, SENT | {"code": 1}, ()),  # a refusal under HTTP 200 is documented
        ("paynet", Verb.START, 200, SENT, ()),
        ("paynet", Verb.START, 500, {"code": 0, "result_code": 0}, (("code", "0"), ("result_code", "0"))),
        ("paynet", Verb.START, 401, {"code": 401, "result_code": 7}, ()),
        ("paynet", Verb.START, 401, ["x"], ()),
    ],
)  # fmt: skip
async def test_the_fields_that_claim_the_opposite(provider, verb, status, body, despite):
    rig = Rig(answering(body, status))
    await rig.ask(provider, verb)
    assert rig.records[0].despite == despite


PAGES = {
    ("paynet", Verb.START): paynet_shapes.SEND_OTP.page,
    ("paynet", Verb.RESEND): paynet_shapes.SEND_OTP.page,
    ("paynet", Verb.VERIFY): paynet_shapes.CHECK_OTP.page,
    ("paywall", Verb.PREPARE): paywall_shapes.SESSION.page,
    ("paywall", Verb.START): paywall_shapes.LINK.page,
    ("paywall", Verb.RESEND): paywall_shapes.RESEND.page,
    ("paywall", Verb.VERIFY): paywall_shapes.VERIFY.page,
    ("paywall", Verb.CONFIRM): paywall_shapes.CARD_LIST.page,
    ("paywall", Verb.UNLINK): paywall_shapes.UNLINK.page,
}


@pytest.mark.parametrize(("provider", "verb"), PAGES)
async def test_the_page_of_the_call(provider, verb):
    rig = Rig(answering(raw=b"<html>"))
    await rig.ask(provider, verb)
    assert rig.records[0].page == PAGES[provider, verb]
    assert len(set(PAGES.values())) == 8


async def test_the_page_of_an_error_object():
    rig = Rig(answering({}, 401))
    await rig.ask("paynet", Verb.START)
    assert rig.records[0].page == "https://doc.paynet.com.tr/genel-bilgiler/hata-kodlari/http-status-kodlar"


async def test_a_provider_without_documents_is_recorded_without_them(monkeypatch):
    from otp_tui.services.providers.registry import ADAPTERS

    class Bare(Acme):
        def __init__(self, registry, _target):
            self._registry, self._key = registry, _target.credentials["paynet.secret_key"]

    monkeypatch.setitem(ADAPTERS, "paynet", Bare)
    rig = Rig(answering(raw=json.dumps({"status": "wrong", "more": 1}).encode()))
    await rig.ask("paynet", Verb.VERIFY)
    [exchange] = rig.records
    assert exchange.decision.decided_by == 'status = "wrong"'
    assert (exchange.page, exchange.despite, exchange.drift) == ("", (), ())
