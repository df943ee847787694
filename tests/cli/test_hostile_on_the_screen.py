"""Hostile answers on the screen: a walkthrough and its exchanges, made by the real gateway, drawn by the wizard."""

import pytest
from support.faulty_answers import refused
from support.hostile_words import MESSAGES, harmful
from support.rig import Rig, answering
from support.wizard_harness import running_wizard

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.events import Answered
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import InFlight
from otp_tui.core.flow.step import step

PAINT = {"X-Paint": b"\x9b2J\x9d52;c;eA==\x9c"}


def drawn(session):
    """Every text of the screen, as it would be written between the colours."""
    strips = session.app.screen._compositor.render_strips()
    return "".join(segment.text for strip in strips for segment in strip if not segment.control)


@pytest.mark.system
async def test_no_message_reaches_the_screen_raw():
    async with running_wizard(Journey.PAYNET, size=(120, 40)) as session:
        await session.send("5000000001")
        app, conductor = session.app, session.app.context.conductor
        at_code = app.context.walkthrough
        for message, shown in MESSAGES.values():
            rig = Rig(answering(raw=refused(message), headers=PAINT))
            answer = await rig.ask("paynet", Verb.RESEND)
            now = session.clock.now()
            flight = InFlight(99, Verb.RESEND, now)
            conductor.walkthrough, requests = step(
                at_code.replace(in_flight=flight), Answered(99, answer), now
            )
            assert requests == ()
            conductor.exchanges[:] = rig.records
            app.draw_all()
            await session.assert_reads(" ".join(shown[:20].split()))
            assert harmful(drawn(session)) == set()
            await session.press("f2")
            await session.assert_reads("send_otp")
            assert harmful(drawn(session)) == set()
            await session.press("f2")
