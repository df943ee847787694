"""Time travel: ten seconds, a minute, to the expiry, and a clock that stands still."""

import pytest
from support.wizard_harness import running_wizard

from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase


@pytest.mark.system
@pytest.mark.parametrize(("choice", "left"), [("1", 109), ("2", 59), ("3", 0)])
async def test_a_choice_moves_both_clocks(choice, left):
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("01")
        await session.press("ctrl+t")
        await session.press(choice)
        challenge = session.app.context.walkthrough.challenge
        await session.until(lambda: abs(challenge.remaining(session.clock.now()) - left) < 1)


@pytest.mark.system
async def test_a_frozen_clock_is_signed_lets_enter_through_and_goes_on_from_there():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("01")
        await session.press("ctrl+t", "4")
        await session.until(lambda: session.app.context.frozen)
        stood = session.clock.now()
        await session.press("escape")
        await session.assert_reads("frozen")
        assert session.clock.now() == stood
        code = session.app.context.messages[-1].code
        await session.press(*code, "enter")  # an Enter within 300 ms, as the clock has it
        await session.phase(Phase.DONE)
        await session.press("ctrl+t", "4")
        await session.until(lambda: not session.app.context.frozen)
        session.clock.advance(1)
        assert session.clock.now().monotonic > stood.monotonic


async def test_its_title_goes_with_the_time():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("01")
        await session.press("ctrl+t")
        challenge = session.app.context.walkthrough.challenge
        session.clock.advance(60)
        left = format_countdown(challenge.remaining(session.clock.now()))
        await session.assert_reads(f"· {left} left")


async def test_ctrl_t_closes_what_it_opened():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("01")
        await session.press("ctrl+t")
        await session.assert_reads("Freeze the clock")
        await session.press("ctrl+t")
        await session.until(lambda: session.app.screen is session.app.step_screen)


@pytest.mark.system
async def test_while_the_clock_stands_still_an_sms_arrives_all_the_same():
    async with running_wizard(Journey.PAYNET, sms_delay=2.0) as session:
        await session.until(lambda: session.app.context.loaded is not None)
        await session.press("ctrl+t", "4")
        await session.until(lambda: session.app.context.frozen)
        await session.press("escape")
        await session.send("01")
        await session.until(lambda: len(session.app.context.messages) == 1)
