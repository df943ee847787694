"""Dialogs over a screen: where the target leads stays in sight, a question is not thrown away, lines keep their ends."""

import pytest
from support.wizard_harness import running_wizard
from support.wizard_states import after_number, press_button, type_newest_code

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.app import WizardApp
from otp_tui.wizard.dialogs.confirm import ConfirmDialog
from otp_tui.wizard.dialogs.help import HelpDialog
from otp_tui.wizard.dialogs.palette import PaletteDialog

pytestmark = pytest.mark.system


@pytest.mark.parametrize("size", [(60, 30), (80, 30), (110, 40), (119, 50), (80, 24)])
@pytest.mark.parametrize("key", ["f1", "f2", "f4", "ctrl+p"])
async def test_no_panel_covers_where_the_target_leads(key, size):
    async with running_wizard(Journey.PAYNET, "tr", size) as session:
        await after_number("01")(session)
        session.app.panes.hush()
        await session.press(key)
        await session.until(lambda: bool(session.app.screen.query("#panel-keys")))
        await session.until(lambda: "SİMÜLATÖR" in session.text())


async def asked(session):
    """Go to the question whether another number takes the place of the open code."""
    await after_number("01")(session)
    await session.press("escape")
    await session.phase(Phase.PHONE)
    session.app.step_screen.query_one("#phone").value = "02"
    await session.press("enter")
    await session.until(lambda: isinstance(session.app.screen, ConfirmDialog))


async def test_help_over_a_question_is_about_it_and_leads_back_to_it():
    async with running_wizard(Journey.PAYNET) as session:
        await asked(session)
        question = session.app.screen
        await session.press("f1")
        await session.until(lambda: isinstance(session.app.screen, HelpDialog))
        await session.assert_reads("Answer the question first: Enter takes what is marked")
        await session.press("f1")
        await session.until(lambda: session.app.screen is question)


@pytest.mark.parametrize("key", ["f2", "f4", "ctrl+p"])
async def test_no_other_panel_takes_the_place_of_a_question(key):
    async with running_wizard(Journey.PAYNET) as session:
        await asked(session)
        question = session.app.screen
        await session.press(key)
        await session.pilot.pause()
        assert session.app.screen is question


async def test_lines_of_the_pane_keep_their_ends_when_they_are_filled_anew():
    async with running_wizard(Journey.FULL, "en", (120, 40)) as session:
        await after_number("01")(session)
        await type_newest_code(session)
        await session.phase(Phase.READY)
        await session.press("enter")
        await session.phase(Phase.CODE)
        if session.app.context.side_pane != "inbox":
            await session.press("f4")
        await session.until(lambda: len(session.app.context.messages) == 2)
        session.app.panes.hush()
        before = pane(session)
        await session.press("f3", "f3")
        await session.until(lambda: session.app.context.translator.language == "en")
        session.redraw()
        await session.pilot.pause()
        assert pane(session) == before
        for message in session.app.context.messages:
            assert " ".join(message.text.split()) in " ".join(before.replace("│", " ").split())


def pane(session):
    """What stands in the side pane."""
    left = session.app.screen.query_one("#side").region.x
    return " ".join(" ".join(line[left:] for line in session.text().splitlines()).split())


@pytest.mark.parametrize("size", [(60, 20), (40, 15)])
async def test_on_a_small_screen_the_number_beside_the_key_rings_alone(size):
    async with running_wizard(Journey.FULL, "en", size) as session:
        await session.send("5000000001")
        await session.assert_reads("F4 ●1")
        await session.assert_reads("Enter the code sent to +90 5•• ••• •• 01")
        assert "New SMS" not in session.text()


async def test_the_toast_of_a_later_message_takes_the_place_of_the_one_before():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await session.assert_reads("New SMS on the customer's phone")
        session.clock.advance(130)
        session.redraw()
        await session.press("f5")
        await session.until(lambda: session.app.context.unread == 2)
        await session.pilot.pause()
        assert session.text().count("New SMS on the customer's phone") == 1


async def test_help_tells_what_can_be_done_when_the_time_has_run_out():
    async with running_wizard(Journey.PAYNET) as session:
        await after_number("01")(session)
        session.clock.advance(200)
        session.redraw()
        await session.press("f1")
        await session.assert_reads("The time has run out, but the provider decides")


async def test_a_link_that_needed_no_code_is_among_what_was_done():
    async with running_wizard(Journey.FULL) as session:
        await after_number("14")(session)
        await type_newest_code(session)
        await session.phase(Phase.READY)
        await session.press("enter")
        await session.phase(Phase.DONE)
        await session.assert_reads("verified with Paynet · linked with Masterpass")
        await press_button(session, "do-again")


async def test_a_choice_that_comes_after_its_panel_was_closed_takes_no_screen_away():
    async with running_wizard(Journey.PAYNET) as session:
        await session.until(lambda: session.app.context.ready)
        await session.press("ctrl+p")
        await session.until(lambda: isinstance(session.app.screen, PaletteDialog))
        palette = session.app.screen
        session.app.context.conductor.send("5000000001", "+90 5•• ••• •• 01")  # its phases close the panel
        await session.phase(Phase.CODE)
        palette.answer("language")
        await session.pilot.pause()
        assert session.app.screen is session.app.step_screen


async def test_ended_before_anything_was_shown_it_ends_without_a_crash(monkeypatch):
    crashed = []
    monkeypatch.setattr(WizardApp, "_handle_exception", lambda _, error: crashed.append(error))
    show = WizardApp._show_first

    def ended_first(app):
        app.exit(0)
        show(app)

    monkeypatch.setattr(WizardApp, "_show_first", ended_first)
    async with running_wizard(Journey.PAYNET) as session:
        await session.until(lambda: session.app.return_code is not None)
    assert crashed == []
