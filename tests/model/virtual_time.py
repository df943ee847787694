"""Time that passes only when it is told to: an event loop that never waits, and the clocks of both sides."""

import asyncio
import selectors
import weakref
from datetime import timedelta

from support.walkthroughs import NOON

from otp_tui.core.timestamps import ClockReading

FIRST_TICK = 5_000.0
MOST_TURNS = 20_000


class _NoWaiting(selectors.SelectSelector):
    """Ends the loop where it would wait, and says for how long it would have."""

    def __init__(self):
        super().__init__()
        self.next_timer = None
        self.turns = 0
        self.loop = None

    def select(self, timeout=None):
        self.turns += 1
        if timeout is None or timeout > 0:
            self.next_timer = timeout
            self.loop.stop()
        elif self.turns > MOST_TURNS:
            self.loop.stop()
        return super().select(0)


class StillLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock is moved by hand.

    Attributes:
        awake: Seconds that the program has been awake; a suspended machine does not count them.
        errors: What broke where nobody waited for it.
        elsewhere: The tasks that are not the program's: they go on when it dies.
    """

    def __init__(self):
        self.awake = 0.0
        self.errors = []
        self.elsewhere = weakref.WeakSet()
        self._selecting = _NoWaiting()
        super().__init__(self._selecting)
        self._selecting.loop = self
        self.set_exception_handler(lambda _, context: self.errors.append(context))

    def time(self):
        return self.awake

    def create_task(self, coro, **how):
        """Whatever a task elsewhere begins is elsewhere too."""
        task = super().create_task(coro, **how)
        if asyncio.current_task(self) in self.elsewhere:
            self.elsewhere.add(task)
        return task

    @property
    def tasks(self):
        """What the program is doing."""
        return asyncio.all_tasks(self) - set(self.elsewhere)

    def work(self, turns):
        """Work for so many turns of the loop, finished or not."""
        for _ in range(turns):
            self.call_soon(self.stop)
            self.run_forever()

    def settle(self):
        """Work until nothing more can happen before time passes; gives the seconds to the next timer.

        Raises:
            AssertionError: It never comes to rest.
        """
        self._selecting.next_timer, self._selecting.turns = None, 0
        self.run_forever()
        assert self._selecting.turns <= MOST_TURNS
        return self._selecting.next_timer


class Times:
    """All clocks of one walkthrough and its world.

    Args:
        server_off: Seconds that the server's clock is ahead of the true time.
        began: The true time at the beginning.

    Attributes:
        loop: Runs both sides.
        passed: True seconds since the beginning; what runs through suspend shows them.
        wall_off: Seconds that the operator's wall clock is ahead of the true time.
    """

    def __init__(self, server_off=0.0, began=NOON):
        self.loop = StillLoop()
        self.passed = 0.0
        self.wall_off = 0.0
        self._server_off = server_off
        self._began = began

    def now(self):
        """What the program reads; fills `otp_tui.core.ports.Clock`."""
        return ClockReading(FIRST_TICK + self.passed, self.wall())

    def catch_up(self, tick):
        """The next process reads the same clock: it has got at least as far."""
        assert self.now().monotonic >= tick

    def wall(self):
        """The operator's wall clock."""
        return self._began + timedelta(seconds=self.passed + self.wall_off)

    def epoch(self):
        """The server's clock, in seconds since 1970."""
        return self._began.timestamp() + self.passed + self._server_off

    def wait(self, seconds):
        """Let time pass; whatever is due on the way happens at its moment."""
        end = self.passed + seconds
        while (timer := self.loop.settle()) is not None and self.passed + timer <= end:
            self._move(timer)
        self._move(end - self.passed)
        self.loop.settle()

    def suspend(self, seconds):
        """The machine sleeps: its loop stands still, everything else goes on."""
        self.loop.settle()
        self.passed += seconds
        self.loop.settle()

    def set_wall(self, seconds):
        """Somebody sets the operator's clock."""
        self.wall_off += seconds

    def _move(self, seconds):
        self.passed += seconds
        self.loop.awake += seconds
