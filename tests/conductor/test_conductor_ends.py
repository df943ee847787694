"""What the conductor does when things end otherwise: cancelled, late, broken, closed, begun again."""

import asyncio

import pytest
from support.conductor_harness import MASKED, PHONE, ConductorHarness, at_code, soon
from support.walkthroughs import moment, says

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
    harness = ConductorHarness()
    held = harness.expects(Verb.START, CHALLENGE, held=True, written=written)
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    harness.conductor.cancel()
    await harness.conductor.wait_idle()
    assert (
        harness.walkthrough.phase,
        harness.walkthrough.notice.delivery,
        harness.walkthrough.in_flight,
    ) == (
        phase,
        delivery,
        None,
    )
    await soon(held.ended)
    assert [(e.number, e.fault, e.late) for e in harness.recorded] == [(1, "cancelled", False)]
    await harness.done()


async def test_an_answer_that_comes_after_the_cancel_changes_nothing_and_is_recorded_as_late():
    harness = ConductorHarness()
    held = harness.expects(Verb.START, CHALLENGE, held=True, deaf=True)
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    harness.conductor.cancel()
    await harness.conductor.wait_idle()
    after = harness.walkthrough
    held.go.set()
    await harness.settle()
    assert harness.walkthrough is after
    assert [(e.number, e.fault, e.late) for e in harness.recorded] == [(1, None, True)]
    assert harness.conductor.exchanges == harness.recorded
    await harness.done()


async def test_an_answer_that_came_in_time_is_not_late():
    harness = ConductorHarness()
    await at_code(harness)
    assert [exchange.late for exchange in harness.recorded] == [False]
    await harness.done()


async def test_a_late_answer_of_an_older_request_is_late_while_another_is_in_flight():
    harness = ConductorHarness()
    first = harness.expects(Verb.START, CHALLENGE, held=True, written=False, deaf=True)
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await soon(first.reached)
    harness.conductor.cancel()
    second = harness.expects(Verb.START, CHALLENGE, held=True)
    harness.conductor.start_leg()
    await soon(second.reached)
    first.go.set()
    await harness.settle()
    assert (harness.walkthrough.in_flight.number, harness.walkthrough.phase) == (2, "sending")
    second.go.set()
    await harness.settle()
    assert [(e.number, e.late) for e in harness.recorded] == [(1, True), (2, False)]
    assert harness.walkthrough.phase == "code"
    await harness.done()


async def test_nothing_to_cancel():
    harness = ConductorHarness()
    await at_code(harness)
    before = harness.walkthrough
    harness.conductor.cancel()
    await harness.settle()
    assert harness.walkthrough is before
    await harness.done()


async def test_quitting_cuts_what_is_in_flight():
    harness = ConductorHarness()
    held = harness.expects(Verb.START, CHALLENGE, held=True)
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    harness.conductor.post(QuitPressed())
    await soon(held.ended)
    assert (harness.walkthrough.phase, harness.walkthrough.outcome) == ("done", "uncertain")
    assert [exchange.fault for exchange in harness.recorded] == ["cancelled"]
    await harness.done()


async def test_a_bug_of_a_gateway_is_told_and_the_walkthrough_can_still_be_cancelled():
    harness = ConductorHarness()
    bug = KeyError("otp_expire")
    harness.expects(Verb.START, bug)
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    assert harness.broken == [bug]
    assert harness.walkthrough.in_flight.number == 1
    harness.conductor.cancel()
    await harness.settle()
    assert harness.walkthrough.phase == "maybe_sent"
    await harness.done()


async def test_a_request_that_nobody_expected_is_a_bug_too():
    harness = ConductorHarness()
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    assert [str(error) for error in harness.broken] == ["nobody expected start"]
    await harness.done()


async def test_a_bug_of_a_subscriber_does_not_stop_the_others_work():
    harness = ConductorHarness()

    class Clumsy:
        def changed(self, change):
            raise RuntimeError("cannot draw")

        def exchange_recorded(self, exchange): ...

        def failed(self, error): ...

    harness.conductor.subscribe(Clumsy())
    harness.conductor.start()
    harness.conductor.post(PhoneEntered(MASKED, changed=True))
    await harness.settle()
    assert [str(error) for error in harness.broken] == ["cannot draw"]
    harness.conductor.post(QuitPressed())
    await harness.settle()
    assert harness.walkthrough.phase == "done"
    await harness.done()


# closing and beginning again ---------------------------------------------------------------------------


async def test_close_cuts_the_request_and_closes_the_gateways():
    harness = ConductorHarness()
    held = harness.expects(Verb.START, CHALLENGE, held=True)
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await soon(held.reached)
    await harness.conductor.close()
    assert held.ended.is_set()
    assert [exchange.fault for exchange in harness.recorded] == ["cancelled"]
    assert [gateways.closed for gateways in harness.sets] == [1]
    await harness.conductor.close()
    assert [gateways.closed for gateways in harness.sets] == [1]


async def test_what_is_posted_while_it_is_closed_does_nothing():
    harness = ConductorHarness()
    await at_code(harness)
    await harness.conductor.close()
    walkthrough, log = harness.walkthrough, list(harness.log)
    harness.conductor.start()
    harness.conductor.verify(Secret("ART2"))
    harness.conductor.send(PHONE, MASKED)
    harness.conductor.post(QuitPressed())
    harness.conductor.cancel()
    harness.conductor.again()
    await harness.settle()
    assert (harness.walkthrough, harness.log) == (walkthrough, log)


async def test_what_waited_when_it_was_closed_is_dropped():
    harness = ConductorHarness()
    harness.conductor.send(PHONE, MASKED)
    await harness.conductor.close()
    harness.conductor.start()
    await harness.settle()
    assert (harness.log, harness.walkthrough.phone) == ([], None)


async def test_again_begins_with_a_fresh_bag_and_new_gateways():
    harness = ConductorHarness()
    await at_code(harness)
    harness.expects(Verb.VERIFY)
    harness.conductor.verify(Secret("ART2"))
    await harness.settle()
    old, registry = harness.walkthrough, harness.conductor.secrets
    harness.clock.seconds = 9
    harness.conductor.again()
    harness.conductor.again()
    await harness.settle()
    assert (harness.walkthrough.phase, harness.walkthrough.requests, harness.walkthrough.began) == (
        "phone",
        0,
        moment(9),
    )
    assert (harness.walkthrough.id, old.id) == ("id-3", "id-1")
    assert harness.conductor.secrets is not registry
    assert (dict(harness.conductor.secrets.items()), harness.conductor.phone()) == ({}, None)
    assert (harness.changes[-1].before, harness.changes[-1].after) == (old, harness.walkthrough)
    assert harness.sets[0].closed == 1
    harness.expects(Verb.START, CHALLENGE)
    harness.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await harness.settle()
    assert len(harness.sets) == 2
    assert harness.sets[1].registry is harness.conductor.secrets
    await harness.done()


async def test_again_waits_for_the_end():
    harness = ConductorHarness()
    await at_code(harness)
    before = harness.walkthrough
    harness.conductor.again()
    await harness.settle()
    assert harness.walkthrough is before
    await harness.done()


async def test_again_comes_after_an_unlink_that_was_pressed_first():
    harness = ConductorHarness(Journey.MASTERPASS)
    await at_code(harness)
    harness.expects(Verb.VERIFY)
    harness.conductor.verify(Secret("123456"))
    await harness.settle()
    held = harness.expects(Verb.UNLINK, says("ok"), held=True)
    harness.conductor.post(UnlinkPressed())
    harness.conductor.again()
    await soon(held.reached)
    await harness.conductor.wait_idle()
    assert (harness.walkthrough.phase, harness.walkthrough.in_flight.verb) == ("done", "unlink")
    held.go.set()
    await harness.settle()
    assert (harness.walkthrough.unlinked, len(harness.sets)) == (True, 1)
    await harness.done()


async def test_an_answer_of_the_walkthrough_before_is_not_taken_for_this_ones():
    harness = ConductorHarness()
    old = harness.expects(Verb.START, says("challenge", "sent"), held=True, deaf=True)
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await soon(old.reached)
    harness.conductor.post(QuitPressed())
    harness.conductor.again()
    new = harness.expects(Verb.START, says("refused"), held=True)
    harness.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await soon(new.reached)
    assert harness.walkthrough.in_flight.number == 1
    old.go.set()
    await soon(old.ended)
    await asyncio.sleep(0)
    await harness.conductor.wait_idle()
    assert (harness.walkthrough.phase, harness.walkthrough.in_flight.number) == ("sending", 1)
    assert [(exchange.number, exchange.late) for exchange in harness.recorded] == [(1, True)]
    new.go.set()
    await harness.settle()
    assert harness.walkthrough.phase == "halted"
    await harness.done()


async def test_the_store_of_memory_keeps_nothing():
    harness = ConductorHarness()
    walkthrough, registry = harness.walkthrough, harness.conductor.secrets
    assert await NullStore().append(walkthrough, QuitPressed(), moment(), registry) is None
    await harness.done()
