"""The gateway: a provider's adapter on the HTTP client, each exchange decided and recorded."""

import asyncio
from typing import Any, Protocol

from otp_tui.core.exchange.exchange import Answer, Request, Verb
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow.step import lost_answer
from otp_tui.core.ports import RequestProgress
from otp_tui.core.security.secrets import Handle, SecretRegistry
from otp_tui.services.http.client import HttpCall, HttpClient, HttpReply
from otp_tui.services.providers.documentation import NO_DOCUMENTATION, DocumentedAdapter
from otp_tui.services.providers.json_fields import as_object, read_json, retry_after
from otp_tui.services.providers.recorder import ExchangeRecorder


class GatewayMisuseError(RuntimeError):
    """A request that the provider has no call for, or that lacks a value: a bug of the caller."""


class ProviderAdapter(Protocol):
    """The part of a gateway that differs between providers: writing requests, deciding answers."""

    @property
    def provider(self) -> str:
        """The provider's name."""
        ...

    @property
    def documented(self) -> frozenset[str]:
        """The deciding values that the provider documents, as text."""
        ...

    def build(self, request: Request) -> HttpCall:
        """Write a request.

        Raises:
            GatewayMisuseError: The provider has no such call, or a value it needs is missing.
        """
        ...

    def answer(self, verb: Verb, reply: HttpReply, body: dict[str, Any] | None) -> Answer:
        """Decide a complete answer and register its secrets.

        Args:
            verb: The request's verb.
            reply: A complete reply, with its status.
            body: The reply's JSON object; None where the body is none.
        """
        ...


class HttpGateway:
    """One provider over HTTP; implements `otp_tui.core.ports.Gateway`.

    Args:
        adapter: The provider's adapter.
        client: Sends the calls.
        recording: Records each exchange.
    """

    def __init__(self, adapter: ProviderAdapter, client: HttpClient, recording: ExchangeRecorder) -> None:
        self._adapter = adapter
        self._client = client
        self._recording = recording

    async def call(self, request: Request, progress: RequestProgress) -> Answer:
        """Send a request once, decide its answer and record the exchange.

        Raises:
            CancelledError: The task was cancelled; the exchange was recorded by then.
            GatewayMisuseError: The provider has no such call, or a value it needs is missing.
        """
        call = self._adapter.build(request)
        reply = self._client.begin()
        try:
            await self._client.send(call, progress, reply)
        except asyncio.CancelledError:
            self._recorded(request, call, progress, reply)
            raise
        return self._recorded(request, call, progress, reply)

    async def close(self) -> None:
        """Close the HTTP client."""
        await self._client.close()

    def _recorded(
        self, request: Request, call: HttpCall, progress: RequestProgress, reply: HttpReply
    ) -> Answer:
        """Decide the reply, or stand in for a lost one, and record the exchange."""
        documentation = NO_DOCUMENTATION
        if reply.fault is not None or reply.status is None:
            # What was written to a proxy that refuses has not reached the provider.
            written = progress.written and reply.fault is not Fault.PROXY_FAILED
            answer = lost_answer(request.verb, reply.fault or Fault.RESET, written=written)
        else:
            body = as_object(read_json(reply.body))
            answer = self._adapter.answer(request.verb, reply, body)
            if isinstance(self._adapter, DocumentedAdapter):
                documentation = self._adapter.documentation(request.verb, reply.status, body, answer.decision)
        wait = retry_after(reply.header("retry-after"), reply.header("date"), reply.received)
        answer = self._recording.redacted(answer._replace(http_status=reply.status, retry_after=wait))
        self._recording.record(request.number, call, reply, answer, documentation)
        return answer


def required_secret(registry: SecretRegistry, handle: Handle | None, name: str) -> str:
    """Return the value behind a handle that a call needs.

    Args:
        registry: The walkthrough's secrets.
        handle: The value's handle, if the request has one.
        name: The value's name in the error.

    Raises:
        GatewayMisuseError: The request has no such handle, or the registry no value behind it.
    """
    if handle is None:
        raise GatewayMisuseError(f"no {name}")
    try:
        return registry.get(handle)
    except KeyError:
        raise GatewayMisuseError(f"nothing behind {handle}") from None
