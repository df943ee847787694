"""The formats of evidence: option, file name and writer of each, in one table."""

from collections.abc import Callable
from typing import Final, NamedTuple

from otp_tui.evidence.har import har
from otp_tui.evidence.junit import junit
from otp_tui.evidence.record import RunRecord


class EvidenceFormat(NamedTuple):
    """One format.

    Attributes:
        name: Its option is ``--NAME``, where it has one.
        file_name: Its file in the folder of ``--evidence``.
        write: Gives the text of a run.
        has_option: Whether it can be written on its own.
        holds_last_line: Whether the last JSON line, with the exit code, stands in it.
    """

    name: str
    file_name: str
    write: Callable[[RunRecord], str]
    has_option: bool = True
    holds_last_line: bool = False


def _lines(run: RunRecord) -> str:
    return "".join(f"{line}\n" for line in run.lines)


FORMATS: Final = (
    EvidenceFormat("har", "session.har", har),
    EvidenceFormat("junit", "junit.xml", junit),
    EvidenceFormat("lines", "events.jsonl", _lines, has_option=False, holds_last_line=True),
)
