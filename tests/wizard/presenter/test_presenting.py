"""A presentation: plain words, everything masked, the technical side out of sight."""

import re

import pytest
from support.wizard_harness import running_wizard
from support.wizard_states import after_number

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.inspector.pane import InspectorPane
from otp_tui.wizard.widgets.inbox import ScenarioList

SIZES = [(80, 24), (120, 40), (200, 50), (60, 20), (40, 15)]


def words(name, language="en", **facts):
    return Translator(language).text(name, **facts)


def card(session):
    return " ".join(session.card().split())


async def test_it_is_signed_and_said_in_plain_words():
    async with running_wizard(Journey.FULL, size=(120, 40), presenting=True) as session:
        await session.assert_reads(words("audience.phone", merchant="Acme Store"))
        await session.assert_reads(words("consent.full", merchant="Acme Store"))
        assert words("sign.presenting") in session.text().splitlines()[1]
        assert words("sign.presenting") in session.app.title
        assert f"» {words('speaker.phone')}" in session.text()


@pytest.mark.system
@pytest.mark.parametrize("size", SIZES[:2])
async def test_a_number_is_masked_as_it_is_typed_and_no_number_is_listed(size):
    async with running_wizard(Journey.FULL, size=size, presenting=True) as session:
        await session.until(lambda: session.app.context.loaded is not None)
        await session.press(*"0500 000 00 01")
        await session.assert_reads(f"{words('phone.recognised')} +90 5•• ••• •• 01")
        assert not re.search(r"\d{3}", card(session))
        assert words("scenario.06") not in session.text()
        assert not [listed for listed in session.app.screen.query(ScenarioList) if listed.region]


async def test_f6_begins_and_ends_it_and_keeps_what_was_typed():
    async with running_wizard(Journey.FULL) as session:
        await session.until(lambda: session.app.context.loaded is not None)
        await session.press(*"5000000001", "f6")
        await session.assert_reads(words("audience.phone", merchant="Acme Store"))
        await session.until(lambda: session.app.step_screen.typed() == "5000000001")
        assert "5000000001" not in session.text()
        await session.press("f6")
        await session.assert_reads("5000000001")
        assert words("sign.presenting") not in session.text() + session.app.title


@pytest.mark.system
async def test_the_exchanges_go_out_of_sight_until_they_are_asked_for():
    async with running_wizard(Journey.PAYNET, size=(120, 40)) as session:
        await after_number("01")(session)
        await session.press("f2")
        await session.until(lambda: bool(session.app.screen.query(InspectorPane)))
        await session.press("f6")
        await session.assert_reads(words("inbox.panel"))
        assert "send_otp" not in session.text()
        await session.press("f2")
        await session.assert_reads("send_otp")


@pytest.mark.system
@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_from_the_phone_to_the_link_no_secret_is_on_the_card_and_no_whole_number_anywhere(
    size, language
):
    """The code is on the customer's phone alone."""
    async with running_wizard(Journey.FULL, language, size, presenting=True) as session:
        seen = []

        def look():
            seen.append(session.text())
            shown = card(session)
            assert not [secret for _, secret in secrets() if len(secret) > 3 and secret in shown]
            assert "ResponseCode" not in shown
            assert "5000000001" not in re.sub(r"\D", "", shown)

        def secrets():
            conductor = session.app.context.conductor
            return [*conductor.secrets.items()]

        await session.send("01")
        look()
        for phase in (Phase.READY, Phase.DONE):
            code = await session.newest_code()
            await session.press(*code)
            look()
            await session.press("enter")
            await session.phase(phase)
            look()
            if phase is Phase.READY:
                await session.press("enter")
                await session.phase(Phase.CODE)
                look()
        assert len({*seen}) > 5


@pytest.mark.system
@pytest.mark.parametrize("number", ["02", "04", "06", "11", "13", "19"])
async def test_a_dead_end_is_said_without_fields_and_codes(number):
    async with running_wizard(Journey.MASTERPASS, size=(120, 40), presenting=True) as session:
        await session.enter(number)
        await session.until(
            lambda: (
                session.app.context.walkthrough.in_flight is None
                and session.app.context.walkthrough.phase is not Phase.PHONE
            )
        )
        await session.pilot.pause()
        assert not re.search(r"Code =|Body\.|HTTP|\{", card(session))
        moment = {"11": "maybe_sent", "13": "maybe_sent", "02": "code_bank"}.get(number, "halted")
        await session.assert_reads(words(f"audience.{moment}"))


async def test_f3_renames_the_terminal_too():
    async with running_wizard(Journey.FULL, presenting=True) as session:
        await session.press("f3")
        await session.until(lambda: session.app.title == "otp-tui SİMÜLATÖR SUNUM")


@pytest.mark.system
async def test_a_number_that_is_typed_in_the_wrong_place_is_hidden_as_well():
    async with running_wizard(Journey.PAYNET, size=(120, 40), presenting=True) as session:
        await after_number("01")(session)
        await session.press("ctrl+p", *"5321234567")
        await session.until(lambda: getattr(session.app.focused, "value", "") == "5321234567")
        assert "53212" not in session.text()
        await session.press("escape", "f2")
        await session.until(lambda: session.app.context.inspector.focused)
        await session.press("slash", *"5321234567")
        await session.until(lambda: session.app.context.inspector.filter == "5321234567")
        assert "53212" not in session.text()
        await session.press("enter")
        await session.pilot.pause()
        assert "53212" not in session.text()


@pytest.mark.system
@pytest.mark.parametrize(
    ("journey", "number", "moment"),
    [
        (Journey.PAYNET, "01", "code"),
        (Journey.MASTERPASS, "01", "code_bank"),
        (Journey.MASTERPASS, "08", "code_masterpass"),
    ],
)
async def test_the_audience_is_told_whose_code_it_is(journey, number, moment):
    async with running_wizard(journey, size=(120, 40), presenting=True) as session:
        await session.send(number)
        if number == "08":
            await session.press(*await session.newest_code(), "enter")
            await session.until(lambda: session.app.context.walkthrough.challenge.chained == 1)
        await session.assert_reads(words(f"audience.{moment}"))
        assert words(f"speaker.{moment}") in session.text()


async def test_where_the_bank_asks_first_the_merchant_sends_no_code():
    async with running_wizard(Journey.MASTERPASS, size=(120, 40), presenting=True) as session:
        await session.assert_reads(
            "The bank sends a code by SMS; with it the account holder connects the account"
        )
        assert "to confirm whose phone this is" not in " ".join(session.text().split())


@pytest.mark.system
async def test_f6_keeps_the_dialog_that_is_open():
    async with running_wizard(Journey.PAYNET) as session:
        await session.send("01")
        await session.press("ctrl+t")
        await session.assert_reads("Freeze the clock")
        await session.press("f6")
        await session.until(lambda: session.app.context.presenting)
        await session.assert_reads("Freeze the clock")
        await session.press("escape")
        await session.phase(Phase.CODE)


@pytest.mark.system
async def test_a_code_whose_time_is_up_does_not_wait_to_be_entered():
    async with running_wizard(Journey.PAYNET, size=(120, 40), presenting=True) as session:
        await session.send("01")
        session.clock.advance(120)
        await session.press("escape")
        await session.phase(Phase.PHONE)
        await session.assert_reads("A code was sent before; its time is up.")


@pytest.mark.system
async def test_back_at_the_phone_the_note_leads_to_the_code():
    async with running_wizard(Journey.PAYNET, size=(120, 40), presenting=True) as session:
        await session.send("01")
        await session.press("escape")
        await session.phase(Phase.PHONE)
        await session.assert_reads(words("audience.phone_return"))
        assert words("speaker.phone_return") in session.text()
