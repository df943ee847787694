"""The conductor and the guard: asked before anything moves, one reservation a send, given back where nothing left."""

import asyncio

import pytest
from conductor.stage import MASKED, PHONE, Stage, at_code, soon
from core.walkthroughs import asks_for_code, says, session

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
        self.count = 0

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
            self.count += 1
        return self.refuses or self.count

    async def release(self, reservation):
        await self.giving.wait()
        self.log.append(f"give back {reservation}")


@pytest.fixture
def guard():
    return Guard()


async def begun(guard, journey=Journey.PAYNET):
    stage = Stage(journey, guard=guard)
    stage.conductor.start()
    return stage


def send(stage):
    stage.conductor.send(PHONE, MASKED)
    return stage.settle()


@pytest.mark.parametrize("journey", Journey)
async def test_a_refused_press_moves_nothing_and_opens_nothing(guard, journey):
    guard.stops = BUDGET
    stage = await begun(guard, journey)
    await send(stage)
    assert stage.log == ["store PhoneEntered", "change PhoneEntered", "store Stopped", "change Stopped"]
    assert guard.log == ["check 01"]
    assert stage.sets == []
    assert (stage.walkthrough.phase, stage.walkthrough.in_flight, stage.walkthrough.requests) == (
        Phase.PHONE,
        None,
        0,
    )
    assert stage.walkthrough.notice.refusal == BUDGET
    assert exit_code(stage.walkthrough) == 9
    await stage.done()


async def test_a_stopped_press_may_be_pressed_again(guard):
    guard.stops = BUDGET
    stage = await begun(guard)
    await send(stage)
    guard.stops = None
    stage.expects(Verb.START, says("challenge", "sent"))
    await send(stage)
    assert stage.walkthrough.phase is Phase.CODE
    assert guard.log == ["check 01", "check 01", "reserve 01"]
    await stage.done()


async def test_it_is_the_new_phone_that_is_checked(guard):
    guard.stops = Refusal(Rule.UNLISTED_NUMBER)
    stage = await begun(guard)
    await send(stage)
    stage.conductor.send("5321112233", "+90 5•• ••• •• 33")
    await stage.settle()
    assert guard.log == ["check 01", "check 33"]
    await stage.done()


async def test_one_press_is_one_reservation_with_a_session_before_it(guard):
    stage = await begun(guard, Journey.MASTERPASS)
    stage.expects(Verb.PREPARE, session())
    stage.expects(Verb.START, CHALLENGE)
    await send(stage)
    assert guard.log == ["check 01", "reserve 01"]
    order = [line for line in stage.log if line.startswith("request")]
    assert order == ["request prepare", "request start"]
    await stage.done()


async def test_every_send_of_a_full_journey_takes_one(guard):
    stage = await begun(guard, Journey.FULL)
    stage.expects(Verb.START, says("challenge", "sent"))
    await send(stage)
    stage.expects(Verb.VERIFY, says("ok", "sent"))
    stage.conductor.verify(Secret("ART2"))
    await stage.settle()
    stage.expects(Verb.PREPARE, session())
    stage.expects(Verb.START, CHALLENGE)
    stage.conductor.start_leg()
    await stage.settle()
    stage.clock.seconds = 40
    stage.expects(Verb.RESEND, CHALLENGE)
    stage.conductor.post(ResendPressed())
    await stage.settle()
    assert guard.log == ["check 01", "reserve 01"] * 3
    await stage.done()


async def test_verify_confirm_and_unlink_are_no_sends(guard):
    stage = Stage(Journey.MASTERPASS, guard=guard, confirm=True)
    await at_code(stage)
    guard.log.clear()
    guard.stops = guard.refuses = BUDGET
    stage.expects(Verb.VERIFY, says("ok", "sent"))
    stage.expects(Verb.CONFIRM, says("ok"))
    stage.conductor.verify(Secret("123456"))
    await stage.settle()
    stage.expects(Verb.UNLINK, says("ok"))
    stage.conductor.post(UnlinkPressed())
    await stage.settle()
    assert (stage.walkthrough.unlinked, guard.log) == (True, [])
    await stage.done()


async def test_the_second_leg_is_stopped_before_a_session_is_made(guard):
    stage = await begun(guard, Journey.FULL)
    stage.expects(Verb.START, says("challenge", "sent"))
    await send(stage)
    stage.expects(Verb.VERIFY, says("ok", "sent"))
    stage.conductor.verify(Secret("ART2"))
    await stage.settle()
    guard.stops = BUDGET
    stage.conductor.start_leg()
    await stage.settle()
    assert (stage.walkthrough.phase, stage.walkthrough.notice.reason) == (Phase.READY, Reason.STOPPED)
    assert stage.walkthrough.verified is True
    await stage.done()


async def test_a_stopped_resend_keeps_the_code_open(guard):
    stage = Stage(Journey.MASTERPASS, guard=guard)
    await at_code(stage)
    before = stage.walkthrough
    stage.clock.seconds = 40
    guard.stops = BUDGET
    stage.conductor.post(ResendPressed())
    await stage.settle()
    assert stage.walkthrough.replace(notice=None) == before.replace(notice=None)
    stage.expects(Verb.VERIFY, says("ok", "sent"))
    stage.conductor.verify(Secret("123456"))
    await stage.settle()
    assert stage.walkthrough.outcome == "linked"
    await stage.done()


async def test_another_program_may_have_taken_the_last_send_between_press_and_request(guard):
    guard.refuses = BUDGET
    stage = await begun(guard, Journey.MASTERPASS)
    stage.expects(Verb.PREPARE, session())
    await send(stage)
    assert guard.log == ["check 01", "reserve 01"]
    assert [line for line in stage.log if line.startswith("request")] == ["request prepare"]
    assert (stage.walkthrough.phase, stage.walkthrough.notice.refusal, stage.walkthrough.in_flight) == (
        Phase.PHONE,
        BUDGET,
        None,
    )
    assert exit_code(stage.walkthrough) == 9
    await stage.done()


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
    stage = await begun(guard)
    stage.expects(Verb.START, answer)
    await send(stage)
    assert guard.log == ["check 01", "reserve 01", *["give back 1"] * back]
    await stage.done()


async def test_what_is_given_back_is_back_before_the_screen_changes(guard):
    stage = await begun(guard)
    stage.expects(Verb.START, says("refused"))
    guard.giving.clear()
    await send(stage)
    assert stage.walkthrough.in_flight is not None
    guard.giving.set()
    await stage.settle()
    assert (stage.walkthrough.in_flight, guard.log[-1]) == (None, "give back 1")
    await stage.done()


@pytest.mark.parametrize("written", [True, False])
@pytest.mark.parametrize("how", ["cancel", "quit", "close"])
async def test_a_cut_send_is_given_back_where_no_byte_had_left(guard, written, how):
    stage = await begun(guard)
    stub = stage.expects(Verb.START, held=True, written=written)
    stage.conductor.send(PHONE, MASKED)
    await soon(stub.reached)
    if how == "cancel":
        stage.conductor.cancel()
    elif how == "quit":
        stage.conductor.post(QuitPressed())
        await stage.conductor.wait_idle()
    await stage.done()
    assert guard.log == ["check 01", "reserve 01", *["give back 1"] * (not written)]


@pytest.mark.parametrize("how", ["cancel", "close"])
async def test_a_send_that_is_cut_while_it_reserves_is_given_back_and_never_leaves(guard, how):
    stage = await begun(guard)
    guard.go.clear()
    stage.conductor.send(PHONE, MASKED)
    await soon(guard.reached)
    if how == "cancel":
        stage.conductor.cancel()
        await stage.settle()
        assert stage.walkthrough.notice.reason is Reason.CANCELLED
    closing = asyncio.create_task(stage.done())
    await asyncio.sleep(0)
    assert not closing.done()
    guard.go.set()
    await asyncio.wait_for(closing, 60)
    assert guard.log == ["check 01", "reserve 01", "give back 1"]


async def test_closing_waits_until_it_is_given_back(guard):
    stage = await begun(guard)
    stub = stage.expects(Verb.START, held=True, written=False)
    guard.giving.clear()
    stage.conductor.send(PHONE, MASKED)
    await soon(stub.reached)
    stage.conductor.cancel()
    closing = asyncio.create_task(stage.done())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not closing.done()
    guard.giving.set()
    await asyncio.wait_for(closing, 60)
    assert guard.log[-1] == "give back 1"


@pytest.mark.parametrize("written", [True, False])
async def test_a_bug_in_a_gateway_gives_back_what_had_not_left(guard, written):
    stage = await begun(guard)
    stage.expects(Verb.START, RuntimeError("bug"), written=written)
    await send(stage)
    assert [str(error) for error in stage.broken] == ["bug"]
    assert guard.log == ["check 01", "reserve 01", *["give back 1"] * (not written)]
    await stage.done()


async def test_a_bug_in_the_guard_stops_the_send_and_is_told_once(guard):
    guard.fails = RuntimeError("bug")
    stage = await begun(guard)
    await send(stage)
    assert [str(error) for error in stage.broken] == ["bug"]
    assert [line for line in stage.log if line.startswith("request")] == []
    await stage.done()


async def test_a_double_press_reserves_once(guard):
    stage = await begun(guard)
    stub = stage.expects(Verb.START, says("challenge", "sent"), held=True)
    for _ in range(3):
        stage.conductor.send(PHONE, MASKED)
    await soon(stub.reached)
    stub.go.set()
    await stage.settle()
    assert guard.log == ["check 01", "reserve 01"]
    await stage.done()
