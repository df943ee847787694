"""What another process left is gone on with; what is left by this one is left in order."""

import asyncio

import pytest
from support.conductor_harness import MASKED, PHONE, ConductorHarness, at_code, exchange, soon
from support.walkthroughs import Walker, asks_for_code, says

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.change import PersistenceFailure
from otp_tui.core.flow.events import ArrivedPressed
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.record import WalkthroughRecord, changes_of
from otp_tui.core.flow.recovery import SavedWalkthrough
from otp_tui.core.security.secrets import Secret


def left(walker, secrets):
    recorded = exchange(walker.requests[0], says("challenge").decision)
    changes = changes_of(walker.first, walker.record)
    return SavedWalkthrough(WalkthroughRecord(walker.first, changes, (recorded,)), secrets, tuple(secrets))


def lost_start():
    walker = Walker(Journey.PAYNET).phone().start()
    return left(walker, {"phone": PHONE, "reference#1": "r"})


def at_the_code():
    walker = Walker(Journey.PAYNET).phone().start().gets(asks_for_code())
    walker.seconds = 30.0
    walker.does(ArrivedPressed())
    return left(walker, {"phone": PHONE, "reference#1": "r"})


async def taken_up(harness, saved):
    async def claim(walkthrough_id):
        harness.log.append(f"claim {walkthrough_id}")
        return saved

    harness.claim = claim
    await harness.conductor.resume("walk-1")
    harness.conductor.start()
    await harness.settle()


async def test_going_on_sends_nothing_and_knows_all_that_was_known():
    harness = ConductorHarness()
    await taken_up(harness, at_the_code())
    assert harness.log == ["claim walk-1"]
    assert (harness.walkthrough.phase, harness.conductor.phone()) == ("code", PHONE)
    assert [record.call for record in harness.conductor.exchanges] == ["start"]
    harness.expects(Verb.VERIFY, says("ok"))
    harness.conductor.verify(Secret("123456"))
    await harness.settle()
    assert harness.walkthrough.outcome == "verified"
    assert harness.sets[0].asked[0].code == "code#1"
    await harness.done()


async def test_the_clock_begins_no_earlier_than_the_earlier_process_had_got_to():
    harness = ConductorHarness()
    harness.clock.seconds = -500.0
    await taken_up(harness, at_the_code())
    assert harness.clock.seconds == 30.0
    assert harness.walkthrough.challenge.remaining(harness.clock.now()) == 90.0
    await harness.done()


async def test_what_was_in_flight_is_told_as_lost_before_anything_else():
    harness = ConductorHarness()
    await taken_up(harness, lost_start())
    assert harness.told == ["Interrupted"]
    assert (harness.walkthrough.phase, harness.walkthrough.notice.fault) == ("maybe_sent", "interrupted")
    assert harness.log == ["claim walk-1", "store Interrupted", "change Interrupted"]
    await harness.done()


@pytest.mark.parametrize(
    ("written", "outcome", "stored", "then"),
    [
        (True, None, ["PhoneEntered", "StartPressed", "Answered"], ("maybe_sent", None)),
        (False, None, ["PhoneEntered", "StartPressed", "Answered", "QuitPressed"], ("done", "cancelled")),
        (
            True,
            Outcome.UNCERTAIN,
            ["PhoneEntered", "StartPressed", "Answered", "Closed"],
            ("done", "uncertain"),
        ),
    ],
)
async def test_a_request_that_is_cut_by_quitting_is_kept_as_what_it_is(written, outcome, stored, then):
    harness = ConductorHarness()
    harness.conductor.start()
    held = harness.expects(Verb.START, held=True, written=written)
    harness.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    await harness.conductor.close(outcome)
    assert [line.removeprefix("store ") for line in harness.log if line.startswith("store")] == stored
    assert harness.walkthrough.in_flight is None
    assert (harness.walkthrough.phase, harness.walkthrough.outcome) == then
    assert harness.released == [harness.walkthrough]


async def test_an_open_code_stays_open_for_the_next_process():
    harness = ConductorHarness()
    await at_code(harness)
    await harness.done()
    assert harness.walkthrough.outcome is None
    assert harness.released == [harness.walkthrough]


async def test_what_has_nothing_open_any_more_is_over_when_it_is_left():
    harness = ConductorHarness()
    harness.conductor.start()
    harness.expects(Verb.START, says("refused"))
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    await harness.done()
    assert harness.walkthrough.outcome == "cancelled"


async def test_a_script_says_itself_how_it_ended():
    harness = ConductorHarness()
    await at_code(harness)
    await harness.conductor.close(Outcome.FAILED)
    assert harness.walkthrough.outcome == "failed"
    assert harness.log[-1] == "store Closed"


async def test_a_walkthrough_that_was_never_begun_leaves_nothing():
    harness = ConductorHarness()
    harness.conductor.start()
    await harness.done()
    assert (harness.log, harness.released) == ([], [])


async def test_quitting_does_not_wait_for_a_store_that_hangs():
    harness = ConductorHarness()
    await at_code(harness)
    harness.release = lambda _walkthrough: asyncio.Event().wait()
    await asyncio.wait_for(harness.conductor.close(patience_s=0.01), 60)


async def test_what_cannot_be_kept_is_told_with_the_event_that_it_was():
    harness = ConductorHarness()

    async def append(walkthrough, event, now, registry):
        return PersistenceFailure.DISK if type(event).__name__ == "StartPressed" else None

    harness.append = append
    await at_code(harness)
    assert [change.persistence_failure for change in harness.changes] == [None, PersistenceFailure.DISK, None]
    await harness.done()


async def test_every_exchange_is_kept_with_its_walkthrough():
    harness = ConductorHarness()
    await at_code(harness)
    assert [(walkthrough_id, record.call) for walkthrough_id, record in harness.kept] == [
        (harness.walkthrough.id, "start")
    ]
    await harness.done()


async def test_what_quitting_finds_on_its_way_to_the_disk_is_what_the_walkthrough_then_says():
    harness = ConductorHarness()
    go, reached = asyncio.Event(), asyncio.Event()
    keep = harness.append

    async def append(walkthrough, event, now, registry):
        if type(event).__name__ == "StartPressed":
            reached.set()
            await go.wait()
        await keep(walkthrough, event, now, registry)

    harness.append = append
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await soon(reached)
    closing = asyncio.create_task(harness.conductor.close())
    await asyncio.sleep(0)
    go.set()
    await closing
    stored = [line for line in harness.log if line.startswith(("store", "request"))]
    assert stored == ["store PhoneEntered", "store StartPressed", "store Answered", "store QuitPressed"]
    assert harness.walkthrough.outcome == "cancelled"
