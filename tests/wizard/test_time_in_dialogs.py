"""Time goes on under an open dialog: what it says of the clock and of what can be done is of the moment."""

import pytest
from support.wizard_harness import running_wizard

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.context import CountdownMode

pytestmark = pytest.mark.system


async def test_the_clock_of_the_phone_in_f4_goes_on():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("01")
        await session.press("f4")
        await session.assert_reads("14:03 4.5G")
        session.clock.advance(60)
        await session.assert_reads("14:04 4.5G")


async def test_f1_tells_that_a_new_code_can_be_sent_as_soon_as_it_can():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("01")
        await session.press("f1")
        await session.assert_reads("F5 Send a new code: ")
        session.clock.advance(120)
        await session.until(lambda: "F5 Send a new code: " not in " ".join(session.text().split()))
        await session.assert_reads("F5 Send a new code")


@pytest.mark.parametrize(
    ("mode", "left", "back"),
    [
        (CountdownMode.SECONDS, "1:4", "Return to the code (1:4"),
        (CountdownMode.SLOW, "2:00", "Return to the code (2:00)"),
        (CountdownMode.HIDDEN, None, "Continue"),
    ],
)
async def test_every_countdown_follows_the_operator_s_choice(mode, left, back):
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("01")
        session.app.context.countdown = mode
        session.clock.advance(12)
        await session.press("ctrl+t")
        await session.assert_reads("Time travel · 14:03:")
        title = next(line for line in session.text().splitlines() if "Time travel" in line)
        assert title.rpartition(" · ")[2].startswith(f"{left}" if left else "14:03:")
        await session.press("escape")
        await session.until(lambda: session.app.screen is session.app.step_screen)
        await session.press("escape")
        await session.phase(Phase.PHONE)
        await session.assert_reads(back)


async def test_an_answer_to_a_key_fades_while_the_clock_stands_still():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("01")
        await session.press("ctrl+t", "4", "escape")
        await session.until(lambda: session.app.context.frozen)
        await session.press("ctrl+o")
        await session.assert_reads("Countdown hidden")
        screen = session.app.step_screen
        for _ in range(25):
            screen.tick()
        await session.until(lambda: session.app.step_screen.query_one("#reply").is_empty)
