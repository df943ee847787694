"""What another process left is gone on with; what is left by this one is left in order."""

import asyncio

import pytest
from conductor.stage import MASKED, PHONE, Stage, at_code, exchange, soon
from core.walkthroughs import Walker, asks_for_code, moment, says

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.recovery import PersistenceFailure, SavedWalkthrough
from otp_tui.core.security.secrets import Secret


def left(walker, secrets, at=0.0):
    record = exchange(walker.requests[0], says("challenge").decision)
    return SavedWalkthrough(walker.walkthrough, moment(at), secrets, tuple(secrets), (record,))


def lost_start():
    walker = Walker(Journey.PAYNET).phone().start()
    return left(walker, {"phone": PHONE, "reference#1": "r"}, 30)


def at_the_code():
    walker = Walker(Journey.PAYNET).phone().start().gets(asks_for_code())
    return left(walker, {"phone": PHONE, "reference#1": "r"}, 30)


async def taken_up(stage, saved):
    async def claim(walkthrough_id):
        stage.log.append(f"claim {walkthrough_id}")
        return saved

    stage.claim = claim
    await stage.conductor.resume("walk-1")
    stage.conductor.start()
    await stage.settle()


async def test_going_on_sends_nothing_and_knows_all_that_was_known():
    stage = Stage()
    await taken_up(stage, at_the_code())
    assert stage.log == ["claim walk-1"]
    assert (stage.walkthrough.phase, stage.conductor.phone()) == ("code", PHONE)
    assert [record.call for record in stage.conductor.exchanges] == ["start"]
    stage.expects(Verb.VERIFY, says("ok"))
    stage.conductor.verify(Secret("123456"))
    await stage.settle()
    assert stage.walkthrough.outcome == "verified"
    assert stage.sets[0].asked[0].code == "code#1"
    await stage.done()


async def test_the_clock_begins_no_earlier_than_the_earlier_process_had_got_to():
    stage = Stage()
    stage.clock.seconds = -500.0
    await taken_up(stage, at_the_code())
    assert stage.clock.seconds == 30.0
    assert stage.walkthrough.challenge.remaining(stage.clock.now()) == 90.0
    await stage.done()


async def test_what_was_in_flight_is_told_as_lost_before_anything_else():
    stage = Stage()
    await taken_up(stage, lost_start())
    assert stage.told == ["Interrupted"]
    assert (stage.walkthrough.phase, stage.walkthrough.notice.fault) == ("maybe_sent", "interrupted")
    assert stage.log == ["claim walk-1", "store Interrupted", "change Interrupted"]
    await stage.done()


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
    stage = Stage()
    stage.conductor.start()
    held = stage.expects(Verb.START, held=True, written=written)
    stage.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    await stage.conductor.close(outcome)
    assert [line.removeprefix("store ") for line in stage.log if line.startswith("store")] == stored
    assert stage.walkthrough.in_flight is None
    assert (stage.walkthrough.phase, stage.walkthrough.outcome) == then
    assert stage.released == [stage.walkthrough]


async def test_an_open_code_stays_open_for_the_next_process():
    stage = Stage()
    await at_code(stage)
    await stage.done()
    assert stage.walkthrough.outcome is None
    assert stage.released == [stage.walkthrough]


async def test_what_has_nothing_open_any_more_is_over_when_it_is_left():
    stage = Stage()
    stage.conductor.start()
    stage.expects(Verb.START, says("refused"))
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    await stage.done()
    assert stage.walkthrough.outcome == "cancelled"


async def test_a_script_says_itself_how_it_ended():
    stage = Stage()
    await at_code(stage)
    await stage.conductor.close(Outcome.FAILED)
    assert stage.walkthrough.outcome == "failed"
    assert stage.log[-1] == "store Closed"


async def test_a_walkthrough_that_was_never_begun_leaves_nothing():
    stage = Stage()
    stage.conductor.start()
    await stage.done()
    assert (stage.log, stage.released) == ([], [])


async def test_quitting_does_not_wait_for_a_store_that_hangs():
    stage = Stage()
    await at_code(stage)
    stage.release = lambda _walkthrough: asyncio.Event().wait()
    await asyncio.wait_for(stage.conductor.close(patience_s=0.01), 60)


async def test_what_cannot_be_kept_is_told_with_the_event_that_it_was():
    stage = Stage()

    async def append(walkthrough, event, now, registry):
        return PersistenceFailure.DISK if type(event).__name__ == "StartPressed" else None

    stage.append = append
    await at_code(stage)
    assert [change.persistence_failure for change in stage.changes] == [None, PersistenceFailure.DISK, None]
    await stage.done()


async def test_every_exchange_is_kept_with_its_walkthrough():
    stage = Stage()
    await at_code(stage)
    assert [(walkthrough_id, record.call) for walkthrough_id, record in stage.kept] == [
        (stage.walkthrough.id, "start")
    ]
    await stage.done()


async def test_what_quitting_finds_on_its_way_to_the_disk_is_what_the_walkthrough_then_says():
    stage = Stage()
    go, reached = asyncio.Event(), asyncio.Event()
    keep = stage.append

    async def append(walkthrough, event, now, registry):
        if type(event).__name__ == "StartPressed":
            reached.set()
            await go.wait()
        await keep(walkthrough, event, now, registry)

    stage.append = append
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await soon(reached)
    closing = asyncio.create_task(stage.conductor.close())
    await asyncio.sleep(0)
    go.set()
    await closing
    stored = [line for line in stage.log if line.startswith(("store", "request"))]
    assert stored == ["store PhoneEntered", "store StartPressed", "store Answered", "store QuitPressed"]
    assert stage.walkthrough.outcome == "cancelled"
