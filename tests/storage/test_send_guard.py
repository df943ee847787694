"""The guard of a walkthrough: allow-list, budget and unlocking together, and what becomes of them without a count."""

import asyncio

import pytest
from support.ledgers import MemoryLedger
from support.walkthroughs import moment

from otp_tui.core.environment import Environment
from otp_tui.core.security.budget import DEFAULT_BUDGET, Allowance, Budget, Window
from otp_tui.core.security.send_policy import Refusal, Rule, SendPolicy
from otp_tui.storage.journal.database import JournalError, JournalProblem
from otp_tui.storage.journal.send_guard import BudgetGuard

PHONE, ABROAD, STRANGER, NOBODY = "5321112233", "+4915123456789", "5330000099", "5000000007"
NOW = moment().utc.timestamp()
FEW = Budget(Window(2, 600), Window(5, 3600))


class Notes(MemoryLedger):
    """A ledger that notes what it is asked, and fails where it is told to."""

    def __init__(self):
        super().__init__()
        self.asked = []
        self.fails = None

    def reserve(self, number, budget, now):
        self._ask("reserve", number)
        return super().reserve(number, budget, now)

    def release(self, reservation):
        self._ask("give back", reservation)
        super().release(reservation)

    def remaining(self, number, budget, now):
        self._ask("left", number)
        return super().remaining(number, budget, now)

    def note(self, number, at):
        self._ask("note", number)
        super().note(number, at)

    def _ask(self, *what):
        self.asked.append(what)
        if self.fails is not None:
            raise JournalError(problem=self.fails)


@pytest.fixture
def ledger():
    return Notes()


def guard_on(
    ledger, environment="test", budget=DEFAULT_BUDGET, merchant="Acme Mağaza", allowed=(PHONE, ABROAD)
):
    return BudgetGuard(SendPolicy(Environment(environment), merchant), budget, ledger, frozenset(allowed))


@pytest.mark.parametrize(
    ("environment", "phone", "rule"),
    [
        ("test", STRANGER, Rule.UNLISTED_NUMBER),
        ("test", NOBODY, Rule.SIMULATED_NUMBER),
        ("live", PHONE, Rule.LIVE_LOCKED),
        ("live", STRANGER, Rule.UNLISTED_NUMBER),
    ],
)
async def test_what_the_allow_list_stops_is_not_even_counted(ledger, environment, phone, rule):
    guard = guard_on(ledger, environment)
    assert await guard.check(phone, moment()) == Refusal(rule)
    assert await guard.reserve(phone, moment()) == Refusal(rule)
    assert ledger.asked == []


async def test_numbers_are_counted_by_their_international_digits(ledger):
    guard = guard_on(ledger)
    await guard.reserve(PHONE, moment())
    await guard.reserve(ABROAD, moment())
    asked = [number for verb, number in ledger.asked if verb == "reserve"]
    assert asked == ["905321112233", "4915123456789"]


async def test_a_check_takes_nothing_and_a_reservation_does(ledger):
    guard = guard_on(ledger, budget=FEW)
    for _ in range(5):
        assert await guard.check(PHONE, moment()) is None
    assert await guard.reserve(PHONE, moment()) == 1
    second = await guard.reserve(PHONE, moment(1))
    refusal = Refusal(Rule.BUDGET, FEW.short, NOW + 600)
    assert await guard.check(PHONE, moment(2)) == refusal
    assert await guard.reserve(PHONE, moment(2)) == refusal
    assert await guard.remaining(PHONE, moment(2)) == Allowance(0, 3, NOW + 600, FEW.short)
    await guard.release(second)
    assert await guard.check(PHONE, moment(2)) is None
    assert await guard.check(PHONE, moment(600)) is None


async def test_without_a_budget_nothing_is_counted(ledger):
    guard = guard_on(ledger, "sim", budget=None)
    assert [await guard.reserve(NOBODY, moment()) for _ in range(9)] == [0] * 9
    await guard.release(0)
    assert await guard.remaining(NOBODY, moment()) is None
    assert await guard.check(NOBODY, moment()) is None
    assert ledger.asked == []


async def test_a_budget_holds_on_the_simulator_too(ledger):
    guard = guard_on(ledger, "sim", budget=FEW)
    await guard.reserve(NOBODY, moment())
    await guard.reserve(NOBODY, moment())
    assert (await guard.reserve(NOBODY, moment())).rule is Rule.BUDGET


@pytest.mark.parametrize(
    ("merchant", "typed", "opens"),
    [
        ("Acme Mağaza", "Acme Mağaza", True),
        ("Acme Mağaza", "  Acme Mağaza \n", True),
        (" Acme Mağaza ", "Acme Mağaza", True),
        ("Acme Mağaza", "acme mağaza", False),
        ("Acme Mağaza", "Acme", False),
        ("Acme Mağaza", "", False),
        ("", "", False),
    ],
)
async def test_the_merchants_name_opens_a_live_walkthrough(ledger, merchant, typed, opens):
    guard = guard_on(ledger, "live", merchant=merchant)
    assert guard.locked(moment()) is True
    assert guard.unlock(typed, moment()) is opens
    assert guard.locked(moment()) is not opens
    assert await guard.check(PHONE, moment()) == (None if opens else Refusal(Rule.LIVE_LOCKED))


async def test_it_lapses_after_three_sends_and_opens_again(ledger):
    guard = guard_on(ledger, "live", budget=Budget(Window(9, 600), Window(9, 3600)))
    guard.unlock("Acme Mağaza", moment())
    taken = [await guard.reserve(PHONE, moment(1)) for _ in range(4)]
    assert taken == [1, 2, 3, Refusal(Rule.LIVE_LAPSED)]
    assert await guard.check(PHONE, moment(1)) == Refusal(Rule.LIVE_LAPSED)
    assert guard.locked(moment(1)) is True
    guard.unlock("Acme Mağaza", moment(2))
    assert await guard.reserve(PHONE, moment(2)) == 4


async def test_it_lapses_after_fifteen_minutes(ledger):
    guard = guard_on(ledger, "live")
    guard.unlock("Acme Mağaza", moment())
    assert await guard.check(PHONE, moment(899)) is None
    assert await guard.check(PHONE, moment(900)) == Refusal(Rule.LIVE_LAPSED)


async def test_a_send_that_did_not_happen_counts_for_neither(ledger):
    guard = guard_on(ledger, "live", budget=Budget(Window(9, 600), Window(9, 3600)))
    guard.unlock("Acme Mağaza", moment())
    for _ in range(8):
        await guard.release(await guard.reserve(PHONE, moment()))
    assert await guard.check(PHONE, moment()) is None
    assert (await guard.remaining(PHONE, moment())).short == 9


async def test_a_wrong_name_does_not_close_what_is_open(ledger):
    guard = guard_on(ledger, "live")
    guard.unlock("Acme Mağaza", moment())
    assert guard.unlock("Acme", moment()) is False
    assert await guard.check(PHONE, moment()) is None


UNUSABLE = [
    (problem, Rule.BUDGET_HELD if problem is JournalProblem.HELD else Rule.BUDGET_UNSTORED)
    for problem in JournalProblem
]


@pytest.mark.parametrize(("problem", "rule"), UNUSABLE)
@pytest.mark.parametrize("environment", ["sim", "test", "live"])
async def test_a_count_that_cannot_be_used_is_no_free_send(ledger, environment, problem, rule):
    guard = guard_on(ledger, environment, budget=FEW)
    guard.unlock("Acme Mağaza", moment())
    reservation = await guard.reserve(PHONE, moment())
    ledger.fails = problem
    assert await guard.check(PHONE, moment()) == Refusal(rule)
    assert await guard.budget_refusal(PHONE, moment()) == Refusal(rule)
    assert await guard.reserve(PHONE, moment()) == Refusal(rule)
    assert await guard.remaining(PHONE, moment()) is None
    await guard.release(reservation)
    ledger.fails = None
    assert await guard.check(PHONE, moment()) is None
    assert (await guard.remaining(PHONE, moment())).short == 1, "what could not be given back counts"


async def test_without_a_budget_it_is_not_even_asked_for(ledger):
    ledger.fails = JournalProblem.UNUSABLE
    guard = guard_on(ledger, "sim", budget=None)
    assert await guard.check(PHONE, moment()) is None
    assert await guard.reserve(PHONE, moment()) == 0


async def test_a_send_that_nobody_asked_for_is_counted_as_soon_as_that_can_be(ledger):
    guard = guard_on(ledger, budget=FEW)
    ledger.fails = JournalProblem.UNUSABLE
    await guard.count(PHONE, moment())
    assert await guard.check(PHONE, moment()) == Refusal(Rule.BUDGET_UNSTORED)
    ledger.fails = None
    assert (await guard.remaining(PHONE, moment())).short == 1
    await guard.count(PHONE, moment())
    await guard.count(PHONE, moment())
    assert (await guard.remaining(PHONE, moment())).short == 0


async def test_the_loop_goes_on_while_the_ledger_is_asked(ledger):
    import threading

    go, reached = threading.Event(), threading.Event()
    slow = ledger.remaining

    def left(*arguments):
        reached.set()
        assert go.wait(20)
        return slow(*arguments)

    ledger.remaining = left
    asking = asyncio.create_task(guard_on(ledger).remaining(PHONE, moment()))
    while not reached.is_set():
        await asyncio.sleep(0)
    assert not asking.done()
    go.set()
    assert (await asking).remaining == 3
