"""The inspector in the wizard: F2 as a pane and as a screen, its keys, and what it hands over."""

import pytest
from support.wizard_harness import running_wizard
from support.wizard_states import after_number, type_newest_code
from textual.widgets import Input

from otp_tui.conductor.recorded import RecordedWalkthrough
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.core.security.secrets import Secret
from otp_tui.i18n.exchanges import decision_sentence
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.dialogs.help import HelpDialog
from otp_tui.wizard.dialogs.panels import InspectorDialog
from otp_tui.wizard.inspector.detail import DetailView
from otp_tui.wizard.inspector.inspector import Inspector

pytestmark = pytest.mark.system
SIZES = [(80, 24), (120, 40), (160, 50), (200, 50), (40, 15)]


def inspector(session):
    return session.app.screen.query_one(Inspector)


async def opened(session, number="06"):
    await after_number(number)(session)
    session.app.panes.hush()
    await session.press("f2")
    await session.until(
        lambda: session.app.context.tools is not None and session.app.context.inspector.focused
    )
    await session.pilot.pause()


def pane_text(session):
    """What stands in the inspector, wrapped lines put together again."""
    area = inspector(session).region
    rows = [
        line.ljust(area.right)[area.x : area.right]
        for line in session.text().splitlines()[area.y : area.bottom]
    ]
    return " ".join(" ".join(rows).split())


async def reads(session, text):
    await session.until(lambda: text in pane_text(session))


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("size", SIZES[:4])
async def test_f2_says_at_once_which_field_failed_number_06(size, language):
    async with running_wizard(Journey.MASTERPASS, language, size) as session:
        await opened(session)
        exchange = session.app.context.conductor.exchanges[-1]
        await reads(session, decision_sentence(Translator(language), exchange))
        await reads(session, '▶ "Code": "ACCOUNT_NOT_FOUND",')
        assert isinstance(session.app.screen, InspectorDialog) is (size[0] < 120)
        side = inspector(session).region
        assert side.width >= (size[0] // 2 - 14 if size[0] >= 160 else 40)


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_no_view_is_wider_than_its_room_and_no_tool_is_cut(size, language):
    async with running_wizard(Journey.MASTERPASS, language, size) as session:
        await opened(session)
        for number in "1234567":
            await session.press(number)
            await session.pilot.pause()
            detail = session.app.screen.query_one(DetailView)
            assert detail.size.height >= 3
            assert all(row.content.cell_length <= detail.size.width - 2 for row in detail._rows)
            for row in session.app.screen.query("Inspector ToolRow"):
                if row.display:
                    assert row.size.height == len(row._flowed(row.size.width))
                    assert all(len(tool.text) <= row.size.width for tool in row._tools)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_f2_and_esc_lead_back_to_the_card(size):
    async with running_wizard(Journey.PAYNET, size=size) as session:
        await opened(session, "01")
        await session.press("escape")
        await session.until(lambda: isinstance(session.app.focused, Input))
        await session.press("y", "n")
        assert session.app.focused.value == "yn"  # no key of the inspector
        await session.press("f2")
        await session.until(lambda: session.app.context.inspector.focused)
        await session.press("f2")
        await session.until(lambda: isinstance(session.app.focused, Input))
        if size[0] >= 120:
            assert session.app.context.side_pane == ""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_stays_open_while_the_walkthrough_goes_on(size):
    async with running_wizard(Journey.PAYNET, size=size) as session:
        await session.enter("01")
        await session.press("f2")
        await session.phase(Phase.CODE)
        await session.until(lambda: bool(session.app.screen.query(Inspector)))
        await session.until(lambda: session.app.context.inspector.focused)
        await reads(session, "OK: `code` is 0.")
        await session.until(
            lambda: session.app.focused is not None and not isinstance(session.app.focused, Input)
        )


async def test_marks_and_comments_are_kept_for_the_evidence_without_secrets():
    async with running_wizard(Journey.MASTERPASS) as session:
        await opened(session)
        await session.press("m", "c")
        await session.until(lambda: isinstance(session.app.focused, Input))
        session.app.focused.value = "card 5400 6101 2345 6789 of 5000000006 \x1b[2J"
        await session.press("enter")
        conductor = session.app.context.conductor
        await session.until(
            lambda: bool(conductor.walkthrough.notes and conductor.walkthrough.notes[0].comment)
        )
        note = conductor.record.note(2)
        assert note.marked
        assert "6789 of" not in note.comment.replace(" ", "")[:4]
        assert "5000000006" not in note.comment
        assert "540061012345" not in note.comment.replace(" ", "")
        assert "\x1b" not in note.comment
        await reads(session, "● card")
        await session.press("m")
        await session.until(lambda: not conductor.record.note(2).marked)
        assert conductor.record.note(2).comment == note.comment


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_comment_that_is_being_typed_outlives_the_screen_and_stays_with_its_exchange(size):
    async with running_wizard(Journey.PAYNET, size=size) as session:
        await opened(session, "01")
        await session.press("c")
        await session.until(lambda: isinstance(session.app.focused, Input))
        await session.press("h", "m")
        conductor = session.app.context.conductor
        conductor.verify(Secret(session.app.context.messages[-1].code))
        await session.phase(Phase.DONE)
        await session.until(lambda: getattr(session.app.focused, "value", "") == "hm")
        await session.press("m", "enter")
        await session.until(lambda: bool(conductor.walkthrough.notes))
        assert [(note.number, note.comment) for note in conductor.walkthrough.notes] == [(1, "hmm")]


async def test_copy_takes_what_is_shown_raw_or_a_program_and_never_a_secret(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    async with running_wizard(Journey.MASTERPASS) as session:
        await opened(session)
        app = session.app
        await session.press("3", "y")
        await reads(session, "Sent to the clipboard.")
        assert app.clipboard == app.context.conductor.exchanges[-1].body + "\n"
        await session.press("Y", "y")
        await session.until(lambda: app.clipboard.startswith("▸ Request\nPOST http://127.0.0.1"))
        await session.press("Y", "y")
        await session.until(lambda: "OTP_TUI_PAYWALL_API_KEY" in app.clipboard and "curl" in app.clipboard)
        await session.press("s", "s")
        await session.until(lambda: len(list(tmp_path.iterdir())) == 2)
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "02-merchant-link-2.sh",
            "02-merchant-link.sh",
        ]
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
        await reads(session, "Saved:")
        before = app.clipboard
        secret = app.context.conductor.secrets.register("token", "merchant/link")
        await session.press("y")
        await reads(session, f"Not handed over: the text holds a secret ({secret}).")
        assert app.clipboard == before


async def test_find_and_fold():
    async with running_wizard(Journey.MASTERPASS) as session:
        await opened(session)
        await session.press("3", "f")
        await session.until(lambda: isinstance(session.app.focused, Input))
        await session.press(*"code", "enter")
        detail = session.app.screen.query_one(DetailView)
        assert detail.found == (1, 4)
        await session.press("n", "n")
        assert detail.found == (3, 4)
        await session.press("N")
        assert detail.found == (2, 4)
        await session.press("home", "z")
        await session.until(lambda: session.app.context.inspector.folded == {"$"})
        await reads(session, "▶ { ⋯ }")  # what decided is in it
        await session.press("Z")
        await session.until(lambda: not session.app.context.inspector.folded)
        await session.until(lambda: "⋯" not in pane_text(session))


async def test_f1_lists_its_keys_and_leads_back():
    async with running_wizard(Journey.MASTERPASS) as session:
        await opened(session)
        await session.press("f1")
        await session.until(lambda: isinstance(session.app.screen, HelpDialog))
        await session.assert_reads("Mark the exchange for the evidence")
        await session.press("f1")
        await session.until(lambda: isinstance(session.app.screen, InspectorDialog))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_f3_changes_the_language_in_place(size):
    async with running_wizard(Journey.MASTERPASS, size=size) as session:
        await opened(session)
        await session.press("f3")
        await reads(session, "BAŞARISIZ")
        await reads(session, "✗ bulunamadı")


async def test_after_the_end_and_after_another_walkthrough():
    async with running_wizard(Journey.PAYNET, size=(120, 40)) as session:
        await after_number("01")(session)
        await type_newest_code(session)
        await session.phase(Phase.DONE)
        await session.press("f2")
        await reads(session, "Exchanges 2/2")
        await session.press("escape")
        await session.app.action_perform("again")
        await session.phase(Phase.PHONE)
        await session.press("f2")
        await reads(session, "Nothing has been sent yet.")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_kept_walkthrough_can_only_be_looked_at(size):
    async with running_wizard(Journey.MASTERPASS, size=size) as session:
        await after_number("06")(session)
        context, record = session.app.context, session.app.context.conductor.record
        # The clock of the harness stands still, so that no exchange would have ended before its answer.
        at_once = tuple(one._replace(ms=0) for one in record.exchanges)
        kept = RecordedWalkthrough(
            record._replace(exchanges=at_once), load_tools=context.connection.load_tools
        )
        kept.show(len(kept.steps) - 1)
        context.look_at(kept)
        session.app.show_step()
        await session.press("f2")
        await session.until(lambda: context.inspector.focused)
        await reads(session, '▶ "Code": "ACCOUNT_NOT_FOUND",')
        await session.press("m")
        await reads(session, "it can be looked at, not changed.")
        assert context.walkthrough.notes == ()
        await session.press("l", "y")
        await session.until(lambda: session.app.clipboard == record.exchanges[-1].request_body + "\n")
        await session.press("escape")
        await session.until(lambda: not context.inspector.focused or size[0] < 120)
        assert session.app.screen is session.app.step_screen


async def test_one_that_is_out_of_sight_takes_no_key():
    async with running_wizard(Journey.PAYNET) as session:
        await opened(session, "07")
        await session.press("escape")
        await session.until(lambda: session.app.screen is session.app.step_screen)
        await session.pilot.resize_terminal(120, 40)
        await session.until(lambda: bool(session.app.screen.query(Inspector)))
        await session.pilot.pause()
        await session.press(*"abc")
        await session.until(lambda: session.app.screen.query_one("#code", Input).value == "abc")
