"""The providers' documented answers, through the gateways as everybody calls them."""

import copy
import json
from pathlib import Path

import pytest
from support.rig import Rig, answering

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Delivery, Verdict

VECTORS = sorted((Path(__file__).parents[1] / "vectors").glob("*.json"))
CALLS = {
    "/v1/card/send_otp": ("paynet", Verb.START),
    "/v1/card/check_otp": ("paynet", Verb.VERIFY),
    "/api/paywall/masterpass/merchant/link": ("paywall", Verb.START),
    "/api/paywall/masterpass/otp/resend": ("paywall", Verb.RESEND),
    "/api/paywall/masterpass/otp/verify": ("paywall", Verb.VERIFY),
}


def load(name):
    path = Path(__file__).parents[1] / "vectors" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


async def answered(vector):
    rig = Rig(answering(vector["body"], vector["http_status"]))
    provider, verb = CALLS[vector["call"].split()[1]]
    return rig, await rig.ask(provider, verb)


def test_all_twelve_are_here():
    assert len(VECTORS) == 12


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
async def test_vector(path):
    vector = json.loads(path.read_text(encoding="utf-8"))
    expected = vector["expect"]
    rig, answer = await answered(vector)
    assert answer.decision.verdict == expected["verdict"]
    assert answer.decision.decided_by == expected["decided_by"]
    assert rig.value(answer.token) == expected.get("token")
    assert rig.value(answer.session) == expected.get("session_id")
    assert answer.renewed is ("session_id" in expected)
    if "kind" in expected:
        assert answer.kind == expected["kind"]
    if "expires_at" in expected:
        assert answer.expiry.at.isoformat().replace("+00:00", "Z") == expected["expires_at"]
    assert answer.http_status == vector["http_status"]
    assert answer.fault is None
    [exchange] = rig.records
    assert exchange.decision == answer.decision
    assert exchange.call == vector["call"].split("/", 3 if "card" in vector["call"] else 4)[-1]


@pytest.mark.parametrize(
    ("name", "delivery"),
    [
        ("paynet_send_otp_success", Delivery.SENT),
        ("paynet_error_object", Delivery.NOT_SENT),
        ("paynet_check_otp_success", Delivery.SENT),
        ("paynet_check_otp_unsuccessful", Delivery.NOT_SENT),
        ("paywall_link_needs_otp", Delivery.SENT),
        ("paywall_link_account_not_found", Delivery.NOT_SENT),
        ("paywall_resend_success", Delivery.SENT),
        ("paywall_resend_failure", Delivery.NOT_SENT),
        ("paywall_verify_success", Delivery.SENT),
        ("paywall_verify_wrong_code", Delivery.NOT_SENT),
    ],
)
async def test_delivery_of_the_documented_answers(name, delivery):
    _, answer = await answered(load(name))
    assert answer.delivery is delivery


async def test_the_details_of_a_link_are_kept():
    _, answer = await answered(load("paywall_link_needs_otp"))
    assert answer.detail == ("Akbank", "************0016", "100005844117")
    assert answer.words.startswith("Telefonunuza gelen tek kullanımlık şifreyi")


ABSENT = object()
RESULT = ("Body", "Masterpass", "Result")
LINK = "paywall_link_needs_otp"
VERIFIED = "paywall_verify_success"
SENT = "paynet_send_otp_success"
MUTATIONS = [
    (SENT, ("code",), ABSENT, "provider_error", "code = null (absent)", "maybe_sent"),
    (SENT, ("code",), None, "provider_error", "code = null", "maybe_sent"),
    (SENT, ("code",), False, "provider_error", "code = false", "maybe_sent"),
    (SENT, ("code",), True, "provider_error", "code = true", "maybe_sent"),
    (SENT, ("code",), 0.5, "provider_error", "code = 0.5", "maybe_sent"),
    (SENT, ("code",), "zero", "provider_error", 'code = "zero"', "maybe_sent"),
    (SENT, ("code",), "", "provider_error", 'code = ""', "maybe_sent"),
    (SENT, ("code",), [0], "provider_error", "code = […]", "maybe_sent"),
    (SENT, ("code",), {"code": 0}, "provider_error", "code = {…}", "maybe_sent"),
    (SENT, ("code",), "0", "challenge", 'code = "0"', "sent"),
    (SENT, ("code",), 7, "credentials", "code = 7 (unauthorized)", "not_sent"),
    (SENT, ("code",), "7", "credentials", 'code = "7" (unauthorized)', "not_sent"),
    (SENT, ("code",), 10**30, "unknown", f"code = {10**30}", "maybe_sent"),
    (SENT, ("extra",), {"code": 7}, "challenge", "code = 0", "sent"),
    (SENT, ("otp_expire",), ABSENT, "challenge", "code = 0", "sent"),
    (SENT, ("otp_expire",), 17, "challenge", "code = 0", "sent"),
    (SENT, ("message",), {"a": 1}, "challenge", "code = 0", "sent"),
    (LINK, ("ErrorCode",), ABSENT, "refused", "ErrorCode = null", "maybe_sent"),
    (LINK, ("ErrorCode",), False, "refused", "ErrorCode = false", "maybe_sent"),
    (LINK, ("ErrorCode",), "0", "challenge", 'Body.Masterpass.Result.ResponseCode = "5001"', "sent"),
    (LINK, ("Result",), 1, "refused", "Result = 1", "maybe_sent"),
    (LINK, ("Result",), "true", "refused", 'Result = "true"', "maybe_sent"),
    (LINK, ("Result",), False, "refused", "Result = false", "not_sent"),
    (LINK, ("Result",), None, "refused", "Result = null", "maybe_sent"),
    (LINK, ("Body",), None, "unknown", "Body.Masterpass = null", "maybe_sent"),
    (LINK, ("Body", "Masterpass"), None, "unknown", "Body.Masterpass = null", "maybe_sent"),
    (LINK, ("Body", "Masterpass"), [], "unknown", "Body.Masterpass = […]", "maybe_sent"),
    (LINK, ("Body", "Masterpass", "StatusCode"), ABSENT, "unknown", "Body.Masterpass.StatusCode = null", "maybe_sent"),
    (LINK, ("Body", "Masterpass", "StatusCode"), True, "unknown", "Body.Masterpass.StatusCode = true", "maybe_sent"),
    (LINK, ("Body", "Masterpass", "StatusCode"), 503, "provider_error", "Body.Masterpass.StatusCode = 503", "maybe_sent"),
    (LINK, ("Body", "Masterpass", "Exception"), {}, "refused", "Body.Masterpass.Exception = {…}", "not_sent"),
    (LINK, RESULT, None, "unknown", "Body.Masterpass.Result.ResponseCode = null", "maybe_sent"),
    (LINK, RESULT, True, "unknown", "Body.Masterpass.Result.ResponseCode = null", "maybe_sent"),
    (LINK, (*RESULT, "ResponseCode"), ABSENT, "unknown", "Body.Masterpass.Result.ResponseCode = null", "maybe_sent"),
    (LINK, (*RESULT, "ResponseCode"), 5001, "challenge", "Body.Masterpass.Result.ResponseCode = 5001", "sent"),
    (LINK, (*RESULT, "ResponseCode"), 0, "ok", "Body.Masterpass.Result.ResponseCode = 0", "not_sent"),
    (LINK, (*RESULT, "ResponseCode"), True, "unknown", "Body.Masterpass.Result.ResponseCode = true", "maybe_sent"),
    (LINK, (*RESULT, "ResponseCode"), "05001", "unknown", 'Body.Masterpass.Result.ResponseCode = "05001"', "maybe_sent"),
    (LINK, (*RESULT, "responsecode"), "0000", "challenge", 'Body.Masterpass.Result.ResponseCode = "5001"', "sent"),
    (LINK, (*RESULT, "Token"), ABSENT, "unknown", 'Body.Masterpass.Result.ResponseCode = "5001" (no Token)', "maybe_sent"),
    (LINK, (*RESULT, "Token"), 17, "unknown", 'Body.Masterpass.Result.ResponseCode = "5001" (no Token)', "maybe_sent"),
    (LINK, (*RESULT, "Token"), "a\nb", "unknown", 'Body.Masterpass.Result.ResponseCode = "5001" (no Token)', "maybe_sent"),
    (LINK, (*RESULT, "Extra"), {"ResponseCode": "0000"}, "challenge", 'Body.Masterpass.Result.ResponseCode = "5001"', "sent"),
    (VERIFIED, (*RESULT, "IsVerified"), False, "code_refused", "Body.Masterpass.Result.IsVerified = false", "not_sent"),
    (VERIFIED, (*RESULT, "IsVerified"), ABSENT, "ok", 'Body.Masterpass.Result.ResponseCode = "0000"', "sent"),
    (VERIFIED, (*RESULT, "ResponseCode"), "", "unknown", 'Body.Masterpass.Result.ResponseCode = ""', "maybe_sent"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "path", "value", "verdict", "decided_by", "delivery"), MUTATIONS)
async def test_mutation(*, name, path, value, verdict, decided_by, delivery):
    vector = copy.deepcopy(load(name))
    place = vector["body"]
    for step in path[:-1]:
        place = place[step]
    if value is ABSENT:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    _, answer = await answered(vector)
    assert answer.decision.verdict == verdict
    assert answer.decision.decided_by == decided_by
    assert answer.delivery == delivery


@pytest.mark.parametrize(
    ("name", "field"), [(SENT, "code"), (LINK, "Body"), (LINK, "ErrorCode"), (LINK, "Result")]
)
async def test_a_field_in_another_case_is_another_field(name, field):
    vector = load(name)
    vector["body"][field.swapcase()] = vector["body"].pop(field)
    _, answer = await answered(vector)
    assert answer.decision.verdict in {Verdict.PROVIDER_ERROR, Verdict.REFUSED, Verdict.UNKNOWN}
    assert answer.delivery is Delivery.MAYBE_SENT
    assert answer.token is None
