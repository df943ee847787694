"""The Masterpass services, their rules and their shapes."""

import re

import pytest

TOKEN = re.compile(r"[0-9a-f]{32}")
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def masterpass(answer):
    assert answer.status_code == 200
    return answer.json()["Body"]["Masterpass"]


def code_in(answer):
    return masterpass(answer)["Exception"]["Code"]


async def linked(customer, code_of):
    """Link a customer's account; return the session id."""
    session = await customer.session()
    token = masterpass(await customer.link(session))["Result"]["Token"]
    await customer.verify(session, token, code_of(customer))
    return session


async def test_session_answers_flat_and_in_istanbul_time(customer):
    answer = await customer("01").paywall("session", ReferenceCode="r", UserId="u", UserPhone="905000000001")
    told = answer.json()
    assert GUID.fullmatch(told["Body"].pop("SessionId"))
    assert told == {
        "ErrorCodeType": 1,
        "ErrorMessage": None,
        "ErrorCode": 0,
        "Result": True,
        "Message": "",
        "Body": {"SessionExpiryDate": "2026-11-21T15:30:00"},
    }


async def test_link_asks_for_an_otp(customer, code_of):
    ayse = customer("01")
    session = await ayse.session()
    told = (await ayse.link(session)).json()
    result = told["Body"]["Masterpass"]["Result"]
    assert TOKEN.fullmatch(result.pop("Token"))
    assert re.fullmatch(r"1000[0-9]{8}", result.pop("RetrievalReferenceNumber"))
    assert GUID.fullmatch(told["Body"]["Masterpass"].pop("CorrelationId"))
    assert told == {
        "ErrorCodeType": 1,
        "ErrorMessage": None,
        "ErrorCode": 0,
        "Result": True,
        "Message": "",
        "Body": {
            "Session": {"SessionRenewed": False, "SessionId": session},
            "Masterpass": {
                "Result": {
                    "ResponseCode": "5001",
                    "Description": "Bankanızın gönderdiği tek kullanımlık kodu girin.",
                    "CardIssuerName": "Örnekbank",
                    "MaskedPan": "************0016",
                },
                "BuildId": "83",
                "Exception": None,
                "Message": "Accepted",
                "RequestId": None,
                "StatusCode": 202,
                "Version": None,
            },
        },
    }
    assert re.fullmatch(r"[0-9]{6}", code_of(ayse))


async def test_verify_links_the_account(customer, code_of):
    ayse = customer("01")
    session = await ayse.session()
    token = masterpass(await ayse.link(session))["Result"]["Token"]
    told = masterpass(await ayse.verify(session, token, code_of(ayse)))
    assert (told["StatusCode"], told["Message"], told["Exception"]) == (200, "OK", None)
    result = told["Result"]
    assert TOKEN.fullmatch(result["Token"])
    assert result.pop("Token") != token
    assert re.fullmatch(r"[0-9A-F]{64}", result.pop("CardUniqueNumber"))
    assert re.fullmatch(r"[0-9]{12}", result.pop("RetrievalReferenceNumber"))
    assert result == {
        "IsVerified": True,
        "Url3d": None,
        "Url3dSuccess": None,
        "Url3dFail": None,
        "ResponseCode": "0000",
        "Description": "İşlem başarılı.",
    }


async def test_resend_answers_5001_under_200_and_rotates_the_token(customer, code_of):
    ayse = customer("01")
    session = await ayse.session()
    first = masterpass(await ayse.link(session))["Result"]["Token"]
    first_code = code_of(ayse)
    told = masterpass(await ayse.resend(session, first))
    second = told["Result"]["Token"]
    assert (told["StatusCode"], told["Result"]["ResponseCode"]) == (200, "5001")
    assert set(told["Result"]) == {"Token", "RetrievalReferenceNumber", "ResponseCode", "Description"}
    assert second != first
    assert code_in(await ayse.verify(session, first, code_of(ayse))) == "TOKEN_IS_NOT_VALID"
    assert code_in(await ayse.resend(session, first)) == "TOKEN_IS_NOT_VALID"
    assert code_in(await ayse.verify(session, second, first_code)) == "OTP_IS_NOT_VALID"
    assert masterpass(await ayse.verify(session, second, code_of(ayse)))["Result"]["ResponseCode"] == "0000"


async def test_a_failure_hides_under_result_true(customer):
    ayse = customer("01")
    session = await ayse.session()
    told = (await ayse.resend(session, "0" * 32)).json()
    assert (told["ErrorCode"], told["Result"]) == (0, True)
    assert told["Body"] == {
        "Session": {"SessionRenewed": False, "SessionId": session},
        "Masterpass": {
            "Result": None,
            "BuildId": "83",
            "CorrelationId": None,
            "Exception": {
                "Level": "NotFound",
                "Code": "TOKEN_IS_NOT_VALID",
                "Message": "Belirteç geçerli değil.",
            },
            "Message": "NotFound",
            "RequestId": None,
            "StatusCode": 404,
            "Version": None,
        },
    }


async def test_a_used_token_stays_used(customer, code_of):
    ayse = customer("01")
    session = await ayse.session()
    token = masterpass(await ayse.link(session))["Result"]["Token"]
    code = code_of(ayse)
    await ayse.verify(session, token, code)
    assert code_in(await ayse.verify(session, token, code)) == "TOKEN_ALREADY_USED"
    assert code_in(await ayse.resend(session, token)) == "TOKEN_ALREADY_USED"
    await ayse.link(session)
    assert code_in(await ayse.verify(session, token, code)) == "TOKEN_ALREADY_USED"


async def test_an_expired_otp_is_told_by_the_envelope_too(customer, state, code_of):
    ayse = customer("01")
    session = await ayse.session()
    token = masterpass(await ayse.link(session))["Result"]["Token"]
    state.clock.advance(120)
    answer = await ayse.verify(session, token, code_of(ayse))
    assert (answer.json()["ErrorCode"], answer.json()["Result"]) == (1, False)
    assert masterpass(answer)["StatusCode"] == 401
    assert masterpass(answer)["Exception"]["Level"] == "Unauthorized"
    assert code_in(answer) == "TOKEN_HAS_EXPIRED"
    renewed = masterpass(await ayse.resend(session, token))["Result"]["Token"]
    assert masterpass(await ayse.verify(session, renewed, code_of(ayse)))["Result"]["ResponseCode"] == "0000"


async def test_a_wrong_code_keeps_the_token(customer, code_of):
    ayse = customer("01")
    session = await ayse.session()
    token = masterpass(await ayse.link(session))["Result"]["Token"]
    refused = masterpass(await ayse.verify(session, token, "abcdef"))
    assert (refused["StatusCode"], refused["Exception"]["Code"]) == (400, "OTP_IS_NOT_VALID")
    assert masterpass(await ayse.verify(session, token, code_of(ayse)))["Result"]["IsVerified"] is True


async def test_a_new_link_takes_the_place_of_the_earlier_one(customer, code_of):
    ayse = customer("01")
    session = await ayse.session()
    first = masterpass(await ayse.link(session))["Result"]["Token"]
    second = masterpass(await ayse.link(session))["Result"]["Token"]
    assert code_in(await ayse.verify(session, first, code_of(ayse))) == "TOKEN_IS_NOT_VALID"
    assert masterpass(await ayse.verify(session, second, code_of(ayse)))["Result"]["ResponseCode"] == "0000"


async def test_a_token_belongs_to_its_session(customer, code_of):
    ayse, veli = customer("01"), customer("5301112233")
    token = masterpass(await ayse.link(await ayse.session()))["Result"]["Token"]
    assert code_in(await veli.verify(await veli.session(), token, code_of(ayse))) == "TOKEN_IS_NOT_VALID"


async def test_a_link_is_remembered_by_phone_until_it_is_undone(customer, code_of):
    ayse = customer("01")
    assert code_in(await ayse.card_list(await ayse.session())) == "ACCOUNT_NOT_LINKED_TO_MERCHANT"
    await linked(ayse, code_of)
    session = await ayse.session()
    told = masterpass(await ayse.card_list(session))
    assert told["StatusCode"] == 200
    assert "ResponseCode" not in told["Result"]
    assert told["Result"]["AccountKey"] == "905000000001"
    assert told["Result"]["AccountState"] == "Activated"
    assert told["Result"]["AccountInformation"] == {"IsAccountLinked": True}
    assert told["Result"]["Cards"][0]["MaskedCardNumber"] == "************0016"
    assert list(masterpass(await ayse.unlink(session))["Result"]) == ["RetrievalReferenceNumber"]
    assert code_in(await ayse.unlink(session)) == "ACCOUNT_NOT_LINKED_TO_MERCHANT"
    refused = masterpass(await ayse.card_list(session))
    assert (refused["StatusCode"], refused["Exception"]["Code"]) == (404, "ACCOUNT_NOT_LINKED_TO_MERCHANT")


async def test_linking_again_goes_the_whole_way_again(customer, code_of):
    ayse = customer("01")
    session = await linked(ayse, code_of)
    assert masterpass(await ayse.link(session))["Result"]["ResponseCode"] == "5001"


async def test_an_unknown_session_is_not_found(customer):
    told = (await customer("01").link("00000000-0000-4000-8000-000000000000")).json()
    assert (told["ErrorCode"], told["Result"]) == (0, True)
    assert told["Body"]["Session"] == {"SessionRenewed": False, "SessionId": None}
    assert told["Body"]["Masterpass"]["StatusCode"] == 404
    assert told["Body"]["Masterpass"]["Exception"]["Level"] == "NotFound"
    assert told["Body"]["Masterpass"]["Exception"]["Code"] == "SESSION_NOT_FOUND"


async def test_a_session_lives_half_an_hour(customer, state):
    ayse = customer("01")
    session = await ayse.session()
    state.clock.advance(1799)
    assert masterpass(await ayse.link(session))["StatusCode"] == 202
    state.clock.advance(1)
    assert code_in(await ayse.link(session)) == "SESSION_NOT_FOUND"


@pytest.mark.parametrize("name", ["apikeyprivate", "apiclientprivate"])
@pytest.mark.parametrize("value", [None, "", "wrong"])
@pytest.mark.parametrize("call", ["session", "merchant/link", "otp/resend", "otp/verify"])
async def test_both_keys_are_needed(customer, call, name, value):
    ayse = customer("01")
    del ayse.paywall_keys[name]
    if value is not None:
        ayse.paywall_keys[name] = value
    told = masterpass(await ayse.paywall(call))
    assert (told["StatusCode"], told["Exception"]["Code"]) == (401, "CLIENT_IS_NOT_AUTHENTICATED")


SESSION = {"ReferenceCode": "r", "UserId": "u", "UserPhone": "905301112233"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ReferenceCode": None}, "VALIDATION_FAILED"),
        ({"UserId": ""}, "VALIDATION_FAILED"),
        ({"UserId": 1}, "VALIDATION_FAILED"),
        ({"UserId": "u" * 101}, "VALIDATION_FAILED"),
        ({"UserPhone": None}, "MSISDN_IS_REQUIRED"),
        ({"UserPhone": 905301112233}, "VALIDATION_FAILED"),
        ({"UserPhone": "5301112233"}, "MSISDN_IS_NOT_VALID"),
        ({"UserPhone": "+905301112233"}, "MSISDN_IS_NOT_VALID"),
        ({"PhoneVerifiedByMerchant": "true"}, "VALIDATION_FAILED"),
        ({"Force3D": 1}, "VALIDATION_FAILED"),
    ],
)
async def test_session_checks_its_fields(customer, change, code):
    told = masterpass(await customer("01").paywall("session", **{**SESSION, **change}))
    assert (told["StatusCode"], told["Exception"]["Level"], told["Exception"]["Code"]) == (
        400,
        "BadRequest",
        code,
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"SessionId": None}, "VALIDATION_FAILED"),
        ({"SessionId": 1}, "VALIDATION_FAILED"),
        ({"OtpToken": None}, "TOKEN_IS_REQUIRED"),
        ({"OtpToken": ""}, "TOKEN_IS_REQUIRED"),
        ({"OtpToken": ["t"]}, "VALIDATION_FAILED"),
        ({"OtpCode": None}, "OTP_CODE_IS_REQUIRED"),
        ({"OtpCode": 123456}, "VALIDATION_FAILED"),
        ({"OtpCode": "1" * 21}, "OTP_CODE_MAX_LENGTH_EXCEEDED"),
        ({"ForLinkToMerchant": None}, "VALIDATION_FAILED"),
        ({"ForLinkToMerchant": False}, "VALIDATION_FAILED"),
        ({"ForLinkToMerchant": "true"}, "VALIDATION_FAILED"),
    ],
)
async def test_verify_checks_its_fields_and_keeps_the_challenge(customer, code_of, change, code):
    ayse = customer("01")
    session = await ayse.session()
    token = masterpass(await ayse.link(session))["Result"]["Token"]
    fields = {"SessionId": session, "OtpToken": token, "OtpCode": code_of(ayse), "ForLinkToMerchant": True}
    told = masterpass(await ayse.paywall("otp/verify", **{**fields, **change}))
    assert (told["StatusCode"], told["Exception"]["Code"]) == (400, code)
    assert masterpass(await ayse.paywall("otp/verify", **fields))["Result"]["ResponseCode"] == "0000"


async def test_card_list_needs_its_header(customer):
    assert code_in(await customer("01").card_list("")) == "VALIDATION_FAILED"


async def test_the_sms_are_signed_by_those_who_send_them(customer, state, code_of):
    ayse = customer("08")
    await ayse.send_otp()
    session = await ayse.session()
    token = (await ayse.link(session)).json()["Body"]["Masterpass"]["Result"]["Token"]
    await ayse.verify(session, token, code_of(ayse))
    signed = [message.text.split(" doğrulama")[0].split(" ", 1)[1] for message in state.messages(ayse.phone)]
    assert signed == ["Acme Mağaza", "Örnekbank", "Masterpass"]
