"""What is printed: one line for each budget with its verdict, and below it the parts it was made of."""

import statistics
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class NotMeasuredError(Exception):
    """Something that a measurement needs is missing; its text says what."""


class Part(NamedTuple):
    """One program's measurements.

    Attributes:
        name: What was measured.
        values: All of them, in the order they were taken.
        unit: What they count.
    """

    name: str
    values: Sequence[float]
    unit: str = "ms"

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """What 95 of 100 stay under."""
        return percentile(self.values, 0.95)


def percentile(values: Iterable[float], share: float) -> float:
    """The value that a share of all values does not exceed.

    Args:
        values: At least one.
        share: Between 0 and 1.
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def verdict(name: str, value: float, budget: float, parts: Iterable[Part], *, unit: str = "x") -> None:
    """Print a budget that must not be exceeded.

    Args:
        name: What the budget is about.
        value: What was measured.
        budget: The most it may be.
        parts: What the value was made of.
        unit: Stands behind both numbers.
    """
    _head(name, f"{value:.2f} {unit}", f"<= {budget:g} {unit}", "ok" if value <= budget else "OVER")
    _parts(parts)


def floor_verdict(name: str, value: float, budget: float, parts: Iterable[Part]) -> None:
    """Print a budget that must be reached; see `verdict`."""
    _head(name, f"{value:.2f} x", f">= {budget:g} x", "ok" if value >= budget else "UNDER")
    _parts(parts)


def skipped(name: str, why: str) -> None:
    """Say that a budget was not measured, and why."""
    _head(name, "-", "", "skipped")
    note(why)


def note(text: str) -> None:
    """Say something about how the numbers came about."""
    _write(f"    {text}")


def _head(name: str, value: str, budget: str, word: str) -> None:
    _write(f"{name:<46} {value:>9}  {budget:<10} {word}")


def _parts(parts: Iterable[Part]) -> None:
    for part in parts:
        low, high = percentile(part.values, 0.25), percentile(part.values, 0.75)
        spread = f"middle half {low:.1f} to {high:.1f}, p95 {part.p95:.1f}, {len(part.values)} taken"
        _write(f"    {part.name:<42} {part.median:9.1f} {part.unit}  ({spread})")


def _write(line: str) -> None:
    sys.stdout.write(f"{line.rstrip()}\n")
    sys.stdout.flush()
