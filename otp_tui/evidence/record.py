"""The record of a run that ended, which every format of evidence is written from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Decision
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.outcome import RunEnd, end_of
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.evidence.json_lines import json_lines


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
        profile: The profile's name; empty without one.
        walkthrough: All that happened in it; None where it was never begun.
        attachments: The paths of the pack's files, as a build server finds them.
        pictures: A picture (SVG) of each step, by its file name.
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
    profile: str = ""
    walkthrough: WalkthroughRecord | None = None
    attachments: Sequence[str] = ()
    pictures: Mapping[str, str] = MappingProxyType({})


def run_record(
    record: WalkthroughRecord, end: RunEnd | None = None, lines: Sequence[str] | None = None
) -> RunRecord:
    """Return a recorded walkthrough as evidence shows it.

    Args:
        record: The walkthrough.
        end: Its end; by default the one that its events tell.
        lines: Its JSON lines; by default the ones that its events tell.
    """
    walkthrough = record.walkthrough
    end = end or end_of(walkthrough)
    reached = {exchange.provider for exchange in record.exchanges}
    return RunRecord(
        walkthrough.journey,
        walkthrough.environment,
        walkthrough.began.utc,
        end.outcome,
        end.exit_code,
        end.decision,
        record.exchanges,
        json_lines(record, end) if lines is None else lines,
        unreached=[leg.provider for leg in walkthrough.legs if leg.provider not in reached],
        profile=record.profile,
        walkthrough=record,
    )
