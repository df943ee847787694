"""Steps, titles and buttons say what is known now: after Back, after the link was undone, for a skipped step."""

import pytest
from support.wizard_harness import running_wizard
from support.wizard_states import STATES, after_number

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.widgets.stepper import Stepper

pytestmark = pytest.mark.system


def steps(session):
    """What stands in the rail: the mark, the step's name and its time."""
    room = session.app.screen.query_one(Stepper).region
    lines = session.text().splitlines()[room.y : room.bottom]
    return [" ".join(line[: room.right].split()) for line in lines if line[: room.right].strip()]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("phone", ["● Phone", "○ Send", "○ Code", "○ Link", "○ Done"]),
        ("bank's code", ["✓ Phone", "✓ Send", "● Code 3:00", "○ Done"]),
        ("ready", ["✓ Phone", "✓ Send", "✓ Code", "● Link", "○ Done"]),
        ("second code", ["✓ Phone", "✓ Send", "✓ Code", "● Link 3:00", "○ Done"]),
        ("back", ["● Phone", "✓ Send", "○ Code 2:00", "○ Done"]),
        ("back from link", ["● Phone", "✓ Send", "✓ Code", "○ Link 3:00", "○ Done"]),
        ("ended 14", ["✓ Phone", "✓ Send", "– Code", "✓ Done"]),
        ("did not arrive", ["✓ Phone", "● Send", "○ Code", "○ Done"]),
        ("done", ["✓ Phone", "✓ Send", "✓ Code", "✓ Done"]),
    ],
)
async def test_the_rail_says_how_far_it_is(name, shown):
    async with running_wizard(STATES[name].journey) as session:
        await STATES[name].walk(session)
        await session.until(lambda: steps(session) == shown)


async def test_what_was_unlinked_is_nowhere_called_linked():
    async with running_wizard(STATES["unlinked"].journey) as session:
        await STATES["unlinked"].walk(session)
        say = session.app.context.translator.text
        await session.assert_reads(say("outcome.unlinked"))
        text = session.text()
        for gone in ("outcome.linked", "done.by_paywall", "action.unlink", "notice.linked"):
            assert say(gone) not in text, gone
        await session.press("f1")
        await session.assert_reads(say("help_dialog.done_over"))


async def test_a_link_that_was_undone_is_no_step_that_was_done():
    async with running_wizard(Journey.FULL) as session:
        await STATES["second code"].walk(session)
        await session.enter(await session.newest_code())
        await session.phase(Phase.DONE)
        await session.until(lambda: "✓ Link" in steps(session))
        session.app.screen.query_one("#do-unlink").press()
        await session.until(lambda: bool(session.app.screen.query("#yes")))
        session.app.screen.query_one("#yes").press()
        await session.until(lambda: "– Link" in steps(session))


async def test_back_from_a_verified_phone_keeps_the_number_and_says_what_enter_does():
    async with running_wizard(Journey.FULL) as session:
        say = session.app.context.translator.text
        await STATES["ready"].walk(session)
        await session.press("escape")
        await session.phase(Phase.PHONE)
        await session.assert_reads("5000000001")
        await session.assert_reads(say("action.return"))
        await session.press("f1")
        await session.assert_reads(say("help_dialog.phone_return"))
        await session.press("escape")
        await session.until(lambda: session.app.screen is session.app.step_screen)
        await session.enter("05")
        await session.assert_reads(say("ask.give_up_verified", phone="+90 5•• ••• •• 01"))


@pytest.mark.parametrize("number", ["07", "12"])
async def test_a_renewed_session_is_told(number):
    name = {"07": "renewed", "12": "token expired"}[number]
    async with running_wizard(STATES[name].journey) as session:
        await STATES[name].walk(session)
        await session.assert_reads(
            session.app.context.translator.text("notice.session_renewed", provider="Paywall")
        )


async def test_enter_in_f1_is_the_key_of_the_main_action_alone():
    async with running_wizard(Journey.PAYNET) as session:
        await after_number("01")(session)
        await session.press("f1", "end")
        say = session.app.context.translator.text
        await session.assert_reads(f"Enter {say('action.verify')}")
        assert session.card().count("Enter  ") == 1


async def test_digits_are_large_where_there_is_room_for_them():
    async with running_wizard(Journey.PAYNET, size=(120, 40)) as session:
        await session.send("5000000001")
        session.redraw()
        digits = session.app.screen.query_one("#countdown-digits")
        await session.until(lambda: digits.size.height == 5)
        await session.press("f2")
        await session.until(lambda: digits.size.height == 3)  # beside the inspector
        await session.press("escape")
        await session.until(lambda: digits.size.height == 5)
        await session.pilot.resize_terminal(80, 24)
        await session.until(lambda: digits.size.height == 3)


async def test_a_line_in_a_vast_terminal_is_no_longer_than_one_reads_with_ease():
    async with running_wizard(Journey.PAYNET, size=(200, 50)) as session:
        await session.send("5000000001")
        session.redraw()
        assert session.app.screen.query_one("#countdown-bar").size.width == 76


@pytest.mark.parametrize(("level", "frames"), [("full", 3), ("none", 1)])
async def test_without_animations_a_wait_is_told_by_its_seconds_alone(level, frames):
    async with running_wizard(Journey.PAYNET) as session:
        session.app.animation_level = level
        await session.enter("5000000005")
        seen = set()
        for _ in range(3):
            session.clock.advance(0.3)
            session.redraw()
            await session.until(lambda: "Waiting for Paynet's answer" in session.text())
            seen |= set("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏") & set(session.text())
        assert len(seen) == frames
