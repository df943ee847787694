"""The drift of a whole walkthrough."""

from collections.abc import Iterable
from typing import NamedTuple

from otp_tui.core.exchange.drift import Drift
from otp_tui.core.exchange.exchange import Exchange


class WalkthroughDrift(NamedTuple):
    """One difference of a provider's answers, with every exchange that had it.

    Attributes:
        provider: The provider's name.
        drift: The difference.
        numbers: The numbers of the exchanges, ascending.
    """

    provider: str
    drift: Drift
    numbers: tuple[int, ...]


def walkthrough_drift(exchanges: Iterable[Exchange]) -> tuple[WalkthroughDrift, ...]:
    """Return the differences of a walkthrough's answers, each once, in the order in which they first came.

    Args:
        exchanges: The records of the walkthrough.
    """
    numbers: dict[tuple[str, Drift], set[int]] = {}
    for exchange in exchanges:
        for drift in exchange.drift:
            numbers.setdefault((exchange.provider, drift), set()).add(exchange.number)
    return tuple(
        WalkthroughDrift(provider, drift, tuple(sorted(found)))
        for (provider, drift), found in numbers.items()
    )
