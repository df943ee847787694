"""Answers against their documented shapes: what is listed, and that no answer whatever fails by it."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.rig import CODE, PHONE, SECRET_KEY, TOKEN, Rig, answering, envelope, refusal, result

from otp_tui.core.exchange.drift import Drift, DriftKind
from otp_tui.core.exchange.exchange import Verb
from otp_tui.services.providers import paynet_shapes, paywall_shapes
from otp_tui.services.providers.shapes import ARRAY, NUMBER, OBJECT, STRING, Shape, drift_of, field

VECTORS = Path(__file__).parents[1] / "vectors"
CALLS = {
    "send_otp": ("paynet", Verb.START), "check_otp": ("paynet", Verb.VERIFY), "link": ("paywall", Verb.START),
    "resend": ("paywall", Verb.RESEND), "verify": ("paywall", Verb.VERIFY),
}  # fmt: skip
NEW, MISSING, TYPE = DriftKind
CODE_AS_TEXT = Drift("code", TYPE, "string", "number", "string")
"""The table's type, and another one than the example's: what is sent is not what the page shows."""
KNOWN = {"paynet_code_as_string": (CODE_AS_TEXT,)}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["code", "Body", "Masterpass", "Result", "Cards"]) | st.text(), inner, max_size=4
        )
    ),
    max_leaves=12,
)
GOOD_LINK = {
    "RetrievalReferenceNumber": "1", "Description": "d", "Token": TOKEN, "CardIssuerName": "i", "MaskedPan": "*",
}  # fmt: skip
INNER = {"BuildId": "83", "CorrelationId": None, "RequestId": None, "Version": None}


def whole(body):
    """An answer with the parts that `envelope` leaves out."""
    body["Body"]["Masterpass"] = INNER | body["Body"]["Masterpass"]
    return body


async def drift(provider, verb, body=None, status=200, *, raw=None):
    rig = Rig(answering(body, status, raw=raw))
    await rig.ask(provider, verb)
    return rig.records[0].drift


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda path: path.stem)
async def test_the_vendors_examples_are_as_documented(path):
    vector = json.loads(path.read_text(encoding="utf-8"))
    provider, verb = CALLS[vector["call"].rsplit("/", 1)[-1]]
    assert await drift(provider, verb, vector["body"], vector["http_status"]) == KNOWN.get(path.stem, ())


SENT = {"otp_expire": "2026-11-21T14:05:09.1234567+03:00", "code": 0, "message": "m"}
ERROR = {"type": "api_error", "message": "m", "code": 500, "result_code": 8}


@pytest.mark.parametrize(
    ("verb", "status", "body", "expected"),
    [
        (Verb.START, 200, SENT, []),
        (Verb.START, 200, SENT | {"code": "0"}, [CODE_AS_TEXT]),
        (Verb.START, 200, SENT | {"code": True}, [Drift("code", TYPE, "string", "number", "boolean")]),
        (Verb.START, 200, SENT | {"otp_expire": None}, [Drift("otp_expire", TYPE, "string", "", "null")]),
        (Verb.START, 200, {"code": 0, "message": "m"}, [Drift("otp_expire", MISSING, "string")]),
        (Verb.START, 200, {"code": 1, "message": "m"}, []),  # no page shows a refusal
        (Verb.START, 200, {"code": 1, "message": "m", "otp_expire": None}, []),
        (Verb.START, 200, SENT | {"object_name": "x"}, [Drift("object_name", NEW, came="string")]),
        (Verb.VERIFY, 200, {"message": 3}, [Drift("code", MISSING, "string", "number"), Drift("message", TYPE, "string", "", "number")]),
        (Verb.VERIFY, 200, SENT, [Drift("otp_expire", NEW, came="string")]),
        (Verb.START, 500, ERROR, []),
        (Verb.START, 401, ERROR | {"result_code": "7"}, [Drift("result_code", TYPE, "number", "", "string")]),
        (Verb.START, 401, {"message": "m", "code": 401, "result_code": 7}, [Drift("type", MISSING, "string")]),
    ],
)  # fmt: skip
async def test_what_paynets_answers_have_else(verb, status, body, expected):
    assert list(await drift("paynet", verb, body, status)) == expected


R = "Body.Masterpass.Result"


@pytest.mark.parametrize(
    ("verb", "body", "expected"),
    [
        (Verb.START, whole(result("5001", **GOOD_LINK)), []),
        (Verb.START, whole(result("5001", **GOOD_LINK | {"Token": None})), [Drift(f"{R}.Token", TYPE, "string", "", "null")]),
        (Verb.START, whole(result(5001, **GOOD_LINK)), [Drift(f"{R}.ResponseCode", TYPE, "string|null", "", "number")]),
        (Verb.START, whole(result("0000")), []),  # no page shows one
        (Verb.START, whole(result("5010", Url3d="u")), []),  # nor which fields this one has
        (Verb.START, whole(result("5001", **GOOD_LINK, Url3d="u")), [Drift(f"{R}.Url3d", NEW, came="string")]),
        (Verb.RESEND, whole(refusal("TOKEN_IS_NOT_VALID")), []),
        (Verb.RESEND, whole(envelope(Exception="no")), [Drift("Body.Masterpass.Exception", TYPE, "object|null", "", "string")]),
        (Verb.VERIFY, whole(envelope(Exception={"Code": "X", "validationErrors": [], "details": {"a": 1}})), [
            Drift("Body.Masterpass.Exception.Level", MISSING, "string"),
            Drift("Body.Masterpass.Exception.Message", MISSING, "string"),
        ]),
        (Verb.UNLINK, whole(envelope(Result={"RetrievalReferenceNumber": "1"})), []),
        (Verb.CONFIRM, whole(envelope(Result={
            "AccountKey": "90", "AccountState": "a", "Cards": [{"CardId": "1"}, {"CardId": "2"}, 3],
            "AccountInformation": {"IsAccountLinked": "yes"},
        })), [
            Drift(f"{R}.AccountInformation.IsAccountLinked", TYPE, "boolean", "", "string"),
            Drift(f"{R}.Cards[]", TYPE, "object", "", "number"),
            Drift(f"{R}.Cards[].CardAlias", MISSING, "string"),
            Drift(f"{R}.Cards[].CardId", TYPE, "number", "", "string"),
        ]),
        (Verb.PREPARE, envelope() | {"Body": {"SessionId": "s"}}, [Drift("Body.SessionExpiryDate", MISSING, "string")]),
        (Verb.PREPARE, envelope() | {"ErrorCode": 4, "Result": False, "Body": None}, []),
        (Verb.PREPARE, envelope() | {"ErrorCode": 4, "Result": False, "Body": {"x": [1]}}, []),
    ],
)  # fmt: skip
async def test_what_paywalls_answers_have_else(verb, body, expected):
    found = await drift("paywall", verb, body)
    if verb is Verb.CONFIRM:  # each of a card's other fields is missing as well
        assert len([one for one in found if one.kind is MISSING]) == 23
        found = sorted(one for one in found if one.kind is not MISSING or one.path.endswith("CardAlias"))
    assert list(found) == expected


@pytest.mark.parametrize("provider", ["paynet", "paywall"])
@pytest.mark.parametrize(
    ("raw", "came"),
    [
        (b"[]", "array"),
        (b'"x"', "string"),
        (b"1", "number"),
        (b"true", "boolean"),
        (b"[" * 90 + b"]" * 90, "array"),
    ],
)
async def test_an_answer_that_is_no_object(raw, came, provider):
    assert await drift(provider, Verb.START, raw=raw) == (Drift("$", TYPE, "object", "", came),)


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b'{"code": 0', b"null", b"\xff\xfe", b"[" * 100_000, b" " * 200_000]
)
async def test_what_is_no_json_has_no_drift(raw):
    assert await drift("paynet", Verb.START, raw=raw) == ()


async def test_an_exchange_without_an_answer_has_no_drift_and_no_page():
    rig = Rig(url="http://127.0.0.1:9")
    await rig.ask("paynet", Verb.START)
    [exchange] = rig.records
    assert (exchange.drift, exchange.page, exchange.despite) == ((), "", ())


async def test_the_list_is_bounded_and_names_no_secret():
    body = {"code": 1, "message": "m"} | {f"field{number}": number for number in range(5_000)}
    assert len(await drift("paynet", Verb.VERIFY, body)) == 50
    named = {
        "code": 1,
        "message": "m",
        PHONE: 1,
        f"x {SECRET_KEY} y": 2,
        f"is {CODE}": 3,
        "\x1b[2J" + "k" * 500: SECRET_KEY,
    }
    found = await drift("paynet", Verb.VERIFY, named)
    assert [one.path for one in found] == [
        "+90 5•• ••• •• 33", "x ‹paynet.secret_key› y", "is ‹code#1›", "\\u001b[2J" + "k" * 51 + "…",
    ]  # fmt: skip
    assert {one.came for one in found} == {"number", "string"}
    assert [secret for secret in (PHONE, SECRET_KEY, CODE) if secret in repr(found)] == []


SHAPES = [
    value
    for module in (paynet_shapes, paywall_shapes)
    for value in vars(module).values()
    if isinstance(value, Shape)
]


def test_each_shape_has_its_page():
    assert len(SHAPES) == 11
    assert {shape.page.split("/")[2] for shape in SHAPES} == {"doc.paynet.com.tr", "developer.paywall.one"}


@settings(max_examples=examples(100))
@given(JSON)
def test_any_answer_is_held_against_any_shape(answer):
    for shape in SHAPES:
        found = drift_of(shape, answer, str)
        assert len(found) == len(set(found)) <= 50
        assert all(isinstance(one.path, str) and one.path for one in found)


def test_of_a_list_only_the_beginning_is_looked_at():
    shape = Shape("", (field("a", ARRAY), field("a[]", OBJECT), field("a[].b", NUMBER)))
    assert drift_of(shape, {"a": [{"b": 1}] * 20 + [{"b": "x"}]}, str) == ()
    assert drift_of(shape, {"a": [{"b": 1}, {"b": "x"}, {"b": "y"}]}, str) == (
        Drift("a[].b", TYPE, NUMBER, "", STRING),
    )
