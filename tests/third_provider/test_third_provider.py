"""A third provider is one row, one adapter, one set of simulator rules and its sentences: nothing else changes."""

import json

import pytest
from support.start_harness import FakeKeyring, started_wizard

from otp_tui.cli.main import main
from otp_tui.core.flow.journey import LEGS, Journey
from otp_tui.core.flow.state import Phase
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.i18n import translator
from otp_tui.services.providers.registry import ADAPTERS
from otp_tui.simulator.providers.registry import PROVIDERS as PLAYED
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState
from otp_tui.storage.journal.tables import WalkthroughTable
from otp_tui.storage.paths import journal_path
from third_provider.adapter import ROW, Acme, Sentences
from third_provider.rules import AcmeRules

PHONE = "5000000001"
KEY = "acme-sentinel-key"


@pytest.fixture(autouse=True)
def third(monkeypatch, tmp_path):
    """The provider is entered into the lists; the journey of one leg walks it."""
    monkeypatch.setitem(PROVIDERS, "acme", ROW)
    monkeypatch.setitem(ADAPTERS, "acme", Acme)
    monkeypatch.setattr("otp_tui.simulator.state.PROVIDERS", [*PLAYED, AcmeRules])
    monkeypatch.setitem(LEGS, Journey.PAYNET, (ROW.policy,))
    english = translator._catalogue("en")
    monkeypatch.setattr(english, "_fallback", Sentences())
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path))


@pytest.fixture
def simulator():
    with Simulator(SimulatorState(seed=3)) as running:
        yield running


def ran(capsys, *words):
    """The exit code and the JSON lines of a run."""
    with pytest.raises(SystemExit) as ended:
        main(["run", "paynet", "--phone", PHONE, "--code-from", "sim", "--json", "--lang", "en", *words])
    printed = capsys.readouterr()
    return ended.value.code, [json.loads(line) for line in printed.out.splitlines()], printed.err


def test_it_is_walked_by_run_on_the_built_in_simulator(capsys):
    code, lines, said = ran(capsys, "--sim")
    assert (code, lines[-1]["outcome"], lines[-1]["decided_by"]) == (0, "verified", 'status = "ok"')
    assert [line["call"] for line in lines if line["type"] == "exchange"] == ["send", "check"]
    assert "Acme" in said


def test_its_option_and_its_variable_come_from_its_row(capsys, simulator, monkeypatch):
    monkeypatch.setenv("OTP_TUI_ACME_TOKEN", KEY)
    code, lines, _ = ran(capsys, "--acme-url", simulator.url)
    assert (code, lines[-1]["outcome"], lines[0]["environment"]) == (0, "verified", "sim")
    assert [line.call for line in simulator.state.exchanges()] == ["send", "check"]
    monkeypatch.setenv("OTP_TUI_ACME_URL", "https://pts-api.paynet.com.tr")
    code, _, said = ran(capsys)
    assert code == 9
    assert "belongs to another provider" in said


def test_a_profile_of_it_is_added_by_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["profile", "add", "shop", "--journey", "paynet"])
    assert ended.value.code == 0
    with pytest.raises(SystemExit):
        main(["profile", "show", "shop", "--json"])
    shown = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (shown["acme_url"], shown["environment"]) == ("https://test.acme.example", "test")


@pytest.mark.system
async def test_it_is_walked_by_the_wizard_and_resumed_from_the_journal(simulator, tmp_path):
    (tmp_path / "config.toml").write_text(
        f'[profiles.shop]\nacme_url = "{simulator.url}"\njourney = "paynet"\nmerchant = "Acme Store"\n'
    )
    keyring = FakeKeyring()
    keyring.held["shop/acme.token"] = KEY
    async with started_wizard(keyring, "shop") as session:
        await session.until(lambda: session.app.context.ready)
        session.app.focused.value = PHONE
        await session.assert_reads("Acme gets 905000000001")
        await session.press("enter")
        await session.phase(Phase.CODE)
        await session.assert_reads("Enter the code sent to")
    [left] = WalkthroughTable(journal_path()).list_open()
    assert (left.walkthrough.legs[0].provider, left.urls) == ("acme", {"acme": simulator.url})
    async with started_wizard(keyring, "shop") as session:
        await session.assert_reads("Resume")
        await session.press("enter")
        await session.phase(Phase.CODE)
        await session.until(lambda: session.app.context.ready)
        await session.enter(simulator.state.messages(PHONE)[-1].code)
        await session.phase(Phase.DONE)
        await session.assert_reads("verified with Acme")
    assert [line.call for line in simulator.state.exchanges()] == ["send", "check"]
    assert KEY not in journal_path().read_bytes().decode("latin-1")
