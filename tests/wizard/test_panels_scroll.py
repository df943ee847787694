"""Every panel can be scrolled to its last line, by keys and by the wheel, and says so."""

import pytest
from support.wizard_harness import running_wizard
from support.wizard_states import after_number
from textual.events import MouseScrollDown

from otp_tui.core.flow.journey import Journey

pytestmark = pytest.mark.system

PANELS = {"f1": "dialog.close", "f4": "dialog.pick"}
WAYS = {"end": ("end",), "pages": ("pagedown",) * 9}


def last_line(session, key):
    say = session.app.context.translator.text
    return {"f1": say("action.theme"), "f4": say("scenario.23")}[key]


async def opened(session, key):
    if key == "f4":  # the simulator's numbers are listed where one is asked for
        await session.until(lambda: session.app.context.loaded is not None)
    else:
        await after_number("01")(session)
    await session.press(key)
    await session.until(lambda: bool(session.app.screen.query("#panel-keys")))


def panel(session):
    return session.app.screen.query_one("#handset-scenarios, #panel VerticalScroll")


def assert_at_the_end(session, key):
    assert panel(session).scroll_offset.y == panel(session).max_scroll_y > 0
    lines = [line for line in session.card().splitlines() if line.strip(" ▌▂▃▄▅▆▇█▁")]
    assert last_line(session, key) in lines[-2]
    assert session.app.context.translator.text(PANELS[key]) in lines[-1]


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("key", PANELS)
@pytest.mark.parametrize("way", WAYS)
async def test_the_last_line_is_reached_by_keys(key, way, language):
    async with running_wizard(Journey.FULL, language) as session:
        await opened(session, key)
        await session.press(*WAYS[way])
        await session.until(lambda: panel(session).scroll_offset.y == panel(session).max_scroll_y)
        assert_at_the_end(session, key)


@pytest.mark.parametrize("key", PANELS)
async def test_the_last_line_is_reached_by_the_wheel(key):
    async with running_wizard(Journey.FULL, "tr") as session:
        await opened(session, key)
        for _ in range(40):
            await session.pilot._post_mouse_events([MouseScrollDown], panel(session), button=0)
        await session.until(lambda: panel(session).scroll_offset.y == panel(session).max_scroll_y)
        assert_at_the_end(session, key)


def key_bar(session):
    """The key bar; an unread message makes a hint shorter, and room for one more."""
    return session.text().splitlines()[-1].replace("●1", "Telefon").replace("F8 Kanıt  ", "")


@pytest.mark.parametrize("key", ["f1", "f2", "f4", "ctrl+p"])
async def test_the_same_key_and_esc_close_and_the_key_bar_is_right_at_once(key):
    async with running_wizard(Journey.FULL, "tr") as session:
        await after_number("01")(session)
        before = key_bar(session)
        say = session.app.context.translator.text
        for way in (key, "escape"):
            await session.press(key)
            await session.until(lambda: bool(session.app.screen.query("#panel-keys")))
            bar = session.text().splitlines()[-1]
            assert bar.split()[:2] == ["Esc", say("key_hint.close")]
            assert (bar.split()[2:] == []) is (key != "f2")  # the inspector has keys of its own
            await session.press(way)
            await session.until(lambda: session.app.screen is session.app.step_screen)
            assert key_bar(session) == before
