"""The guards as the wizard walks them, on the vendors' test and live hosts played on loopback."""

import pytest
from support.own_targets import KEYS, LISTED, NATIONAL, PHONE, keyring, played_hosts
from support.start_harness import FakeKeyring, started_wizard
from textual import events

from otp_tui.core.flow.events import GivenUp
from otp_tui.core.flow.state import Phase
from otp_tui.core.security.keyring_errors import KeyringProblem
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState
from otp_tui.wizard.dialogs.base import Dialog


@pytest.fixture(scope="module")
def running():
    with Simulator(SimulatorState()) as simulator:
        yield simulator


@pytest.fixture
def hosts(running, tmp_path, monkeypatch):
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path / "home"))
    with played_hosts(running, tmp_path / "home") as played:
        yield played


def asks(session):
    return isinstance(session.app.screen, Dialog)


async def test_a_phone_that_nobody_vouched_for_is_asked_about_and_then_sent_to(hosts):
    held = keyring("test")
    async with started_wizard(held, "test") as session:
        await session.enter(PHONE)
        await session.assert_reads("Whose phone is +90 5•• ••• •• 33?")
        assert hosts.asked == []
        await session.enter("Ayşe's test phone")
        await session.phase(Phase.CODE)
        assert session.app.context.connection.environment == "test"
    assert hosts.asked == ["pts-api.paynet.com.tr:443"]
    assert NATIONAL in held.held["@numbers/test"]


async def test_no_answer_sends_nothing(hosts):
    async with started_wizard(keyring("test"), "test") as session:
        await session.enter(PHONE)
        await session.until(lambda: asks(session))
        await session.press("escape")
        await session.assert_reads("Nothing was sent.")
        assert session.app.context.walkthrough.phase is Phase.PHONE
    assert hosts.asked == []


async def test_a_simulator_number_is_refused_on_a_real_host(hosts):
    async with started_wizard(keyring("test"), "test") as session:
        await session.enter("5000000001")
        await session.assert_reads("belong to the simulator")
        assert session.app.context.walkthrough.phase is Phase.PHONE
    assert hosts.asked == []


async def test_without_a_keyring_a_vouched_phone_holds_for_this_run(hosts, monkeypatch):
    monkeypatch.setenv("OTP_TUI_PAYNET_SECRET_KEY", KEYS["paynet.secret_key"])
    async with started_wizard(FakeKeyring(KeyringProblem.NONE), "test") as session:
        await session.assert_reads("This machine has no keyring that programs can use.")
        await session.enter(PHONE)
        await session.until(lambda: asks(session))
        await session.enter("mine")
        await session.phase(Phase.CODE)
    assert hosts.asked == ["pts-api.paynet.com.tr:443"]


@pytest.mark.system
async def test_what_is_left_stands_on_the_screen_and_the_fourth_send_is_refused(hosts):
    async with started_wizard(keyring("test", numbers=LISTED), "test") as session:
        await session.until(lambda: session.app.context.ready)
        for left in (2, 1, 0):
            await session.enter(PHONE)
            await session.phase(Phase.CODE)
            said = f"Sends left for this number: {left} in 10 minutes"
            await session.assert_reads(said if left else "No sends are left for this number for now.")
            hosts.state.reset()
            await session.press("escape")
            await session.phase(Phase.PHONE)
            session.app.context.conductor.post(GivenUp())
            await session.until(lambda: session.app.context.walkthrough.returned_from is None)
        await session.enter(PHONE)
        await session.assert_reads("is used up (3 in 10 minutes).")
        await session.assert_reads("Nothing more is sent to it before 14:13:")
    assert hosts.asked == ["pts-api.paynet.com.tr:443"] * 3


async def test_what_cannot_be_counted_is_told_on_live_before_anything_is_typed(hosts, tmp_path):
    (tmp_path / "home" / "journal.sqlite3").mkdir()
    async with started_wizard(keyring("live", numbers=LISTED), "live") as session:
        await session.enter(PHONE)
        await session.assert_reads("Sends cannot be counted because the journal cannot be written")
        assert not asks(session)
    assert hosts.asked == []


async def test_live_wants_the_merchants_name_and_is_marked_on_every_screen(hosts):
    async with started_wizard(keyring("live", numbers=LISTED), "live") as session:
        await session.assert_reads("LIVE")
        assert session.app.screen.has_class("-live")
        assert session.app.title == "otp-tui LIVE"
        await session.enter(PHONE)
        await session.assert_reads("Type the merchant's name to confirm.")
        assert session.app.screen.has_class("-live")
        await session.enter("acme store")
        await session.assert_reads("That is not the merchant's name in this profile. Nothing was sent.")
        assert hosts.asked == []
        await session.enter("Acme Store")
        await session.phase(Phase.CODE)
        await session.assert_reads("LIVE")
    assert hosts.asked == ["api.paynet.com.tr:443"]


@pytest.mark.system
async def test_an_open_live_target_still_asks_once_and_lapses_after_15_minutes(hosts):
    async with started_wizard(keyring("live", numbers=LISTED), "live") as session:
        await session.enter(PHONE)
        await session.until(lambda: asks(session))
        await session.enter("Acme Store")
        await session.phase(Phase.CODE)
        session.clock.advance(130)
        session.redraw()
        await session.press("f5")
        await session.assert_reads("This sends a real SMS to a real phone.")
        await session.press("escape")
        assert hosts.asked == ["api.paynet.com.tr:443"]
        session.clock.advance(800)
        await session.press("f5")
        await session.assert_reads("Type the merchant's name")
    assert hosts.asked == ["api.paynet.com.tr:443"]


async def test_negative_tests_do_not_exist_on_live(hosts):
    async with started_wizard(keyring("live", numbers=LISTED), "live") as session:
        await session.enter(PHONE)
        await session.until(lambda: asks(session))
        await session.enter("Acme Store")
        await session.phase(Phase.CODE)
        await session.press("ctrl+p")
        await session.assert_reads("Commands")
        assert "too early" not in session.text().lower()


async def test_a_profile_that_is_not_marked_live_does_not_open_a_live_host(hosts):
    async with started_wizard(keyring("unmarked")) as session:
        await session.assert_reads("Which profile?")
        await session.press("down", "down", "enter")
        await session.assert_reads(
            "api.paynet.com.tr is Paynet's live host. It needs a profile that is marked live"
        )
    assert hosts.asked == []


async def test_a_key_that_was_entered_for_another_address_stays_at_home(hosts, tmp_path):
    config = tmp_path / "home" / "config.toml"
    config.write_text(
        config.read_text().replace(
            'origin = "https://pts-api.paynet.com.tr"', 'origin = "https://elsewhere.example"'
        )
    )
    async with started_wizard(keyring("test", numbers=LISTED), "test") as session:
        await session.assert_reads("was entered for https://elsewhere.example and is not sent to")
        await session.enter(PHONE)
        await session.assert_reads("was entered for https://elsewhere.example")
    assert hosts.asked == []


async def test_a_key_of_which_no_address_is_noted_goes_to_no_strange_host(hosts, tmp_path):
    """It may have been meant for an older profile of the same name."""
    config = tmp_path / "home" / "config.toml"
    text = (
        config.read_text()
        .split("[profiles.test.credentials]")[0]
        .replace("pts-api.paynet.com.tr", "thief.example")
    )
    config.write_text(text.replace("[profiles.test]", '[profiles.test]\ntest_hosts = ["thief.example"]'))
    async with started_wizard(keyring("test", numbers=LISTED), "test") as session:
        await session.assert_reads("but not the address it was entered for, so it is not sent anywhere")
        await session.enter(PHONE)
        await session.assert_reads("but not the address it was entered for, so it is not sent anywhere")
    assert hosts.asked == []


async def test_a_bouncing_enter_answers_a_question_once(hosts):
    """On live the second press would crash on a panel that is gone, with the SMS on its way."""
    async with started_wizard(keyring("live", numbers=LISTED), "live") as session:
        await session.enter(PHONE)
        await session.until(lambda: asks(session))
        session.app.focused.value = "Acme Store"
        session.clock.advance(1)
        for _ in range(2):
            session.app.post_message(events.Key("enter", "\r"))
        await session.phase(Phase.CODE)
    assert hosts.asked == ["api.paynet.com.tr:443"]
