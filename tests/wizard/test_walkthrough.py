"""The wizard by keys: what an operator does, what stands on the screen, what the simulator was asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from support.wizard_harness import WizardHarness, running_wizard

from otp_tui.conductor.ports import LoadedConnection
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.actions import BY_NAME


async def at_code(session: WizardHarness, number: str = "5000000001") -> None:
    await session.send(number)
    await session.assert_reads("Enter the")


async def enter_code(session: WizardHarness) -> None:
    await session.enter(await session.newest_code())


async def test_two_enters_send_once():
    async with running_wizard(Journey.PAYNET) as session:
        await session.until(lambda: session.app.context.loaded is not None)
        await session.press(*"5000000001", "enter", "enter", "enter")
        await session.phase(Phase.CODE)
        assert session.calls() == ["send_otp"]


async def test_enter_is_ignored_for_300_ms_after_the_screen_changed():
    async with running_wizard() as session:
        await at_code(session)
        await enter_code(session)
        await session.phase(Phase.READY)
        session.clock.advance(0.29)
        await session.pilot.press("enter")
        await session.pilot.pause()
        assert session.calls() == ["send_otp", "check_otp"]
        session.clock.advance(0.02)
        await session.pilot.press("enter")
        await session.phase(Phase.CODE)
        assert session.calls() == ["send_otp", "check_otp", "session", "merchant/link"]


@pytest.mark.system
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 15)])
@pytest.mark.parametrize(
    ("language", "verified", "linked"),
    [("en", "Phone verified", "Linked"), ("tr", "Telefon doğrulandı", "Bağlandı")],
)
async def test_the_full_journey_in_both_languages_at_every_size(columns, rows, language, verified, linked):
    async with running_wizard(Journey.FULL, language, (columns, rows)) as session:
        await session.send("5000000001")
        await enter_code(session)
        await session.assert_reads(verified)
        await session.press("enter")
        await session.phase(Phase.CODE)
        await enter_code(session)
        await session.assert_reads(linked)
        assert session.calls() == ["send_otp", "check_otp", "session", "merchant/link", "otp/verify"]


async def test_a_refused_code_keeps_the_challenge_and_empties_the_field():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session, "5000000002")
        session.clock.advance(8)
        await session.enter("WRNG")
        await session.assert_reads(
            "Not accepted (Paynet code = 1). Paynet does not say why; with 1:52 left, it was probably mistyped."
        )
        await session.assert_reads("Paynet code = 1")
        assert session.app.step_screen.query_one("#code").value == ""
        await enter_code(session)
        await session.assert_reads("Verified")


async def test_the_countdown_says_who_says_so_and_zero_does_not_lock_the_field():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session)
        await session.assert_reads("expires 14:05:07")
        await session.assert_reads("set by the server")
        session.clock.advance(200)
        await session.assert_reads("Time is up; the server decides")
        await session.enter("ABCD")
        await session.assert_reads("the time was up, so it had probably expired")
        assert session.calls() == ["send_otp", "check_otp"]


async def test_paywalls_expiry_is_drawn_as_an_assumption():
    async with running_wizard(Journey.MASTERPASS) as session:
        await at_code(session)
        await session.assert_reads("expires about 14:06:07")
        await session.assert_reads("estimated; the server gives no expiry")
        await session.assert_reads("New code in 0:30 · otp-tui's own wait")


async def test_a_server_clock_that_is_ahead_is_said_and_the_countdown_is_right():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session, "5000000016")
        await session.assert_reads("by the server's clock (10:00 ahead)")
        await session.assert_reads("expires 14:05:07")


async def test_a_resend_says_whose_rule_it_is_until_it_opens():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session)
        await session.assert_reads("New code in 2:00 · Paynet: after expiry")
        await session.press("f5")
        await session.assert_reads("The provider sends no new code before this one expires.")
        assert session.calls() == ["send_otp"]
        session.clock.advance(120)
        await session.press("f5")
        await session.assert_reads("A new code was sent. Only the code in the newest SMS is valid.")
        assert session.calls() == ["send_otp", "send_otp"]


async def test_asking_too_early_on_purpose_is_a_question_first():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session)
        await session.app.run_action("app.perform('resend_early')")
        await session.assert_reads("Request a code too early on purpose?")
        await session.press("enter")
        await session.pilot.pause()
        assert session.calls() == ["send_otp"]
        await session.app.run_action("app.perform('resend_early')")
        await session.assert_reads("Request now")
        await session.press("tab", "enter")
        await session.assert_reads("Paynet refused to send a new code")
        assert session.calls() == ["send_otp", "send_otp"]


async def test_going_back_keeps_the_code_and_sends_nothing():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session)
        session.clock.advance(10)
        await session.press("escape")
        await session.assert_reads("Return to the code (1:50)")
        await session.press("enter")
        await session.assert_reads("Enter the code sent to")
        assert session.calls() == ["send_otp"]


@pytest.mark.system
async def test_a_code_whose_time_is_up_is_not_called_active():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session)
        session.clock.advance(120)
        await session.press("escape")
        await session.assert_reads("Return to the code (0:00)")
        await session.enter("5000000015")
        await session.assert_reads("The countdown of the code for +90 5•• ••• •• 01 is over;")


@pytest.mark.system
async def test_another_number_asks_before_it_gives_the_open_code_up():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session)
        await session.press("escape")
        await session.assert_reads("Return to the code")
        await session.enter("5000000015")
        await session.assert_reads("A code for +90 5•• ••• •• 01 is still active.")
        await session.press("enter")
        await session.pilot.pause()
        assert session.calls() == ["send_otp"]
        await session.press("enter")
        await session.assert_reads("Use another number?")
        await session.press("tab", "enter")
        await session.phase(Phase.CODE)
        assert session.app.context.walkthrough.phone == "+90 5•• ••• •• 15"
        assert session.calls() == ["send_otp", "send_otp"]


async def test_a_lost_send_lets_the_operator_say_what_the_phone_shows():
    async with running_wizard(Journey.PAYNET) as session:
        await session.enter("5000000011")
        await session.assert_reads("Did the SMS arrive at +90 5•• ••• •• 11?")
        await session.assert_reads("Or wait: in about 2:00 any code sent will have expired.")
        await session.press("f9")
        await session.assert_reads("estimated; you reported that the")
        await enter_code(session)
        await session.assert_reads("Verified")
        assert session.calls() == ["send_otp", "check_otp"]


async def test_a_lost_link_cannot_be_verified_and_says_why():
    async with running_wizard(Journey.MASTERPASS) as session:
        await session.enter("5000000011")
        await session.assert_reads("Did an SMS arrive at +90 5•• ••• •• 11?")
        await session.press("f9")
        await session.assert_reads("the answer with its token did not. Start again")
        await session.assert_reads("Try again")
        assert session.calls() == ["session", "merchant/link"]


async def test_unlink_is_asked_first_and_again_begins_anew():
    async with running_wizard(Journey.MASTERPASS) as session:
        await at_code(session)
        await enter_code(session)
        await session.phase(Phase.DONE)
        await session.press("tab", "enter")
        await session.assert_reads("Undo the link?")
        await session.press("tab", "enter")
        await session.assert_reads("The link was undone.")
        assert session.calls()[-1] == "merchant/unlink"
        await session.app.run_action("app.perform('again')")
        await session.assert_reads("Whose account do you want to link?")
        assert session.app.context.walkthrough.phone is None


@pytest.mark.system
async def test_the_next_code_of_a_chain_is_asked_for():
    async with running_wizard(Journey.MASTERPASS) as session:
        await at_code(session, "5000000008")
        await enter_code(session)
        await session.assert_reads("Paywall requires one more code")
        await session.assert_reads("Enter the Masterpass code")
        await enter_code(session)
        await session.assert_reads("Linked")


@pytest.mark.system
@pytest.mark.parametrize(
    ("number", "sentence", "first"),
    [
        ("04", "it sends no more codes for now", "do-back"),
        ("06", "Paywall has no account for this phone.", "do-back"),
        ("09", "Paywall requires 3-D Secure instead of a code.", "do-back"),
        ("10", "Paywall returned an undocumented answer.", "do-arrived"),
        ("13", "Paywall answered, but the answer does not say", "do-arrived"),
        ("14", "The provider asked for no code: the account is linked.", "do-again"),
        ("19", "Paywall did not accept the keys.", "do-back"),
        ("20", "The provider asks you to wait 0:30.", "do-start"),
        ("22", "The answer was lost (the answer was cut off).", "do-arrived"),
        ("23", "The account was already linked to this merchant.", "do-again"),
    ],
)
async def test_every_ending_explains_itself_and_has_a_next_key(number, sentence, first):
    async with running_wizard(Journey.MASTERPASS) as session:
        await session.enter(f"50000000{number}")
        await session.assert_reads(sentence)
        focused = session.app.focused
        assert focused is not None
        assert focused.id == first
        assert focused.has_class("-main")


@asynccontextmanager
async def loading_late(session: WizardHarness) -> AsyncIterator[asyncio.Event]:
    """A target that is loaded once the event is set."""
    await session.until(lambda: session.app.context.ready)
    held = asyncio.Event()
    load = session.app.context.connection.load

    async def late() -> LoadedConnection:
        await held.wait()
        return await load()

    session.app.context.loaded, session.app.context.ready = None, False
    session.app.context.connection = session.app.context.connection._replace(load=late)
    session.app.send_flow.load()
    yield held


async def test_an_enter_before_everything_is_loaded_counts_once():
    async with running_wizard(Journey.PAYNET) as session:
        async with loading_late(session) as held:
            session.app.step_screen.query_one("#phone").value = "5000000001"
            await session.press("enter", "enter")
            await session.assert_reads("still loading")
            held.set()
        await session.phase(Phase.CODE)
        assert session.calls() == ["send_otp"]


async def test_an_enter_right_after_typing_is_not_taken_back_by_what_was_typed():
    async with running_wizard(Journey.PAYNET) as session:
        async with loading_late(session) as held:
            phone = session.app.step_screen.query_one("#phone")
            phone.value = "5000000001"
            await phone.action_submit()  # both messages wait now, as when a tester pastes and hits Enter
            await session.assert_reads("still loading")
            held.set()
        await session.phase(Phase.CODE)
        assert session.calls() == ["send_otp"]


async def test_an_enter_on_a_code_before_everything_is_loaded_again_counts_once():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        code = await session.newest_code()
        async with loading_late(session) as held:
            session.app.step_screen.query_one("#code").value = code
            await session.press("enter", "enter")
            await session.assert_reads("It continues by itself after that")
            held.set()
        await session.phase(Phase.DONE)
        assert session.calls() == ["send_otp", "check_otp"]


async def test_a_code_that_was_changed_while_it_waited_is_not_sent():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("5000000001")
        async with loading_late(session) as held:
            session.app.step_screen.query_one("#code").value = "123456"
            await session.press("enter")
            await session.assert_reads("It continues by itself after that")
            await session.press("backspace")
            held.set()
        await session.until(lambda: session.app.context.ready)
        await session.pilot.pause()
        assert session.calls() == ["send_otp"]


async def test_after_an_undocumented_answer_the_operator_says_whether_an_sms_arrived():
    async with running_wizard(Journey.MASTERPASS) as session:
        await session.enter("5000000010")
        await session.assert_reads("It is not known whether an SMS was sent.")
        assert session.app.context.walkthrough.phase == "maybe_sent"
        await session.press("enter")
        await session.assert_reads("The SMS arrived, but the answer with its token did")
        assert session.calls() == ["session", "merchant/link"]


async def test_an_answer_that_came_is_not_called_lost():
    async with running_wizard(Journey.PAYNET) as session:
        await session.enter("5000000013")
        await session.assert_reads("Paynet answered, but the answer does not say")
        assert "was lost" not in session.text()


async def test_a_step_that_was_skipped_is_not_called_done():
    async with running_wizard(Journey.MASTERPASS) as session:
        await session.enter("5000000014")
        await session.assert_reads("Linked, no code needed")
        assert "– Code" in session.text()


async def test_the_main_button_says_what_enter_will_do():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session)
        session.clock.advance(10)
        await session.press("escape")
        await session.assert_reads("Return to the code (1:50)")
        assert "Send the code" not in session.text()
        session.app.focused.value = "5000000015"
        await session.assert_reads("Send the code")


@pytest.mark.system
@pytest.mark.parametrize("size", [(40, 15), (50, 20), (80, 24)])
async def test_the_main_button_is_in_sight_at_every_size(size):
    async with running_wizard(Journey.PAYNET, size=size) as session:
        await session.assert_reads("Send the code")
        await session.send("5000000001")
        await session.assert_reads("Verify")
        await session.assert_reads("F1 Help")


async def test_a_complaint_about_a_key_goes_with_the_next_thing_typed():
    async with running_wizard(Journey.PAYNET) as session:
        await at_code(session)
        why = session.app.context.translator.text("unavailable.after_expiry")
        await session.app.run_action("app.perform('resend')")
        await session.assert_reads(why)
        await session.press("A")
        await session.until(lambda: why not in " ".join(session.card().split()))


async def test_while_a_request_runs_nothing_is_said_about_what_is_refused():
    async with running_wizard(Journey.PAYNET) as session:
        await session.enter("5000000005")
        await session.until(lambda: session.app.context.walkthrough.phase is Phase.SENDING)
        await session.until(
            lambda: session.app.step_screen is not None and session.app.step_screen.is_mounted
        )
        assert session.app.context.state_of(BY_NAME["resend"]) == (
            False,
            session.app.context.translator.text("unavailable.busy"),
        )
        shown = session.card()
        await session.app.run_action("app.perform('resend')")
        await session.pilot.pause()
        assert session.card() == shown
