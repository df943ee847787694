"""What the configuration says of the wizard itself: keys of the keyboard, theme, the merchant's colours."""

import pytest
from support.start_harness import FakeKeyring, entered, started_wizard

from otp_tui.core.flow.state import Phase
from otp_tui.wizard.actions import first_unusable
from otp_tui.wizard.preferences import WizardPreferences

PROFILE = """
[profiles.acme]
paynet_url = "http://127.0.0.1:9"
merchant = "Acme Store"
logo = "◆ ACME"
colours = { dark = "#ffb86c", light = "#8a3b00" }
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({"resend": "f10"}, ""),
        ({"resend": "ctrl+r", "exchanges": "f10"}, ""),
        ({"resend": "f2"}, "resend"),
        ({"resend": "f2", "exchanges": "f5"}, ""),
        ({"resend": "r"}, "resend"),
        ({"resend": "enter"}, "resend"),
        ({"launch": "f10"}, "launch"),
    ],
)
def test_which_keys_can_be_bound(keys, wrong):
    assert first_unusable(keys) == wrong


async def test_a_rebound_key_works_and_is_written_wherever_it_is_shown(home):
    async with started_wizard(
        FakeKeyring(), preferences=WizardPreferences(keys=(("resend", "f6"), ("help", "ctrl+g")))
    ) as session:
        await session.assert_reads("Try the simulator")
        await session.press("enter")
        await session.send("5000000003")
        await session.assert_reads("F6 New code in 0:0")
        session.clock.advance(10)
        session.redraw()
        await session.press("f5")
        assert session.app.context.walkthrough.resends == 0
        await session.press("f6")
        await session.until(lambda: session.app.context.walkthrough.resends == 1)
        await session.phase(Phase.CODE)
        assert "^G Help" in session.text()
        await session.press("ctrl+g")
        await session.assert_reads("F6 Send a new code")


@pytest.mark.parametrize(
    ("theme", "name", "colour"), [("light", "otp-light", "#8a3b00"), (None, "otp-dark", "#ffb86c")]
)
async def test_theme_and_colours_are_the_configurations(home, theme, name, colour):
    (home / "config.toml").write_text(PROFILE + entered("acme", "http://127.0.0.1:9", "paynet.secret_key"))
    keyring = FakeKeyring()
    keyring.held["acme/paynet.secret_key"] = "sck_x"
    async with started_wizard(keyring, "acme", preferences=WizardPreferences(theme)) as session:
        await session.assert_reads("Paynet journey · Acme Store")
        assert session.text().splitlines()[0].startswith("  ◆ ACME   SIM   Paynet journey · Acme Store")
        assert session.app.title == "otp-tui SIM"
        assert session.app.theme == name
        assert session.app.current_theme.accent == colour
        assert session.app.current_theme.variables["countdown"] == colour
