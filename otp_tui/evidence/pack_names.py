"""The names of a pack's files, which a run needs before it makes any of them."""

from typing import Final

MANIFEST: Final = "manifest.json"
JUNIT: Final = "junit.xml"
NAMES: Final = (
    "report.html",
    "report.md",
    "ticket.txt",
    "sequence.mmd",
    "events.jsonl",
    "session.har",
    JUNIT,
    MANIFEST,
)
"""The files of a pack that every run has."""
FOLDERS: Final = ("pictures", "snippets")
"""The folders within a pack."""
