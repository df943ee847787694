"""How often one number may be sent to: pure counting; where the counts are kept is storage's business."""

from collections.abc import Sequence
from typing import Final, NamedTuple


class Window(NamedTuple):
    """So many sends within so many seconds."""

    sends: int
    seconds: int


class Budget(NamedTuple):
    """The two windows that hold at once.

    Attributes:
        short: Sends in ten minutes.
        long: Sends in an hour.
    """

    short: Window = Window(3, 600)
    long: Window = Window(5, 3600)


DEFAULT_BUDGET: Final = Budget()


class Allowance(NamedTuple):
    """What is left of a budget.

    Attributes:
        short: Sends left in the short window.
        long: Sends left in the long one.
        opens_at: Seconds since 1970 when the next send is possible; None where it is now.
        rule: The window that is used up.
        unclear: Used up only by sends of which it cannot be told to which number they went.
    """

    short: int
    long: int
    opens_at: float | None = None
    rule: Window | None = None
    unclear: bool = False

    @property
    def remaining(self) -> int:
        """Sends that are possible now."""
        return min(self.short, self.long)


def allowance(budget: Budget, sent: Sequence[float], now: float) -> Allowance:
    """What is left, given when the number was sent to.

    A time that lies ahead (the clock was set back) counts as now: a budget is never won by turning a clock.

    Args:
        budget: The rules.
        sent: Times of sends, seconds since 1970, in any order.
        now: Seconds since 1970.
    """
    times = sorted(min(at, now) for at in sent)
    left: dict[Window, int] = {}
    opens: list[tuple[float, Window]] = []
    for window in budget:
        inside = [at for at in times if at > now - window.seconds]
        left[window] = max(0, window.sends - len(inside))
        if not left[window]:
            # The oldest that has to leave the window before there is room for one more.
            at = inside[len(inside) - window.sends] if window.sends else now
            opens.append((at + window.seconds, window))
    opens_at, rule = max(opens) if opens else (None, None)
    return Allowance(left[budget.short], left[budget.long], opens_at, rule)
