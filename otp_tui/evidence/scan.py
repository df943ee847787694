"""The last look before evidence is handed over: no shape of a secret in its texts, no known secret in its files.

Shapes are looked for in the record, text by text, before anything is formatted: a file is full of numbers that look like
a phone by chance, and masking one there would break it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from otp_tui.core.flow.record import WalkthroughRecord, changes_of
from otp_tui.core.security.shapes import is_documented
from otp_tui.core.security.spellings import Spelling, by_length, secrets_in, spellings_of, without
from otp_tui.evidence.record import RunRecord

_SHORTEST: Final = 6
"""The fewest characters of a value that is looked for in whole files.

A shorter code is one of the numbers that files are full of; it was looked for in each text when that was recorded.
"""
_BODIES: Final = frozenset({"body", "request_body"})
_PAIR: Final = 2
T = TypeVar("T")


class LeakError(Exception):
    """A file holds a secret of this process, so nothing is handed over.

    Attributes:
        file: The file's name.
        secret: The secret's name, never its value.
    """

    def __init__(self, file: str, secret: str) -> None:
        super().__init__(f"{file}: {secret}")
        self.file = file
        self.secret = secret


class Masking(NamedTuple):
    """A secret that was masked: its place and its shape, never its value."""

    place: str
    shape: str


def check_files(files: Mapping[str, str], secrets: Iterable[tuple[str, str]]) -> None:
    """Check that no file holds a known secret, as it is or encoded.

    Args:
        files: Texts by name.
        secrets: The names and values of every secret that this process knows.

    Raises:
        LeakError: A file holds one of them.
    """
    spelled = (spellings_of(name, value) for name, value in secrets if len(value) >= _SHORTEST)
    known: list[Spelling] = sorted((one for spellings in spelled for one in spellings), key=by_length)
    for name, text in files.items():
        for found in secrets_in(text, known, shapes=False):
            raise LeakError(name, found.shown.strip("‹›"))


def masked_record(record: WalkthroughRecord) -> tuple[WalkthroughRecord, list[Masking]]:
    """Return a record without anything that has a secret's shape, and the places of what was masked.

    An older version of the program may have recorded what this one would have masked.
    """
    masker = _Masker()
    exchanges = tuple(masker.tuple(one, f"exchanges/{one.number}") for one in record.exchanges)
    recorded = [
        (masker.tuple(change.event, f"events/{number}"), change.now)
        for number, change in enumerate(record.changes, 1)
    ]
    if not masker.maskings:
        return record, []
    changes = changes_of(record.start, recorded)
    return record._replace(exchanges=exchanges, changes=changes), masker.maskings


def masked_run(run: RunRecord) -> tuple[RunRecord, list[Masking]]:
    """Return a run without anything that has a secret's shape, and the places of what was masked."""
    if run.walkthrough is None:
        return run, []
    record, maskings = masked_record(run.walkthrough)
    return run._replace(walkthrough=record, exchanges=record.exchanges), maskings


class _Masker:
    """A walk through records that masks the texts in them.

    Attributes:
        maskings: What was masked so far.
    """

    def __init__(self) -> None:
        self.maskings: list[Masking] = []

    def tuple(self, record: T, place: str) -> T:
        """Return a named tuple with its texts masked."""
        values: Any = record
        changed = {
            name: masked
            for name, value in values._asdict().items()
            if (masked := self._field(value, f"{place}/{name}", name)) is not value
        }
        return values._replace(**changed) if changed else record

    def _field(self, value: Any, place: str, name: str) -> Any:
        if type(value) is str:  # a member of an enumeration is our own word
            return self._body(value, place) if name in _BODIES else self._text(value, place, name)
        if hasattr(value, "_asdict"):
            return self.tuple(value, place)
        if isinstance(value, tuple):
            # The second of a pair is a header's value, which its name may document.
            first = value[0].lower() if len(value) == _PAIR and isinstance(value[0], str) else ""
            masked = tuple(self._field(item, f"{place}/{index}", first) for index, item in enumerate(value))
            return value if all(map(_same, masked, value)) else masked
        return value

    def _body(self, text: str, place: str) -> str:
        try:
            parsed = json.loads(text)
        except (ValueError, RecursionError):  # no JSON, or one that was cut
            return self._text(text, place, "")
        before = len(self.maskings)
        masked = self._json(parsed, place, "")
        return text if len(self.maskings) == before else json.dumps(masked, ensure_ascii=False, indent=2)

    def _json(self, value: Any, place: str, name: str) -> Any:
        match value:
            case dict():
                return {key: self._json(item, f"{place}/{key}", key.lower()) for key, item in value.items()}
            case list():
                return [self._json(item, f"{place}/{index}", name) for index, item in enumerate(value)]
            case str():
                return self._text(value, place, name)
        return value

    def _text(self, text: str, place: str, name: str) -> str:
        found = [] if is_documented(name, text) else secrets_in(text, ())
        self.maskings += [Masking(place, one.shown.strip("‹›")) for one in found]
        return without(text, found) if found else text


def _same(one: object, other: object) -> bool:
    return one is other
