"""A picture of any screen can be shown: of what is secret it has nothing but what the operator is just typing."""

import pytest
from support.secret_scan import assert_no_secret
from support.wizard_harness import running_wizard

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase

pytestmark = pytest.mark.system


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_screen_s_picture_holds_a_secret(size):
    async with running_wizard(Journey.FULL, size=size) as session:
        session.app.context.side_pane = "exchanges"
        pictures, secrets = [], []

        async def picture():
            session.app.draw_all()
            await session.pilot.pause()
            pictures.append(session.app.export_screenshot().replace("&#160;", " ").encode())
            secrets.extend(value for _, value in session.app.context.conductor.secrets.items())

        await session.send("5321112233")
        await picture()
        for phase in (Phase.READY, Phase.DONE):
            await session.enter(await session.newest_code())
            await session.phase(phase)
            await picture()
            for key in ("f2", "f1"):
                await session.press(key)
                await picture()
                await session.press(key)
            if phase is Phase.READY:
                await session.press("enter")
                await session.phase(Phase.CODE)
                await picture()
        assert len(set(pictures)) > 6
        assert len(set(secrets)) >= 6
        assert_no_secret([], set(secrets), extra=b"\n".join(pictures))
        assert session.app.clipboard == ""
