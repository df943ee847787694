"""What every screen shares: help, commands, languages, themes, panes, odd sizes, texts from outside, crashes."""

import pytest
from support.wizard_harness import running_wizard

from otp_tui.core.exchange.exchange import Answer
from otp_tui.core.exchange.verdict import Decision, Delivery, Verdict
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Notice, Phase, Reason, Tone
from otp_tui.wizard.actions import ACTIONS
from otp_tui.wizard.presenter.customer_phone import CustomerPhone
from otp_tui.wizard.screens.side_pane import SidePane
from otp_tui.wizard.widgets.inbox import Inbox


async def test_help_tells_the_open_keys_and_why_others_are_not():
    async with running_wizard(Journey.PAYNET) as session:
        await session.press("f1")
        await session.assert_reads("Enter sends one SMS to this number.")
        await session.assert_reads("F5 Send a new code: There is no code to replace.")
        await session.press("f1")
        await session.assert_reads("Which phone do you want to verify?")


async def test_the_palette_lists_runs_and_says_when_nothing_fits():
    async with running_wizard(Journey.PAYNET, "tr") as session:
        await session.press("ctrl+p")
        await session.assert_reads("Geri sayımı gizle / göster")
        await session.press(*"qqq")
        await session.assert_reads("Bu adda komut yok")
        await session.press(*["backspace"] * 3, *"istek")
        await session.assert_reads("İstekler ve yanıtlar")
        await session.press(*["backspace"] * 5, *"engl", "enter")
        await session.assert_reads("Which phone do you want to verify?")


@pytest.mark.system
@pytest.mark.parametrize("language", ["tr", "en"])
async def test_no_word_of_textuals_own_is_seen(language):
    async with running_wizard(Journey.PAYNET, language) as session:
        await session.press("ctrl+c")
        await session.assert_reads(
            "Çıkmak için Ctrl+Q tuşlarına basın." if language == "tr" else "Press Ctrl+Q to quit."
        )
        await session.press("ctrl+p")
        text = session.text()
        for word in ("Screenshot", "Maximize", "Search for commands", "palette", "Keys"):
            assert word not in text


async def test_f3_changes_everything_and_keeps_the_code():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await session.press(*"AB")
        await session.press("f3")
        await session.assert_reads("Gelen kodu girin")
        assert session.app.step_screen.query_one("#code").value == "AB"


async def test_the_countdown_can_be_hidden():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await session.press("ctrl+o")
        await session.assert_reads("Countdown hidden")
        assert "expires 14:05" not in session.text()
        await session.press(*"ZZZZ", "enter")
        await session.assert_reads("its time was not up, so it was probably mistyped")
        await session.press("ctrl+o")
        await session.assert_reads("left, it was probably mistyped")


@pytest.mark.system
async def test_time_travel_moves_both_clocks():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await session.press("ctrl+t")
        await session.assert_reads("2:00 left")
        await session.press("2")
        await session.until(lambda: session.clock.passed >= 60)
        await session.assert_reads("0:59 left")  # half a second for each key
        await session.press("3")
        await session.assert_reads("0:00 left")
        await session.press("ctrl+t")
        await session.assert_reads("Time is up")


async def test_the_exchanges_show_what_decided_and_no_secret():
    async with running_wizard(Journey.PAYNET, size=(120, 40)) as session:
        await session.send("5000000001")
        await session.press("f2")
        await session.assert_reads("OK: `code` is 0.")
        await session.press("l")
        await session.assert_reads("‹reference#1›")
        text = session.text()
        assert "5000000001" not in text


async def test_the_customers_phone_shows_the_sms():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await session.press("f4")
        code = await session.newest_code()
        await session.assert_reads(f"{code} Acme Mağaza doğrulama kodunuz.")
        await session.press("escape")
        await session.assert_reads("Enter the code sent to")


async def test_the_light_theme_has_the_same_roles():
    async with running_wizard(Journey.PAYNET) as session:
        await session.app.run_action("app.perform('theme')")
        await session.pilot.pause()
        assert session.app.theme == "otp-light"
        assert session.app.screen.styles.background.hex == "#F6F8FC"


@pytest.mark.system
@pytest.mark.parametrize(
    "size", [(1, 1), (20, 8), (40, 15), (59, 24), (60, 24), (119, 30), (120, 40), (300, 100)]
)
async def test_any_size_is_lived_with(size):
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await session.pilot.resize_terminal(*size)
        await session.pilot.pause()
        await session.pilot.resize_terminal(80, 24)
        await session.assert_reads("Enter the code sent to")


async def test_keys_in_the_bar_can_be_clicked():
    async with running_wizard(Journey.PAYNET) as session:
        await session.until(lambda: session.app.context.loaded is not None)
        await session.pilot.click("KeyHints", offset=(3, 0))
        await session.assert_reads("What you can do now")


async def test_a_providers_markup_and_escapes_are_shown_as_text():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        words = "[/] [bold]free[/bold] [@click=app.quit]x[/] {left}"
        decision = Decision(Verdict.CODE_REFUSED, "code", "1", "unsuccessful")
        notice = Notice(
            Reason.CODE_NOT_ACCEPTED, Tone.WARNING, "paynet", decision, Delivery.NOT_SENT, words=words
        )
        session.app.context.conductor.walkthrough = session.app.context.walkthrough.replace(notice=notice)
        session.app.draw_all()
        await session.assert_reads(f"Paynet: “{words}”")


class LeakyError(Exception):
    """An error whose text and whose frame hold a secret."""


async def test_a_crash_says_its_kind_and_place_and_nothing_else(capsys):
    secret = "SENTINEL-7f3a"
    with pytest.raises(LeakyError):  # noqa: PT012 - the app raises when its stage closes
        async with running_wizard(Journey.PAYNET) as session:
            await session.until(lambda: session.app.context.loaded is not None)

            async def fail(*_: object) -> Answer:
                code = secret
                raise LeakyError(code)

            session.runtime.open_gateways = fail
            await session.enter("5000000001")
            await session.until(lambda: session.app._exception is not None)
    printed = "".join(capsys.readouterr())
    assert "LeakyError" in printed
    assert "otp-tui stopped because of an internal error" in printed
    assert secret not in printed
    assert "5000000001" not in printed


async def test_every_action_of_the_table_exists():
    async with running_wizard(Journey.PAYNET) as session:
        own = session.app.dispatcher._own
        assert {action.name for action in ACTIONS if action.event is None} == set(own)


async def test_quitting_ends_with_0_and_cuts_what_is_in_flight():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        await session.press("ctrl+q")
        await session.until(lambda: session.app._exit)
        assert session.app.return_value == 0
        assert session.app.context.walkthrough.phase is Phase.CODE


@pytest.mark.system
async def test_a_card_longer_than_the_screen_can_be_paged_with_keys():
    async with running_wizard(Journey.MASTERPASS, size=(40, 15)) as session:
        await session.send("5000000001")
        await session.enter("000000")
        await session.assert_reads("Paywall reports a wrong code.")
        await session.press("pagedown", "pagedown")
        await session.assert_reads("OTP_IS_NOT_VALID")


async def test_a_pane_of_a_screen_that_was_left_is_not_filled_again_and_again(monkeypatch):
    filled = []
    fill = SidePane._fill

    async def counted(pane):
        filled.append(pane)
        await fill(pane)

    monkeypatch.setattr(SidePane, "_fill", counted)
    async with running_wizard(Journey.PAYNET, size=(120, 40)) as session:
        await session.send("01")
        await session.until(lambda: bool(session.app.step_screen.query(CustomerPhone)))
        before = len(filled)
        for _ in range(5):
            await session.pilot.pause()
        assert len(filled) == before < 10


async def test_the_pane_beside_the_first_screen_is_drawn_as_one_that_comes_later():
    async with running_wizard(Journey.PAYNET, size=(120, 40), presenting=True) as session:
        await session.until(lambda: bool(session.app.screen.query("#handset")))
        assert session.app.screen.query_one("#handset").styles.border_top[0] == "round"


async def test_a_key_for_a_pane_that_is_not_there_yet_does_not_close_it():
    async with running_wizard(Journey.PAYNET, size=(120, 40)) as session:
        await session.send("01")
        await session.until(lambda: bool(session.app.context.messages))
        pane = session.app.step_screen.query_one(SidePane)
        await pane.remove_children()
        assert pane.take_focus()
        await session.press("f4")
        await session.until(lambda: isinstance(session.app.screen.focused, Inbox))
        assert session.app.context.side_pane == "inbox"
