"""The conductor carries out what core decides: in order, once, and whatever a gateway does."""

from support.conductor_harness import MASKED, PHONE, ConductorHarness, at_code, soon
from support.walkthroughs import says

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.events import BackPressed, PhoneEntered
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.secrets import Secret

CHALLENGE = says("challenge", "sent")


async def test_first_the_store_then_the_request_then_the_screens():
    harness = ConductorHarness()
    harness.expects(Verb.START, CHALLENGE)
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    assert harness.log == [
        "store PhoneEntered",
        "change PhoneEntered",
        "store StartPressed",
        "change StartPressed",
        "request start",
        "store Answered",
        "change Answered",
    ]
    await harness.done()


async def test_what_a_request_needs_is_with_the_store_before_it_leaves():
    harness = ConductorHarness()
    await at_code(harness)
    harness.expects(Verb.VERIFY)
    harness.conductor.verify(Secret("ART2"))
    await harness.settle()
    assert [kept for _, kept in harness.bags][1] == {"phone": PHONE, "reference#1": "id-2"}
    assert [kept for _, kept in harness.bags][3] == {"phone": PHONE, "reference#1": "id-2", "code#1": "ART2"}
    assert harness.walkthrough.outcome == "verified"
    assert all("ART2" not in repr(change) and PHONE not in repr(change) for change in harness.changes)
    await harness.done()


async def test_a_request_does_not_leave_where_the_store_failed():
    harness = ConductorHarness()
    harness.conductor.start()
    harness.fails_on = "PhoneEntered"
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    assert [str(error) for error in harness.broken] == ["disk full"]
    assert (harness.walkthrough.phone, harness.walkthrough.requests) == (None, 0)
    await harness.done()


async def test_a_phone_that_could_not_be_stored_does_not_take_the_place_of_another():
    harness = ConductorHarness()
    harness.conductor.start()
    harness.expects(Verb.START, says("refused"))
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    harness.conductor.post(BackPressed())
    await harness.settle()
    harness.fails_on = "PhoneEntered"
    harness.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await harness.settle()
    assert (harness.conductor.phone(), harness.walkthrough.phone, harness.walkthrough.requests) == (
        PHONE,
        MASKED,
        1,
    )
    await harness.done()


async def test_a_start_that_could_not_be_stored_sends_nothing_and_keeps_the_new_phone():
    harness = ConductorHarness()
    harness.conductor.start()
    harness.expects(Verb.START, says("refused"))
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    harness.conductor.post(BackPressed())
    harness.fails_on = "StartPressed"
    harness.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await harness.settle()
    assert (harness.walkthrough.phase, harness.walkthrough.requests) == ("phone", 1)
    assert (harness.conductor.phone(), harness.walkthrough.phone) == ("5000000002", "+90 5•• ••• •• 02")
    await harness.done()


async def test_a_double_press_sends_once():
    harness = ConductorHarness()
    held = harness.expects(Verb.START, CHALLENGE, held=True)
    harness.conductor.start()
    harness.conductor.send(PHONE, MASKED)
    harness.conductor.send(PHONE, MASKED)
    harness.conductor.start_leg()
    await soon(held.reached)
    harness.conductor.start_leg()
    held.go.set()
    await harness.settle()
    assert harness.told == ["PhoneEntered", "StartPressed", "Answered"]
    assert (harness.walkthrough.requests, harness.walkthrough.phase) == (1, "code")
    await harness.done()


async def test_a_code_pressed_twice_is_verified_once():
    harness = ConductorHarness()
    await at_code(harness)
    harness.expects(Verb.VERIFY, says("code_refused"))
    harness.conductor.verify(Secret("ART2"))
    harness.conductor.verify(Secret("ART3"))
    await harness.settle()
    assert (harness.walkthrough.codes, harness.walkthrough.requests) == (1, 2)
    assert dict(harness.conductor.secrets.items())["code#1"] == "ART2"
    assert "ART3" not in dict(harness.conductor.secrets.items()).values()
    await harness.done()


async def test_a_press_that_is_not_open_does_not_even_reach_the_store():
    harness = ConductorHarness()
    harness.conductor.start()
    harness.conductor.verify(Secret("ART2"))
    harness.conductor.start_leg()
    await harness.settle()
    assert (harness.log, dict(harness.conductor.secrets.items())) == ([], {})
    await harness.done()


async def test_a_phone_is_not_replaced_by_an_intent_that_is_refused():
    harness = ConductorHarness()
    await at_code(harness)
    harness.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await harness.settle()
    assert (harness.conductor.phone(), harness.walkthrough.phone) == (PHONE, MASKED)
    assert harness.conductor.is_phone(PHONE)
    await harness.done()


async def test_another_phone_is_never_answered_by_a_send_to_the_old_one():
    harness = ConductorHarness()
    harness.conductor.start()
    harness.expects(Verb.START, says("refused"))
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    assert harness.conductor.available_intents()[Intent.START].available
    harness.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await harness.settle()
    assert (harness.walkthrough.requests, harness.conductor.phone()) == (1, PHONE)
    await harness.done()


async def test_the_same_phone_again_is_told_as_unchanged():
    harness = ConductorHarness()
    harness.conductor.start()
    harness.expects(Verb.START, says("refused"))
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    harness.conductor.post(BackPressed())
    harness.expects(Verb.START, CHALLENGE)
    harness.conductor.send(PHONE, MASKED)
    await harness.settle()
    entered = [c.event.changed for c in harness.changes if isinstance(c.event, PhoneEntered)]
    assert entered == [True, False]
    await harness.done()


async def test_the_operators_own_session_is_a_handle_from_the_start():
    harness = ConductorHarness(Journey.MASTERPASS, own_session=Secret("11112222-3333"))
    assert (harness.walkthrough.session, harness.walkthrough.fixed_session) == ("session#1", True)
    assert harness.conductor.secrets.get(harness.walkthrough.session) == "11112222-3333"
    await harness.done()


async def test_one_opener_call_for_a_walkthrough():
    harness = ConductorHarness(Journey.FULL, confirm=True)
    await at_code(harness)
    for verb, answer in (
        (Verb.VERIFY, says("ok", "sent")),
        (Verb.PREPARE, says("ok", session="session#1")),
        (Verb.START, says("challenge", "sent", token="token#1")),
        (Verb.VERIFY, says("ok", "sent")),
        (Verb.CONFIRM, says("ok", linked=True)),
    ):
        harness.expects(verb, answer)
    harness.conductor.verify(Secret("ART2"))
    await harness.settle()
    assert (harness.walkthrough.phase, harness.walkthrough.requests) == ("ready", 2)
    harness.conductor.start_leg()
    await harness.settle()
    harness.conductor.verify(Secret("123456"))
    await harness.settle()
    assert (harness.walkthrough.outcome, len(harness.sets)) == ("linked", 1)
    assert harness.sets[0].registry is harness.conductor.secrets
    await harness.done()
    assert harness.sets[0].closed == 1
