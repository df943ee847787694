"""The spellings of a secret: the texts that are looked for where a server may have returned it.

Escapes and base64 are no spellings: `layers` undoes them before a text is searched.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from otp_tui.core.phone.number import mask
from otp_tui.core.security.layers import Layer, layers, without_escapes
from otp_tui.core.security.packings import packed_runs
from otp_tui.core.security.secrets import PHONE
from otp_tui.core.security.shapes import HIDDEN, Found, shapes_in

SHORTEST: Final = 4
"""The fewest characters of a value that is looked for within other text."""
_LONG: Final = 10
"""The length from which a value is redacted inside words too; a shorter one only as a word."""
_MIXED: Final = 6
"""The same of a value with both letters and digits, which no word and no number is by chance."""
_COUNTRY_DIGITS: Final = 3
_FEWEST: Final = 7
"""The fewest digits of a phone that are redacted; fewer occur by chance."""
_NOT_DIGITS: Final = re.compile(r"%[0-9A-Fa-f]{2}|[^0-9%]+|%")


class Spelling(NamedTuple):
    """One spelling of a secret.

    Attributes:
        probe: The text in lower case; of a phone its digits, without separators.
        shown: The text in its place.
        shortest: The fewest characters of a text that can contain it.
        pattern: The regular expression of a phone; empty where the probe is enough.
    """

    probe: str
    shown: str
    shortest: int
    pattern: str = ""


def replaced(text: str, spellings: Sequence[Spelling], *, shapes: bool = True) -> str:
    """Return a text with the given spellings and the shapes of secrets replaced, however they are escaped.

    Args:
        text: Any text.
        spellings: The spellings, by `by_length`; those that are longer than the text are skipped.
        shapes: False for a text that is documented to look like a secret.
    """
    found = secrets_in(text, spellings, shapes=shapes)
    return without(text, found) if found else text


def secrets_in(text: str, spellings: Sequence[Spelling], *, shapes: bool = True) -> list[Found]:
    """Return the places of the given spellings and of shapes of secrets, however they are escaped or packed.

    Args:
        text: Any text.
        spellings: The spellings, by `by_length`; those that are longer than the text are skipped.
        shapes: False for a text that is documented to look like a secret.
    """
    if len(text) < SHORTEST:
        return []
    return [
        Found(*layer.span(start, end), shown)
        for layer in layers(text)
        for start, end, shown in _matches(layer, spellings, shapes=shapes)
    ]


def by_length(spelling: Spelling) -> int:
    """Return the key that sorts spellings, the longest first."""
    return -spelling.shortest


def _matches(layer: Layer, spellings: Sequence[Spelling], *, shapes: bool) -> Iterator[Found]:
    text = layer.text
    lowered, digits = text.lower(), _NOT_DIGITS.sub("", text)
    for spelling in spellings[bisect_left(spellings, -len(text), key=by_length) :]:
        # A phone's own expression takes a millisecond to compile, and nearly no text has its digits.
        if spelling.probe in (digits if spelling.pattern else lowered):
            pattern = spelling.pattern or _pattern(spelling.probe, inside=layer.packings > 0)
            for match in re.finditer(pattern, text, re.IGNORECASE):
                yield Found(match.start(), match.end(), spelling.shown)
    if shapes:
        yield from shapes_in(text, lowered, len(digits))
        if layer.closed:  # nobody knows what is in it
            yield from (Found(start, end, HIDDEN) for start, end in packed_runs(text))


def without(text: str, found: list[Found]) -> str:
    """Return a text without what was found; of what overlaps, the longest is named and nothing is left."""
    pieces: list[str] = []
    at = 0
    for part in _joined(sorted(found, key=lambda part: (part.start, -part.end))):
        pieces += (text[at : part.start], part.shown)
        at = part.end
    return "".join((*pieces, text[at:]))


def _joined(found: list[Found]) -> Iterator[Found]:
    """Join what overlaps, in order of its start, under the name of the longest known secret."""
    whole = longest = found[0]
    for part in found[1:]:
        if part.start >= whole.end:
            yield whole
            whole = longest = part
            continue
        if _weight(part) > _weight(longest):
            longest = part
        whole = Found(whole.start, max(whole.end, part.end), longest.shown)
    yield whole


def _weight(part: Found) -> tuple[bool, int]:
    return part.shown != HIDDEN, part.end - part.start


def _pattern(probe: str, *, inside: bool) -> str:
    """Return the pattern of a value; a short one matches only as a word of its own.

    Args:
        probe: The value in lower case.
        inside: True for text that was packed: what stands beside the value may be no text at all.
    """
    escaped = re.escape(probe)
    mixed = len(probe) >= _MIXED and not probe.isalpha() and not probe.isdecimal()
    return escaped if inside or mixed or len(probe) >= _LONG else rf"(?<![0-9A-Za-z]){escaped}(?![0-9A-Za-z])"


def spellings_of(name: str, value: str) -> tuple[Spelling, ...]:
    """Return every spelling of a value; none of one too short to be told from ordinary text.

    Args:
        name: The value's handle, or the name of a credential; a phone is shown masked, all else by its name.
        value: The value.
    """
    if len(value) < SHORTEST:
        return ()
    if name == PHONE:
        return (_spelling_of_a_phone(value),)
    # A secret that looks escaped itself is undone with its escapes; a form turns blanks and plus signs round.
    texts = {*without_escapes(value), value.replace(" ", "+"), value.replace("+", " ")}
    if len(value) >= _LONG:
        texts.add(value.replace("-", ""))
    return tuple(Spelling(text.lower(), f"‹{name}›", len(text)) for text in texts if len(text) >= SHORTEST)


def _spelling_of_a_phone(value: str) -> Spelling:
    # The length of a foreign number's country code is not known here: up to three digits may be left out.
    digits = value.lstrip("+")
    shared = min(_COUNTRY_DIGITS, max(0, len(digits) - _FEWEST)) if value.startswith("+") else 0
    country, digits = digits[:shared], digits[shared:]
    return Spelling(digits, mask(value), len(digits), _phone_pattern(country, digits))


def _phone_pattern(country: str, national: str) -> str:
    """Return the pattern of a phone with or without its country code, with any separators.

    Args:
        country: The leading digits of a foreign number that may be its country code; empty for Turkey.
        national: The digits that are always present.
    """
    between = r"(?:%[0-9A-Fa-f]{2}|[^0-9A-Za-z]){0,3}"
    digits = between.join(national)
    if not country:
        return rf"(?:(?:(?:\+|%2B|00)?90|0){between})?{digits}"
    before = rf"(?:(?:\+|%2B|00){between})?"
    for digit in country:
        before = rf"(?:{before}(?:0{between})?{digit}{between})?"
    return rf"{before}(?:0{between})?{digits}"
