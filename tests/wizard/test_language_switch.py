"""F3 in every state: the screen is then the one that the other language would have drawn, and no label is cut."""

import re

import pytest
from support.wizard_harness import WizardHarness, running_wizard
from support.wizard_states import STATES, after_number, cut_labels, phone_rang

from otp_tui.core.flow.journey import Journey

pytestmark = pytest.mark.system

ALIKE = frozenset(
    {
        *("number typed", "bank's code", "clock ahead", "verified", "ended 06", "ended 09", "ended 10"),
        *("ended 14", "ended 22", "ended 23", "halted 04", "halted 13", "halted 19", "halted 20"),
    }
)
"""States that draw the same widgets as another one in the list."""
WIDTHS = ((80, 24), (120, 40))


def steady(session: WizardHarness) -> str:
    """Return the screen without what differs from run to run: milliseconds, ports and what they push away."""
    text = re.sub(r" *\d+ ms", " 0 ms", session.text())
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:0", text)


async def at_size(session: WizardHarness, size: tuple[int, int]) -> str:
    await session.pilot.resize_terminal(*size)
    await session.until(lambda: session.app.screen.size == size)
    await phone_rang(session)
    session.app.panes.hush()
    session.redraw()
    await session.pilot.pause()
    await session.pilot.pause()
    return steady(session)


@pytest.mark.parametrize("name", [name for name in STATES if name not in ALIKE])
async def test_after_f3_nothing_keeps_the_old_language_and_no_label_is_cut(name):
    state = STATES[name]
    async with running_wizard(state.journey, "en") as changed:
        await state.walk(changed)
        await changed.press("f3")
        seen = [(await at_size(changed, size), cut_labels(changed)) for size in WIDTHS]
    async with running_wizard(state.journey, "tr") as other:
        await state.walk(other)
        other.clock.advance(0.5)
        expected = [(await at_size(other, size), []) for size in WIDTHS]
    assert seen == expected


async def test_a_toast_does_not_outlive_its_language():
    async with running_wizard(Journey.PAYNET) as session:
        await after_number("01")(session)
        rings = session.app.context.translator.text("inbox.rings", key="F4")
        await session.assert_reads(rings)
        await session.press("f3")
        await session.until(lambda: rings not in session.text())
