"""Every card says first how things stand, then why, then what can be done; all of it is in sight at 80×24."""

import pytest
from support.wizard_harness import WizardHarness, running_wizard
from support.wizard_states import STATES, cut_labels

from otp_tui.i18n.notices import notice_text, short_proof
from otp_tui.wizard.widgets.action_button import ActionButton

pytestmark = pytest.mark.system

ENDS = [name for name in STATES if name.startswith(("ended", "halted"))]
OTHERS = [
    "code refused",
    "bank's code refused",
    "token expired",
    "did not arrive",
    "arrived without token",
    "renewed",
]


def one_line(text: str) -> str:
    """Return a text without its line breaks, so that one inside a long word does not matter either."""
    return "".join(text.split())


def assert_all_in_sight(session: WizardHarness) -> None:
    """Title, sentence, proof and every action can be read without scrolling, in this order."""
    translator, notice = session.app.context.translator, session.app.context.walkthrough.notice
    assert notice is not None
    title = str(session.app.screen.query_one("#title").render())
    labels = [str(button.label) for button in session.app.screen.query(ActionButton) if button.display]
    said = [title, notice_text(translator, notice), short_proof(translator, notice)]
    text = one_line(session.card())
    places = [text.find(one_line(part)) for part in said if part]
    assert -1 not in places, (said, session.text())
    assert places == sorted(places)
    actions = [text.rfind(one_line(label)) for label in labels]
    assert labels
    assert min(actions) > max(places), (labels, session.text())
    card = session.app.screen.query_one("#card").region
    assert all(
        card.contains_region(button.region)
        for button in session.app.screen.query(ActionButton)
        if button.display
    )


@pytest.mark.parametrize("name", [*ENDS, *OTHERS])
async def test_state_reason_and_action_are_in_sight_in_both_languages(name):
    state = STATES[name]
    async with running_wizard(state.journey, "tr") as session:
        await state.walk(session)
        assert_all_in_sight(session)
        await session.press("f3")
        await session.pilot.pause()
        assert_all_in_sight(session)


@pytest.mark.parametrize("name", ["ended 06", "ended 09", "ended 19", "halted 19", "ended 04"])
async def test_what_can_only_repeat_is_never_first(name):
    async with running_wizard(STATES[name].journey) as session:
        await STATES[name].walk(session)
        assert session.app.focused.id == "do-back"
        await session.press("f1")
        await session.assert_reads(session.app.context.translator.text("help_dialog.halted_other"))
        assert "Enter  Try again" not in session.text()


async def test_not_known_is_not_called_not_sent():
    async with running_wizard(STATES["did not arrive"].journey) as session:
        await STATES["did not arrive"].walk(session)
        say = session.app.context.translator.text
        assert say("halted.not_arrived") in session.text()
        assert say("send.title_halted") not in session.text()


@pytest.mark.parametrize(
    "name",
    [
        "phone",
        "wrong phone",
        "code",
        "bank's code refused",
        "renewed",
        "impossible key",
        "ready",
        "done",
        "unlinked",
        "ended 04",
        "ended 11",
        "ended 13",
        "ended 20",
        "back from link",
    ],
)
async def test_what_has_the_focus_is_in_sight_on_a_small_screen(name):
    async with running_wizard(STATES[name].journey, "tr", (40, 15)) as session:
        await STATES[name].walk(session)
        card = session.app.screen.query_one("#card").region
        await session.until(lambda: card.contains_region(session.app.focused.region))
        assert session.app.focused.region
        assert cut_labels(session) == []


async def test_what_was_scrolled_away_is_not_scrolled_back_by_the_clock():
    async with running_wizard(STATES["renewed"].journey, "tr", (40, 15)) as session:
        await STATES["renewed"].walk(session)
        card = session.app.screen.query_one("#card")
        await session.until(lambda: card.scroll_offset.y > 0)
        await session.press("pageup", "pageup")
        await session.until(lambda: card.scroll_offset.y == 0)
        session.clock.advance(5)
        session.redraw()
        await session.pilot.pause()
        assert card.scroll_offset.y == 0


async def test_a_card_scrolled_to_its_end_says_what_leads_back():
    async with running_wizard(STATES["renewed"].journey, "tr", (40, 15)) as session:
        await STATES["renewed"].walk(session)
        await session.press("pagedown", "pagedown", "pagedown")
        session.redraw()
        await session.assert_reads("PgUp " + session.app.context.translator.text("key_hint.above"))


async def test_the_styles_of_a_dialog_leave_the_card_as_it_was():
    async with running_wizard(STATES["unlinked"].journey) as session:
        await STATES["unlinked"].walk(session)
        facts = session.app.screen.query_one("#facts").region
        notice = session.app.screen.query_one("#notice").region
        assert facts.y == notice.bottom + 1
