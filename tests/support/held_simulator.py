"""A simulator whose slow answers are held back until they are let go."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState

SLOW = "5000000005"
"""The number whose every answer is slow."""


class HeldSimulator:
    """A running simulator.

    Attributes:
        url: Its address.
        holds: Whether it holds slow answers back.
    """

    def __init__(self) -> None:
        self.url = ""
        self.state = SimulatorState(sleep=self._wait, seed=1)
        self._held = threading.Event()

    def hold(self) -> None:
        """Hold slow answers back from now on."""
        self._held.set()

    def let_go(self) -> None:
        """Answer."""
        self._held.clear()

    def calls(self) -> list[str]:
        """What was called, in order."""
        return [line.call for line in self.state.exchanges()]

    async def _wait(self, _seconds: float) -> None:
        while self._held.is_set():
            await asyncio.sleep(0.01)  # let go from another thread, whose loop is another one


@contextmanager
def held_simulator() -> Iterator[HeldSimulator]:
    """It runs, and holds nothing back yet."""
    held = HeldSimulator()
    with Simulator(held.state) as simulator:
        held.url = simulator.url
        yield held
        held.let_go()
