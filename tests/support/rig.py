"""Gateways bound to one made-up customer, over any transport, with their records kept."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from otp_tui.core.exchange.exchange import Answer, Exchange, Request, Verb
from otp_tui.core.ports import RequestProgress
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.services.http.settings import NetworkSettings
from otp_tui.services.providers.registry import Gateways, open_gateways
from support.targets import paynet_target, paywall_target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)
NOON_HEADER = "Sat, 21 Nov 2026 12:00:00 GMT"
PHONE = "5301112233"
REFERENCE = "7c1d2b6e-0000-4000-8000-00000000abcd"
SESSION = "0f0e0d0c-aaaa-bbbb-cccc-444455556666"
TOKEN = "feedc0de09b83f4344bf588ef4142559"
CODE = "ART2"
SECRET_KEY = "sck_pcs_AbC/dEf+GhIjKlMnOpQr=="
API_KEY = "private-key-0123456789"
API_CLIENT = "private-client-9876543210"
USER_ID = "otp-tui-0011223344556677"

SECRETS = {
    "phone": PHONE,
    "reference": REFERENCE,
    "session": SESSION,
    "token": TOKEN,
    "code": CODE,
    "secret_key": SECRET_KEY,
    "api_key": API_KEY,
    "api_client": API_CLIENT,
}


class Rig:
    """One customer's gateways.

    Args:
        transport: Instead of the network.
        url: Of both providers, where there is a server.
    """

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        url: str = "http://127.0.0.1:9",
        timeout_s: float = 15.0,
        ca_bundle: Path | None = None,
        base64: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.registry = SecretRegistry()
        self.registry.register("phone", PHONE)
        self.handles = {
            "reference": self.registry.register("reference", REFERENCE),
            "session": self.registry.register("session", SESSION),
            "token": self.registry.register("token", TOKEN),
            "code": self.registry.register("code", CODE),
        }
        self.records: list[Exchange] = []
        self.gateways: Gateways = open_gateways(
            (
                paynet_target(url, SECRET_KEY, "base64" if base64 else "raw"),
                paywall_target(url, API_KEY, API_CLIENT, USER_ID),
            ),
            self.registry,
            self.records.append,
            NetworkSettings(timeout_s=timeout_s, ca_bundle=ca_bundle),
            transport=transport,
            monotonic=monotonic,
            wall=lambda: NOON,
        )
        self.progress = RequestProgress()

    def request(self, provider: str, verb: Verb, *, verified: bool = False) -> Request:
        return Request(1, verb, provider, verified=verified, **self.handles)

    async def ask(self, provider: str, verb: Verb, *, verified: bool = False) -> Answer:
        self.progress = RequestProgress()
        return await self.gateways.of(provider).call(
            self.request(provider, verb, verified=verified), self.progress
        )

    def value(self, handle: str | None) -> str | None:
        return None if handle is None else self.registry.get(handle)


def answering(
    body: Any = None, status: int = 200, *, raw: bytes | None = None, headers: dict[str, str] | None = None
) -> httpx.MockTransport:
    """A transport that gives one answer to everything."""
    content = raw if raw is not None else json.dumps(body).encode()
    return httpx.MockTransport(lambda _: httpx.Response(status, content=content, headers=headers))


async def answer_of(
    provider: str,
    verb: Verb,
    body: Any = None,
    status: int = 200,
    *,
    raw: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """The answer that a gateway makes of one body."""
    return await Rig(answering(body, status, raw=raw, headers=headers)).ask(provider, verb)


def envelope(**masterpass: Any) -> dict[str, Any]:
    """A Paywall answer that is well on the outside, with the given parts of ``Body.Masterpass``."""
    inner = {"Result": None, "Exception": None, "Message": "OK", "StatusCode": 200} | masterpass
    return {
        "ErrorCodeType": 1,
        "ErrorMessage": None,
        "ErrorCode": 0,
        "Result": True,
        "Message": "",
        "Body": {"Session": {"SessionRenewed": False, "SessionId": SESSION}, "Masterpass": inner},
    }


def refusal(code: Any, status: int = 404) -> dict[str, Any]:
    """A Paywall answer with an exception under a good envelope (S0, S4)."""
    exception = {"Level": "NotFound", "Code": code, "Message": "text"}
    return envelope(Exception=exception, StatusCode=status, Message="NotFound")


def result(response_code: Any, **fields: Any) -> dict[str, Any]:
    """A Paywall answer with a ResponseCode."""
    return envelope(Result={"ResponseCode": response_code} | fields)
