"""The 23 numbers: one walk through every service for each, and what the walk does not show."""

import pytest

from otp_tui.simulator.http.delivery import ConnectionDroppedError
from otp_tui.simulator.scenarios import SCENARIOS, USUAL_BEHAVIOUR, behaviour_of

SENT, CHECKED = "send_otp 200 code=0", "check_otp 200 code=0"
OPENED, LINK, RESENT = "session 200 ErrorCode=0", "merchant/link 200 5001", "otp/resend 200 5001"
VERIFIED, LISTED, UNDONE = (
    "otp/verify 200 0000",
    "card/list 200 StatusCode=200",
    "merchant/unlink 200 StatusCode=200",
)
NOT_LINKED = [f"{call} 200 ACCOUNT_NOT_LINKED_TO_MERCHANT" for call in ("card/list", "merchant/unlink")]
PAYNET, LINKED = [SENT, CHECKED], [VERIFIED, LISTED, UNDONE]
ALL_WELL = [*PAYNET, OPENED, LINK, RESENT, *LINKED]
LIMIT = "ERR_YOU_CAN_NOT_CALL_OTP_SERVICE_ONE_MORE_TIME"
TOO_EARLY = "ERROR_CALLED_OTP_SERVICE_ONE_MORE_TIME_BEFORE_TIMEOUT_EXPIRED"

# What is asked and decided on the walk, and how many SMS go out on it.
WALKS = {
    "01": (ALL_WELL, 3),
    "02": (
        [SENT, "check_otp 200 code=1", OPENED, LINK, RESENT, "otp/verify 200 OTP_IS_NOT_VALID", *NOT_LINKED],
        3,
    ),
    "03": (ALL_WELL, 3),
    "04": (["send_otp 200 code=1", OPENED, f"merchant/link 200 {LIMIT}", *NOT_LINKED], 0),
    "05": (ALL_WELL, 3),
    "06": ([*PAYNET, OPENED, "merchant/link 200 ACCOUNT_NOT_FOUND", *NOT_LINKED], 1),
    "07": (ALL_WELL, 3),
    "08": ([*PAYNET, OPENED, LINK, RESENT, "otp/verify 200 5008", *LINKED], 4),
    "09": ([*PAYNET, OPENED, "merchant/link 200 5010", *NOT_LINKED], 1),
    "10": ([*PAYNET, OPENED, "merchant/link 200 9999", *NOT_LINKED], 1),
    "11": (["send_otp None code=0", CHECKED, OPENED, "merchant/link None 5001", *NOT_LINKED], 2),
    "12": ([*PAYNET, OPENED, LINK, RESENT, "otp/verify 200 TOKEN_HAS_EXPIRED", *NOT_LINKED], 3),
    "13": (["send_otp 502 HTTP 502", OPENED, "merchant/link 502 HTTP 502", *NOT_LINKED], 0),
    "14": ([*PAYNET, OPENED, "merchant/link 200 0000", LISTED, UNDONE], 1),
    "15": (ALL_WELL, 3),
    "16": (ALL_WELL, 3),
    "17": ([*PAYNET, OPENED, LINK, f"otp/resend 200 {TOO_EARLY}", *LINKED], 2),
    "18": ([*PAYNET, OPENED, LINK, "otp/resend 200 TOKEN_IS_NOT_VALID", *LINKED], 2),
    "19": (["send_otp 401 result_code=7", "session 200 CLIENT_IS_NOT_AUTHENTICATED"], 0),
    "20": (["send_otp 429 HTTP 429", OPENED, "merchant/link 429 HTTP 429", *NOT_LINKED], 0),
    "21": (ALL_WELL, 3),
    "22": ([SENT, CHECKED, OPENED, LINK, *NOT_LINKED], 2),
    "23": (
        [*PAYNET, OPENED, "merchant/link 200 ACCOUNT_IS_ALREADY_LINKED_TO_THIS_MERCHANT", LISTED, UNDONE],
        1,
    ),
}


def part(answer, name):
    """Return `Masterpass.Result`, `Session` … of an answer that has an envelope, else an empty object."""
    if answer is None or "json" not in answer.headers["content-type"]:
        return {}
    body = answer.json().get("Body", {})
    return (body.get("Masterpass", {}).get("Result") if name == "Result" else body.get(name)) or {}


async def arrives(answer):
    """Return the answer of a request, None when its connection is cut."""
    try:
        return await answer
    except ConnectionDroppedError:
        return None


async def walkthrough(customer, code_of):
    """Call every service in order, as far as the answers allow."""
    await arrives(customer.send_otp())
    if await inbox(customer):
        await customer.check_otp(code_of(customer))
    opened = await customer.paywall("session", ReferenceCode="r", UserId="u", UserPhone="90" + customer.phone)
    if "SessionId" not in opened.json()["Body"]:
        return
    session = opened.json()["Body"]["SessionId"]
    token = part(await arrives(customer.link(session)), "Result")
    if token.get("ResponseCode") == "5001":
        resent = await customer.resend(session, token["Token"])
        session = part(resent, "Session")["SessionId"]
        newest = part(resent, "Result").get("Token", token["Token"])
        verified = await customer.verify(session, newest, code_of(customer))
        session = part(verified, "Session")["SessionId"]
        if part(verified, "Result").get("ResponseCode") == "5008":
            await customer.verify(session, part(verified, "Result")["Token"], code_of(customer))
    await customer.card_list(session)
    await customer.unlink(session)


async def inbox(customer):
    return (await customer.http.get("/__sim/messages", params={"phone": customer.phone})).json()


@pytest.mark.parametrize("number", [row.number for row in SCENARIOS])
async def test_a_walk_with_every_number(customer, state, code_of, number):
    exchanges, sms = WALKS[number]
    await walkthrough(customer(number), code_of)
    assert [f"{line.call} {line.http_status} {line.decided}" for line in state.exchanges()] == exchanges
    assert len(state.messages()) == sms


async def test_any_other_number_behaves_like_01(customer, state, code_of):
    await walkthrough(customer("5301112299"), code_of)
    assert [f"{line.call} {line.http_status} {line.decided}" for line in state.exchanges()] == ALL_WELL


def test_there_are_23_numbers():
    assert [row.phone for row in SCENARIOS] == [f"50000000{number:02d}" for number in range(1, 24)]


async def test_02_accepts_the_second_check_of_each_challenge(customer, state, code_of):
    ayse = customer("02")
    for wait in (0, 120):
        state.clock.advance(wait)
        await ayse.send_otp(f"s-{wait}")
        answers = [(await ayse.check_otp(code_of(ayse), f"s-{wait}")).json()["code"] for _ in range(2)]
        assert answers == [1, 0]
    session = await ayse.session()
    for _ in range(2):
        token = part(await ayse.link(session), "Result")["Token"]
        token = part(await ayse.resend(session, token), "Result")["Token"]
        assert part(await ayse.verify(session, token, code_of(ayse)), "Result") == {}
        assert part(await ayse.verify(session, token, code_of(ayse)), "Result")["ResponseCode"] == "0000"


async def test_03_lives_five_seconds_at_both(customer, state, code_of):
    ayse = customer("03")
    assert (await ayse.send_otp()).json()["otp_expire"] == "2026-11-21T15:00:05.0000000+03:00"
    assert "5 saniye geçerlidir" in state.messages()[0].text
    session = await ayse.session()
    token = part(await ayse.link(session), "Result")["Token"]
    state.clock.advance(5)
    expired = await ayse.verify(session, token, code_of(ayse))
    assert expired.json()["Body"]["Masterpass"]["Exception"]["Code"] == "TOKEN_HAS_EXPIRED"
    assert (await ayse.send_otp()).json()["code"] == 0


async def test_04_refuses_a_resend_too(customer):
    ayse = customer("04")
    told = (await ayse.resend(await ayse.session(), "0" * 32)).json()["Body"]["Masterpass"]
    assert (told["StatusCode"], told["Exception"]["Code"]) == (400, LIMIT)


async def test_05_takes_ten_seconds_for_every_answer(customer, naps, code_of):
    await walkthrough(customer("05"), code_of)
    assert naps == [10.0] * len(ALL_WELL)


async def test_07_kills_the_old_session(customer, code_of):
    ayse = customer("07")
    old = await ayse.session()
    token = part(await ayse.link(old), "Result")["Token"]
    resent = await ayse.resend(old, token)
    new = part(resent, "Session")
    assert new["SessionRenewed"] is True
    assert new["SessionId"] != old
    token = part(resent, "Result")["Token"]
    dead = await ayse.verify(old, token, code_of(ayse))
    assert dead.json()["Body"]["Masterpass"]["Exception"]["Code"] == "SESSION_NOT_FOUND"
    verified = await ayse.verify(new["SessionId"], token, code_of(ayse))
    assert part(verified, "Result")["ResponseCode"] == "0000"
    assert part(verified, "Session") == {"SessionRenewed": False, "SessionId": new["SessionId"]}


async def test_08_asks_for_a_second_otp_that_can_be_sent_again(customer, code_of):
    ayse = customer("08")
    session = await ayse.session()
    first = part(await ayse.link(session), "Result")["Token"]
    answer = await ayse.verify(session, first, code_of(ayse))
    further = part(answer, "Result")
    assert answer.json()["Body"]["Masterpass"]["StatusCode"] == 202
    assert (further["ResponseCode"], further["IsVerified"]) == ("5008", False)
    assert further["Token"] != first
    resent = part(await ayse.resend(session, further["Token"]), "Result")
    assert resent["ResponseCode"] == "5008"
    assert (
        part(await ayse.verify(session, resent["Token"], code_of(ayse)), "Result")["ResponseCode"] == "0000"
    )


async def test_09_gives_the_addresses_of_3d(customer):
    ayse = customer("09")
    answer = await ayse.link(await ayse.session())
    assert answer.json()["Body"]["Masterpass"]["StatusCode"] == 202
    assert part(answer, "Result")["Url3d"] == "https://3d.example.invalid/masterpass"


async def test_12_renews_the_session_on_the_failure(customer, code_of):
    ayse = customer("12")
    old = await ayse.session()
    token = part(await ayse.link(old), "Result")["Token"]
    told = (await ayse.verify(old, token, code_of(ayse))).json()
    assert (told["ErrorCode"], told["Result"]) == (1, False)
    assert told["Body"]["Session"]["SessionRenewed"] is True
    assert told["Body"]["Session"]["SessionId"] != old
    assert (await ayse.link(old)).json()["Body"]["Masterpass"]["Exception"]["Code"] == "SESSION_NOT_FOUND"
    assert part(await ayse.link(told["Body"]["Session"]["SessionId"]), "Result")["ResponseCode"] == "5001"


async def test_13_answers_an_html_page(customer):
    answer = await customer("13").send_otp()
    assert answer.status_code == 502
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.startswith("<!DOCTYPE html>")


async def test_15_writes_the_code_as_a_string(customer, code_of):
    ayse = customer("15")
    assert (await ayse.send_otp()).json()["code"] == "0"
    assert (await ayse.send_otp()).json()["code"] == "1"
    assert (await ayse.check_otp(code_of(ayse))).json()["code"] == "0"


async def test_16_is_ten_minutes_ahead_and_agrees_with_itself(customer, http):
    ayse = customer("16")
    answer = await ayse.send_otp()
    assert answer.headers["date"] == "Sat, 21 Nov 2026 12:10:00 GMT"
    assert answer.json()["otp_expire"] == "2026-11-21T15:12:00.0000000+03:00"
    assert (await ayse.card_list(await ayse.session())).headers["date"] == "Sat, 21 Nov 2026 12:10:00 GMT"
    assert (await http.get("/__sim/numbers")).headers["date"] == "Sat, 21 Nov 2026 12:00:00 GMT"


async def test_19_refuses_the_keys_of_every_call(customer):
    ayse = customer("19")
    assert (await ayse.check_otp("A1A1")).status_code == 401
    told = (await ayse.paywall("session", ReferenceCode="r", UserId="u", UserPhone="905000000019")).json()
    assert told["Body"]["Masterpass"]["StatusCode"] == 401


async def test_20_says_when_to_come_back(customer):
    answer = await customer("20").send_otp()
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")


async def test_21_drips_a_byte_a_second(customer, naps):
    answer = await customer("21").send_otp()
    assert answer.json()["code"] == 0
    assert naps == [1.0] * len(answer.content)


async def test_23_can_be_unlinked_and_linked_again(customer, code_of):
    ayse = customer("23")
    session = await ayse.session()
    await ayse.unlink(session)
    token = part(await ayse.link(session), "Result")["Token"]
    await ayse.verify(session, token, code_of(ayse))
    again = await ayse.link(session)
    code = again.json()["Body"]["Masterpass"]["Exception"]["Code"]
    assert code == "ACCOUNT_IS_ALREADY_LINKED_TO_THIS_MERCHANT"


@pytest.mark.parametrize("worker", ["000", "001", "500", "999"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.number)
def test_each_worker_has_the_scenarios_on_numbers_of_its_own(worker, scenario):
    assert behaviour_of(f"500{worker}00{scenario.number}") == scenario.behaviour


@pytest.mark.parametrize(
    "phone", ["5000000000", "5000000024", "5000000104", "5000010104", "5010000004", None]
)
def test_any_other_number_behaves_as_usual(phone):
    assert behaviour_of(phone) == USUAL_BEHAVIOUR
