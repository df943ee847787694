"""What was interrupted is offered first, with the time that is left; going on, giving up and leaving it send nothing."""

import asyncio
import json

import pytest
from support.start_harness import FakeKeyring, entered, started_wizard
from support.wizard_harness import ManualClock

from otp_tui.core.flow.state import Phase
from otp_tui.core.security.keyring_errors import KeyringProblem
from otp_tui.core.target.credentials import credential_fields
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState
from otp_tui.wizard.screens.resume import ResumeScreen

pytestmark = pytest.mark.system

FIELDS = [field.name for field in credential_fields(PROVIDERS)]

PHONE = "5000000001"
KEYS = {f"acme/{field}": f"key-of-{field}" for field in FIELDS}


@pytest.fixture(scope="module")
def running():
    with Simulator(SimulatorState(lambda: 1_795_000_000.0)) as simulator:
        yield simulator


@pytest.fixture
def home(running, tmp_path, monkeypatch):
    """A configuration with one profile, whose addresses lead to the simulator."""
    running.state.reset()
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path))
    text = f'[profiles.acme]\npaynet_url = "{running.url}"\npaywall_url = "{running.url}"\njourney = "full"\n'
    (tmp_path / "config.toml").write_text(text + entered("acme", running.url, *FIELDS))
    (tmp_path / "config.toml").chmod(0o600)
    return tmp_path


@pytest.fixture
def keyring():
    keyring = FakeKeyring()
    keyring.held |= KEYS
    return keyring


def calls(running):
    return [line.call for line in running.state.exchanges()]


async def left_at_the_code(keyring, clock, phone=PHONE, size=(80, 24)):
    """Send a code, and leave the program with it open."""
    async with started_wizard(keyring, "acme", clock=clock, size=size) as session:
        await session.send(phone)
        await session.press("ctrl+q")


async def offered(session):
    await session.until(lambda: isinstance(session.app.screen, ResumeScreen))
    assert session.app.focused.id == "item-resume"


async def test_what_was_left_is_offered_first_with_the_true_time_and_gone_on_with(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    clock.advance(30)
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await offered(session)
        await session.assert_reads("A walkthrough was interrupted")
        await session.assert_reads("SIM · full journey · +90 5•• ••• •• 01 · acme")
        await session.assert_reads("Paynet's code expires in 1:30")
        clock.advance(10)
        session.app.screen.tick()
        await session.assert_reads("Paynet's code expires in 1:20")
        await session.press("enter")
        await session.phase(Phase.CODE)
        assert calls(running) == ["send_otp"]
        await session.assert_reads("Resumed 0:41 after it was interrupted; resuming sent nothing.")
        assert [exchange.call for exchange in session.app.context.conductor.exchanges] == ["send_otp"]
        assert session.app.context.walkthrough.challenge.remaining(session.app.context.now()) == 79
        await session.until(lambda: session.app.context.ready)
        await session.enter(await session.newest_code())
        await session.phase(Phase.READY)
        await session.press("enter")
        await session.phase(Phase.CODE)
        await session.enter(await session.newest_code())
        await session.phase(Phase.DONE)
        await session.assert_reads("Linked")
    assert calls(running) == ["send_otp", "check_otp", "session", "merchant/link", "otp/verify"]
    assert set(keyring.held) == {*KEYS, "@key/user-id"}
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await session.phase(Phase.PHONE)


async def test_giving_up_says_until_when_the_server_keeps_the_code_and_asks_first(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await offered(session)
        await session.press("down", "enter")
        await session.assert_reads(
            "will not be offered again. By the server's own word the code is valid until"
        )
        await session.press("enter")
        await offered_still(session)
        await session.press("enter")
        await session.press("tab", "enter")
        await session.phase(Phase.PHONE)
        await session.assert_reads(
            "The walkthrough was discarded. By the server's own word the code is valid until"
        )
        await session.assert_reads("; otp-tui cannot change that.")
    assert calls(running) == ["send_otp"]
    assert not [name for name in keyring.held if name.startswith("@walk/")]
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await session.phase(Phase.PHONE)


async def offered_still(session):
    await session.until(lambda: isinstance(session.app.screen, ResumeScreen))


async def test_what_is_left_alone_is_offered_again(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    for _ in range(2):
        async with started_wizard(keyring, "acme", clock=clock) as session:
            await offered(session)
            await session.press("down", "down", "enter")
            await session.phase(Phase.PHONE)
    assert calls(running) == ["send_otp"]


async def test_what_ran_out_is_closed_once_and_said_once(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    clock.advance(121)
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await session.phase(Phase.PHONE)
        await session.assert_reads("The walkthrough for +90 5•• ••• •• 01 was interrupted and expired at")
    assert not [name for name in keyring.held if name.startswith("@walk/")]
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await session.phase(Phase.PHONE)
        await session.until(lambda: session.app.context.ready)
        assert "was interrupted" not in session.text()


async def test_a_second_program_sees_that_the_first_one_has_it(home, keyring, running):
    clock = ManualClock()
    async with started_wizard(keyring, "acme", clock=clock) as first:
        await first.send(PHONE)
        async with started_wizard(keyring, "acme", clock=clock) as second:
            await offered(second)
            await second.assert_reads("· acme This walkthrough is open in another otp-tui on this machine.")
            await second.press("enter")
            await second.assert_reads("This walkthrough is open in another otp-tui on this machine")
            await second.press("down", "enter")
            await second.press("tab", "enter")
            await offered_still(second)
            await second.assert_reads("This walkthrough is open in another otp-tui on this machine")
        assert first.app.context.walkthrough.phase is Phase.CODE
    assert calls(running) == ["send_otp"]


async def test_several_are_offered_one_after_the_other(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    clock.advance(5)
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await offered(session)
        await session.press("down", "down", "enter")
        await session.phase(Phase.PHONE)
        await session.send("5000000008")
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await offered(session)
        await session.assert_reads("2 walkthroughs were interrupted (1 of 2)")
        await session.assert_reads("+90 5•• ••• •• 08")
        await session.press("down", "down", "enter")
        await session.assert_reads("2 walkthroughs were interrupted (2 of 2)")
        await session.assert_reads("+90 5•• ••• •• 01")
        await session.press("enter")
        await session.phase(Phase.CODE)
        assert session.app.context.walkthrough.phone == "+90 5•• ••• •• 01"


async def test_keys_that_are_gone_are_asked_for_and_then_it_goes_on(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    for name in KEYS:
        del keyring.held[name]
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await offered(session)
        await session.press("enter")
        await session.assert_reads("Paynet secret key")
        assert calls(running) == ["send_otp"]


async def test_a_keyring_that_answers_late_is_waited_for(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await offered(session)
        keyring.late = asyncio.get_running_loop().create_future()
        await session.press("enter")
        await session.assert_reads("has not answered")
        keyring.late.set_result(None)
        await session.phase(Phase.CODE)
    assert calls(running) == ["send_otp"]


async def test_what_the_keyring_lost_cannot_be_gone_on_with_but_given_up(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    for name in [name for name in keyring.held if name.startswith("@walk/")]:
        del keyring.held[name]
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await offered(session)
        await session.press("enter")
        await session.assert_reads(
            "The keyring does not hold what this walkthrough needs, so it cannot be resumed."
        )
        await session.press("down", "enter")
        await session.press("tab", "enter")
        await session.phase(Phase.PHONE)


async def test_without_a_keyring_the_screen_says_so_at_the_start(home, running, monkeypatch):
    for field in credential_fields(PROVIDERS):
        monkeypatch.setenv(field.variable, "key")
    clock = ManualClock()
    async with started_wizard(FakeKeyring(KeyringProblem.NONE), "acme", clock=clock) as session:
        await session.until(lambda: session.app.context.ready)
        await session.assert_reads("program ends, this walkthrough cannot be resumed")
        await session.send(PHONE)
        await session.assert_reads("program ends, this walkthrough cannot be resumed")
    async with started_wizard(FakeKeyring(KeyringProblem.NONE), "acme", clock=clock) as session:
        await session.phase(Phase.PHONE)
        await session.assert_reads(
            "What it needs was not saved in a keyring, so it cannot be resumed and was closed."
        )


async def test_a_journal_that_cannot_be_written_is_said_and_the_walkthrough_goes_on(home, keyring, running):
    (home / "journal.sqlite3").mkdir()
    async with started_wizard(keyring, "acme", clock=ManualClock()) as session:
        await session.send(PHONE)
        await session.assert_reads("The journal cannot be written: this walkthrough is kept in memory only")
        await session.enter(await session.newest_code())
        await session.phase(Phase.READY)
        await session.assert_reads("The journal cannot be written")


async def test_where_sends_are_limited_none_leaves_that_cannot_be_counted(home, keyring, running):
    with (home / "config.toml").open("a", encoding="utf-8") as file:
        file.write("[profiles.acme.budget]\nper_10_minutes = 1\n")
    (home / "journal.sqlite3").mkdir()
    async with started_wizard(keyring, "acme", clock=ManualClock()) as session:
        await session.enter(PHONE)
        await session.assert_reads("Sends cannot be counted because the journal cannot be written")
        await session.assert_reads("`otp-tui doctor` shows what is wrong with the journal")
        await session.press("f3")
        await session.assert_reads("Günlüğe yazılamadığı için gönderimler sayılamıyor")
        assert session.app.context.walkthrough.phase is Phase.PHONE
    assert calls(running) == []


async def test_a_damaged_journal_is_set_aside_with_a_sentence(home, keyring, running):
    (home / "journal.sqlite3").write_text("this was a journal once " * 99)
    async with started_wizard(keyring, "acme", clock=ManualClock()) as session:
        await session.phase(Phase.PHONE)
        await session.assert_reads("The journal could not be read. It was renamed to")
        await session.send(PHONE)
    (aside,) = home.glob("journal.sqlite3.aside-*")
    assert aside.read_text() == "this was a journal once " * 99


@pytest.mark.system
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 15)])
@pytest.mark.parametrize(("language", "resume"), [("en", "Resume"), ("tr", "Sürdür")])
async def test_it_can_be_read_at_every_size_in_both_languages(home, keyring, running, size, language, resume):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    async with started_wizard(keyring, "acme", clock=clock, size=size, language=language) as session:
        await offered(session)
        assert resume in session.text()
        assert "01" in session.text()


async def test_nothing_that_is_secret_is_in_the_journal(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    (kept,) = [value for name, value in keyring.held.items() if name.startswith("@walk/")]
    secrets = [value.encode() for value in json.loads(kept).values()]
    assert len(secrets) == 2
    written = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert [secret for secret in secrets if secret in written] == []


async def test_an_sms_from_before_does_not_ring_again(home, keyring, running):
    clock = ManualClock()
    await left_at_the_code(keyring, clock)
    async with started_wizard(keyring, "acme", clock=clock) as session:
        await offered(session)
        await session.press("f1")
        await session.assert_reads(
            "Resuming sends nothing: it shows the walkthrough with the time that is left."
        )
        await session.press("escape")
        await session.until(lambda: isinstance(session.app.screen, ResumeScreen))
        await session.press("enter")
        await session.phase(Phase.CODE)
        session.app.panes.fetch_messages()
        await session.until(lambda: len(session.app.context.messages) == 1)
        assert session.app.context.unread == 0
        assert "New SMS" not in session.text()
