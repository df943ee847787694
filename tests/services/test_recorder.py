"""What a record holds, and what it never does: sentinels in every spelling, in every place, after every ending."""

import asyncio
import base64
import json
from urllib.parse import quote, quote_plus

import httpx
import pytest
from support.rig import CODE, PHONE, SECRET_KEY, SECRETS, Rig, answering, envelope, refusal, result

from otp_tui.core.exchange.exchange import Verb

NEW_TOKEN = "c0645409b83f4344bf588ef4142559a9"
NEW_SESSION = "b827433e-f36b-1410-80e5-004205aa382d"
URL_3D = "https://3d.example.com/?ticket=abcdef"
PHONE_SPELLINGS = [
    PHONE, f"0{PHONE}", f"90{PHONE}", f"+90{PHONE}", "+90 530 111 22 33", "0 (530) 111-22-33", "530.111.22.33",
    "%2B90%20530%20111%2022%2033",
]  # fmt: skip


def spellings(value):
    data = value.encode()
    yield from (value, value.upper(), value.lower(), quote(value, safe=""), quote_plus(value))
    yield from (json.dumps(value)[1:-1], value.replace("/", "\\/"))
    for text in (data, data + b":"):
        yield from (base64.b64encode(text).decode(), base64.urlsafe_b64encode(text).decode())


def traces(text):
    """The names of the secrets that can be found in a text, the phone without its country code."""
    lowered = text.lower()
    found = [
        name
        for name, value in SECRETS.items()
        if any(spelled.lower() in lowered for spelled in spellings(value))
    ]
    digits = "".join(char for char in text if char.isdigit())
    return found + (["digits"] if PHONE in digits else [])


def written(exchange):
    return "\n".join([repr(exchange), exchange.body, exchange.request_body, *map(str, exchange.headers)])


def everything():
    """A field called ``code`` decides, and is left; so they are called otherwise."""
    given = {f"given_{name}": list(spellings(value)) for name, value in SECRETS.items()}
    return given | {"phones": PHONE_SPELLINGS}


def every_spelling():
    return [text for texts in everything().values() for text in texts]


ECHOES = {
    "messages": lambda: json.dumps({"code": 1, "message": everything()}).encode(),
    "one_text": lambda: json.dumps({"code": 1, "message": " | ".join(every_spelling())}).encode(),
    "keys": lambda: json.dumps(dict.fromkeys(every_spelling(), 1)).encode(),
    "numbers": lambda: json.dumps({"code": 1, "x": int(PHONE), "y": [int(f"90{PHONE}")]}).encode(),
    "no_json": lambda: "<p>".join(["<html>", *every_spelling()]).encode(),
    "cut_json": lambda: json.dumps({"code": 1, "message": everything()}).encode()[:-2],
    "deciding": lambda: json.dumps(
        envelope(Exception={"Code": SECRETS["token"], "Level": SECRETS["session"], "Message": PHONE})
        | {"ErrorCode": int(PHONE)}
    ).encode(),
}


@pytest.mark.parametrize("provider", ["paynet", "paywall"])
@pytest.mark.parametrize("echo", ECHOES)
async def test_a_server_that_gives_secrets_back(echo, provider):
    headers = {f"X-{place}": text for place, text in enumerate(every_spelling())}
    for verb in (Verb.START, Verb.VERIFY):
        rig = Rig(answering(raw=ECHOES[echo](), headers=headers))
        answer = await rig.ask(provider, verb)
        [exchange] = rig.records
        assert traces(written(exchange)) == []
        assert traces(repr(answer)) == []


@pytest.mark.parametrize("verb", list(Verb))
async def test_requests_are_recorded_with_names_instead_of_values(verb):
    rig = Rig(answering(envelope()))
    await rig.ask("paywall", verb)
    [exchange] = rig.records
    assert traces(written(exchange)) == []
    sent = dict(exchange.request_headers)
    assert sent["apikeyprivate"] == "‹paywall.api_key›"
    assert sent["apiclientprivate"] == "‹paywall.api_client›"
    if verb is Verb.CONFIRM:
        assert sent["sessionid"] == "‹session#1›"
        assert exchange.request_body == ""


async def test_a_verify_as_it_is_recorded():
    rig = Rig(answering(refusal("OTP_IS_NOT_VALID"), headers={"Date": "Sat, 21 Nov 2026 12:00:00 GMT"}))
    await rig.ask("paywall", Verb.VERIFY)
    [exchange] = rig.records
    assert exchange.call == "otp/verify"
    assert exchange.method == "POST"
    assert exchange.url == "http://127.0.0.1:9/api/paywall/masterpass/otp/verify"
    assert json.loads(exchange.request_body) == {
        "OtpToken": "‹token#1›",
        "OtpCode": "‹code#1›",
        "ForLinkToMerchant": True,
        "SessionId": "‹session#1›",
    }
    body = json.loads(exchange.body)
    assert body["Body"]["Session"]["SessionId"] == "‹session#1›"
    assert body["Body"]["Masterpass"]["Exception"]["Code"] == "OTP_IS_NOT_VALID"
    assert body["Body"]["Masterpass"]["StatusCode"] == 404
    assert ("Date", "Sat, 21 Nov 2026 12:00:00 GMT") in exchange.headers


async def test_new_secrets_of_an_answer_are_named_in_its_own_record():
    body = result("5001", Token=NEW_TOKEN, Url3d=URL_3D)
    body["Body"]["Session"] = {"SessionRenewed": True, "SessionId": NEW_SESSION}
    rig = Rig(answering(body))
    answer = await rig.ask("paywall", Verb.START)
    [exchange] = rig.records
    assert (answer.token, answer.session) == ("token#2", "session#2")
    recorded = json.loads(exchange.body)["Body"]
    assert recorded["Masterpass"]["Result"] == {
        "ResponseCode": "5001",
        "Token": "‹token#2›",
        "Url3d": "‹hidden›",
    }
    assert recorded["Session"]["SessionId"] == "‹session#2›"
    for secret in (NEW_TOKEN, NEW_SESSION, "ticket=abcdef"):
        assert secret not in written(exchange)


async def test_a_token_in_a_cut_answer_is_known_by_its_shape():
    raw = json.dumps(result("5001", Token=NEW_TOKEN, Url3d=URL_3D)).encode()
    for cut in range(len(raw) - 1, 0, -7):
        rig = Rig(answering(raw=raw[:cut]))
        await rig.ask("paywall", Verb.START)
        assert NEW_TOKEN not in rig.records[0].body
        assert "ticket=abcdef" not in rig.records[0].body


async def test_a_code_that_equals_a_response_code_leaves_the_decision_alone():
    rig = Rig(answering(result("5001", Token=NEW_TOKEN) | {"Message": "5001 gelen kod 5001"}))
    rig.handles["code"] = rig.registry.register("code", "5001")
    answer = await rig.ask("paywall", Verb.VERIFY)
    [exchange] = rig.records
    assert answer.decision.decided_by == 'Body.Masterpass.Result.ResponseCode = "5001"'
    recorded = json.loads(exchange.body)
    assert recorded["Body"]["Masterpass"]["Result"]["ResponseCode"] == "5001"
    assert recorded["Message"] == "‹code#2› gelen kod ‹code#2›"


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.ConnectError, httpx.RemoteProtocolError])
async def test_faults_are_recorded_too(error):
    def fails(_request):
        raise error(SECRET_KEY)

    rig = Rig(httpx.MockTransport(fails))
    await rig.ask("paynet", Verb.START)
    [exchange] = rig.records
    assert exchange.status is None
    assert exchange.fault is not None
    assert traces(written(exchange)) == []
    assert json.loads(exchange.request_body)["otp_session_id"] == "‹reference#1›"


async def test_cancels_are_recorded_too():
    started = asyncio.Event()

    async def hangs(_request):
        started.set()
        await asyncio.Event().wait()

    rig = Rig(httpx.MockTransport(hangs))
    task = asyncio.create_task(rig.ask("paynet", Verb.START))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    [exchange] = rig.records
    assert exchange.fault == "cancelled"
    assert traces(written(exchange)) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"x" * 1_000_000,
        json.dumps({"code": 1, "m": ["y" * 500] * 2_000}).encode(),
        json.dumps({"code": 1, "m": {str(n): n for n in range(5_000)}}).encode(),
        json.dumps({"code": 1, "message": "z" * 900_000}).encode(),
        b'{"code": 1, "n": ' + b"9" * 200_000 + b"}",
    ],
)
async def test_records_are_bounded(raw):
    rig = Rig(answering(raw=raw))
    await rig.ask("paynet", Verb.START)
    [exchange] = rig.records
    assert len(exchange.body) <= 20_001
    assert exchange.body.endswith("…") or len(exchange.body) < 20_000


async def test_many_headers_are_bounded():
    rig = Rig(answering({"code": 0}, headers={f"X-{n}": "v" for n in range(500)}))
    await rig.ask("paynet", Verb.START)
    assert len(rig.records[0].headers) == 60


@pytest.mark.parametrize("verb", [Verb.START, Verb.VERIFY])
async def test_a_code_that_the_provider_puts_into_its_deciding_field_is_shown_as_its_handle(verb):
    rig = Rig(answering({"code": CODE}))
    answer = await rig.ask("paynet", verb)
    assert answer.decision.decided_by == 'code = "‹code#1›"'
    assert json.loads(rig.records[0].body) == {"code": "‹code#1›"}


@pytest.mark.parametrize(
    ("code", "shown"),
    [("5001", "5001"), ("1409", "1409"), ("TOKEN_HAS_EXPIRED", "TOKEN_HAS_EXPIRED"), ("9999", "‹code#2›")],
)
async def test_a_documented_value_may_equal_the_code_that_was_typed(code, shown):
    rig = Rig(answering(refusal(code)))
    rig.registry.register("code", code)
    answer = await rig.ask("paywall", Verb.VERIFY)
    assert answer.decision.decided_by == f'Body.Masterpass.Exception.Code = "{shown}"'
    assert json.loads(rig.records[0].body)["Body"]["Masterpass"]["Exception"]["Code"] == shown


@pytest.mark.parametrize(
    "spelled", ["sck_pcs_AbC/dEf&#x2B;GhIjKlMnOpQr==", "sck_pcs_AbC/dEf\\u002BGhIjKlMnOpQr=="]
)
async def test_a_key_that_is_echoed_escaped_reaches_nobody(spelled):
    rig = Rig(answering({"code": 7, "message": f"unknown key {spelled}"}))
    answer = await rig.ask("paynet", Verb.START)
    assert answer.words == "unknown key ‹paynet.secret_key›"
    assert spelled not in rig.records[0].body


@pytest.mark.parametrize(("length", "cut"), [(78, ""), (79, "…")])
async def test_a_deciding_value_is_shown_up_to_eighty_characters(length, cut):
    answer = await Rig(answering({"code": "x" * length})).ask("paynet", Verb.START)
    whole = f'"{"x" * length}"'
    assert answer.decision.value == whole[:80] + cut


@pytest.mark.parametrize(("spare", "parsed"), [(0, True), (1, False)])
async def test_a_body_of_up_to_128_kib_is_read_as_json(spare, parsed):
    packed = json.dumps({"x": ["y" * 4_000] * 32})
    raw = packed.encode().ljust(128 * 1024 + spare)
    assert len(packed) < 128 * 1024
    rig = Rig(answering(raw=raw))
    await rig.ask("paynet", Verb.START)
    assert rig.records[0].body.startswith('{\n  "x"') is parsed


@pytest.mark.parametrize(("more", "cut"), [(0, ""), (1, "…")])
async def test_a_record_holds_twenty_thousand_characters_of_a_body(more, cut):
    frame = len(json.dumps({"x": [""] * 6}, indent=2))
    lengths = [3_900] * 5
    lengths.append(20_000 + more - frame - sum(lengths))
    rig = Rig(answering({"x": ["y" * length for length in lengths]}))
    await rig.ask("paynet", Verb.START)
    assert len(rig.records[0].body) == 20_000 + len(cut)
    assert rig.records[0].body.endswith(cut or "}")
