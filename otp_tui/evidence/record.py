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
from otp_tui.core.flow.state import Phase, Reason, Walkthrough
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
        is_open: True where it had not ended yet: it has no outcome and no exit code.
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
    is_open: bool = False

    attachments: Sequence[str] = ()
    pictures: Mapping[str, str] = MappingProxyType({})

    @property
    def outcome_name(self) -> str:
        """The name of the outcome's word; of a run that has not ended, that it has none."""
        return "outcome.open" if self.is_open else f"outcome.{self.outcome}"


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
    is_open = end is None and _is_open(walkthrough)
    end = end or end_of(walkthrough)
    decision = _deciding(record) if walkthrough.unlinked and not end.exit_code else end.decision
    reached = {exchange.provider for exchange in record.exchanges}
    return RunRecord(
        walkthrough.journey,
        walkthrough.environment,
        walkthrough.began.utc,
        end.outcome,
        end.exit_code,
        decision,
        record.exchanges,
        json_lines(record, None if is_open else end) if lines is None else lines,
        unreached=[leg.provider for leg in walkthrough.legs if leg.provider not in reached],
        profile=record.profile,
        walkthrough=record,
        is_open=is_open,
    )


def _is_open(walkthrough: Walkthrough) -> bool:
    """Return whether nothing went wrong yet and something is still to come."""
    if walkthrough.ended is not None or walkthrough.script_end is not None:
        return False
    stopped = walkthrough.notice is not None and walkthrough.notice.reason is Reason.STOPPED
    halted = walkthrough.phase in {Phase.HALTED, Phase.MAYBE_SENT} and walkthrough.in_flight is None
    return not (stopped or halted or walkthrough.lost_verify)


def _deciding(record: WalkthroughRecord) -> Decision | None:
    """Return the decision by which the outcome was reached, whatever was asked of the provider after that."""
    ends = (one for one in record.changes if one.before.outcome is None and one.after.outcome is not None)
    return next((change.after.decision for change in ends), None)
