"""Attempts and waits: every attempt has its time, a provider's wait counts down and holds its button."""

import pytest
from support.wizard_harness import running_wizard
from support.wizard_states import STATES, after_number

from otp_tui.core.flow.journey import Journey

pytestmark = pytest.mark.system


async def tried_again(session, before):
    await session.until(
        lambda: len(session.calls()) > before and session.app.context.walkthrough.in_flight is None
    )
    session.redraw()


@pytest.mark.parametrize("journey", [Journey.PAYNET, Journey.MASTERPASS])
async def test_retry_after_counts_down_and_holds_its_button(journey):
    async with running_wizard(journey) as session:
        await after_number("20")(session)
        say, before = session.app.context.translator.text, len(session.calls())
        provider = say("provider.paynet" if journey is Journey.PAYNET else "provider.paywall")
        await session.assert_reads(say("action.start_again_held", left="0:30", provider=provider))
        session.clock.advance(10)
        session.redraw()
        await session.assert_reads(say("action.start_again_held", left="0:20", provider=provider))
        await session.press("enter")
        await session.assert_reads(say("unavailable.retry_after"))
        assert len(session.calls()) == before
        assert session.app.focused.id == "do-start"
        session.clock.advance(20)
        session.redraw()
        await session.until(lambda: str(session.app.focused.label) == say("action.start_again"))
        await session.press("enter")
        await tried_again(session, before)


async def test_each_attempt_has_its_number_and_its_time():
    async with running_wizard(Journey.PAYNET) as session:
        await after_number("04")(session)
        say = session.app.context.translator.text
        first = f"{session.app.context.walkthrough.notice.at.utc.astimezone():%H:%M:%S}"
        assert first in session.text()
        for attempt in (2, 3):
            session.clock.advance(9)
            before = len(session.calls())
            await session.press("enter")
            await tried_again(session, before)
            at = f"{session.app.context.walkthrough.notice.at.utc.astimezone():%H:%M:%S}"
            await session.assert_reads(say("notice.attempt", at=at, attempt=attempt))
            assert at != first


async def test_a_held_button_can_be_left_for_another_number():
    async with running_wizard(STATES["ended 20"].journey) as session:
        await STATES["ended 20"].walk(session)
        await session.press("tab", "enter")
        await session.until(lambda: session.app.focused is not None and session.app.focused.id == "phone")
