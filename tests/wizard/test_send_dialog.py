"""One dialog before a real SMS: all that it needs in sight, every mistake beside its field, one send."""

import pytest
from support.own_targets import LISTED, NATIONAL, PHONE, keyring, played_hosts
from support.start_harness import started_wizard
from textual.widgets import Input

from otp_tui.core.flow.state import Phase
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.dialogs.send import SendDialog

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def running():
    with Simulator(SimulatorState()) as simulator:
        yield simulator


@pytest.fixture
def hosts(running, tmp_path, monkeypatch):
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path / "home"))
    with played_hosts(running, tmp_path / "home") as played:
        yield played


def field(session, name):
    return session.app.screen.query_one(f"#field-{name}", Input)


async def asked(session):
    await session.enter(PHONE)
    await session.until(lambda: isinstance(session.app.screen, SendDialog) and session.app.screen.drawable)


async def assert_told(session, name, why):
    """The sentence stands below its field, which has the focus."""
    say = session.app.context.translator.text
    await session.assert_reads(say(why))
    wrong = session.app.screen.query_one(f"#wrong-{name}").region
    assert wrong.y == field(session, name).region.bottom
    assert session.app.focused is field(session, name)


@pytest.mark.parametrize("language", ["tr", "en"])
async def test_everything_is_in_sight_at_80_by_24(hosts, language):
    async with started_wizard(keyring("live"), "live", language=language) as session:
        await asked(session)
        say = session.app.context.translator.text
        for said in ("api.paynet.com.tr", "5•••••••33", "Acme Store", "+90 5•• ••• •• 33"):
            await session.assert_reads(said)
        for name in ("ask.fact_host", "ask.fact_left", "ask.send_owner_field", "ask.send_merchant_field"):
            await session.assert_reads(say(name))
        assert session.app.focused is field(session, "owner")
        await session.press("enter")
        await assert_told(session, "owner", "ask.send_owner_empty")
        await session.press("x", "enter", "enter")
        await assert_told(session, "merchant", "ask.send_merchant_empty")
        panel = session.app.screen.query_one("#panel")
        assert panel.max_scroll_y == 0
        for name in ("ask.send_live_yes", "ask.send_no", "dialog.ask"):
            await session.assert_reads(say(name))
    assert hosts.asked == []


async def test_one_dialog_sends_after_owner_and_merchant(hosts):
    held = keyring("live")
    async with started_wizard(held, "live") as session:
        await asked(session)
        field(session, "owner").value = "Ayşe"
        await session.press("enter")
        await session.until(lambda: session.app.focused is field(session, "merchant"))
        field(session, "merchant").value = "Other Store"
        await session.press("enter")
        await assert_told(session, "merchant", "live.other_name")
        field(session, "merchant").value = "Acme Store"
        await session.until(lambda: session.app.screen.query_one("#wrong-merchant").is_empty)
        await session.press("enter", "enter")
        await session.phase(Phase.CODE)
        assert not isinstance(session.app.screen, Dialog)
    assert hosts.asked == ["api.paynet.com.tr:443"]
    assert NATIONAL in held.held["@numbers/live"]


@pytest.mark.parametrize("profile", ["test", "live"])
@pytest.mark.parametrize("phone", ["5000000001", "123", "01"])
async def test_a_number_that_cannot_be_sent_to_is_told_before_anything_is_asked(hosts, profile, phone):
    async with started_wizard(keyring(profile), profile) as session:
        await session.enter(phone)
        await session.until(lambda: not session.app.screen.query_one("#wrong").is_empty)
        assert not isinstance(session.app.screen, Dialog)
        below = session.app.screen.query_one("#phone").region.bottom
        assert session.app.screen.query_one("#wrong").region.y == below
        assert session.app.focused.id == "phone"
        await session.press("backspace")
        await session.until(lambda: session.app.screen.query_one("#wrong").is_empty)
    assert hosts.asked == []


async def test_a_listed_number_on_live_asks_for_the_merchant_alone_and_esc_sends_nothing(hosts):
    async with started_wizard(keyring("live", numbers=LISTED), "live") as session:
        await asked(session)
        await session.assert_reads("mine")
        assert [asked.id for asked in session.app.screen.query(Input)] == ["field-merchant"]
        await session.press("tab", "tab", "tab")
        await session.until(lambda: session.app.focused is field(session, "merchant"))
        await session.press("escape")
        await session.assert_reads(session.app.context.translator.text("ask.not_sent"))
        assert session.app.context.walkthrough.phase is Phase.PHONE
    assert hosts.asked == []


async def test_f3_in_the_dialog_changes_all_of_it_and_keeps_what_was_typed(hosts):
    async with started_wizard(keyring("live"), "live") as session:
        await asked(session)
        await session.press("enter")
        await assert_told(session, "owner", "ask.send_owner_empty")
        old = session.app.context.translator.text("ask.send_owner_empty")
        await session.press("f3")
        await assert_told(session, "owner", "ask.send_owner_empty")
        assert old not in session.text()
        await session.press("x")
        await session.press("f3")
        assert field(session, "owner").value == "x"


@pytest.mark.parametrize("size", [(40, 15), (200, 50)])
async def test_what_has_the_focus_is_in_sight_in_every_size(hosts, size):
    async with started_wizard(keyring("live"), "live", language="tr", size=size) as session:
        await asked(session)
        panel = session.app.screen.query_one("#panel").region
        for _ in range(4):
            await session.until(lambda: panel.contains_region(session.app.focused.region))
            await session.press("tab")
