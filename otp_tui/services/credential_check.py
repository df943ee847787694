"""Tests keys as far as the providers let one test them without sending an SMS.

Neither has a call that only checks a key, so each is asked for something harmless on a number that belongs to nobody.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

import httpx

from otp_tui.core.exchange.exchange import Answer, Exchange, Request, Verb
from otp_tui.core.exchange.verdict import Decision, Fault, Verdict
from otp_tui.core.ports import RequestProgress
from otp_tui.core.security.secrets import PHONE, SecretRegistry
from otp_tui.core.target.endpoints import Trust
from otp_tui.services.http.client import Limits, utc_now
from otp_tui.services.providers.registry import Targets, open_gateways

_SIMULATED_NUMBER: Final = "5000000001"
_CODE: Final = "0000"
_RETURN_CODES: Final = frozenset({"code", "result_code"})
_VERBS: Final = {"paynet": Verb.VERIFY, "paywall": Verb.PREPARE}
"""``check_otp`` and ``session``; no other call is ever made here, and these two send nothing."""


class CredentialState(StrEnum):
    """What is known of a provider's keys."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


class CredentialCheck(NamedTuple):
    """What one exchange told of a provider's keys.

    Attributes:
        provider: Whose.
        state: What is known of them.
        decided_by: What told it, as reports write it.
        fault: Why no complete answer came, if none did.
        exchange: The record, redacted.
    """

    provider: str
    state: CredentialState
    decided_by: str
    fault: Fault | None
    exchange: Exchange


async def check_credentials(
    targets: Targets,
    *,
    trust: Trust,
    new_id: Callable[[], str],
    ca_bundle: Path | None = None,
    proxy: str | None = None,
    timeout_s: float = Limits().deadline_s,
    transport: httpx.AsyncBaseTransport | None = None,
    wall: Callable[[], datetime] = utc_now,
) -> list[CredentialCheck]:
    """Test the keys of every target, each by one exchange that sends no SMS.

    Paywall creates a session (api-reference 2.5), which no merchant's customer takes notice of. Paynet is asked
    whether a made-up code belongs to a made-up ``otp_session_id`` to which nothing was sent (1.4): any return code
    of its table that is not about the caller (1.6) says that the key was let through.

    What cannot be known: Paynet documents no order in which it looks at the key and at the rest of a request, so
    that a refusal of the rest might precede that of the key; and keys that pass here may still lack the right to
    send.

    Args:
        targets: Where to, with which keys.
        trust: Which hosts beyond the vendors' test hosts may get them.
        new_id: Makes ids that were never used.
        ca_bundle: A PEM file that is trusted instead of the system's store.
        proxy: Stands between for every host but loopback, instead of what the environment says.
        timeout_s: Seconds for one exchange.
        transport: Stands in for the network in tests.
        wall: The wall clock, UTC.

    Returns:
        One for each target, Paynet first.

    Raises:
        TargetError: A host may not get these keys; none was asked.
        KeyTextError: A key cannot stand in a header; none was asked.
        CaBundleError: The bundle cannot be used; none was asked.
    """
    records: list[Exchange] = []

    def keep(exchange: Exchange) -> None:
        records.append(exchange)

    registry = SecretRegistry()
    registry.register(PHONE, _SIMULATED_NUMBER)
    gateways = open_gateways(
        targets,
        registry,
        keep,
        timeout_s=timeout_s,
        trust=trust,
        ca_bundle=ca_bundle,
        proxy=proxy,
        transport=transport,
        wall=wall,
    )
    looks = []
    try:
        providers = [name for name, target in targets._asdict().items() if target]
        for number, provider in enumerate(providers, 1):
            progress = RequestProgress()
            answer = await gateways.of(provider).call(
                _harmless(number, provider, registry, new_id()), progress
            )
            state = _state(provider, answer, written=progress.written)
            looks.append(
                CredentialCheck(provider, state, answer.decision.decided_by, answer.fault, records[-1])
            )
    finally:
        await gateways.close()
    return looks


def _harmless(number: int, provider: str, registry: SecretRegistry, fresh: str) -> Request:
    reference = registry.register("reference", fresh)
    return Request(
        number, _VERBS[provider], provider, reference=reference, code=registry.register("code", _CODE)
    )


def _state(provider: str, answer: Answer, *, written: bool) -> CredentialState:
    """What an answer says of the keys; one that is not clear about them leaves them unknown."""
    if answer.fault is not None:
        return CredentialState.UNKNOWN if written else CredentialState.UNREACHABLE
    if answer.decision.verdict is Verdict.CREDENTIALS:
        return CredentialState.REFUSED
    passed = answer.decision.verdict is Verdict.OK or (provider == "paynet" and _known(answer.decision))
    return CredentialState.ACCEPTED if passed else CredentialState.UNKNOWN


def _known(decision: Decision) -> bool:
    """Whether Paynet refused the code, or the request, by a return code of its table."""
    refused = decision.verdict in {Verdict.CODE_REFUSED, Verdict.REFUSED}
    return refused and decision.path in _RETURN_CODES and decision.name != ""
