"""The screens before a walkthrough: mistakes beside their field, in the language of the moment; focus without colour."""

import pytest
from support.start_harness import FakeKeyring, started_wizard
from support.wizard_states import cut_labels
from textual.widgets import Input

from otp_tui.wizard.screens.setup import SetupScreen
from otp_tui.wizard.screens.setup_summary import SetupSummaryScreen
from otp_tui.wizard.themes import DARK, LIGHT, with_few_colours
from otp_tui.wizard.widgets.choice import Choice

pytestmark = pytest.mark.system

KEY = "sck_SENTINEL/4f+Q="


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path))
    return tmp_path


async def to_choices(session):
    await session.until(lambda: bool(session.app.screen.query("#item-sim, #item-simulator, Button")))
    await session.press("down", "enter")
    await session.until(lambda: isinstance(session.app.screen, SetupScreen))


async def to_addresses(session):
    await to_choices(session)
    await session.press("enter", "enter")
    await session.until(lambda: bool(session.app.screen.query("#field-paynet_url")))


async def next_step(session, **texts):
    """Fill fields of the step and press Enter in the last of them."""
    screen = session.app.screen
    for name, text in texts.items():
        field = screen.query_one(f"#field-{name}", Input)
        field.value = text
        field.focus()
    await session.pilot.pause()
    await session.press("enter")


async def test_a_focused_choice_shows_without_colour(home):
    async with started_wizard(FakeKeyring()) as session:
        await to_choices(session)
        await session.until(lambda: isinstance(session.app.focused, Choice))

        def underlined(choice):
            return [
                segment.text
                for strip in choice.render_lines(choice.size.region)
                for segment in strip
                if segment.style is not None and segment.style.underline
            ]

        first, second = session.app.screen.query(Choice)
        assert [bool(underlined(choice)) for choice in (first, second)] == [True, False]
        await session.press("enter")
        await session.until(lambda: session.app.focused is second)
        assert [bool(underlined(choice)) for choice in (first, second)] == [False, True]


async def test_an_unknown_host_is_told_below_the_field_that_confirms_it(home):
    async with started_wizard(FakeKeyring(), size=(80, 24)) as session:
        await to_addresses(session)
        await next_step(
            session,
            paynet_url="https://otp.example.com",
            paywall_url="https://test-payment-api.itspaywall.com",
        )
        await session.until(lambda: len(session.app.screen.query(Input)) == 3)
        confirm = list(session.app.screen.query(Input))[-1]
        await session.until(lambda: session.app.focused is confirm)
        told = session.app.screen.query_one(f"#{confirm.id.replace('field-', 'wrong-')}")
        await session.until(lambda: not told.is_empty)
        assert told.region.y == confirm.region.bottom
        old = told._drawn
        await session.press("f3")
        assert old not in " ".join(session.card().split())
        assert not told.is_empty


async def test_a_key_is_named_by_its_label_and_changes_its_language(home):
    async with started_wizard(FakeKeyring(), language="tr") as session:
        await to_addresses(session)
        await next_step(session, paywall_url="https://test-payment-api.itspaywall.com")
        await session.until(lambda: bool(session.app.screen.query("#field-paynet-secret_key")))
        await next_step(
            session, **{"paynet-secret_key": "ş" * 20, "paywall-api_key": KEY, "paywall-api_client": KEY}
        )
        wrong = session.app.screen.query_one("#wrong-paynet-secret_key")
        await session.until(lambda: not wrong.is_empty)
        await session.until(lambda: session.app.focused.id == "field-paynet-secret_key")
        before = wrong._drawn
        assert "paynet.secret_key" not in session.text()
        await session.press("f3")
        assert not wrong.is_empty
        assert wrong._drawn != before
        assert "paynet.secret_key" not in session.text()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 15)])
async def test_f3_cuts_no_label_on_any_step(home, size):
    async with started_wizard(FakeKeyring(), size=size) as session:
        steps = (
            {},
            {"paywall_url": "https://test-payment-api.itspaywall.com"},
            {"paynet-secret_key": KEY, "paywall-api_key": KEY, "paywall-api_client": KEY},
            {"merchant": "Acme Store", "name": "acme"},
        )
        await to_choices(session)
        for texts in steps:
            screen = session.app.screen
            for _ in range(2):
                await session.press("f3")
                await session.pilot.pause()
                assert cut_labels(session) == []
            if texts:
                await next_step(session, **texts)
            else:
                await session.press("enter", "enter")
            await session.until(lambda screen=screen: session.app.screen is not screen)
        assert isinstance(session.app.screen, SetupSummaryScreen)
        await session.press("f3")
        await session.pilot.pause()
        assert cut_labels(session) == []
        card = session.app.screen.query_one("#card").region
        await session.until(lambda: card.contains_region(session.app.focused.region))


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_in_256_colours_card_and_background_are_not_the_same(theme):
    few = with_few_colours(theme)
    surfaces = [few.background, few.surface, few.panel]
    assert len(set(surfaces)) == 3
    for colour in surfaces:  # greys of the 256 colours, so that no terminal rounds two of them to one
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert red == green == blue
        assert red == 255 or (red - 8) % 10 == 0
