"""The manifest of a pack: its files by checksum, and every place where a secret was masked."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from otp_tui import __version__
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.scan import Masking

VERSION: Final = 1
_SHAPES: Final = (
    (re.compile(r"‹([^›#]+)(?:#\d+)?›"), None),
    (re.compile(r"\+?[\d ()-]*(?:•[\d ()-]*){4,}"), "phone"),
    (re.compile(r"\d*\*{4,}\d*"), "card"),  # also where the provider sent no more of it
)
"""Placeholders of masked values with the name of their shape; of a handle it is the handle's kind."""
_HALF_A_SECOND: Final = timedelta(seconds=0.5)


def manifest(run: RunRecord, files: Mapping[str, str], maskings: Sequence[Masking]) -> str:
    """Return the manifest of a pack as JSON text.

    Args:
        run: The run.
        files: All its other files, by name.
        maskings: What the last look at the files masked.
    """
    listed = {
        "v": VERSION,
        "version": __version__,
        "environment": run.environment,
        "profile": run.profile or None,
        "clock_skew_s": clock_skew_s(run.exchanges),
        "files": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(files.items())},
        "redactions": [masking._asdict() for masking in (*redactions(run), *maskings)],
    }
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def clock_skew_s(exchanges: Iterable[Exchange]) -> int | None:
    """Return the seconds that the newest server's clock is ahead of ours; None where no answer had a ``Date``."""
    skew = None
    for exchange in exchanges:
        date = next((value for name, value in exchange.headers if name.lower() == "date"), "")
        try:
            at = parsedate_to_datetime(date)
            skew = round((at + _HALF_A_SECOND - exchange.ended).total_seconds())  # a Date has whole seconds
        except (
            ValueError,
            TypeError,
            OverflowError,
        ):  # no date, none that can be read, or one without a zone
            continue
    return skew


def redactions(run: RunRecord) -> Iterator[Masking]:
    """Yield every place in the records where a secret was masked when they were made."""
    for number, change in enumerate(run.walkthrough.changes if run.walkthrough else (), 1):
        for name, value in change.event._asdict().items():
            if type(value) is str:  # a member of an enumeration is our own word
                yield from _in_text(f"events/{number}/{name}", value)
    for exchange in run.exchanges:
        place = f"exchanges/{exchange.number}"
        for part, headers, body in (
            ("request", exchange.request_headers, exchange.request_body),
            ("answer", exchange.headers, exchange.body),
        ):
            for name, value in headers:
                yield from _in_text(f"{place}/{part}/headers/{name}", value)
            yield from _in_body(f"{place}/{part}/body", body)


def _in_body(place: str, body: str) -> Iterator[Masking]:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, or one that was cut
        yield from _in_text(place, body)
    else:
        yield from _in_value(place, parsed)


def _in_value(place: str, value: Any) -> Iterator[Masking]:
    match value:
        case dict():
            for name, item in value.items():
                yield from _in_text(f"{place}/{name}", name)
                yield from _in_value(f"{place}/{name}", item)
        case list():
            for index, item in enumerate(value):
                yield from _in_value(f"{place}/{index}", item)
        case str():
            yield from _in_text(place, value)


def _in_text(place: str, text: str) -> Iterator[Masking]:
    for pattern, shape in _SHAPES:
        for match in pattern.finditer(text):
            yield Masking(place, shape or match[1])
