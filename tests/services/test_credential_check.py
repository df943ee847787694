"""Keys are tested without an SMS."""

import json

import httpx
import pytest
from support.hosts import Hosts
from support.raw_server import head, says, serving
from support.rig import API_CLIENT, API_KEY, NOON, SECRET_KEY
from support.targets import paynet_target, paywall_target

from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.target.credentials import CredentialTextError
from otp_tui.core.target.endpoints import NO_TRUST, TargetError, TargetProblem, Trust
from otp_tui.services.credential_check import CredentialState, check_credentials
from otp_tui.services.http.settings import NetworkSettings
from otp_tui.simulator.simulator import Simulator

PAYNET, PAYWALL = "https://pts-api.paynet.com.tr", "https://test-payment-api.itspaywall.com"
IDS = ["0f0e0d0c-0000-4000-8000-000000000001", "0f0e0d0c-0000-4000-8000-000000000002"]


def paynet(url, key=SECRET_KEY):
    return paynet_target(url, key)


def paywall(url, key=API_KEY, client=API_CLIENT):
    return paywall_target(url, key, client, "otp-tui-1")


async def check(*targets, trust=NO_TRUST, transport=None, **network):
    ids = iter(IDS)
    settings = NetworkSettings(trust, **network)
    return await check_credentials(
        targets, settings, new_id=lambda: next(ids), wall=lambda: NOON, transport=transport
    )


@pytest.fixture
def simulator():
    with Simulator() as running:
        yield running


def calls(simulator):
    return [line.call for line in simulator.state.exchanges()]


async def test_good_keys_and_no_sms(simulator):
    url = simulator.url
    looks = await check(paynet(url), paywall(url))
    assert [(look.provider, look.state, look.decided_by, look.fault) for look in looks] == [
        ("paynet", "accepted", "code = 1 (unsuccessful)", None),
        ("paywall", "accepted", "ErrorCode = 0", None),
    ]
    assert calls(simulator) == ["check_otp", "session"]
    assert simulator.state.messages(None) == []


@pytest.mark.parametrize(
    ("targets", "decided_by"),
    [
        (lambda url: paynet(url, "wrong"), "result_code = 7 (unauthorized)"),
        (lambda url: paywall(url, key="wrong"), "CLIENT_IS_NOT_AUTHENTICATED"),
        (lambda url: paywall(url, client="wrong"), "CLIENT_IS_NOT_AUTHENTICATED"),
    ],
)
async def test_a_wrong_key(simulator, targets, decided_by):
    [look] = await check(targets(simulator.url))
    assert (look.state, look.fault) == (CredentialState.REFUSED, None)
    assert decided_by in look.decided_by
    assert not {"send_otp", "merchant/link", "otp/resend"} & set(calls(simulator))
    assert simulator.state.messages(None) == []


async def test_the_record_is_that_of_any_exchange(simulator):
    first, second = await check(paynet(simulator.url), paywall(simulator.url))
    assert (first.exchange.call, first.exchange.method, first.exchange.status) == ("check_otp", "POST", 200)
    assert (second.exchange.call, second.exchange.method, second.exchange.status) == ("session", "POST", 200)
    assert json.loads(first.exchange.request_body) == {
        "otp_code": "‹code#1›", "otp_session_id": "‹reference#1›", "user_gsm": "5•••••••01",
    }  # fmt: skip
    shown = repr((first, second))
    assert not [secret for secret in (SECRET_KEY, API_KEY, API_CLIENT, "5000000001", *IDS) if secret in shown]


async def test_nobody_there():
    looks = await check(paynet("http://127.0.0.1:1"), paywall("http://127.0.0.1:1"))
    assert [(look.state, look.fault) for look in looks] == [("unreachable", Fault.CONNECT_REFUSED)] * 2


async def test_a_lost_answer_tells_nothing():
    async with serving(says(b"")) as server:
        [look] = await check(paynet(f"http://127.0.0.1:{server.port}"))
    assert (look.state, look.fault) == ("unknown", Fault.RESET)


PAYNET_ANSWERS = [
    (200, {"code": 0}, "accepted"),
    (200, {"code": 1}, "accepted"),
    (200, {"code": "12"}, "accepted"),
    (400, {"code": 400, "result_code": 11}, "accepted"),
    (200, {"code": 7}, "refused"),
    (200, {"code": 2}, "refused"),
    (401, {}, "refused"),
    (403, None, "refused"),
    (200, {"code": 8}, "unknown"),
    (200, {"code": 100}, "unknown"),
    (200, {"code": 77}, "unknown"),
    (200, None, "unknown"),
    (404, {}, "unknown"),
    (404, None, "unknown"),
    (429, None, "unknown"),
    (502, None, "unknown"),
]


@pytest.mark.parametrize(("status", "body", "state"), PAYNET_ANSWERS)
async def test_what_paynets_answers_mean(status, body, state):
    content = b"<html>" if body is None else json.dumps(body).encode()
    transport = httpx.MockTransport(lambda _request: httpx.Response(status, content=content))
    [look] = await check(paynet(PAYNET), transport=transport)
    assert look.state == state


PAYWALL_ANSWERS = [
    ({"ErrorCode": 0, "Result": True, "Body": {"SessionId": "s-1"}}, "accepted"),
    ({"ErrorCode": 0, "Result": True, "Body": {}}, "unknown"),
    ({"ErrorCode": 64, "Result": False}, "refused"),
    ({"ErrorCode": 12, "Result": False}, "unknown"),
    ({"ErrorCode": 500, "Result": False}, "unknown"),
]


@pytest.mark.parametrize(("body", "state"), PAYWALL_ANSWERS)
async def test_what_paywalls_answers_mean(body, state):
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, json=body))
    [look] = await check(paywall(PAYWALL), transport=transport)
    assert look.state == state


async def test_keys_go_nowhere_that_the_profile_does_not_trust(simulator):
    with Hosts(simulator.url) as hosts:
        way = {"proxy": hosts.proxy_url, "ca_bundle": hosts.bundle}
        live = (paynet("https://api.paynet.com.tr"), paywall(PAYWALL))
        with pytest.raises(TargetError) as caught:
            await check(*live, **way)
        assert caught.value.problem is TargetProblem.LIVE_HOST
        with pytest.raises(CredentialTextError):
            await check(paynet(PAYNET), paywall(PAYWALL, key="a b"), **way)
        assert hosts.asked == []
        looks = await check(*live, trust=Trust(live=True), **way)
        assert [look.state for look in looks] == ["accepted", "accepted"]
        own = Trust(frozenset({"own.test"}), allow_http=True)
        assert [look.state for look in await check(paynet("http://own.test"), trust=own, **way)] == [
            "accepted"
        ]
        assert hosts.asked == ["api.paynet.com.tr:443", "test-payment-api.itspaywall.com:443", "own.test:80"]


async def test_a_redirect_is_not_followed_with_the_keys():
    async def steals(server, reader, writer):
        await server.take(reader)

    async with serving(steals) as thief:
        location = f"Location: http://127.0.0.1:{thief.port}/x"
        async with serving(says(head(307, location, length=0))) as server:
            [look] = await check(paynet(f"http://127.0.0.1:{server.port}"))
        assert (look.state, thief.connections) == ("unknown", 0)
