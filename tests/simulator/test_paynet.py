"""send_otp and check_otp, their rules and their shapes."""

import base64

import pytest

REFUSED = {"code": 1, "message": "İşlem başarısız."}
ACCEPTED = {"code": 0, "message": "İşlem başarılı."}


async def test_send_otp_tells_when_the_code_expires(customer):
    answer = await customer("01").send_otp()
    assert answer.status_code == 200
    assert answer.json() == {"otp_expire": "2026-11-21T15:02:00.0000000+03:00", **ACCEPTED}
    assert answer.headers["date"] == "Sat, 21 Nov 2026 12:00:00 GMT"
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


async def test_the_right_code_is_accepted_once(customer, code_of):
    ayse = customer("5301112233")
    await ayse.send_otp()
    code = code_of(ayse)
    assert (await ayse.check_otp(code)).json() == ACCEPTED
    assert (await ayse.check_otp(code)).json() == REFUSED


async def test_a_wrong_code_is_refused_and_the_right_one_still_accepted(customer, code_of):
    ayse = customer("01")
    await ayse.send_otp()
    assert (await ayse.check_otp("0000")).json() == REFUSED
    assert (await ayse.check_otp(code_of(ayse).lower())).json() == REFUSED
    assert (await ayse.check_otp(code_of(ayse))).json() == ACCEPTED


async def test_a_code_belongs_to_its_phone_and_its_otp_session_id(customer, code_of):
    ayse, veli = customer("01"), customer("5301112233")
    await ayse.send_otp("s-1")
    assert (await ayse.check_otp(code_of(ayse), "s-2")).json() == REFUSED
    assert (await veli.check_otp(code_of(ayse), "s-1")).json() == REFUSED


async def test_a_code_is_refused_from_the_moment_of_otp_expire(customer, state, code_of):
    ayse = customer("01")
    await ayse.send_otp()
    state.clock.advance(119.9)
    assert (await ayse.check_otp("wrong")).json() == REFUSED
    state.clock.advance(0.1)
    assert (await ayse.check_otp(code_of(ayse))).json() == REFUSED


async def test_a_second_send_waits_for_otp_expire(customer, state, code_of):
    ayse = customer("01")
    await ayse.send_otp()
    first = code_of(ayse)
    assert (await ayse.send_otp()).json() == REFUSED
    assert len(state.messages()) == 1
    state.clock.advance(120)
    assert (await ayse.send_otp()).json() == {"otp_expire": "2026-11-21T15:04:00.0000000+03:00", **ACCEPTED}
    assert len(state.messages()) == 2
    assert (await ayse.check_otp(first)).json() == REFUSED
    assert (await ayse.check_otp(code_of(ayse))).json() == ACCEPTED


async def test_after_the_code_was_accepted_a_new_one_may_be_sent(customer, code_of):
    ayse = customer("01")
    await ayse.send_otp()
    await ayse.check_otp(code_of(ayse))
    assert (await ayse.send_otp("s-2")).json()["code"] == 0


@pytest.mark.parametrize(
    "authorization",
    ["Basic sck_1", "basic sck_1", "Basic sck_a/b+c=", "Basic " + base64.b64encode(b"sck_1:").decode()],
)
async def test_a_key_is_accepted_raw_and_as_base64(customer, authorization):
    assert (await customer("01", paynet_key=authorization).send_otp()).json()["code"] == 0


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic", "Basic ", "Basic wrong", "Bearer sck_1", "sck_1"]
    + ["Basic " + base64.b64encode(key).decode() for key in (b"wrong:", b":")],
)
async def test_other_keys_are_refused(customer, state, authorization):
    answer = await customer("01", paynet_key=authorization).send_otp()
    assert answer.status_code == 401
    expected = {"type": "authorization_error", "message": "Yetkisiz istek.", "code": 401, "result_code": 7}
    assert answer.json() == expected
    assert state.messages() == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"user_gsm": "5301112233"},
        {"user_gsm": "5301112233", "otp_session_id": ""},
        {"user_gsm": "5301112233", "otp_session_id": 7},
        {"user_gsm": 5301112233, "otp_session_id": "s-1"},
        {"user_gsm": "905301112233", "otp_session_id": "s-1"},
        {"user_gsm": "05301112233", "otp_session_id": "s-1"},
        {"user_gsm": "5٣01112233", "otp_session_id": "s-1"},
        {"user_gsm": None, "otp_session_id": "s-1"},
    ],
)
async def test_missing_and_malformed_fields_are_a_bad_request(customer, fields):
    answer = await customer("01").paynet("send_otp", **fields)
    assert answer.status_code == 400
    told = {
        "type": "invalid_request_error",
        "message": "İstek kabul edilmedi.",
        "code": 400,
        "result_code": 11,
    }
    assert answer.json() == told


@pytest.mark.parametrize("code", [None, "", 1234, ["A"]])
async def test_check_otp_needs_a_code(customer, code):
    answer = await customer("01").paynet(
        "check_otp", user_gsm="5301112233", otp_session_id="s", otp_code=code
    )
    assert (answer.status_code, answer.json()["result_code"]) == (400, 11)


async def test_one_phone_has_a_code_for_each_session(customer, state):
    ayse = customer("5301112233")
    for session in ("s-1", "s-2", "s-3"):
        assert (await ayse.send_otp(session)).json()["code"] == 0
    codes = {message.reference: message.code for message in state.messages(ayse.phone)}
    assert list(codes) == ["s-1", "s-2", "s-3"]
    assert (await ayse.check_otp(codes["s-2"], "s-1")).json()["code"] == 1
    for session in ("s-3", "s-1", "s-2"):
        assert (await ayse.check_otp(codes[session], session)).json()["code"] == 0
    assert (await ayse.send_otp("s-1")).json()["code"] == 0, "its code was used"


async def test_a_second_send_for_the_same_session_waits_for_the_expiry(customer):
    ayse = customer("5301112233")
    assert [(await ayse.send_otp(session)).json()["code"] for session in ("s-1", "s-2", "s-1")] == [0, 0, 1]
