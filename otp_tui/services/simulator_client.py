"""The client of a simulator's controls: its inbox and its clock, on this machine only."""

import json
from typing import Any, NamedTuple

import httpx

from otp_tui.core.ports import RequestProgress
from otp_tui.core.target.endpoints import BaseUrl, TargetError, TargetProblem
from otp_tui.services.http.client import HttpCall, HttpClient, HttpReply
from otp_tui.services.http.settings import NetworkSettings
from otp_tui.services.providers.json_fields import get_path, read_json
from otp_tui.services.providers.verdicts import OK


class SimulatedMessage(NamedTuple):
    """One SMS on the simulated phone; implements `otp_tui.core.ports.SmsMessage`.

    Attributes:
        at: The moment of its arrival, RFC 3339.
        code: The code in it.
        text: The whole message.
    """

    at: str
    code: str
    text: str

    def __repr__(self) -> str:
        return f"SimulatedMessage({self.at})"


class SimulatorClient:
    """The controls over HTTP; implements `otp_tui.core.ports.SimulatorPhone`.

    A simulator that does not answer (nobody listens, or another server does) has no messages and does not move its
    clock.

    Args:
        base: The providers' base address; the controls are at its root.
        timeout_s: Seconds for one control.
        transport: Replaces the network in tests.

    Raises:
        TargetError: The address is not on this machine.
    """

    def __init__(
        self, base: BaseUrl, *, timeout_s: float = 3.0, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        if not base.loopback:
            raise TargetError(TargetProblem.UNKNOWN_HOST, base.host)
        network = NetworkSettings(timeout_s=timeout_s, connect_s=timeout_s)
        self._client = HttpClient(base._replace(path=""), network, transport=transport)

    async def present(self) -> bool:
        """Return whether a simulator answers at the address."""
        return isinstance(await self._ask(HttpCall("numbers", "GET", "/__sim/numbers")), dict | list)

    async def messages(self, national: str) -> tuple[SimulatedMessage, ...]:
        """Return the inbox of a phone (ten digits), oldest first."""
        call = HttpCall("messages", "GET", "/__sim/messages", query=(("phone", national),))
        listed = await self._ask(call)
        if not isinstance(listed, list):
            return ()
        read = (
            SimulatedMessage(*(get_path(item, name) for name in SimulatedMessage._fields)) for item in listed
        )
        return tuple(message for message in read if all(isinstance(part, str) for part in message))

    async def advance(self, seconds: float) -> bool:
        """Move the simulator's clock ahead; return whether it was moved."""
        body = json.dumps({"advance_s": seconds}).encode()
        headers = (("Content-Type", "application/json"),)
        reply = await self._send(HttpCall("clock", "POST", "/__sim/clock", headers, body))
        return reply.fault is None and reply.status in {OK, 204}

    async def close(self) -> None:
        """Close the HTTP client."""
        await self._client.close()

    async def _ask(self, call: HttpCall) -> Any:
        reply = await self._send(call)
        return read_json(reply.body) if reply.fault is None and reply.status == OK else None

    async def _send(self, call: HttpCall) -> HttpReply:
        reply = self._client.begin()
        await self._client.send(call, RequestProgress(), reply)
        return reply
