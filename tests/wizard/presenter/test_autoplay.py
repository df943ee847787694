"""Autoplay: each script reaches its end without a key, and any key takes over."""

import pytest
from support.wizard_harness import running_wizard
from textual.events import MouseDown

from otp_tui.cli.commands.wizard import AUTOPLAY_SCRIPTS
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.flows.scripts import SCRIPTS, Arrival

pytestmark = pytest.mark.system
ENDS = {
    "happy": (Phase.DONE, ["send_otp", "check_otp", "session", "merchant/link", "otp/verify"]),
    "new-code": (Phase.DONE, ["send_otp", "send_otp", "check_otp", "session", "merchant/link", "otp/verify"]),
    "no-account": (Phase.HALTED, ["send_otp", "check_otp", "session", "merchant/link"]),
}


def test_the_command_names_every_script():
    assert list(SCRIPTS) == list(AUTOPLAY_SCRIPTS) == list(ENDS)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("script", ENDS)
async def test_it_reaches_its_end_without_a_key(script, size):
    async with running_wizard(Journey.FULL, size=size, autoplay=script, presenting=True) as session:
        app = session.app
        await session.until(lambda: app.autoplay is not None and not app.context.playing)
        phase, calls = ENDS[script]
        assert session.app.context.walkthrough.phase is phase
        assert [call.split(" ")[-1].split("/v1/card/")[-1] for call in session.calls()] == calls
        assert len(session.app.context.messages) == {"happy": 2, "new-code": 3, "no-account": 1}[script]


@pytest.mark.parametrize("take_over", ["x", "f1", "click"])
async def test_any_key_takes_over(take_over, monkeypatch):
    monkeypatch.setitem(SCRIPTS, "happy", (*SCRIPTS["happy"][:6], Arrival(99)))
    async with running_wizard(Journey.FULL, autoplay="happy") as session:
        await session.phase(Phase.CODE)
        assert session.app.context.playing
        if take_over == "click":
            # As the terminal's driver posts it; the pilot's own goes past the app.
            session.app.post_message(MouseDown(None, 40, 10, 0, 0, 1, False, False, False, 40, 10))
            await session.pilot.pause()
        else:
            await session.pilot.press(take_over)
        assert not session.app.context.playing
        calls = session.calls()
        for _ in range(50):
            await session.pilot.pause()
        assert session.calls() == calls
        assert session.app.context.walkthrough.phase is Phase.CODE
