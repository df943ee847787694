"""A simulator on a real socket, whose slow answers take no time, or for ever."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState
from support.environment import folders
from support.hosts import Hosts
from support.keyrings import MemoryKeyring, use_keyring
from support.secret_service import secret_service  # noqa: F401 - a fixture
from support.shell import KEYS


class Sleep:
    """Waits of the simulator: none at all, or until the other side hangs up."""

    endless = False

    async def __call__(self, seconds: float) -> None:
        if self.endless:
            await asyncio.Event().wait()


class Sim:
    """A running simulator: its address, its world, and its waits."""

    def __init__(self, url: str, world: SimulatorState, sleep: Sleep) -> None:
        self.url, self.state, self.sleep = url, world, sleep

    def calls(self) -> list[str]:
        """What was called, in order."""
        return [line.call for line in self.state.exchanges()]


@pytest.fixture(scope="module")
def running() -> Iterator[Sim]:
    sleep = Sleep()
    world = SimulatorState(sleep=sleep, seed=1)  # one random code in a thousand cannot be read from its SMS
    with Simulator(world) as simulator:
        yield Sim(simulator.url, world, sleep)


@pytest.fixture
def sim(running: Sim, monkeypatch: pytest.MonkeyPatch) -> Sim:
    """The simulator, as new, named by the environment with keys beside it."""
    running.state.reset()
    running.sleep.endless = False
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTP_TUI_PAYNET_URL", running.url)
    monkeypatch.setenv("OTP_TUI_PAYWALL_URL", running.url)
    return running


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folders of the test's own, in which no key may stand when it is over; gives that of the program."""
    with folders(tmp_path) as names:
        for name, folder in names.items():
            monkeypatch.setenv(name, folder)
        monkeypatch.setenv("OTP_TUI_LANG", "en")
        yield Path(names["OTP_TUI_HOME"])


@pytest.fixture
def keyring() -> Iterator[MemoryKeyring]:
    """A keyring in this process's memory."""
    with use_keyring(MemoryKeyring()) as backend:
        yield backend


@pytest.fixture
def hosts(running: Sim) -> Iterator[Hosts]:
    """The vendors' hosts, behind each of which is the simulator, as new."""
    running.state.reset()
    running.sleep.endless = False
    with Hosts(running.url) as hosts:
        yield hosts
