"""Whatever is sent, the answer is a refusal of the provider's own shape and never a 500."""

import pytest

from otp_tui.simulator.http.requests import MAX_BODY
from otp_tui.simulator.providers import paynet, paywall

PATHS = [call.path for call in (*paynet.Paynet.calls, *paywall.Paywall.calls) if call.method == "POST"]
KEYS = {"Authorization": "Basic k", "apikeyprivate": "k", "apiclientprivate": "c"}
BODIES = {
    "no json": b"user_gsm=5301112233",
    "half": b'{"user_gsm": ',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "not utf-8": b'{"user_gsm": "\xff"}',
    "deep": b"[" * 30_000 + b"]" * 30_000,
    "deep in a field": b'{"user_gsm": ' + b'{"a":' * 9_000 + b"1" + b"}" * 9_001,
    "a huge number": b'{"user_gsm": ' + b"9" * 5_000 + b"}",
    "lone surrogates": b'{"SessionId": "\\ud800", "user_gsm": "\\udfff", "UserPhone": "\\ud800"}',
    "nulls": b'{"SessionId": null, "user_gsm": null}',
    "objects": b'{"SessionId": {}, "OtpToken": [], "user_gsm": {}, "otp_session_id": []}',
    "nothing": b"",
    "NaN": b'{"SessionId": NaN}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("path", PATHS)
async def test_odd_bodies_are_refused(http, path, body):
    answer = await http.post(path, content=body, headers=KEYS)
    if path.startswith("/v1/"):
        assert (answer.status_code, answer.json()["result_code"]) == (400, 11)
    else:
        told = answer.json()["Body"]["Masterpass"]
        assert answer.status_code == 200
        known = {"VALIDATION_FAILED": 400, "SESSION_NOT_FOUND": 404, "MSISDN_IS_NOT_VALID": 400}
        assert told["StatusCode"] == known[told["Exception"]["Code"]]


@pytest.mark.parametrize("path", PATHS)
async def test_a_body_over_64_kib_is_too_large(http, path):
    answer = await http.post(path, content=b'{"a": "' + b"x" * MAX_BODY + b'"}', headers=KEYS)
    assert answer.status_code == 413
    assert answer.json().get("result_code", 11) == 11


async def test_a_body_of_64_kib_is_read(http):
    start, end = b'{"user_gsm": "5301112233", "otp_session_id": "', b'"}'
    body = start + b"s" * (MAX_BODY - len(start) - len(end)) + end
    assert (await http.post("/v1/card/send_otp", content=body, headers=KEYS)).json()["code"] == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "nonsense; charset=none", ""])
async def test_the_content_type_is_not_looked_at(http, kind):
    body = b'{"user_gsm": "5301112233", "otp_session_id": "s"}'
    answer = await http.post("/v1/card/send_otp", content=body, headers={**KEYS, "Content-Type": kind})
    assert answer.json()["code"] == 0


@pytest.mark.parametrize("path", PATHS)
async def test_another_method_is_told_the_right_one(http, path):
    answer = await http.put(path, headers=KEYS)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_nothing_is_redirected(http):
    for path in ("/v1/card/send_otp/", "/__sim/numbers/", "/__sim", "/", "/v1/card/%2e%2e"):
        assert (await http.get(path)).status_code == 404


async def test_odd_headers_are_refused(http, state):
    headers = {**KEYS, "Authorization": "Basic \xff\xfe", "sessionid": "\xff"}
    listed = await http.get("/api/paywall/masterpass/card/list", headers=_latin(headers))
    assert listed.json()["Body"]["Masterpass"]["Exception"]["Code"] == "SESSION_NOT_FOUND"
    assert state.exchanges()[0].phone is None


def _latin(headers):
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
