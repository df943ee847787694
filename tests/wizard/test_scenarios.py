"""The simulator's numbers: two digits, a line of the list or a click; and how short the happy path is."""

import pytest
from support.wizard_harness import NUMBERS, running_wizard
from support.wizard_states import STATES

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.dialogs.panels import InboxDialog
from otp_tui.wizard.widgets.inbox import Inbox, ScenarioList

pytestmark = pytest.mark.system

_LIMIT = 12


def phone_field(session):
    return session.app.step_screen.query_one("#phone").value


async def test_two_digits_stand_for_a_number_and_show_what_is_sent():
    async with running_wizard(Journey.FULL) as session:
        await STATES["number typed"].walk(session)
        await session.assert_reads("5000000008")
        await session.assert_reads("905000000008")
        await session.press("enter")
        await session.phase(Phase.CODE)
        assert session.app.context.walkthrough.phone.endswith("08")


@pytest.mark.parametrize("typed", ["24", "00", "1a", "123"])
async def test_what_is_no_number_of_the_simulator_is_told_beside_the_field(typed):
    async with running_wizard(Journey.PAYNET) as session:
        await STATES["phone"].walk(session)
        await session.enter(typed)
        await session.until(lambda: not session.app.screen.query_one("#wrong").is_empty)
        field, wrong = (
            session.app.screen.query_one("#phone").region,
            session.app.screen.query_one("#wrong").region,
        )
        assert wrong.y == field.bottom
        assert session.app.focused.id == "phone"
        assert session.calls() == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_number_is_picked_by_arrows_and_enter(size):
    async with running_wizard(Journey.PAYNET, size=size) as session:
        await STATES["phone"].walk(session)
        await session.until(lambda: size[0] < 120 or bool(session.app.screen.query(Inbox)))
        await session.press("down", "down", "down", "up", "enter")
        await session.until(lambda: phone_field(session) == "02")
        await session.until(lambda: session.app.focused.id == "phone")
        assert session.calls() == []


@pytest.mark.parametrize("colours", [True, False])
async def test_a_number_is_picked_by_a_click_in_the_card_and_in_f4(colours, monkeypatch):
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")
    async with running_wizard(Journey.PAYNET) as session:
        await STATES["phone"].walk(session)
        await session.pilot.click("#scenarios", offset=(6, 2))
        await session.until(lambda: phone_field(session) == "03")
        await session.press("f4")
        await session.until(lambda: isinstance(session.app.screen, InboxDialog))
        await session.press("end", "enter")
        await session.until(lambda: phone_field(session) == f"{NUMBERS[-1]:02d}")


async def test_the_numbers_stand_in_one_list_at_a_time():
    async with running_wizard(Journey.PAYNET, size=(120, 40)) as session:
        await STATES["phone"].walk(session)
        await session.until(lambda: bool(session.app.screen.query(Inbox)))
        say = session.app.context.translator.text
        await session.until(lambda: session.text().count(say("scenario.05")) == 1)
        await session.press("f2")
        await session.until(lambda: say("scenario.05") in session.card())
        lists = [listed for listed in session.app.screen.query(ScenarioList) if listed.region]
        assert [listed.id for listed in lists] == ["scenarios"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_happy_path_takes_at_most_12_keys(size):
    pressed = []
    async with running_wizard(Journey.FULL, size=size) as session:

        async def press(*keys):
            pressed.extend(keys)
            await session.press(*keys)

        async def take_code():
            await session.until(lambda: bool(session.app.context.messages))
            await press("f4")
            await session.until(lambda: isinstance(session.app.focused, Inbox))
            await press("enter")
            await session.until(lambda: session.app.focused.id == "code")
            await press("enter")

        await STATES["phone"].walk(session)
        await press("0", "1", "enter")
        await session.phase(Phase.CODE)
        await take_code()
        await session.phase(Phase.READY)
        await press("enter")
        await session.phase(Phase.CODE)
        await session.until(lambda: len(session.app.context.messages) == 2)
        await take_code()
        await session.phase(Phase.DONE)
        assert session.app.context.walkthrough.outcome == "linked"
    assert len(pressed) <= _LIMIT, pressed
