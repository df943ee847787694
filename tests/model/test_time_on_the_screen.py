"""The machine's own clocks, and what the wizard shows while they jump."""

from datetime import UTC, datetime, timedelta

import pytest
from support import wizard_harness

from otp_tui.cli.terminal import clock
from otp_tui.core.flow.journey import Journey
from otp_tui.core.timestamps import ClockReading

pytestmark = pytest.mark.system

HOUR = 3_600.0


class Machine:
    """Stands in for the module `time`: three clocks that are moved one by one."""

    CLOCK_BOOTTIME = 7

    def __init__(self):
        self.running = self.awake = 100.0
        self.wall = 1_795_262_400.0

    def passes(self, seconds):
        self.running += seconds
        self.awake += seconds
        self.wall += seconds

    def sleeps(self, seconds):
        self.running += seconds
        self.wall += seconds

    def set_clock(self, seconds):
        self.wall += seconds

    def time(self):
        return self.wall

    def monotonic(self):
        return self.awake

    def clock_gettime(self, which):
        assert which == self.CLOCK_BOOTTIME
        return self.running


@pytest.fixture
def machine(monkeypatch):
    machine = Machine()
    monkeypatch.setattr(clock, "time", machine)
    monkeypatch.setattr(clock, "_BOOT", Machine.CLOCK_BOOTTIME)
    return machine


def passed(machine, *steps):
    """Seconds that a clock counted while these happened."""
    counting = clock.SystemClock()
    before = counting.now().monotonic
    for name, seconds in steps:
        getattr(machine, name)(seconds)
    return counting.now().monotonic - before


@pytest.mark.parametrize(
    ("steps", "seconds"),
    [
        ([("passes", 30.0)], 30.0),
        ([("passes", 30.0), ("sleeps", HOUR), ("passes", 1.0)], HOUR + 31.0),
        ([("set_clock", -HOUR), ("passes", 30.0)], 30.0),
        ([("passes", 30.0), ("set_clock", HOUR)], 30.0),
        ([("sleeps", 60.0), ("set_clock", -60.0)], 60.0),
        ([("set_clock", -1.0), ("passes", 0.5)], 0.5),
    ],
)
def test_ticks_run_through_sleep_and_are_never_set(machine, steps, seconds):
    assert passed(machine, *steps) == seconds


def test_a_system_without_such_a_clock_counts_the_time_it_was_awake(machine, monkeypatch):
    monkeypatch.setattr(clock, "_BOOT", None)
    assert passed(machine, ("passes", 30.0), ("sleeps", HOUR), ("set_clock", -HOUR)) == 30.0


@pytest.mark.parametrize(
    ("meanwhile", "seconds"),
    [
        ([("passes", 30.0)], 30.0),
        ([("sleeps", HOUR)], HOUR),
        ([("set_clock", HOUR), ("passes", 30.0)], HOUR + 30.0),  # nobody was there to see that it was set
        ([("set_clock", -HOUR), ("passes", 30.0)], 0.0),
    ],
)
def test_the_next_process_goes_by_the_wall_clock_and_never_back(machine, meanwhile, seconds):
    left_at = clock.SystemClock().now().monotonic
    for name, amount in meanwhile:
        getattr(machine, name)(amount)
    another = clock.SystemClock()
    another.catch_up(left_at)
    assert another.now().monotonic - left_at == seconds
    machine.set_clock(-HOUR)
    machine.passes(5.0)
    assert another.now().monotonic - left_at == seconds + 5.0


# what stands on the screen -------------------------------------------------------------------------------


class LooseClock(wizard_harness.ManualClock):
    """A still clock whose wall clock can be set apart; the server goes by the true time."""

    began = wizard_harness.BEGAN

    def __init__(self):
        super().__init__()
        self.wall_off = 0.0

    def now(self):
        return ClockReading(self.passed, self.began + timedelta(seconds=self.passed + self.wall_off))

    def epoch(self):
        return (self.began + timedelta(seconds=self.passed)).timestamp()


class Berlin(LooseClock):
    began = datetime(2026, 10, 25, 0, 59, tzinfo=UTC)


@pytest.fixture
def loose(monkeypatch):
    monkeypatch.setattr(wizard_harness, "ManualClock", LooseClock)


async def shows(session, *sentences):
    session.redraw()
    for sentence in sentences:
        await session.assert_reads(sentence)


async def test_a_machine_that_wakes_up_shows_the_true_time(loose):
    async with wizard_harness.running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await shows(session, "New code in 2:00 · Paynet: after expiry", "expires 14:05:07")
        session.clock.advance(60)
        await shows(session, "New code in 1:00 · Paynet: after expiry", "expires 14:05:07")
        session.clock.advance(HOUR)
        await shows(session, "Time is up; the server decides", "New code")
        assert session.calls() == ["send_otp"]


@pytest.mark.parametrize("seconds", [-HOUR, HOUR, -1.0])
async def test_a_set_clock_does_not_move_the_countdown(loose, seconds):
    async with wizard_harness.running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        session.clock.advance(30)
        await shows(session, "New code in 1:30 · Paynet: after expiry")
        session.clock.wall_off = seconds
        await shows(session, "New code in 1:30 · Paynet: after expiry")
        session.clock.advance(30)
        await shows(session, "New code in 1:00 · Paynet: after expiry")


async def test_the_moment_of_expiry_fits_the_clock_on_the_same_screen(loose):
    async with wizard_harness.running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await shows(session, "EN 14:03", "expires 14:05:07")
        session.clock.wall_off = -HOUR
        await shows(session, "EN 13:03", "expires 13:05:07")


async def test_summer_time_ends_while_a_code_is_waited_for(zone, monkeypatch):
    zone("Europe/Berlin")
    monkeypatch.setattr(wizard_harness, "ManualClock", Berlin)
    async with wizard_harness.running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await shows(session, "EN 02:59", "expires 02:01:00", "New code in 2:00 · Paynet: after expiry")
        session.clock.advance(90)
        await shows(session, "EN 02:00", "expires 02:01:00", "New code in 0:30 · Paynet: after expiry")
