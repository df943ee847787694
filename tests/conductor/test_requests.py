"""The conductor and the guard: asked before anything moves, one reservation a send, given back where nothing left."""

import asyncio

import pytest
from support.conductor_harness import MASKED, PHONE, ConductorHarness, at_code, soon
from support.walkthroughs import asks_for_code, says, session

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow.events import QuitPressed, ResendPressed, UnlinkPressed
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.outcome import exit_code
from otp_tui.core.flow.state import Phase, Reason
from otp_tui.core.flow.step import lost_answer
from otp_tui.core.security.budget import DEFAULT_BUDGET
from otp_tui.core.security.secrets import Secret
from otp_tui.core.security.send_policy import Refusal, Rule

BUDGET = Refusal(Rule.BUDGET, DEFAULT_BUDGET.short, 1_800_000_600.0)
CHALLENGE = asks_for_code("token#1")


class Guard:
    """Lets through what it is told to, and notes what it is asked.

    Attributes:
        log: What it was asked, in order.
        stops: The refusal of every check.
        refuses: The refusal of every reservation.
        go: Set where a reservation may be made.
        fails: What a reservation ends with.
    """

    def __init__(self):
        self.log = []
        self.stops = None
        self.refuses = None
        self.fails = None
        self.go = asyncio.Event()
        self.go.set()
        self.giving = asyncio.Event()
        self.giving.set()
        self.reached = asyncio.Event()
        self.made = 0

    async def check(self, phone, now):
        self.log.append(f"check {phone[-2:]}")
        return self.stops

    async def reserve(self, phone, now):
        self.log.append(f"reserve {phone[-2:]}")
        self.reached.set()
        await self.go.wait()
        if self.fails is not None:
            raise self.fails
        if self.refuses is None:
            self.made += 1
        return self.refuses or self.made

    async def release(self, reservation):
        await self.giving.wait()
        self.log.append(f"give back {reservation}")

    async def count(self, phone, now):
        self.log.append(f"count {phone[-2:]}")


@pytest.fixture
def guard():
    return Guard()


async def begun(guard, journey=Journey.PAYNET):
    harness = ConductorHarness(journey, guard=guard)
    harness.conductor.start()
    return harness


def send(harness):
    harness.conductor.send(PHONE, MASKED)
    return harness.settle()


@pytest.mark.parametrize("journey", Journey)
async def test_a_refused_press_moves_nothing_and_opens_nothing(guard, journey):
    guard.stops = BUDGET
    harness = await begun(guard, journey)
    await send(harness)
    assert harness.log == ["store PhoneEntered", "change PhoneEntered", "store Stopped", "change Stopped"]
    assert guard.log == ["check 01"]
    assert harness.sets == []
    assert (harness.walkthrough.phase, harness.walkthrough.in_flight, harness.walkthrough.requests) == (
        Phase.PHONE,
        None,
        0,
    )
    assert harness.walkthrough.notice.refusal == BUDGET
    assert exit_code(harness.walkthrough) == 9
    await harness.done()


async def test_a_stopped_press_may_be_pressed_again(guard):
    guard.stops = BUDGET
    harness = await begun(guard)
    await send(harness)
    guard.stops = None
    harness.expects(Verb.START, says("challenge", "sent"))
    await send(harness)
    assert harness.walkthrough.phase is Phase.CODE
    assert guard.log == ["check 01", "check 01", "reserve 01"]
    await harness.done()


async def test_it_is_the_new_phone_that_is_checked(guard):
    guard.stops = Refusal(Rule.UNLISTED_NUMBER)
    harness = await begun(guard)
    await send(harness)
    harness.conductor.send("5321112233", "+90 5•• ••• •• 33")
    await harness.settle()
    assert guard.log == ["check 01", "check 33"]
    await harness.done()


async def test_one_press_is_one_reservation_with_a_session_before_it(guard):
    harness = await begun(guard, Journey.MASTERPASS)
    harness.expects(Verb.PREPARE, session())
    harness.expects(Verb.START, CHALLENGE)
    await send(harness)
    assert guard.log == ["check 01", "reserve 01"]
    order = [line for line in harness.log if line.startswith("request")]
    assert order == ["request prepare", "request start"]
    await harness.done()


async def test_every_send_of_a_full_journey_takes_one(guard):
    harness = await begun(guard, Journey.FULL)
    harness.expects(Verb.START, says("challenge", "sent"))
    await send(harness)
    harness.expects(Verb.VERIFY, says("ok", "sent"))
    harness.conductor.verify(Secret("ART2"))
    await harness.settle()
    harness.expects(Verb.PREPARE, session())
    harness.expects(Verb.START, CHALLENGE)
    harness.conductor.start_leg()
    await harness.settle()
    harness.clock.seconds = 40
    harness.expects(Verb.RESEND, CHALLENGE)
    harness.conductor.post(ResendPressed())
    await harness.settle()
    assert guard.log == ["check 01", "reserve 01"] * 3
    await harness.done()


async def test_verify_confirm_and_unlink_are_no_sends(guard):
    harness = ConductorHarness(Journey.MASTERPASS, guard=guard, confirm=True)
    await at_code(harness)
    guard.log.clear()
    guard.stops = guard.refuses = BUDGET
    harness.expects(Verb.VERIFY, says("ok", "sent"))
    harness.expects(Verb.CONFIRM, says("ok"))
    harness.conductor.verify(Secret("123456"))
    await harness.settle()
    harness.expects(Verb.UNLINK, says("ok"))
    harness.conductor.post(UnlinkPressed())
    await harness.settle()
    assert (harness.walkthrough.unlinked, guard.log) == (True, [])
    await harness.done()


async def test_the_second_leg_is_stopped_before_a_session_is_made(guard):
    harness = await begun(guard, Journey.FULL)
    harness.expects(Verb.START, says("challenge", "sent"))
    await send(harness)
    harness.expects(Verb.VERIFY, says("ok", "sent"))
    harness.conductor.verify(Secret("ART2"))
    await harness.settle()
    guard.stops = BUDGET
    harness.conductor.start_leg()
    await harness.settle()
    assert (harness.walkthrough.phase, harness.walkthrough.notice.reason) == (Phase.READY, Reason.STOPPED)
    assert harness.walkthrough.verified is True
    await harness.done()


async def test_a_stopped_resend_keeps_the_code_open(guard):
    harness = ConductorHarness(Journey.MASTERPASS, guard=guard)
    await at_code(harness)
    before = harness.walkthrough
    harness.clock.seconds = 40
    guard.stops = BUDGET
    harness.conductor.post(ResendPressed())
    await harness.settle()
    assert harness.walkthrough.replace(notice=None) == before.replace(notice=None)
    harness.expects(Verb.VERIFY, says("ok", "sent"))
    harness.conductor.verify(Secret("123456"))
    await harness.settle()
    assert harness.walkthrough.outcome == "linked"
    await harness.done()


async def test_another_program_may_have_taken_the_last_send_between_press_and_request(guard):
    guard.refuses = BUDGET
    harness = await begun(guard, Journey.MASTERPASS)
    harness.expects(Verb.PREPARE, session())
    await send(harness)
    assert guard.log == ["check 01", "reserve 01"]
    assert [line for line in harness.log if line.startswith("request")] == ["request prepare"]
    assert (harness.walkthrough.phase, harness.walkthrough.notice.refusal, harness.walkthrough.in_flight) == (
        Phase.PHONE,
        BUDGET,
        None,
    )
    assert exit_code(harness.walkthrough) == 9
    await harness.done()


DELIVERIES = [
    # the answer, whether the send is given back
    (says("challenge", "sent"), False),
    (says("provider_error", "maybe_sent"), False),
    (says("unknown", "maybe_sent"), False),
    (lost_answer(Verb.START, Fault.READ_TIMEOUT, written=True), False),
    (says("refused"), True),
    (says("limited"), True),
    (says("credentials"), True),
    (lost_answer(Verb.START, Fault.CONNECT_REFUSED, written=False), True),
    (lost_answer(Verb.START, Fault.TLS_FAILED, written=False), True),
]


@pytest.mark.parametrize(("answer", "back"), DELIVERIES)
async def test_only_what_was_certainly_not_sent_is_given_back(guard, answer, back):
    harness = await begun(guard)
    harness.expects(Verb.START, answer)
    await send(harness)
    assert guard.log == ["check 01", "reserve 01", *["give back 1"] * back]
    await harness.done()


async def test_what_is_given_back_is_back_before_the_screen_changes(guard):
    harness = await begun(guard)
    harness.expects(Verb.START, says("refused"))
    guard.giving.clear()
    await send(harness)
    assert harness.walkthrough.in_flight is not None
    guard.giving.set()
    await harness.settle()
    assert (harness.walkthrough.in_flight, guard.log[-1]) == (None, "give back 1")
    await harness.done()


@pytest.mark.parametrize("written", [True, False])
@pytest.mark.parametrize("how", ["cancel", "quit", "close"])
async def test_a_cut_send_is_given_back_where_no_byte_had_left(guard, written, how):
    harness = await begun(guard)
    stub = harness.expects(Verb.START, held=True, written=written)
    harness.conductor.send(PHONE, MASKED)
    await soon(stub.reached)
    if how == "cancel":
        harness.conductor.cancel()
    elif how == "quit":
        harness.conductor.post(QuitPressed())
        await harness.conductor.wait_idle()
    await harness.done()
    assert guard.log == ["check 01", "reserve 01", *["give back 1"] * (not written)]


@pytest.mark.parametrize("how", ["cancel", "close"])
async def test_a_send_that_is_cut_while_it_reserves_is_given_back_and_never_leaves(guard, how):
    harness = await begun(guard)
    guard.go.clear()
    harness.conductor.send(PHONE, MASKED)
    await soon(guard.reached)
    if how == "cancel":
        harness.conductor.cancel()
        await harness.settle()
        assert harness.walkthrough.notice.reason is Reason.CANCELLED
    closing = asyncio.create_task(harness.done())
    await asyncio.sleep(0)
    assert not closing.done()
    guard.go.set()
    await asyncio.wait_for(closing, 60)
    assert guard.log == ["check 01", "reserve 01", "give back 1"]


async def test_closing_waits_until_it_is_given_back(guard):
    harness = await begun(guard)
    stub = harness.expects(Verb.START, held=True, written=False)
    guard.giving.clear()
    harness.conductor.send(PHONE, MASKED)
    await soon(stub.reached)
    harness.conductor.cancel()
    closing = asyncio.create_task(harness.done())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not closing.done()
    guard.giving.set()
    await asyncio.wait_for(closing, 60)
    assert guard.log[-1] == "give back 1"


@pytest.mark.parametrize("written", [True, False])
async def test_a_bug_in_a_gateway_gives_back_what_had_not_left(guard, written):
    harness = await begun(guard)
    harness.expects(Verb.START, RuntimeError("bug"), written=written)
    await send(harness)
    assert [str(error) for error in harness.broken] == ["bug"]
    assert guard.log == ["check 01", "reserve 01", *["give back 1"] * (not written)]
    await harness.done()


async def test_a_bug_in_the_guard_stops_the_send_and_is_told_once(guard):
    guard.fails = RuntimeError("bug")
    harness = await begun(guard)
    await send(harness)
    assert [str(error) for error in harness.broken] == ["bug"]
    assert [line for line in harness.log if line.startswith("request")] == []
    await harness.done()


async def test_a_double_press_reserves_once(guard):
    harness = await begun(guard)
    stub = harness.expects(Verb.START, says("challenge", "sent"), held=True)
    for _ in range(3):
        harness.conductor.send(PHONE, MASKED)
    await soon(stub.reached)
    stub.go.set()
    await harness.settle()
    assert guard.log == ["check 01", "reserve 01"]
    await harness.done()


async def chained(guard):
    """A walkthrough whose first verify was answered by a second OTP, and what the guard was asked since the send."""
    harness = ConductorHarness(Journey.MASTERPASS, guard=guard)
    await at_code(harness)
    guard.log.clear()
    harness.expects(Verb.VERIFY, asks_for_code("token#2"))
    harness.conductor.verify(Secret("111111"))
    await harness.settle()
    return harness


async def test_a_code_that_is_answered_by_another_send_counts_as_one(guard):
    harness = await chained(guard)
    assert (harness.walkthrough.challenge.chained, guard.log) == (1, ["count 01"])
    await harness.done()


VERIFIES = [
    # the answer to the second code of a chain, whether its reservation is given back
    (says("ok", "sent"), True),
    (says("code_refused"), True),
    (asks_for_code("token#3"), False),
    (says("unknown", "maybe_sent"), False),
    (lost_answer(Verb.VERIFY, Fault.READ_TIMEOUT, written=True), False),
    (lost_answer(Verb.VERIFY, Fault.CONNECT_REFUSED, written=False), True),
]


@pytest.mark.parametrize(("answer", "back"), VERIFIES)
async def test_the_next_code_of_a_chain_is_reserved_as_a_send(guard, answer, back):
    harness = await chained(guard)
    harness.expects(Verb.VERIFY, answer)
    harness.conductor.verify(Secret("222222"))
    await harness.settle()
    assert guard.log == ["count 01", "check 01", "reserve 01", *["give back 2"] * back]
    await harness.done()


@pytest.mark.parametrize("when", ["stops", "refuses"])
async def test_at_the_budgets_end_the_next_code_of_a_chain_is_not_sent(guard, when):
    harness = await chained(guard)
    setattr(guard, when, BUDGET)
    harness.conductor.verify(Secret("222222"))
    await harness.settle()
    assert [line for line in harness.log if line.startswith("request")] == [
        "request prepare", "request start", "request verify",
    ]  # fmt: skip
    assert (harness.walkthrough.phase, harness.walkthrough.notice.refusal) == (Phase.CODE, BUDGET)
    assert exit_code(harness.walkthrough) == 9
    await harness.done()


async def test_only_the_budget_stops_a_code_of_a_chain(guard):
    """The merchant's name opens sends on live; a code that is at hand is verified without it."""
    harness = await chained(guard)
    guard.stops = guard.refuses = Refusal(Rule.LIVE_LAPSED)
    harness.expects(Verb.VERIFY, asks_for_code("token#3"))
    harness.conductor.verify(Secret("222222"))
    await harness.settle()
    assert guard.log == ["count 01", "check 01", "reserve 01", "count 01"]
    assert harness.walkthrough.challenge.chained == 2
    await harness.done()
