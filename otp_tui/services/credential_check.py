"""The check of credentials, as far as the providers allow one that sends no SMS.

No provider has a call that only checks a key, so each gets a harmless request for a number that belongs to nobody.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

import httpx

from otp_tui.core.exchange.exchange import Answer, Exchange, Request, Verb
from otp_tui.core.exchange.verdict import Decision, Fault, Verdict
from otp_tui.core.ports import RequestProgress
from otp_tui.core.security.secrets import PHONE, SecretRegistry
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.services.http.client import utc_now
from otp_tui.services.http.settings import NetworkSettings
from otp_tui.services.providers.registry import open_gateways
from otp_tui.services.providers.target import ProviderTarget

_SIMULATED_NUMBER: Final = "5000000001"
_CODE: Final = "0000"
_RETURN_CODES: Final = frozenset({"code", "result_code"})


class CredentialState(StrEnum):
    """The result of a check: the state of a provider's credentials."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


class CredentialCheck(NamedTuple):
    """The check of one provider's credentials.

    Attributes:
        provider: The provider's name.
        state: The state of its credentials.
        decided_by: The proof, as reports write it.
        fault: The reason why no complete answer came, if none did.
        exchange: The record, redacted.
    """

    provider: str
    state: CredentialState
    decided_by: str
    fault: Fault | None
    exchange: Exchange


async def check_credentials(
    targets: Iterable[ProviderTarget],
    network: NetworkSettings,
    *,
    new_id: Callable[[], str],
    transport: httpx.AsyncBaseTransport | None = None,
    wall: Callable[[], datetime] = utc_now,
) -> list[CredentialCheck]:
    """Check the credentials of every target, each by one exchange that sends no SMS.

    A provider with sessions creates one (api-reference 2.5), which the customer does not notice. A provider without them
    is asked to verify a made-up code for a made-up ``otp_session_id`` to which nothing was sent (1.4): any return code
    of its table that is not about the caller (1.6) shows that the key was accepted.

    Two doubts remain: no order is documented in which a provider looks at the key and at the rest of a request, so a
    refusal of the rest might precede that of the key; and an accepted key may still lack the right to send.

    Args:
        targets: The targets with their credentials.
        network: The settings of the exchanges.
        new_id: Returns ids that were never used.
        transport: Replaces the network in tests.
        wall: Returns the wall clock's time, UTC.

    Returns:
        One check for each target, in their order.

    Raises:
        TargetError: A host may not get these credentials; nothing was sent.
        CredentialTextError: A key cannot stand in a header; nothing was sent.
        CaBundleError: The CA bundle cannot be read, or holds no certificate; nothing was sent.
    """
    records: list[Exchange] = []

    def keep(exchange: Exchange) -> None:
        records.append(exchange)

    registry = SecretRegistry()
    registry.register(PHONE, _SIMULATED_NUMBER)
    targets = tuple(targets)
    gateways = open_gateways(targets, registry, keep, network, transport=transport, wall=wall)
    checks = []
    try:
        for number, target in enumerate(targets, 1):
            progress = RequestProgress()
            request = _harmless_request(number, target.provider, registry, new_id())
            answer = await gateways.of(target.provider).call(request, progress)
            state = _state(request.verb, answer, written=progress.written)
            decided_by = answer.decision.decided_by
            checks.append(CredentialCheck(target.provider, state, decided_by, answer.fault, records[-1]))
    finally:
        await gateways.close()
    return checks


def _harmless_request(number: int, provider: str, registry: SecretRegistry, fresh: str) -> Request:
    reference = registry.register("reference", fresh)
    verb = PROVIDERS[provider].harmless_verb
    return Request(number, verb, provider, reference=reference, code=registry.register("code", _CODE))


def _state(verb: Verb, answer: Answer, *, written: bool) -> CredentialState:
    """Return the state that an answer proves; `UNKNOWN` where it proves none."""
    if answer.fault is not None:
        return CredentialState.UNKNOWN if written else CredentialState.UNREACHABLE
    if answer.decision.verdict is Verdict.CREDENTIALS:
        return CredentialState.REFUSED
    passed = answer.decision.verdict is Verdict.OK or (
        verb is Verb.VERIFY and _is_documented_refusal(answer.decision)
    )
    return CredentialState.ACCEPTED if passed else CredentialState.UNKNOWN


def _is_documented_refusal(decision: Decision) -> bool:
    """Return whether a documented return code refused the code or the request."""
    refused = decision.verdict in {Verdict.CODE_REFUSED, Verdict.REFUSED}
    return refused and decision.path in _RETURN_CODES
