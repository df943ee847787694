"""The formats that `run` writes on their own, in one table."""

from collections.abc import Callable
from typing import Final, NamedTuple

from otp_tui.evidence.har import har
from otp_tui.evidence.junit import junit
from otp_tui.evidence.record import RunRecord


class EvidenceFormat(NamedTuple):
    """One format.

    Attributes:
        name: Its option is ``--NAME``.
        file_name: Its file in an evidence pack.
        write: Gives the text of a run.
    """

    name: str
    file_name: str
    write: Callable[[RunRecord], str]


FORMATS: Final = (
    EvidenceFormat("har", "session.har", har),
    EvidenceFormat("junit", "junit.xml", junit),
)
