"""The exchanges that are listed, and the chosen one among them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.i18n.search import searchable
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.inspector.state import InspectorData, InspectorState


class Selection:
    """The filter and the choice.

    Args:
        state: The operator's choices.

    Attributes:
        listed: The indices of the exchanges that the filter leaves, ascending; the same list while it grows.
    """

    def __init__(self, state: InspectorState) -> None:
        self._state = state
        self.listed: list[int] = []
        self._filtered: object = None
        self._seen = 0

    def take(self, data: InspectorData) -> None:
        """Take the exchanges as they are now; those that were looked at are not looked at again."""
        state = self._state
        if data.walkthrough != state.walkthrough:
            state.begin(data.walkthrough)
        filtered = (data.walkthrough, state.filter, data.translator.language)
        if filtered != self._filtered or len(data.exchanges) < self._seen:
            self._filtered, self._seen, self.listed = filtered, 0, []
        self.listed += [
            index
            for index in range(self._seen, len(data.exchanges))
            if self._matches(data, data.exchanges[index])
        ]
        self._seen = len(data.exchanges)
        if state.following or place_of(self.listed, state.chosen) < 0:
            state.chosen = self.listed[-1] if self.listed else -1

    @property
    def place(self) -> int:
        """The place of the chosen exchange among the listed ones, from 1; 0 without one."""
        return place_of(self.listed, self._state.chosen) + 1

    def move(self, step: int) -> None:
        """Choose the next or previous listed exchange; the newest one is no longer followed.

        Args:
            step: 1 or -1.
        """
        if self.listed:
            place = place_of(self.listed, self._state.chosen) + step
            self.pick(self.listed[max(0, min(place, len(self.listed) - 1))])

    def pick(self, index: int) -> None:
        """Choose an exchange by its index."""
        self._state.following = False
        self._state.chosen = index

    def _matches(self, data: InspectorData, exchange: Exchange) -> bool:
        wanted = searchable(self._state.filter)
        return not wanted or any(wanted in searchable(word) for word in _words(data.translator, exchange))


def _words(translator: Translator, exchange: Exchange) -> Iterator[str]:
    """Yield what an exchange is found by: all that its row says, and the field and value that decided."""
    yield exchange.call
    yield translator.text(f"verdict.{exchange.decision.verdict}")
    yield exchange.decision.verdict
    yield translator.text(f"provider.{exchange.provider}")
    yield str(exchange.status or "")
    yield exchange.decision.decided_by


def place_of(indices: Sequence[int], index: int) -> int:
    """Return the place of an index among ascending ones; -1 where it is missing."""
    place = bisect_left(indices, index)
    return place if place < len(indices) and indices[place] == index else -1
