"""The formats of evidence: option, file name and writer of each, in one table."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.state import Walkthrough
from otp_tui.evidence.har import har
from otp_tui.evidence.junit import junit


class RunRecord(NamedTuple):
    """A finished run, as evidence shows it; its secrets are handles already.

    Attributes:
        walkthrough: The final state.
        exchanges: The records, oldest first.
        outcome: The outcome.
        exit_code: The exit code of the run.
        lines: The JSON lines of ``run --json``.
    """

    walkthrough: Walkthrough
    exchanges: Sequence[Exchange]
    outcome: Outcome
    exit_code: int
    lines: Sequence[str]


class EvidenceFormat(NamedTuple):
    """One format.

    Attributes:
        name: Its option is ``--NAME``, where it has one.
        file_name: Its file in the folder of ``--evidence``.
        write: Gives the text of a run.
        has_option: Whether it can be written on its own.
    """

    name: str
    file_name: str
    write: Callable[[RunRecord], str]
    has_option: bool = True


FORMATS: Final = (
    EvidenceFormat("har", "exchanges.har", lambda run: har(run.exchanges, run.walkthrough.environment)),
    EvidenceFormat(
        "junit", "junit.xml", lambda run: junit(run.walkthrough, run.exchanges, run.outcome, run.exit_code)
    ),
    EvidenceFormat(
        "lines", "lines.jsonl", lambda run: "".join(f"{line}\n" for line in run.lines), has_option=False
    ),
)
