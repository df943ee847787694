"""The history and the evidence in the wizard: by key, on the built-in simulator, whose journal is in memory."""

import pytest
from support.wizard_harness import running_wizard
from textual.widgets import Input

from otp_tui.core.flow.state import Phase
from otp_tui.wizard.screens.history import HistoryScreen


async def opened(session):
    """The list of what this process has walked."""
    await session.press("ctrl+p")
    await session.press(*"Hist", "enter")
    await session.until(lambda: isinstance(session.app.screen, HistoryScreen) and session.app.screen._entries)


async def refused(session):
    """A walkthrough whose account is unknown, left for a new phone."""
    await session.enter("5000000006")
    await session.phase(Phase.HALTED)
    await session.press("escape")
    await session.phase(Phase.PHONE)


@pytest.mark.system
async def test_a_kept_walkthrough_is_gone_through_and_cannot_be_changed():
    async with running_wizard("masterpass") as session:
        await refused(session)
        await opened(session)
        await session.assert_reads("Saved walkthroughs: 1")
        calls = session.calls()
        await session.press("enter")
        await session.assert_reads("Whose account do you want to link?")
        await session.press("right")
        await session.assert_reads("Paywall has no account for this phone.")
        assert "saved, 2026-11-21" in session.text()
        await session.press("tab", "enter")
        await session.assert_reads("This is a saved walkthrough: it can be looked at, not changed.")
        await session.press("escape")
        await session.until(lambda: isinstance(session.app.screen, HistoryScreen))
        await session.press("escape")
        await session.phase(Phase.PHONE)
        assert session.app.screen.query_one("#phone", Input).value == "5000000006"
        assert session.calls() == calls, "nothing was sent"


@pytest.mark.system
async def test_while_a_code_is_open_the_list_stays_closed():
    async with running_wizard("paynet") as session:
        await session.send("5000000001")
        await session.press("ctrl+p")
        await session.press(*"Hist", "enter")
        await session.assert_reads("This walkthrough is still open")


@pytest.mark.system
async def test_the_filter_says_what_it_does_not_know():
    async with running_wizard("masterpass") as session:
        await refused(session)
        await opened(session)
        await session.press("slash", *"paynet 06")
        await session.assert_reads("Saved walkthroughs: 0")
        await session.press(*(["backspace"] * 9), *"not_found 06")
        await session.assert_reads("Saved walkthroughs: 1")
        await session.press(*" xyz")
        await session.assert_reads("“xyz” means nothing here")
        await session.press("escape")
        await session.assert_reads("Saved walkthroughs: 1")
        assert session.app.screen.query_one("#filter", Input).value == ""


@pytest.mark.system
async def test_f8_leaves_a_folder_that_can_be_attached(folder):
    async with running_wizard("masterpass") as session:
        await session.press("f8")
        await session.assert_reads("There is nothing to prove yet: no phone was entered.")
        await session.enter("5000000006")
        await session.phase(Phase.HALTED)
        await session.press("f8")
        await session.assert_reads("Evidence to attach")
        (pack,) = folder.iterdir()
        assert pack.name.startswith("otp-tui-2026-11-21-")
        assert str(pack.name) in "".join(session.card().split())
        assert (pack / "manifest.json").exists()
        assert [path.name for path in sorted((pack / "pictures").iterdir())] == [
            "01-phone.svg",
            "02-send.svg",
        ]


async def test_f9_says_how_long_the_sms_took():
    async with running_wizard("paynet") as session:
        await session.send("5000000001")
        session.clock.advance(6.0)
        await session.press("f9")
        await session.assert_reads("The SMS arrived 6.5 s after it was requested, as you reported.")
        await session.press("f9")
        await session.assert_reads("Its arrival was noted already.")
