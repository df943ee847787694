"""Fifty runs at once against one simulator, on one phone and on fifty: each takes its own codes."""

import asyncio
import itertools

import pytest
from support.targets import paynet_target, paywall_target
from support.wizard_harness import ManualClock

from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.core.null_ports import NullGuard, NullStore
from otp_tui.core.target.endpoints import read_base_url
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.i18n.translator import Translator
from otp_tui.plain.code_sources import InboxCodes
from otp_tui.plain.driver import Driver, DriverOptions
from otp_tui.services.providers.registry import open_gateways
from otp_tui.services.simulator_client import SimulatorClient
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState

pytestmark = pytest.mark.system

MANY = 50
IDS = itertools.count(1)


class Backend(NullStore):
    """Gateways to one address, and nothing that is kept or stopped."""

    def __init__(self, url):
        self._targets = (paynet_target(url), paywall_target(url))

    async def store(self):
        return self

    async def guard(self):
        return NullGuard()

    async def open_gateways(self, registry, record):
        return open_gateways(self._targets, registry, record)


async def run(url, journey, phone, resends):
    clock = ManualClock()

    async def sleep(seconds):
        clock.advance(seconds)

    conductor = Conductor(
        WalkthroughOptions(journey, Environment.SIM),
        clock=clock,
        backend=Backend(url),
        new_id=lambda: f"00000000-0000-4000-8000-{next(IDS):012d}",
    )
    inbox = SimulatorClient(read_base_url(url), timeout_s=60.0)
    codes = InboxCodes(dict.fromkeys(PROVIDERS, inbox), phone, conductor.references, clock)
    options = DriverOptions(resends=resends)
    driver = Driver(conductor, codes, options, translator=Translator("en"), tell=print, sleep=sleep)
    try:
        return (await driver.run(phone, "+90 5•• ••• •• 01")).end.exit_code
    finally:
        await conductor.close()
        await inbox.close()


@pytest.mark.parametrize(
    ("journey", "scenario", "resends"),
    [(Journey.FULL, "01", 0), (Journey.MASTERPASS, "08", 0), (Journey.MASTERPASS, "07", 1)],
)
@pytest.mark.parametrize("phones", ["one phone", "fifty phones"])
async def test_each_gets_its_own_codes(journey, scenario, resends, phones):
    workers = range(MANY) if phones == "fifty phones" else [0] * MANY
    with Simulator(SimulatorState()) as simulator:
        runs = [run(simulator.url, journey, f"500{worker:03d}00{scenario}", resends) for worker in workers]
        assert await asyncio.gather(*runs) == [0] * MANY
        assert len(simulator.state.messages()) == 2 * MANY


async def test_an_inbox_of_thousands_does_not_stop_the_codes():
    state = SimulatorState()
    for number in range(9_000):
        state.inbox.send("5000000001", "A1A1", 120, provider="paynet", reference=f"older-{number}")
    with Simulator(state) as simulator:
        assert await run(simulator.url, Journey.FULL, "5000000001", 0) == 0
