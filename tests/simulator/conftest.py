"""A world with a clock that is moved by hand, sleep that does not sleep, and somebody who calls its services."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from otp_tui.simulator.http.app import create_app
from otp_tui.simulator.state import SimulatorState

NOON = 1_795_262_400.0  # 2026-11-21T12:00:00Z, 15:00 in Istanbul
HERE = "http://127.0.0.1:8787"
MASTERPASS = "/api/paywall/masterpass/"


class Naps(list[float]):
    """A sleep that returns at once and remembers what was asked of it."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


class Customer:
    """Calls the services of both providers for one phone, with good keys unless told otherwise."""

    def __init__(self, http: httpx.AsyncClient, phone: str, *, paynet_key: str = "Basic sck_1") -> None:
        self.http = http
        self.phone = phone
        self.paynet_keys = {"Authorization": paynet_key}
        self.paywall_keys = {"apikeyprivate": "key", "apiclientprivate": "client"}

    async def paynet(self, call: str, **fields: Any) -> httpx.Response:
        return await self.http.post(f"/v1/card/{call}", json=fields, headers=self.paynet_keys)

    async def send_otp(self, session_id: str = "s-1") -> httpx.Response:
        return await self.paynet("send_otp", user_gsm=self.phone, otp_session_id=session_id)

    async def check_otp(self, code: str, session_id: str = "s-1") -> httpx.Response:
        return await self.paynet("check_otp", user_gsm=self.phone, otp_session_id=session_id, otp_code=code)

    async def paywall(self, call: str, method: str = "POST", **fields: Any) -> httpx.Response:
        return await self.http.request(method, MASTERPASS + call, json=fields, headers=self.paywall_keys)

    async def session(self) -> str:
        answer = await self.paywall("session", ReferenceCode="r-1", UserId="u-1", UserPhone="90" + self.phone)
        session_id: str = answer.json()["Body"]["SessionId"]
        return session_id

    async def link(self, session_id: str) -> httpx.Response:
        return await self.paywall("merchant/link", SessionId=session_id)

    async def resend(self, session_id: str, token: str) -> httpx.Response:
        return await self.paywall("otp/resend", SessionId=session_id, OtpToken=token)

    async def verify(self, session_id: str, token: str, code: str) -> httpx.Response:
        told = {"SessionId": session_id, "OtpToken": token, "OtpCode": code, "ForLinkToMerchant": True}
        return await self.paywall("otp/verify", **told)

    async def card_list(self, session_id: str) -> httpx.Response:
        headers = {**self.paywall_keys, "sessionid": session_id}
        return await self.http.get(MASTERPASS + "card/list", headers=headers)

    async def unlink(self, session_id: str) -> httpx.Response:
        return await self.paywall("merchant/unlink", "DELETE", SessionId=session_id)


@pytest.fixture
def naps():
    return Naps()


@pytest.fixture
def state(naps):
    return SimulatorState(now=lambda: NOON, sleep=naps, seed=1)


@pytest.fixture
async def http(state):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(state)), base_url=HERE) as client:
        yield client


@pytest.fixture
def customer(http):
    """Returns the customer with a phone, or with one of the 23 numbers."""

    def with_phone(phone: str, **more: Any) -> Customer:
        return Customer(http, phone if len(phone) == 10 else f"50000000{phone}", **more)

    return with_phone


@pytest.fixture
def code_of(state):
    """Returns the code of the newest SMS of a customer."""
    return lambda customer: state.messages(customer.phone)[-1].code
