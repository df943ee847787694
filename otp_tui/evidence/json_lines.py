"""The JSON lines of a walkthrough, which never hold a secret (contract, "run --json")."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Delivery
from otp_tui.core.flow.challenge import Challenge, ExpirySource
from otp_tui.core.flow.change import Change
from otp_tui.core.flow.events import Answered, CodeEntered, Stopped
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.outcome import RunEnd
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.flow.state import Phase, Walkthrough
from otp_tui.core.timestamps import rfc3339

VERSION: Final = 1


class Line(NamedTuple):
    """One line, before it is numbered.

    Attributes:
        kind: Its ``type``.
        at: Its moment, UTC.
        fields: Its further fields.
    """

    kind: str
    at: datetime
    fields: dict[str, Any]


def json_line(line: Line, seq: int, environment: Environment | None) -> str:
    """Return a line as ASCII text without its end, so that no encoding of standard output can break it.

    Args:
        line: The line.
        seq: Its number, from 1.
        environment: The environment; None where it is not known yet.
    """
    head = {"v": VERSION, "seq": seq, "at": rfc3339(line.at), "type": line.kind, "environment": environment}
    return json.dumps(head | line.fields)


def json_lines(record: WalkthroughRecord, end: RunEnd | None) -> list[str]:
    """Return the lines of a recorded walkthrough, as ``run --json`` prints them.

    Args:
        record: The walkthrough.
        end: Its end; None where it has not ended, so that it has no last line.
    """
    walkthrough = record.walkthrough
    lines = [started(walkthrough, record.profile or None)]
    for item in record.timeline():
        lines += of_change(item) if isinstance(item, Change) else [of_exchange(item)]
    if end is not None:
        lines.append(finished(end, record.last_moment))
    return [json_line(line, seq, walkthrough.environment) for seq, line in enumerate(lines, 1)]


def started(walkthrough: Walkthrough, profile: str | None) -> Line:
    """Return the first line of a walkthrough."""
    return Line("started", walkthrough.began.utc, {"journey": walkthrough.journey, "profile": profile})


def stopped(at: datetime, rule: str, opens_at: float | None = None) -> Line:
    """Return the line of a guard that stopped a send.

    Args:
        at: The moment, UTC.
        rule: The guard's rule.
        opens_at: The moment at which it has room again, seconds since 1970.
    """
    opens = None if opens_at is None else rfc3339(datetime.fromtimestamp(opens_at, UTC))
    return Line("stopped", at, {"rule": rule, "opens_at": opens})


def finished(end: RunEnd, at: datetime) -> Line:
    """Return the last line of a run.

    Args:
        end: The end.
        at: The moment, UTC.
    """
    fields = {
        "outcome": end.outcome,
        "verdict": end.decision.verdict if end.decision else None,
        "decided_by": end.decision.decided_by if end.decision else None,
        "exit_code": end.exit_code,
    }
    return Line("finished", at, fields)


def of_exchange(exchange: Exchange) -> Line:
    """Return the line of one exchange with its verdict and proof."""
    return Line("exchange", exchange.ended, exchange_fields(exchange))


def exchange_fields(exchange: Exchange) -> dict[str, Any]:
    """Return what a script is told of one exchange."""
    return {
        "provider": exchange.provider,
        "call": exchange.call,
        "http_status": exchange.status,
        "ms": exchange.ms,
        "verdict": exchange.decision.verdict,
        "decided_by": exchange.decision.decided_by,
    }


def of_change(change: Change) -> Iterator[Line]:
    """Yield the lines of one event that scripts need."""
    before, event, after, at = change.before, change.event, change.after, change.now.utc
    if isinstance(event, CodeEntered) and after.codes > before.codes:
        yield Line("code_entered", at, {"length": event.length})
    if isinstance(event, Stopped) and after is not before:
        yield stopped(at, event.refusal.rule, event.refusal.opens_at)
    if isinstance(event, Answered) and before.in_flight is not None and event.answer.renewed:
        yield Line("session_renewed", at, {"provider": before.policy.provider})
    if after.challenge is not None and _is_new(before.challenge, after.challenge):
        yield _of_challenge(after.challenge, at)
    if after.phase is Phase.MAYBE_SENT is not before.phase or (after.lost_verify and not before.lost_verify):
        # A verify delivers nothing: uncertain is only whether its code was used.
        delivery = Delivery.MAYBE_SENT.value if after.uncertain_send else "maybe_used"
        proof = after.decision.decided_by if after.decision else None
        yield Line("uncertain", at, {"delivery": delivery, "decided_by": proof})
    if after.outcome is Outcome.LINKED and before.outcome is None:
        detail = after.detail
        fields = {"issuer": detail.issuer, "masked_pan": detail.masked_pan, "rrn": detail.rrn}
        yield Line("linked", at, fields)


def _of_challenge(challenge: Challenge, at: datetime) -> Line:
    told = challenge.source is ExpirySource.SERVER and challenge.server_at is not None
    expires = challenge.server_at if told and challenge.server_at else challenge.expires
    fields = {
        "provider": challenge.provider,
        "kind": challenge.kind,
        "expires_at": rfc3339(expires),
        "expiry_source": challenge.source,
        "remaining_s": round(challenge.lifetime, 3),
        "resend_at": rfc3339(challenge.resend_opens),
        "send": challenge.sends,
    }
    return Line("challenge", at, fields)


def _is_new(before: Challenge | None, after: Challenge) -> bool:
    return before is None or (before.sends, before.token, before.sent) != (
        after.sends,
        after.token,
        after.sent,
    )
