"""The generator of codes, tokens and ids: seeded, or the operating system's."""

from __future__ import annotations

import os
import random
import re
from array import array
from typing import Final
from uuid import UUID

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and no O: nobody should have to guess at 1 and 0
DIGITS: Final = "23456789"
_READS_OTHERWISE: Final = re.compile(r"XX|(?:TL|USD|EUR|GBP|TRY)[0-9]|^[0-9]+[A-Z]+$")
"""The codes that stand in a text like an amount, a date or the mask of a card number: TL48, 64MB, 5AUG, XX42."""


class ValueGenerator:
    """A generator of every value that has to look random.

    Args:
        seed: The same seed makes the same values in the same order; without one they cannot be guessed.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._seed = seed
        self._random = self._source()

    def restart(self) -> None:
        """Begin the seed's sequence again; without a seed nothing repeats."""
        self._random = self._source()

    def letter_code(self) -> str:
        """Return a Paynet code: four capitals and digits, at least one of each (S3's example)."""
        while True:
            code = "".join(self._random.choices(LETTERS + DIGITS, k=4))
            if not code.isalpha() and not code.isdigit() and not _READS_OTHERWISE.search(code):
                return code

    def digit_code(self) -> str:
        """Return a Paywall code: six digits (D23's example)."""
        return f"{self._random.randrange(1_000_000):06d}"

    def token(self) -> str:
        """Return an OTP token: 32 lower-case hex digits (S0)."""
        return f"{self._random.getrandbits(128):032x}"

    def guid(self) -> str:
        """Return a GUID with hyphens, as session and correlation ids are (S0)."""
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def reference(self) -> str:
        """Return a `RetrievalReferenceNumber`: twelve digits (S0)."""
        return f"1000{self._random.randrange(100_000_000):08d}"

    def card_number(self) -> str:
        """Return a `CardUniqueNumber`: 64 upper-case hex digits (D23)."""
        return f"{self._random.getrandbits(256):064X}"

    def _source(self) -> random.Random:
        if self._seed is None:
            return _SystemRandom()
        return random.Random(self._seed)  # noqa: S311  repeatable on request: these values open nothing


class _SystemRandom(random.SystemRandom):
    """The operating system's random numbers, asked for by the hundred: each call of it costs as much as a code."""

    _NUMBERS: Final = 128

    def __init__(self) -> None:
        super().__init__()
        self._left: array[int] = array("Q")

    def random(self) -> float:
        if not self._left:
            self._left = array("Q", os.urandom(self._NUMBERS * self._left.itemsize))
        return (self._left.pop() >> 11) * 2.0**-53
