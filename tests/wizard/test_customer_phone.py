"""The phone rings: a toast and the key bar tell of an SMS, F4 hands its code over, and typing under it is kept."""

import pytest
from support.wizard_harness import running_wizard
from support.wizard_states import after_number, answered, phone_rang
from textual import events

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.dialogs.panels import InboxDialog
from otp_tui.wizard.widgets.inbox import Inbox, ScenarioPicked

pytestmark = pytest.mark.system


def key_bar(session):
    return session.text().splitlines()[-1]


async def code_screen_with_phone(session):
    await after_number("01")(session)
    await session.press("f4")
    await session.until(lambda: isinstance(session.app.screen, InboxDialog))


def code_field(session):
    return session.app.step_screen.query_one("#code").value


async def test_an_sms_rings_and_is_counted_until_it_was_seen():
    async with running_wizard(Journey.PAYNET) as session:
        say = session.app.context.translator.text
        await after_number("01")(session)
        await session.assert_reads(say("inbox.rings", key="F4"))
        assert "F4 ●1" in key_bar(session)
        await session.press("f4")
        await phone_rang(session)
        await session.press("escape")
        await session.until(lambda: f"F4 {say('key_hint.inbox')}" in key_bar(session))
        assert say("inbox.rings", key="F4") not in session.text()


async def test_enter_puts_the_newest_code_into_the_field_and_closes():
    async with running_wizard(Journey.PAYNET) as session:
        await code_screen_with_phone(session)
        code = await session.newest_code()
        await session.press("enter")
        await session.until(lambda: session.app.screen is session.app.step_screen)
        assert code_field(session) == code
        await session.press("enter")
        await session.phase(Phase.DONE)


async def test_a_click_does_the_same():
    async with running_wizard(Journey.PAYNET) as session:
        await code_screen_with_phone(session)
        code = await session.newest_code()
        await session.pilot.click(Inbox, offset=(4, 1))
        await session.until(lambda: session.app.screen is session.app.step_screen)
        assert code_field(session) == code


async def test_an_older_sms_can_be_picked_by_the_arrows():
    async with running_wizard(Journey.MASTERPASS) as session:
        await answered(session, "01")
        first = await session.newest_code()
        session.clock.advance(40)
        session.redraw()
        await session.press("f5")
        await session.until(lambda: session.calls()[-1] == "otp/resend")
        await session.phase(Phase.CODE)
        await phone_rang(session)
        await session.press("f4")
        await session.until(lambda: isinstance(session.app.screen, InboxDialog))
        assert session.app.screen.query_one(Inbox).highlighted == 0
        await session.press("down", "enter")
        await session.until(lambda: session.app.screen is session.app.step_screen)
        assert code_field(session) == first


async def test_what_is_typed_under_f4_arrives_in_the_field():
    async with running_wizard(Journey.PAYNET) as session:
        await code_screen_with_phone(session)
        await session.press("A", "2")
        await session.until(lambda: code_field(session) == "A2")
        await session.press("escape", "C")
        await session.until(lambda: code_field(session) == "A2C")


async def test_what_is_pasted_under_f4_arrives_in_the_field():
    async with running_wizard(Journey.PAYNET) as session:
        await code_screen_with_phone(session)
        session.app.screen.query_one(Inbox).post_message(events.Paste("Kodunuz: 7Q4X"))
        await session.until(lambda: code_field(session) == "7Q4X")


async def test_a_number_that_is_picked_too_late_says_where_it_can_be():
    async with running_wizard(Journey.PAYNET) as session:
        await code_screen_with_phone(session)
        session.app.post_message(ScenarioPicked(2))  # clicked while the screen changed
        await session.assert_reads(session.app.context.translator.text("inbox.only_at_phone"))
        assert code_field(session) == ""


async def test_the_pane_beside_the_card_has_its_title_and_hands_the_code_over():
    async with running_wizard(Journey.PAYNET, size=(120, 40)) as session:
        say = session.app.context.translator.text
        await after_number("01")(session)
        side = session.app.screen.query_one("#side").region
        title = session.app.screen.query_one("#title").region
        assert session.text().splitlines()[title.y][side.x :].strip() == say("inbox.panel")
        assert "●" not in key_bar(session)  # it is in sight
        await session.press("f4")
        await session.until(lambda: isinstance(session.app.focused, Inbox))
        await session.press("enter")
        await session.until(lambda: code_field(session) == session.app.context.messages[-1].code)
        await session.press("f2")
        await session.until(lambda: f"{say('exchanges.title')} 1/1" in session.text().splitlines()[title.y])


async def test_f4_at_once_after_the_terminal_grew_waits_for_the_pane():
    async with running_wizard(Journey.PAYNET, size=(60, 20)) as session:
        await after_number("01")(session)
        await session.pilot.resize_terminal(120, 40)
        session.app.panes.show("inbox")  # before the pane was composed
        await session.until(lambda: bool(session.app.screen.query(Inbox)))
        await session.assert_reads(session.app.context.translator.text("inbox.panel"))
