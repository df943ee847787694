"""Budget 5: one gateway call, decided, redacted and recorded, against the same call by plain httpx.

Each walkthrough here makes two: send_otp for a phone that is new, and send_otp again once the code has expired (the
simulator's clock is moved on between the two, which is not timed). The first one pays for learning the secrets.
"""

import asyncio
import ssl
import time
import urllib.request
import uuid
from typing import NamedTuple

import httpx
from others import Others
from programs import KEYS, simulator
from report import NotMeasuredError, Part, verdict

from otp_tui.core.exchange.exchange import Exchange, Request, Verb
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.ports import RequestProgress
from otp_tui.core.security.secrets import Secret, SecretRegistry
from otp_tui.core.target.endpoints import read_base_url
from otp_tui.services.providers.registry import open_gateways
from otp_tui.services.providers.target import ProviderTarget

_BUDGET = 1.3
_WALKS = 250
_WARM_UP = 20
_FEW_S = 5.0
_KEY = KEYS["OTP_TUI_PAYNET_SECRET_KEY"]


class Pair(NamedTuple):
    """Milliseconds of a walkthrough's two calls."""

    first: float
    later: float


def calls(_: Others | None) -> None:
    """By both, walkthrough by walkthrough in turn, each call on a fresh connection to another process."""
    with simulator() as url:
        ours, plain = asyncio.run(_both(url))
    for name in Pair._fields:
        parts = [
            Part(f"by {what}, {name} call", [getattr(pair, name) for pair in pairs])
            for what, pairs in (("the gateway", ours), ("httpx alone", plain))
        ]
        title = f"a walkthrough's {name} call / plain httpx"
        verdict(title, parts[0].median / parts[1].median, _BUDGET, parts)


async def _both(url: str) -> tuple[list[Pair], list[Pair]]:
    ours: list[Pair] = []
    plain: list[Pair] = []
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; shared, so that making clients costs little
    for turn in range(_WALKS + _WARM_UP):
        ours.append(await _by_gateway(url, f"53{turn:08d}"))
        plain.append(await _by_httpx(url, f"54{turn:08d}", trust))
    return ours[_WARM_UP:], plain[_WARM_UP:]


async def _by_gateway(url: str, phone: str) -> Pair:
    """As a walkthrough does it, with its own bag and gateways; opening them is not timed, nor is httpx's client."""
    registry = SecretRegistry()
    registry.register("phone", phone)
    reference = registry.register("reference", str(uuid.uuid4()))
    records: list[Exchange] = []
    target = ProviderTarget("paynet", read_base_url(url), {"paynet.secret_key": Secret(_KEY)})
    gateways = open_gateways((target,), registry, records.append)
    taken = []
    try:
        for number, verb in enumerate((Verb.START, Verb.RESEND), 1):
            request = Request(number, verb, "paynet", reference=reference)
            began = time.perf_counter()
            answer = await gateways.of("paynet").call(request, RequestProgress())
            taken.append((time.perf_counter() - began) * 1000)
            if answer.decision.verdict is not Verdict.CHALLENGE or phone in repr(records[-1]):
                raise NotMeasuredError(f"the gateway did not do its work: {answer.decision}")
            _let_it_expire(url)
    finally:
        await gateways.close()
    return Pair(*taken)


async def _by_httpx(url: str, phone: str, trust: ssl.SSLContext) -> Pair:
    """As a script does it: one client, no connection kept, the same headers and body, the answer's JSON read."""
    body = {"user_gsm": phone, "otp_session_id": str(uuid.uuid4())}
    headers = {"Authorization": f"Basic {_KEY}", "Accept": "application/json; charset=UTF-8"}
    limits = httpx.Limits(max_keepalive_connections=0)
    taken = []
    async with httpx.AsyncClient(base_url=url, verify=trust, trust_env=False, limits=limits) as client:
        for _ in Pair._fields:
            began = time.perf_counter()
            response = await client.post("/v1/card/send_otp", json=body, headers=headers)
            code = response.json()["code"]
            taken.append((time.perf_counter() - began) * 1000)
            if code != 0:
                raise NotMeasuredError(f"the simulator answered with code {code}")
            _let_it_expire(url)
    return Pair(*taken)


def _let_it_expire(url: str) -> None:
    asked = urllib.request.Request(f"{url}/__sim/clock", b'{"advance_s": 200}')
    asked.add_header("Content-Type", "application/json")
    urllib.request.urlopen(asked, timeout=_FEW_S).close()
