"""The controls under /__sim/, and who may use them."""

import re

import httpx
import pytest

from otp_tui.simulator.bounded_dict import KEPT
from otp_tui.simulator.http.app import create_app
from otp_tui.simulator.inbox import KEPT_PER_PHONE
from otp_tui.simulator.messages import Incoming
from otp_tui.simulator.state import SimulatorState


async def test_messages_are_the_inbox_oldest_first(customer, http, state):
    await customer("01").send_otp()
    state.clock.advance(1.5)
    await customer("03").send_otp()
    first, second = (await http.get("/__sim/messages")).json()
    assert first["at"] == "2026-11-21T12:00:00.000Z"
    assert second["at"] == "2026-11-21T12:00:01.500Z"
    assert [first["phone"], second["phone"]] == ["5000000001", "5000000003"]
    expected = f"{first['code']} Acme Mağaza doğrulama kodunuz. 2 dakika geçerlidir. Kimseyle paylaşmayın."
    assert first["text"] == expected
    assert set(first) == {"id", "at", "phone", "code", "text", "provider", "reference", "sender"}
    assert [(message["id"], message["provider"], message["reference"]) for message in (first, second)] == [
        (1, "paynet", "s-1"), (2, "paynet", "s-1"),
    ]  # fmt: skip


async def test_an_sms_of_paywall_names_its_session_also_after_a_renewal(customer, http, state):
    ayse = customer("07")
    session = await ayse.session()
    token = (await ayse.link(session)).json()["Body"]["Masterpass"]["Result"]["Token"]
    renewed = (await ayse.resend(session, token)).json()["Body"]["Session"]["SessionId"]
    told = (await http.get("/__sim/messages")).json()
    assert [(message["provider"], message["reference"]) for message in told] == [
        ("paywall", session), ("paywall", renewed),
    ]  # fmt: skip
    assert session != renewed


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [1, 2, 3, 4]),
        ("since=0&limit=2", [1, 2]),
        ("since=2", [3, 4]),
        ("since=2&limit=1", [3]),
        ("since=4", []),
        ("limit=0", []),
        ("phone=5000000002&since=2", [4]),
        ("phone=5000000002&limit=1", [2]),
    ],
)
async def test_messages_are_read_on_from_an_id(customer, http, query, ids):
    for at, number in enumerate(("01", "02", "01", "02")):
        await customer(number).send_otp(f"s-{at}")
    found = (await http.get(f"/__sim/messages?{query}")).json()
    assert [message["id"] for message in found] == ids


@pytest.mark.parametrize(
    "query", ["since=-1", "since=x", "since=", "limit=1.5", "limit=-1", "since=" + "9" * 16]
)
async def test_what_is_no_number_is_told(http, query):
    answer = await http.get(f"/__sim/messages?{query}")
    assert (answer.status_code, answer.json()) == (400, {"error": f"{query.split('=')[0]} is a whole number"})


async def test_ids_go_on_after_a_reset(customer, http):
    await customer("01").send_otp()
    await http.post("/__sim/reset")
    await customer("01").send_otp()
    assert [message["id"] for message in (await http.get("/__sim/messages")).json()] == [2]


@pytest.mark.parametrize("phone", ["5000000001", "905000000001", "+905000000001", "%2B905000000001"])
async def test_messages_of_one_phone_in_any_form(customer, http, phone):
    await customer("01").send_otp()
    await customer("02").send_otp()
    found = (await http.get(f"/__sim/messages?phone={phone}")).json()
    assert [message["phone"] for message in found] == ["5000000001"]


@pytest.mark.parametrize("phone", ["", "0500", "4000000001", "abc"])
async def test_an_unreadable_phone_is_told(http, phone):
    answer = await http.get("/__sim/messages", params={"phone": phone})
    assert answer.status_code == 400
    assert answer.json() == {"error": "phone is written 5XXXXXXXXX, 905XXXXXXXXX or +905XXXXXXXXX"}


async def test_the_clock_adds_up_and_dates_every_answer(http):
    assert (await http.post("/__sim/clock", json={"advance_s": 60})).json() == {
        "now": "2026-11-21T12:01:00.000Z",
        "offset_s": 60.0,
        "frozen": False,
    }
    answer = await http.post("/__sim/clock", json={"advance_s": 0.5})
    assert answer.json() == {"now": "2026-11-21T12:01:00.500Z", "offset_s": 60.5, "frozen": False}
    assert answer.headers["date"] == "Sat, 21 Nov 2026 12:01:00 GMT"
    assert (await http.get("/nowhere")).headers["date"] == "Sat, 21 Nov 2026 12:01:00 GMT"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"advance_s": "1"}',
        b'{"frozen": 1}',
        b'{"frozen": true, "advance_s": null}',
        b'{"advance_s": true}',
        b'{"advance_s": NaN}',
        b'{"advance_s": -5}',
        b'{"advance_s": 1e999}',
        b'{"advance_s": 1e12}',
        b'{"advance_s": ' + b"9" * 400 + b"}",
        b'{"advance_s": ' + b"9" * 5000 + b"}",
    ],
)
async def test_the_clock_refuses_what_is_no_time(http, state, body):
    assert (await http.post("/__sim/clock", content=body)).status_code == 400
    assert state.clock.offset_s == 0.0


async def test_the_clock_refuses_a_huge_body(http):
    assert (await http.post("/__sim/clock", content=b" " * 70_000)).status_code == 413


async def test_reset_makes_the_world_new(customer, http, state, code_of):
    ayse = customer("01")
    await ayse.send_otp()
    code = code_of(ayse)
    session = await ayse.session()
    await ayse.link(session)
    await http.post("/__sim/clock", json={"advance_s": 60})
    assert (await http.post("/__sim/reset")).json() == {
        "now": "2026-11-21T12:00:00.000Z",
        "offset_s": 0.0,
        "frozen": False,
    }
    assert state.messages() == []
    assert state.exchanges() == []
    gone = (await ayse.link(session)).json()["Body"]["Masterpass"]["Exception"]["Code"]
    assert gone == "SESSION_NOT_FOUND"
    assert state.exchanges()[0].n == 1
    assert (await http.post("/__sim/reset")).status_code == 200
    assert (await ayse.send_otp()).json()["code"] == 0
    assert code_of(ayse) == code


async def test_a_reset_of_one_phone_leaves_the_others(customer, http, state):
    ayse, mehmet = customer("14"), customer("5000010014")
    sessions = [await one.session() for one in (ayse, mehmet)]
    for one, session in zip((ayse, mehmet), sessions, strict=True):
        await one.send_otp()
        await one.link(session)
    await http.post("/__sim/clock", json={"advance_s": 60})
    assert (await http.post("/__sim/reset?phone=905000000014")).json()["offset_s"] == 60.0
    assert [message.phone for message in state.messages()] == ["5000010014"]
    assert (await ayse.send_otp()).json()["code"] == 0, "no code is open any more"
    assert (await mehmet.send_otp()).json()["code"] == 1, "one is still open"
    gone = (await ayse.card_list(sessions[0])).json()["Body"]["Masterpass"]
    assert (gone["Exception"]["Code"], gone["StatusCode"]) == ("SESSION_NOT_FOUND", 404)
    fresh = (await ayse.card_list(await ayse.session())).json()["Body"]["Masterpass"]["Exception"]["Code"]
    assert fresh == "ACCOUNT_NOT_LINKED_TO_MERCHANT"
    assert (await mehmet.card_list(sessions[1])).json()["Body"]["Masterpass"]["Exception"] is None


async def test_a_reset_of_what_is_no_phone_resets_nothing(customer, http, state):
    await customer("01").send_otp()
    assert (await http.post("/__sim/reset?phone=abc")).status_code == 400
    assert len(state.messages()) == 1


async def test_a_token_of_a_forgotten_phone_opens_nothing(customer, http):
    ayse = customer("01")
    token = (await ayse.link(await ayse.session())).json()["Body"]["Masterpass"]["Result"]["Token"]
    await http.post("/__sim/reset?phone=5000000001")
    answer = (await ayse.verify(await ayse.session(), token, "123456")).json()
    assert answer["Body"]["Masterpass"]["Exception"]["Code"] == "TOKEN_IS_NOT_VALID"


async def test_reset_forgets_links(customer, http):
    ayse = customer("14")
    await ayse.link(await ayse.session())
    await http.post("/__sim/reset")
    listed = (await ayse.card_list(await ayse.session())).json()
    assert listed["Body"]["Masterpass"]["Exception"]["Code"] == "ACCOUNT_NOT_LINKED_TO_MERCHANT"


async def test_numbers_explain_themselves(http):
    told = (await http.get("/__sim/numbers")).json()
    assert set(told) == {"numbers", "inventions"}
    assert len(told["numbers"]) == 23
    assert told["numbers"][5] == {
        "number": "06",
        "phone": "5000000006",
        "what": "link: ACCOUNT_NOT_FOUND under Result true",
        "invention": False,
    }
    assert {"provider": "paywall", "what": "a session lives 30 minutes"} in told["inventions"]
    assert {row["provider"] for row in told["inventions"]} == {"paynet", "paywall", "both"}


async def test_exchanges_tell_what_was_decided(customer, http):
    await customer("01").send_otp()
    await customer("06").session()
    assert (await http.get("/__sim/exchanges")).json() == [
        {
            "n": 1,
            "at": "2026-11-21T12:00:00.000Z",
            "provider": "paynet",
            "call": "send_otp",
            "method": "POST",
            "path": "/v1/card/send_otp",
            "phone": "••••••••01",
            "http_status": 200,
            "decided": "code=0",
        },
        {
            "n": 2,
            "at": "2026-11-21T12:00:00.000Z",
            "provider": "paywall",
            "call": "session",
            "method": "POST",
            "path": "/api/paywall/masterpass/session",
            "phone": "••••••••06",
            "http_status": 200,
            "decided": "ErrorCode=0",
        },
    ]


async def test_exchanges_hold_no_secret(customer, http, code_of):
    ayse = customer("5301112233", paynet_key="Basic sck_secret")
    await ayse.send_otp("otp-session")
    await ayse.check_otp(code_of(ayse), "otp-session")
    session = await ayse.session()
    token = (await ayse.link(session)).json()["Body"]["Masterpass"]["Result"]["Token"]
    await ayse.verify(session, token, code_of(ayse))
    listed = (await http.get("/__sim/exchanges")).text
    codes = [message["code"] for message in (await http.get("/__sim/messages")).json()]
    for secret in ("sck_secret", "otp-session", session, token, "301112233", *codes):
        assert secret not in re.sub(r'"at":"[^"]*"', "", listed)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8787", "127.0.0.1", "127.9.8.7:1", "[::1]", "[::1]:8787"],
)
async def test_this_machine_is_let_in(http, host):
    assert (await http.get("/__sim/numbers", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["example.com", "127.0.0.1.example.com", "localhost.example.com:8787", "192.0.2.1", "[::2]", "", "1"],
)
async def test_another_host_name_is_not(http, host):
    assert (await http.get("/__sim/messages", headers={"Host": host})).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:3000", "https://127.0.0.1:8787", "null", ""]
)
async def test_another_web_page_may_not_even_post(http, state, origin):
    for path in ("reset", "clock"):
        answer = await http.post(f"/__sim/{path}", json={"advance_s": 9}, headers={"Origin": origin})
        assert (answer.status_code, answer.json()) == (
            403,
            {"error": "the controls answer no other web page"},
        )
    assert state.clock.offset_s == 0.0


async def test_a_page_of_the_simulators_own_address_may(http):
    answer = await http.post(
        "/__sim/clock", json={"advance_s": 9}, headers={"Origin": "http://127.0.0.1:8787"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
async def test_a_loopback_peer_is_let_in(state, peer):
    transport = httpx.ASGITransport(create_app(state), client=(peer, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert (await client.get("/__sim/messages")).status_code == 200


@pytest.mark.parametrize("peer", ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "nonsense"])
async def test_another_peer_is_not_but_may_use_the_providers(state, peer):
    transport = httpx.ASGITransport(create_app(state), client=(peer, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for method, path in [("GET", "messages"), ("POST", "clock"), ("POST", "reset"), ("GET", "exchanges")]:
            answer = await client.request(method, f"/__sim/{path}")
            assert (answer.status_code, answer.json()) == (
                403,
                {"error": "the controls answer this machine only"},
            )
        body = {"user_gsm": "5000000001", "otp_session_id": "s"}
        headers = {"Authorization": "Basic k"}
        assert (await client.post("/v1/card/send_otp", json=body, headers=headers)).status_code == 200


async def test_another_method_is_not_allowed(http):
    assert (await http.get("/__sim/reset")).status_code == 405
    assert (await http.post("/__sim/messages")).status_code == 405


async def test_the_lists_stay_bounded(state, customer):
    ayse = customer("01")
    for number in range(KEPT + 1):
        state.inbox.send(f"53011122{number % 20:02d}", "A1A1", 120)
    assert len(state.messages()) == 10_000
    assert (state.messages()[0].id, len(state.messages("5301112200"))) == (2, 500)
    for _ in range(KEPT_PER_PHONE + 1):
        state.inbox.send("5301112233", "A1A1", 120)
    assert len(state.messages()) == 10_000
    assert [message.id for message in state.messages("5301112233")] == list(range(10_003, 11_003))
    await ayse.send_otp()
    assert state.messages()[-1].phone == "5000000001"
    paynet = state.providers[0]
    served = paynet.serve(paynet.calls[0], Incoming("POST", {}, {}))
    for _ in range(KEPT):
        state.log.record("paynet", paynet.calls[0], "POST", served)
    lines = state.exchanges()
    assert len(lines) == 10_000
    assert (lines[0].n, lines[-1].n) == (2, 10_001)


async def test_a_frozen_clock_stands_still_may_be_moved_and_goes_on_from_there():
    real = [1000.0]
    state = SimulatorState(lambda: real[0])
    transport = httpx.ASGITransport(create_app(state), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:

        async def told(wanted):
            real[0] += 10
            answer = (await http.post("/__sim/clock", json=wanted)).json()
            return answer["now"][14:19], answer["frozen"]

        assert await told({"frozen": True}) == ("16:50", True)
        assert await told({"advance_s": 60}) == ("17:50", True)
        assert await told({"frozen": False}) == ("17:50", False)
        assert await told({"advance_s": 0}) == ("18:00", False)


async def test_a_message_arrives_after_the_delay():
    now = [1000.0]
    state = SimulatorState(lambda: now[0], sms_delay_s=lambda: 2.0)
    state.inbox.send("5000000001", "ART2", 120)
    assert state.messages() == []
    now[0] += 2
    message = state.messages("5000000001")[0]
    assert (message.code, message.sender, message.at) == ("ART2", "Acme Mağaza", "1970-01-01T00:16:42.000Z")
