"""The record of a run that ended, which every format of evidence is written from."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Decision
from otp_tui.core.flow.journey import Journey, Outcome


class RunRecord(NamedTuple):
    """A run that ended, as evidence shows it; its secrets are handles already.

    Attributes:
        journey: The journey.
        environment: The environment of its hosts; None where that was never found out.
        began: The moment it began.
        outcome: The outcome.
        exit_code: The exit code.
        decision: The decision that the outcome rests on; None where no answer decided it.
        exchanges: The records, oldest first.
        lines: The JSON lines of ``run --json``.
        unreached: The providers of the legs that it did not come to.
        reason: Why it could not run, in a sentence; empty where it ran.
        attachments: The paths of the pack's files, as a build server finds them.
    """

    journey: Journey
    environment: Environment | None
    began: datetime
    outcome: Outcome
    exit_code: int
    decision: Decision | None = None
    exchanges: Sequence[Exchange] = ()
    lines: Sequence[str] = ()
    unreached: Sequence[str] = ()
    reason: str = ""
    attachments: Sequence[str] = ()
