"""The conductor carries out what core decides: in order, once, and whatever a gateway does."""

from conductor.stage import MASKED, PHONE, Stage, at_code, soon
from core.walkthroughs import says

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.events import BackPressed, PhoneEntered
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.secrets import Secret

CHALLENGE = says("challenge", "sent")


async def test_first_the_store_then_the_request_then_the_screens():
    stage = Stage()
    stage.expects(Verb.START, CHALLENGE)
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    assert stage.log == [
        "store PhoneEntered",
        "change PhoneEntered",
        "store StartPressed",
        "change StartPressed",
        "request start",
        "store Answered",
        "change Answered",
    ]
    await stage.done()


async def test_what_a_request_needs_is_with_the_store_before_it_leaves():
    stage = Stage()
    await at_code(stage)
    stage.expects(Verb.VERIFY)
    stage.conductor.verify(Secret("ART2"))
    await stage.settle()
    assert [kept for _, kept in stage.bags][1] == {"phone": PHONE, "reference#1": "id-2"}
    assert [kept for _, kept in stage.bags][3] == {"phone": PHONE, "reference#1": "id-2", "code#1": "ART2"}
    assert stage.walkthrough.outcome == "verified"
    assert all("ART2" not in repr(change) and PHONE not in repr(change) for change in stage.changes)
    await stage.done()


async def test_a_request_does_not_leave_where_the_store_failed():
    stage = Stage()
    stage.conductor.start()
    stage.fails_on = "PhoneEntered"
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    assert [str(error) for error in stage.broken] == ["disk full"]
    assert (stage.walkthrough.phone, stage.walkthrough.requests) == (None, 0)
    await stage.done()


async def test_a_phone_that_could_not_be_stored_does_not_take_the_place_of_another():
    stage = Stage()
    stage.conductor.start()
    stage.expects(Verb.START, says("refused"))
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    stage.conductor.post(BackPressed())
    await stage.settle()
    stage.fails_on = "PhoneEntered"
    stage.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await stage.settle()
    assert (stage.conductor.phone(), stage.walkthrough.phone, stage.walkthrough.requests) == (
        PHONE,
        MASKED,
        1,
    )
    await stage.done()


async def test_a_start_that_could_not_be_stored_sends_nothing_and_keeps_the_new_phone():
    stage = Stage()
    stage.conductor.start()
    stage.expects(Verb.START, says("refused"))
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    stage.conductor.post(BackPressed())
    stage.fails_on = "StartPressed"
    stage.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await stage.settle()
    assert (stage.walkthrough.phase, stage.walkthrough.requests) == ("phone", 1)
    assert (stage.conductor.phone(), stage.walkthrough.phone) == ("5000000002", "+90 5•• ••• •• 02")
    await stage.done()


async def test_a_double_press_sends_once():
    stage = Stage()
    held = stage.expects(Verb.START, CHALLENGE, held=True)
    stage.conductor.start()
    stage.conductor.send(PHONE, MASKED)
    stage.conductor.send(PHONE, MASKED)
    stage.conductor.start_leg()
    await soon(held.reached)
    stage.conductor.start_leg()
    held.go.set()
    await stage.settle()
    assert stage.told == ["PhoneEntered", "StartPressed", "Answered"]
    assert (stage.walkthrough.requests, stage.walkthrough.phase) == (1, "code")
    await stage.done()


async def test_a_code_pressed_twice_is_verified_once():
    stage = Stage()
    await at_code(stage)
    stage.expects(Verb.VERIFY, says("code_refused"))
    stage.conductor.verify(Secret("ART2"))
    stage.conductor.verify(Secret("ART3"))
    await stage.settle()
    assert (stage.walkthrough.codes, stage.walkthrough.requests) == (1, 2)
    assert dict(stage.conductor.secrets.items())["code#1"] == "ART2"
    assert "ART3" not in dict(stage.conductor.secrets.items()).values()
    await stage.done()


async def test_a_press_that_is_not_open_does_not_even_reach_the_store():
    stage = Stage()
    stage.conductor.start()
    stage.conductor.verify(Secret("ART2"))
    stage.conductor.start_leg()
    await stage.settle()
    assert (stage.log, dict(stage.conductor.secrets.items())) == ([], {})
    await stage.done()


async def test_a_phone_is_not_replaced_by_an_intent_that_is_refused():
    stage = Stage()
    await at_code(stage)
    stage.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await stage.settle()
    assert (stage.conductor.phone(), stage.walkthrough.phone) == (PHONE, MASKED)
    assert stage.conductor.is_phone(PHONE)
    await stage.done()


async def test_another_phone_is_never_answered_by_a_send_to_the_old_one():
    stage = Stage()
    stage.conductor.start()
    stage.expects(Verb.START, says("refused"))
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    assert stage.conductor.available_intents()[Intent.START].available
    stage.conductor.send("5000000002", "+90 5•• ••• •• 02")
    await stage.settle()
    assert (stage.walkthrough.requests, stage.conductor.phone()) == (1, PHONE)
    await stage.done()


async def test_the_same_phone_again_is_told_as_unchanged():
    stage = Stage()
    stage.conductor.start()
    stage.expects(Verb.START, says("refused"))
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    stage.conductor.post(BackPressed())
    stage.expects(Verb.START, CHALLENGE)
    stage.conductor.send(PHONE, MASKED)
    await stage.settle()
    entered = [c.event.changed for c in stage.changes if isinstance(c.event, PhoneEntered)]
    assert entered == [True, False]
    await stage.done()


async def test_the_operators_own_session_is_a_handle_from_the_start():
    stage = Stage(Journey.MASTERPASS, own_session=Secret("11112222-3333"))
    assert (stage.walkthrough.session, stage.walkthrough.fixed_session) == ("session#1", True)
    assert stage.conductor.secrets.get(stage.walkthrough.session) == "11112222-3333"
    await stage.done()


async def test_one_opener_call_for_a_walkthrough():
    stage = Stage(Journey.FULL, confirm=True)
    await at_code(stage)
    for verb, answer in (
        (Verb.VERIFY, says("ok", "sent")),
        (Verb.PREPARE, says("ok", session="session#1")),
        (Verb.START, says("challenge", "sent", token="token#1")),
        (Verb.VERIFY, says("ok", "sent")),
        (Verb.CONFIRM, says("ok", linked=True)),
    ):
        stage.expects(verb, answer)
    stage.conductor.verify(Secret("ART2"))
    await stage.settle()
    assert (stage.walkthrough.phase, stage.walkthrough.requests) == ("ready", 2)
    stage.conductor.start_leg()
    await stage.settle()
    stage.conductor.verify(Secret("123456"))
    await stage.settle()
    assert (stage.walkthrough.outcome, len(stage.sets)) == ("linked", 1)
    assert stage.sets[0].registry is stage.conductor.secrets
    await stage.done()
    assert stage.sets[0].closed == 1
