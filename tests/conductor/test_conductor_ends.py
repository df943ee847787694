"""What the conductor does when things end otherwise: cancelled, late, broken, closed, begun again."""

import asyncio

import pytest
from conductor.stage import MASKED, PHONE, Stage, at_code, soon
from core.walkthroughs import moment, says

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.events import PhoneEntered, QuitPressed, UnlinkPressed
from otp_tui.core.flow.journey import Journey
from otp_tui.core.null_ports import NullStore
from otp_tui.core.security.secrets import Secret

CHALLENGE = says("challenge", "sent")


@pytest.mark.parametrize(
    ("written", "phase", "delivery"), [(True, "maybe_sent", "maybe_sent"), (False, "phone", "not_sent")]
)
async def test_a_cancel_gives_the_true_delivery_at_once(written, phase, delivery):
    stage = Stage()
    held = stage.expects(Verb.START, CHALLENGE, held=True, written=written)
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    stage.conductor.cancel()
    await stage.conductor.wait_idle()
    assert (stage.walkthrough.phase, stage.walkthrough.notice.delivery, stage.walkthrough.in_flight) == (
        phase,
        delivery,
        None,
    )
    await soon(held.ended)
    assert [(e.number, e.fault, e.late) for e in stage.recorded] == [(1, "cancelled", False)]
    await stage.done()


async def test_an_answer_that_comes_after_the_cancel_changes_nothing_and_is_recorded_as_late():
    stage = Stage()
    held = stage.expects(Verb.START, CHALLENGE, held=True, deaf=True)
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    stage.conductor.cancel()
    await stage.conductor.wait_idle()
    after = stage.walkthrough
    held.go.set()
    await stage.settle()
    assert stage.walkthrough is after
    assert [(e.number, e.fault, e.late) for e in stage.recorded] == [(1, None, True)]
    assert stage.conductor.exchanges == stage.recorded
    await stage.done()


async def test_an_answer_that_came_in_time_is_not_late():
    stage = Stage()
    await at_code(stage)
    assert [exchange.late for exchange in stage.recorded] == [False]
    await stage.done()


async def test_a_late_answer_of_an_older_request_is_late_while_another_is_in_flight():
    stage = Stage()
    first = stage.expects(Verb.START, CHALLENGE, held=True, written=False, deaf=True)
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await soon(first.reached)
    stage.conductor.cancel()
    second = stage.expects(Verb.START, CHALLENGE, held=True)
    stage.conductor.start_leg()
    await soon(second.reached)
    first.go.set()
    await stage.settle()
    assert (stage.walkthrough.in_flight.number, stage.walkthrough.phase) == (2, "sending")
    second.go.set()
    await stage.settle()
    assert [(e.number, e.late) for e in stage.recorded] == [(1, True), (2, False)]
    assert stage.walkthrough.phase == "code"
    await stage.done()


async def test_nothing_to_cancel():
    stage = Stage()
    await at_code(stage)
    before = stage.walkthrough
    stage.conductor.cancel()
    await stage.settle()
    assert stage.walkthrough is before
    await stage.done()


async def test_quitting_cuts_what_is_in_flight():
    stage = Stage()
    held = stage.expects(Verb.START, CHALLENGE, held=True)
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    stage.conductor.post(QuitPressed())
    await soon(held.ended)
    assert (stage.walkthrough.phase, stage.walkthrough.outcome) == ("done", "uncertain")
    assert [exchange.fault for exchange in stage.recorded] == ["cancelled"]
    await stage.done()


async def test_a_bug_of_a_gateway_is_told_and_the_walkthrough_can_still_be_cancelled():
    stage = Stage()
    bug = KeyError("otp_expire")
    stage.expects(Verb.START, bug)
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    assert stage.broken == [bug]
    assert stage.walkthrough.in_flight.number == 1
    stage.conductor.cancel()
    await stage.settle()
    assert stage.walkthrough.phase == "maybe_sent"
    await stage.done()


async def test_a_request_that_nobody_expected_is_a_bug_too():
    stage = Stage()
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    assert [str(error) for error in stage.broken] == ["nobody expected start"]
    await stage.done()


async def test_a_bug_of_a_subscriber_does_not_stop_the_others_work():
    stage = Stage()

    class Clumsy:
        def changed(self, change):
            raise RuntimeError("cannot draw")

        def exchange_recorded(self, exchange): ...

        def failed(self, error): ...

    stage.conductor.subscribe(Clumsy())
    stage.conductor.start()
    stage.conductor.post(PhoneEntered(MASKED, changed=True))
    await stage.settle()
    assert [str(error) for error in stage.broken] == ["cannot draw"]
    stage.conductor.post(QuitPressed())
    await stage.settle()
    assert stage.walkthrough.phase == "done"
    await stage.done()


# closing and beginning again ---------------------------------------------------------------------------


async def test_close_cuts_the_request_and_closes_the_gateways():
    stage = Stage()
    held = stage.expects(Verb.START, CHALLENGE, held=True)
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    await stage.conductor.close()
    assert held.ended.is_set()
    assert [exchange.fault for exchange in stage.recorded] == ["cancelled"]
    assert [gateways.closed for gateways in stage.sets] == [1]
    await stage.conductor.close()
    assert [gateways.closed for gateways in stage.sets] == [1]


async def test_what_is_posted_while_it_is_closed_does_nothing():
    stage = Stage()
    await at_code(stage)
    await stage.conductor.close()
    walkthrough, log = stage.walkthrough, list(stage.log)
    stage.conductor.start()
    stage.conductor.verify(Secret("ART2"))
    stage.conductor.send(PHONE, MASKED)
    stage.conductor.post(QuitPressed())
    stage.conductor.cancel()
    stage.conductor.again()
    await stage.settle()
    assert (stage.walkthrough, stage.log) == (walkthrough, log)


async def test_what_waited_when_it_was_closed_is_dropped():
    stage = Stage()
    stage.conductor.send(PHONE, MASKED)
    await stage.conductor.close()
    stage.conductor.start()
    await stage.settle()
    assert (stage.log, stage.walkthrough.phone) == ([], None)


async def test_again_begins_with_a_fresh_bag_and_new_gateways():
    stage = Stage()
    await at_code(stage)
    stage.expects(Verb.VERIFY)
    stage.conductor.verify(Secret("ART2"))
    await stage.settle()
    old, registry = stage.walkthrough, stage.conductor.secrets
    stage.clock.seconds = 9
    stage.conductor.again()
    stage.conductor.again()
    await stage.settle()
    assert (stage.walkthrough.phase, stage.walkthrough.requests, stage.walkthrough.began) == (
        "phone",
        0,
        moment(9),
    )
    assert (stage.walkthrough.id, old.id) == ("id-3", "id-1")
    assert stage.conductor.secrets is not registry
    assert (dict(stage.conductor.secrets.items()), stage.conductor.phone()) == ({}, None)
    assert (stage.changes[-1].before, stage.changes[-1].after) == (old, stage.walkthrough)
    assert stage.sets[0].closed == 1
    stage.expects(Verb.START, CHALLENGE)
    stage.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await stage.settle()
    assert len(stage.sets) == 2
    assert stage.sets[1].registry is stage.conductor.secrets
    await stage.done()


async def test_again_waits_for_the_end():
    stage = Stage()
    await at_code(stage)
    before = stage.walkthrough
    stage.conductor.again()
    await stage.settle()
    assert stage.walkthrough is before
    await stage.done()


async def test_again_comes_after_an_unlink_that_was_pressed_first():
    stage = Stage(Journey.MASTERPASS)
    await at_code(stage)
    stage.expects(Verb.VERIFY)
    stage.conductor.verify(Secret("123456"))
    await stage.settle()
    held = stage.expects(Verb.UNLINK, says("ok"), held=True)
    stage.conductor.post(UnlinkPressed())
    stage.conductor.again()
    await soon(held.reached)
    await stage.conductor.wait_idle()
    assert (stage.walkthrough.phase, stage.walkthrough.in_flight.verb) == ("done", "unlink")
    held.go.set()
    await stage.settle()
    assert (stage.walkthrough.unlinked, len(stage.sets)) == (True, 1)
    await stage.done()


async def test_an_answer_of_the_walkthrough_before_is_not_taken_for_this_ones():
    stage = Stage()
    old = stage.expects(Verb.START, says("challenge", "sent"), held=True, deaf=True)
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await soon(old.reached)
    stage.conductor.post(QuitPressed())
    stage.conductor.again()
    new = stage.expects(Verb.START, says("refused"), held=True)
    stage.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await soon(new.reached)
    assert stage.walkthrough.in_flight.number == 1
    old.go.set()
    await soon(old.ended)
    await asyncio.sleep(0)
    await stage.conductor.wait_idle()
    assert (stage.walkthrough.phase, stage.walkthrough.in_flight.number) == ("sending", 1)
    assert [(exchange.number, exchange.late) for exchange in stage.recorded] == [(1, True)]
    new.go.set()
    await stage.settle()
    assert stage.walkthrough.phase == "halted"
    await stage.done()


async def test_the_store_of_memory_keeps_nothing():
    stage = Stage()
    walkthrough, registry = stage.walkthrough, stage.conductor.secrets
    assert await NullStore().append(walkthrough, QuitPressed(), moment(), registry) is None
    await stage.done()
