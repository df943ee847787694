"""The client of a simulator's controls: its inbox and its clock, on this machine only."""

import json
from typing import Any, Final, NamedTuple

import httpx

from otp_tui.core.ports import RequestProgress
from otp_tui.core.target.endpoints import BaseUrl, TargetError, TargetProblem
from otp_tui.services.http.client import HttpCall, HttpClient, HttpReply
from otp_tui.services.http.settings import NetworkSettings
from otp_tui.services.providers.json_fields import get_path, read_json
from otp_tui.services.providers.verdicts import OK

_PAGE: Final = 200
"""The most messages that are asked for at once."""


class SimulatedMessage(NamedTuple):
    """One SMS on the simulated phone; implements `otp_tui.core.ports.SmsMessage`.

    Attributes:
        id: Its number; a later one has a greater number.
        reference: The ``otp_session_id`` or SessionId that it belongs to.
        at: The moment of its arrival, RFC 3339.
        code: The code in it.
        text: The whole message.
        sender: The name that signs it; empty where the simulator is an older one.
    """

    id: int
    reference: str
    at: str
    code: str
    text: str
    sender: str = ""

    def __repr__(self) -> str:
        return f"SimulatedMessage({self.at})"


def _message(item: Any) -> SimulatedMessage | None:
    """Return a message of the list; None for anything else."""
    number, *texts, sender = (get_path(item, name) for name in SimulatedMessage._fields)
    if (
        not isinstance(number, int)
        or isinstance(number, bool)
        or not all(isinstance(text, str) for text in texts)
    ):
        return None
    return SimulatedMessage._make((number, *texts, sender if isinstance(sender, str) else ""))


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

    async def present(self) -> bool | None:
        """Return whether what answers at the address is a simulator; None where nobody answers."""
        reply = await self._send(HttpCall("numbers", "GET", "/__sim/numbers"))
        if reply.status is None:
            return None
        return reply.status == OK and isinstance(get_path(read_json(reply.body), "numbers"), list)

    async def messages(self, national: str, *, since: int = 0) -> tuple[SimulatedMessage, ...]:
        """Return the inbox of a phone (ten digits) after an id, oldest first, page by page.

        A page is smaller than the largest body that is read, however full the inbox is.
        """
        found: list[SimulatedMessage] = []
        while page := await self._page(national, found[-1].id if found else since):
            found += page
            if len(page) < _PAGE:
                break
        return tuple(found)

    async def _page(self, national: str, since: int) -> list[SimulatedMessage]:
        query = (("phone", national), ("since", str(since)), ("limit", str(_PAGE)))
        listed = await self._ask(HttpCall("messages", "GET", "/__sim/messages", query=query))
        read = (_message(item) for item in listed) if isinstance(listed, list) else ()
        # An id that does not rise would be asked for again without end.
        return [message for message in read if message is not None and message.id > since]

    async def advance(self, seconds: float) -> bool:
        """Move the simulator's clock ahead; return whether it was moved."""
        return await self._set_clock({"advance_s": seconds})

    async def freeze(self, *, frozen: bool) -> bool:
        """Stop the simulator's clock, or let it go on; return whether it did."""
        return await self._set_clock({"frozen": frozen})

    async def _set_clock(self, wanted: dict[str, float | bool]) -> bool:
        body = json.dumps(wanted).encode()
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
