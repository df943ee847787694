"""What a key answers stands in a line of its own and fades; verdict and proof stay."""

import pytest
from support.wizard_harness import running_wizard
from support.wizard_states import STATES, type_newest_code

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.i18n.notices import notice_text

pytestmark = pytest.mark.system

_STAYS_S = 6.0


def reply(session):
    return session.app.screen.query_one("#reply")


async def test_an_impossible_key_leaves_the_verdict_and_its_answer_fades():
    async with running_wizard(STATES["code refused"].journey) as session:
        await STATES["code refused"].walk(session)
        translator = session.app.context.translator
        verdict = notice_text(translator, session.app.context.walkthrough.notice)
        why = translator.text("unavailable.after_expiry")
        await session.press("f5")
        await session.assert_reads(why)
        await session.assert_reads(verdict)
        lines = session.text().splitlines()
        assert why in lines[-2]
        session.clock.advance(_STAYS_S - 0.6)
        session.redraw()
        assert not reply(session).is_empty
        session.clock.advance(0.6)
        session.redraw()
        await session.until(lambda: why not in session.text())
        await session.assert_reads(verdict)


async def test_keys_that_mean_nothing_at_a_halt_leave_the_reason():
    async with running_wizard(STATES["halted 04"].journey) as session:
        await STATES["halted 04"].walk(session)
        translator = session.app.context.translator
        verdict = notice_text(translator, session.app.context.walkthrough.notice)
        for key, why in (("f5", "unavailable.no_code_open"), ("f9", "unavailable.no_sms_awaited")):
            await session.press(key)
            await session.assert_reads(translator.text(why))
            await session.assert_reads(verdict)


async def test_an_answer_to_a_key_goes_when_another_key_does_something():
    async with running_wizard(STATES["code refused"].journey) as session:
        await STATES["code refused"].walk(session)
        await session.press("f5")
        await session.until(lambda: not reply(session).is_empty)
        await type_newest_code(session)
        await session.phase(Phase.DONE)
        assert reply(session).is_empty


async def test_a_hidden_countdown_leaves_no_empty_bar():
    async with running_wizard(STATES["countdown hidden"].journey) as session:
        await STATES["countdown hidden"].walk(session)
        title, notice = (session.app.screen.query_one(name).region for name in ("#title", "#notice"))
        assert notice.y - title.bottom == 3  # a line that says so, an empty one on either side
        hidden = session.app.context.translator.text("expiry.hidden")
        line = next(line for line in session.card().splitlines() if hidden in line)
        assert line.index(hidden) == next(
            line for line in session.card().splitlines() if "sent to" in line
        ).index("E")


async def test_zero_is_said_once():
    async with running_wizard(STATES["expired"].journey) as session:
        await STATES["expired"].walk(session)
        say = session.app.context.translator.text
        await session.assert_reads(say("expiry.over"))
        assert say("expiry.server") not in session.text()


async def test_f2_stays_in_the_key_bar_when_f5_comes():
    for language in ("tr", "en"):
        async with running_wizard(STATES["expired"].journey, language) as session:
            await STATES["expired"].walk(session)
            bar = session.text().splitlines()[-1]
            assert all(key in bar for key in ("F1", "F2", "F4", "F5", "Esc", "^P", "^Q")), bar


async def test_the_palette_is_in_the_languages_order_and_takes_nothing_that_asks_first():
    async with running_wizard(Journey.PAYNET, "tr") as session:
        await STATES["bank's code"].walk(session)
        await session.press("ctrl+p")
        await session.until(lambda: bool(session.app.screen.query("#command-list")))
        listed = session.app.screen.query_one("#command-list")
        options = [listed.get_option_at_index(place) for place in range(listed.option_count)]
        initials = [str(option.prompt)[0] for option in options[:-1]]
        assert initials == sorted(initials, key="ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ".index)
        assert "Ç" in initials
        assert options[-1].id == "resend_early"
        assert listed.highlighted == 0
