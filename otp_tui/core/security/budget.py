"""The budget of sends to one number; `storage.journal` keeps the counts."""

from collections.abc import Sequence
from typing import Final, NamedTuple


class Window(NamedTuple):
    """A limit: the most sends within a number of seconds."""

    sends: int
    seconds: int


class Budget(NamedTuple):
    """The two windows that hold at once.

    Attributes:
        short: The short window, ten minutes by default.
        long: The long window, an hour by default.
    """

    short: Window = Window(3, 600)
    long: Window = Window(5, 3600)


DEFAULT_BUDGET: Final = Budget()


class Allowance(NamedTuple):
    """The rest of a budget.

    Attributes:
        short: Sends left in the short window.
        long: Sends left in the long one.
        opens_at: The moment of the next possible send, seconds since 1970; None where it is possible now.
        rule: The window that is used up.
        unclear: True where it is used up only by counting sends whose number is not known.
        lost: True where it is used up because earlier sends may have been counted in a journal that is lost.
    """

    short: int
    long: int
    opens_at: float | None = None
    rule: Window | None = None
    unclear: bool = False
    lost: bool = False

    @property
    def remaining(self) -> int:
        """Sends that are possible now."""
        return min(self.short, self.long)


def allowance(budget: Budget, sent: Sequence[float], now: float) -> Allowance:
    """Return the rest of a budget after these sends.

    A time ahead of now (the clock was set back) counts as now, so that no change of the clock gains a send.

    Args:
        budget: The limits.
        sent: Times of sends, seconds since 1970, in any order.
        now: The present moment, seconds since 1970.
    """
    times = sorted(min(at, now) for at in sent)
    left: dict[Window, int] = {}
    opens: list[tuple[float, Window]] = []
    for window in budget:
        inside = [at for at in times if at > now - window.seconds]
        left[window] = max(0, window.sends - len(inside))
        if not left[window]:
            # The newest of the sends that have to leave the window before there is room for one more.
            at = inside[len(inside) - window.sends] if window.sends else now
            opens.append((at + window.seconds, window))
    opens_at, rule = max(opens) if opens else (None, None)
    return Allowance(left[budget.short], left[budget.long], opens_at, rule)
