"""The JSON lines of ``run --json``, which never hold a secret (contract, "run --json")."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from otp_tui.conductor import Change
from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Decision, Delivery
from otp_tui.core.flow.challenge import Challenge, ExpirySource
from otp_tui.core.flow.events import Answered, CodeEntered, Stopped
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.state import Phase, Walkthrough
from otp_tui.core.timestamps import rfc3339

VERSION = 1


class RunEnd(NamedTuple):
    """The end of a run, as its last line tells it.

    Attributes:
        outcome: The outcome.
        exit_code: The exit code.
        decision: The decision that the outcome rests on; None where no answer decided it.
    """

    outcome: Outcome
    exit_code: int
    decision: Decision | None = None


class JsonLines:
    """A reporter that writes a walkthrough's events and exchanges as JSON lines.

    Args:
        write: Called with one line without its end.
        wall: Returns the wall clock's time, UTC.
        environment: The environment in every line; None where it is not known yet.

    Attributes:
        environment: The environment in every line from now on; None where it is not known yet.
    """

    def __init__(
        self, write: Callable[[str], None], wall: Callable[[], datetime], environment: Environment | None
    ) -> None:
        self._write = write
        self._wall = wall
        self.environment = environment
        self._seq = 0

    def started(self, walkthrough: Walkthrough, profile: str | None) -> None:
        """Write the first line."""
        self._line("started", journey=walkthrough.journey, profile=profile)

    def stopped(self, rule: str, opens_at: float | None = None) -> None:
        """Write the line of a guard that stopped a send, or the run before it was begun.

        Args:
            rule: The guard's rule.
            opens_at: The moment at which it has room again, seconds since 1970.
        """
        opens = None if opens_at is None else rfc3339(datetime.fromtimestamp(opens_at, UTC))
        self._line("stopped", rule=rule, opens_at=opens)

    def changed(self, change: Change) -> None:
        """Write the changes of one event that scripts need."""
        before, event, after = change.before, change.event, change.after
        if isinstance(event, CodeEntered) and after.codes > before.codes:
            self._line("code_entered", length=event.length)
        if isinstance(event, Stopped) and after is not before:
            self.stopped(event.refusal.rule, event.refusal.opens_at)
        if isinstance(event, Answered) and before.in_flight is not None and event.answer.renewed:
            self._line("session_renewed", provider=before.policy.provider)
        if after.challenge is not None and _is_new(before.challenge, after.challenge):
            self._challenge(after.challenge)
        if after.phase is Phase.MAYBE_SENT is not before.phase or (
            after.lost_verify and not before.lost_verify
        ):
            # A verify delivers nothing: uncertain is only whether its code was used.
            delivery = Delivery.MAYBE_SENT.value if after.uncertain_send else "maybe_used"
            self._line("uncertain", delivery=delivery, decided_by=_proof(after))
        if after.outcome is Outcome.LINKED and before.outcome is None:
            detail = after.detail
            self._line("linked", issuer=detail.issuer, masked_pan=detail.masked_pan, rrn=detail.rrn)

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Write one exchange with its verdict and proof."""
        self._line(
            "exchange",
            provider=exchange.provider,
            call=exchange.call,
            http_status=exchange.status,
            ms=exchange.ms,
            verdict=exchange.decision.verdict,
            decided_by=exchange.decision.decided_by,
        )

    def last_line(self, end: RunEnd) -> str:
        """Return the last line, which `write` is not called with: the evidence has it before anybody reads it."""
        return self._next(
            "finished",
            outcome=end.outcome,
            verdict=end.decision.verdict if end.decision else None,
            decided_by=end.decision.decided_by if end.decision else None,
            exit_code=end.exit_code,
        )

    def failed(self, error: BaseException) -> None:
        """Do nothing; the command reports the bug on standard error."""

    def _challenge(self, challenge: Challenge) -> None:
        told = challenge.source is ExpirySource.SERVER and challenge.server_at is not None
        expires = challenge.server_at if told and challenge.server_at else challenge.expires
        self._line(
            "challenge",
            provider=challenge.provider,
            kind=challenge.kind,
            expires_at=rfc3339(expires),
            expiry_source=challenge.source,
            remaining_s=round(challenge.lifetime, 3),
            resend_at=rfc3339(challenge.resend_opens),
            send=challenge.sends,
        )

    def _line(self, kind: str, /, **fields: Any) -> None:
        line = self._next(kind, **fields)
        self._seq += 1
        self._write(line)

    def _next(self, kind: str, /, **fields: Any) -> str:
        head = {"v": VERSION, "seq": self._seq + 1, "at": rfc3339(self._wall()), "type": kind}
        head["environment"] = self.environment
        return json.dumps(head | fields)  # ASCII, so that no encoding of standard output can break it


def _is_new(before: Challenge | None, after: Challenge) -> bool:
    return before is None or (before.sends, before.token, before.sent) != (
        after.sends,
        after.token,
        after.sent,
    )


def _proof(walkthrough: Walkthrough) -> str | None:
    return walkthrough.decision.decided_by if walkthrough.decision else None
