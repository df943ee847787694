"""Terminals under 20 columns or 8 rows: a sentence instead of the screen, which goes on below it."""

import pytest
from support.wizard_harness import running_wizard
from textual.geometry import Size

from otp_tui.core.flow.journey import Journey
from otp_tui.wizard.widgets.size_notice import fitting_lines

pytestmark = pytest.mark.system

SENTENCES = {
    "en": "This terminal is too small: 20 columns and 8 rows are needed. With --plain otp-tui works at any size.",
    "tr": "Terminal çok küçük: en az 20 sütun, 8 satır olmalı. --plain ile otp-tui her boyutta çalışır.",
}


async def resized(session, size):
    """Give the terminal a size, and return its lines."""
    await session.pilot.resize_terminal(*size)
    await session.pilot.pause()
    await session.pilot.pause()
    return session.text()


@pytest.mark.parametrize("language", SENTENCES)
async def test_too_small_is_said_with_the_size_that_is_needed(language):
    async with running_wizard(Journey.PAYNET, language) as session:
        await session.until(lambda: session.app.context.loaded is not None)
        for size in ((19, 7), (19, 24), (80, 7), (110, 1)):
            assert " ".join((await resized(session, size)).split()) == SENTENCES[language]
        for size in ((20, 8), (20, 100), (300, 8)):
            assert "--plain" not in await resized(session, size)


async def test_where_the_sentence_has_no_room_its_size_is_left():
    shown = {}
    async with running_wizard(Journey.PAYNET) as session:
        await session.until(lambda: session.app.context.loaded is not None)
        for size in ((19, 3), (10, 4), (9, 3), (8, 3), (3, 2), (1, 1)):
            shown[size] = (await resized(session, size)).split("\n")
    assert shown == {
        (19, 3): ["At least 20×8, or:", "--plain", ""],
        (10, 4): ["At least", "20×8, or:", "--plain", ""],
        (9, 3): ["At least", "20×8, or:", "--plain"],
        (8, 3): ["20×8", "", ""],
        (3, 2): ["20×", "8"],
        (1, 1): ["2"],
    }


async def test_what_is_typed_meanwhile_stands_in_the_field_afterwards():
    async with running_wizard(Journey.PAYNET) as session:
        await session.until(lambda: session.app.context.loaded is not None)
        await session.press(*"50")
        await resized(session, (1, 1))
        await session.press(*"00000001")
        assert "5000000001" in await resized(session, (80, 24))
        await resized(session, (19, 7))
        await session.press("enter")
        await session.until(lambda: session.app.context.walkthrough.challenge is not None)
        assert "too small" in session.text()
        await resized(session, (80, 24))
        await session.assert_reads("Enter the code sent to")


async def test_a_dialog_is_covered_as_well_and_f3_and_ctrl_q_work():
    async with running_wizard(Journey.PAYNET) as session:
        await session.until(lambda: session.app.context.loaded is not None)
        await session.press("f1")
        assert "too small" in await resized(session, (19, 7))
        await session.press("f3")
        await session.pilot.pause()
        assert "çok küçük" in session.text()
        await session.press("ctrl+q")
        await session.until(lambda: session.app._exit)
        assert session.app.return_value == 0


async def test_a_wizard_that_begins_too_small_says_so():
    async with running_wizard(Journey.PAYNET, size=(19, 7)) as session:
        await session.until(lambda: "too small" in session.text())
        assert "A Turkish mobile number" in await resized(session, (80, 24))


def test_no_word_is_broken_where_a_shorter_text_fits():
    assert fitting_lines(["one longword", "short"], Size(5, 3)) == "short"
    assert fitting_lines(["one longword", "short"], Size(8, 2)) == "one\nlongword"
