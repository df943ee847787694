"""The first run: the simulator, or a target set up step by step, with its keys in the keyring or for one run."""

import asyncio
import json
import tomllib

import pytest
from support.secret_scan import assert_no_secret
from support.start_harness import FakeKeyring, entered, started_wizard
from textual import events
from textual.widgets import Input

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.core.security.keyring_errors import KeyringProblem
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState
from otp_tui.wizard.screens.credentials import CredentialsScreen
from otp_tui.wizard.screens.phone import PhoneScreen
from otp_tui.wizard.screens.setup import SetupScreen
from otp_tui.wizard.screens.setup_summary import SetupSummaryScreen
from otp_tui.wizard.widgets.secret_input import SecretInput

pytestmark = pytest.mark.system

KEYS = {
    "paynet.secret_key": "sck_SENTINEL/4f+Q=",
    "paywall.api_key": "SENTINEL-KEY-3b81c0",
    "paywall.api_client": "SENTINEL-CLIENT-77d2",
}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A configuration folder of the test's own; no key is in it when the test ends."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("OTP_TUI_HOME", str(folder))
    yield folder
    assert_no_secret([folder], KEYS.values())


@pytest.fixture(scope="module")
def running():
    with Simulator(SimulatorState()) as simulator:
        yield simulator


@pytest.fixture
def simulator(running):
    running.state.reset()
    return running


async def choose_set_up(session):
    await session.assert_reads("What do you want to connect to?")
    await session.press("down", "enter")
    await session.assert_reads("Which connection?")


async def fill(session, *texts):
    """Put a text into each field of the step, as a paste does, and press Enter in the last one."""
    screen = session.app.screen
    for field, text in zip(screen.query(Input), texts, strict=True):
        field.value = text
        field.focus()
    await session.press("enter")
    await session.until(lambda: session.app.screen is not screen)


async def to_save(session, url, *, merchant="Acme Store", name="acme"):
    """From the first step to the last, on the simulator as if it were the merchant's own test host."""
    await choose_set_up(session)
    await session.press("enter", "enter")
    await session.assert_reads("Provider addresses")
    await fill(session, url, url)
    await fill(session, *KEYS.values())
    await fill(session, merchant, name)
    await session.until(lambda: isinstance(session.app.screen, SetupSummaryScreen))


async def test_the_first_run_offers_the_simulator_and_says_how_the_keyring_stands(home):
    async with started_wizard(FakeKeyring(KeyringProblem.NONE)) as session:
        await session.assert_reads("What do you want to connect to?")
        await session.assert_reads("This machine has no keyring that programs can use.")
        await session.press("f3")
        await session.assert_reads("Bu makinede programların kullanabileceği bir anahtarlık yok.")
        await session.press("f3")
        await session.press("enter")
        await session.until(lambda: isinstance(session.app.screen, PhoneScreen))
        await session.send("5000000001")
        assert session.app.context.connection.environment == "sim"
    assert list(home.iterdir()) == []


async def test_a_target_is_set_up_saved_and_walked(home, simulator):
    keyring = FakeKeyring()
    async with started_wizard(keyring) as session:
        await to_save(session, simulator.url)
        await session.assert_reads("Paynet secret key 18 characters")
        await session.press("enter")
        await session.until(lambda: isinstance(session.app.screen, PhoneScreen))
        await session.assert_reads("full journey · Acme Store")
        await session.send("5000000001")
    for field, key in KEYS.items():
        assert keyring.held[f"acme/{field}"] == key
    written = tomllib.loads((home / "config.toml").read_text())["profiles"]["acme"]
    assert (written["paynet_url"], written["merchant"], written["journey"]) == (
        simulator.url,
        "Acme Store",
        "full",
    )
    assert set(written["credentials"]) == set(KEYS)
    assert written["credentials"]["paynet.secret_key"]["origin"] == simulator.url


async def test_back_and_forth_keeps_what_was_typed(home, simulator):
    async with started_wizard(FakeKeyring()) as session:
        await to_save(session, simulator.url)
        for title in (
            "Name this profile",
            "API keys",
            "Provider addresses",
            "Which connection?",
        ):
            await session.press("escape")
            await session.assert_reads(title)
        for title in ("Provider addresses", "API keys", "Name this profile", "Check and save"):
            await session.until(lambda: session.app.screen.query("#next").first().is_mounted)
            session.app.screen.query_one("#next").focus()
            await session.press("enter")
            await session.assert_reads(title)
        await session.assert_reads("Paywall apiclientprivate 20 characters")
        await session.assert_reads("Merchant Acme Store")


async def test_keys_are_not_echoed_and_a_paste_tells_its_length(home, simulator):
    async with started_wizard(FakeKeyring()) as session:
        await choose_set_up(session)
        await session.press("enter", "enter")
        await session.assert_reads("Provider addresses")
        await fill(session, simulator.url, simulator.url)
        await session.until(lambda: isinstance(session.app.focused, SecretInput))
        field = session.app.focused
        field.post_message(events.Paste(KEYS["paynet.secret_key"] + "\n"))
        await session.assert_reads("Paynet secret key · 18 characters")
        assert KEYS["paynet.secret_key"] not in session.text()
        assert KEYS["paynet.secret_key"] not in session.app.export_screenshot()
        assert field.value == KEYS["paynet.secret_key"]


async def test_a_key_that_cannot_be_one_is_refused_at_its_step(home, simulator):
    async with started_wizard(FakeKeyring()) as session:
        await choose_set_up(session)
        await session.press("enter", "enter")
        await session.assert_reads("Provider addresses")
        await fill(session, simulator.url, simulator.url)
        screen = session.app.screen
        for field, text in zip(screen.query(SecretInput), ("sck x", "a", "b"), strict=True):
            field.value = text
        screen.query_one("#next").focus()
        await session.press("enter")
        await session.assert_reads("The key contains a space. Copy it again.")
        assert session.app.screen is screen


async def test_a_strange_host_is_typed_once_more_to_count_as_test(home):
    async with started_wizard(FakeKeyring()) as session:
        await choose_set_up(session)
        await session.press("enter", "enter")
        await session.assert_reads("Provider addresses")
        await session.assert_reads("TEST")
        fields = list(session.app.screen.query(Input))
        fields[0].value = "https://staging.acme.example"
        await session.until(lambda: session.app.screen.environment() == "live")
        session.app.screen.query_one("#next").focus()
        await session.press("enter")
        await session.assert_reads(
            "staging.acme.example is neither a known test host nor this machine, so it counts as live."
        )
        await session.until(lambda: len(session.app.screen.query(Input)) == 3)
        list(session.app.screen.query(Input))[2].value = "staging.acme.example"
        await session.until(lambda: session.app.screen.environment() == "test")
        session.app.screen.query_one("#next").focus()
        await session.press("enter")
        await session.assert_reads("API keys")


async def test_a_live_address_is_not_taken_for_a_test_target(home):
    async with started_wizard(FakeKeyring()) as session:
        await choose_set_up(session)
        await session.press("enter", "enter")
        await session.assert_reads("Provider addresses")
        next(iter(session.app.screen.query(Input))).value = "https://api.paynet.com.tr"
        session.app.screen.query_one("#next").focus()
        await session.press("enter")
        await session.assert_reads("This address is live, but Test was chosen.")
        assert session.app.screen.environment() == "live"


async def test_testing_the_keys_sends_no_sms_and_says_what_it_could_not_check(home, simulator):
    async with started_wizard(FakeKeyring()) as session:
        await to_save(session, simulator.url)
        session.app.screen.query_one("#test").focus()
        await session.press("enter")
        await session.assert_reads("Paynet: keys accepted (code = 1")
        await session.assert_reads("Paynet has no call that only checks a key")
        await session.assert_reads("Paywall: keys accepted")
    assert sorted(line.call for line in simulator.state.exchanges()) == ["check_otp", "session"]


async def test_other_keys_that_are_there_are_replaced_only_after_a_question(home, simulator):
    keyring = FakeKeyring()
    keyring.held["acme/paynet.secret_key"] = "another"
    async with started_wizard(keyring) as session:
        await to_save(session, simulator.url)
        await session.press("enter")
        await session.assert_reads("The keyring already holds other keys for acme.")
        assert keyring.held["acme/paynet.secret_key"] == "another"
        await session.press("tab", "enter")
        await session.until(lambda: isinstance(session.app.screen, PhoneScreen))
    assert keyring.held["acme/paynet.secret_key"] == KEYS["paynet.secret_key"]


@pytest.mark.system
@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (KeyringProblem.NONE, "This machine has no keyring that programs can use."),
        (KeyringProblem.LOCKED, "The keyring is locked and was not unlocked."),
        (KeyringProblem.REFUSED, "The keyring (tests.FakeKeyring) returned an error"),
        (KeyringProblem.FORGETS, "accepts values but does not return them"),
        (KeyringProblem.PLAIN_TEXT, "would store keys unencrypted in a file, so otp-tui does not use it"),
    ],
)
async def test_without_a_keyring_the_keys_serve_this_run_only(home, simulator, problem, sentence):
    async with started_wizard(FakeKeyring(problem)) as session:
        await to_save(session, simulator.url)
        await session.assert_reads(sentence)
        await session.press("enter")
        await session.assert_reads(sentence)
        assert list(home.iterdir()) == []
        session.app.screen.query_one("#once").focus()
        await session.press("enter")
        await session.until(lambda: isinstance(session.app.screen, PhoneScreen))
        await session.send("5000000001")
    assert not (home / "config.toml").exists()


PROFILE = """
[profiles.acme]
paynet_url = "{url}"
paywall_url = "{url}"
journey = "full"
merchant = "Acme Store"
"""


async def test_a_profile_without_its_keys_asks_for_them_and_keeps_them(home, simulator):
    (home / "config.toml").write_text(PROFILE.format(url=simulator.url))
    keyring = FakeKeyring()
    async with started_wizard(keyring, "acme") as session:
        await session.assert_reads("Keys are missing for the profile acme")
        await fill(session, *KEYS.values())
        await session.until(lambda: isinstance(session.app.screen, PhoneScreen))
        await session.send("5000000001")
    assert {name: key for name, key in keyring.held.items() if not name.startswith("@")} == {
        f"acme/{field}": key for field, key in KEYS.items()
    }


async def test_a_keyring_that_answers_late_is_used_after_all(home, simulator):
    (home / "config.toml").write_text(
        PROFILE.format(url=simulator.url) + entered("acme", simulator.url, *KEYS)
    )
    keyring = FakeKeyring()
    keyring.held = {f"acme/{field}": key for field, key in KEYS.items()}
    async with started_wizard(keyring, "acme") as session:
        keyring.late = asyncio.get_running_loop().create_future()
        await session.until(lambda: isinstance(session.app.screen, CredentialsScreen))
        await session.assert_reads("The keyring has not answered for 3 seconds.")
        keyring.late.set_result(None)
        await session.until(lambda: isinstance(session.app.screen, PhoneScreen))
        await session.send("5000000001")
        assert session.app.context.walkthrough.phase is Phase.CODE


async def test_several_profiles_are_a_choice(home, simulator):
    text = PROFILE.format(url=simulator.url)
    (home / "config.toml").write_text(text + text.replace("acme", "other").replace("Acme", "Other"))
    keyring = FakeKeyring()
    keyring.held = {f"other/{field}": key for field, key in KEYS.items()}
    async with started_wizard(keyring) as session:
        await session.assert_reads("Which profile?")
        await session.assert_reads("SIM · Other Store · full journey")
        await session.press("down", "enter")
        await session.until(lambda: isinstance(session.app.screen, PhoneScreen))
        assert session.app.context.connection.profile == "other"


@pytest.mark.system
@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 15)])
async def test_every_step_is_whole_in_both_languages_and_at_every_size(home, simulator, language, size):
    """No name of a sentence stands where its words should, and the way on can be reached by keys alone."""
    async with started_wizard(FakeKeyring(), language=language, size=size) as session:
        app = session.app
        await session.until(lambda: len(app.screen.query("#item-set_up")) == 1)
        app.screen.query_one("#item-set_up").focus()
        await session.press("enter")
        for texts in ([], [simulator.url] * 2, KEYS.values(), ("Acme", "acme")):
            await session.until(lambda: isinstance(app.screen, SetupScreen))
            screen = app.screen
            assert "setup." not in session.text()
            for field, text in zip(screen.query(Input), texts, strict=False):
                field.value = text
            screen.query_one("#next").focus()
            await session.press("enter")
            await session.until(lambda was=screen: app.screen is not was)
        await session.until(lambda: isinstance(app.screen, SetupSummaryScreen))
        assert "setup." not in session.text()
        assert json.dumps(KEYS["paywall.api_key"]) not in session.text()


async def test_journeys_are_offered_where_there_is_a_choice(home, simulator):
    text = PROFILE.format(url=simulator.url).replace('journey = "full"\n', "")
    (home / "config.toml").write_text(text + entered("acme", simulator.url, *KEYS))
    keyring = FakeKeyring()
    keyring.held = {f"acme/{field}": key for field, key in KEYS.items()}
    async with started_wizard(keyring, "acme") as session:
        await session.assert_reads("What do you want to do?")
        assert session.app.screen.environment() == "sim"
        await session.press("tab", "enter")
        await session.assert_reads("Which phone do you want to verify?")
        assert session.app.context.walkthrough.journey is Journey.PAYNET


def twice(session):
    """Two presses of Enter before the program has looked at the first, as a key bounces."""
    for _ in range(2):
        session.app.post_message(events.Key("enter", "\r"))


async def test_a_bouncing_enter_never_leaves_a_step_twice(home, simulator):
    async with started_wizard(FakeKeyring()) as session:
        await choose_set_up(session)
        await session.press("enter", "enter")
        await session.assert_reads("Provider addresses")
        await fill(session, simulator.url, simulator.url)
        for texts, title in (
            (KEYS.values(), "Name this profile"),
            (("Acme Store", "acme"), "Check and save"),
        ):
            screen = session.app.screen
            for field, text in zip(screen.query(Input), texts, strict=True):
                field.value = text
            list(screen.query(Input))[-1].focus()
            await session.until(lambda was=screen: session.app.focused is list(was.query(Input))[-1])
            session.clock.advance(1)
            twice(session)
            await session.assert_reads(title)
        await session.pilot.pause()
        assert isinstance(session.app.screen, SetupSummaryScreen)
        assert list(home.iterdir()) == []


async def test_two_hosts_of_ones_own_are_each_typed_once_more(home):
    async with started_wizard(FakeKeyring()) as session:
        await choose_set_up(session)
        await session.press("enter", "enter")
        await session.assert_reads("Provider addresses")
        for field, host in zip(
            session.app.screen.query(Input), ("a.acme.example", "b.acme.example"), strict=True
        ):
            field.value = f"https://{host}"
        session.app.screen.query_one("#next").focus()
        await session.press("enter")
        await session.assert_reads("a.acme.example is neither a known test host nor this machine")
        await session.until(lambda: len(session.app.screen.query(Input)) == 4)
        for field, host in zip(
            list(session.app.screen.query(Input))[2:], ("a.acme.example", "b.acme.example"), strict=True
        ):
            field.value = host
        await session.until(lambda: session.app.screen.environment() == "test")
        session.app.screen.query_one("#next").focus()
        await session.press("enter")
        await session.assert_reads("API keys")


async def test_a_key_too_long_for_a_keyring_is_told_at_its_step(home, simulator):
    async with started_wizard(FakeKeyring()) as session:
        await choose_set_up(session)
        await session.press("enter", "enter")
        await session.assert_reads("Provider addresses")
        await fill(session, simulator.url, simulator.url)
        for field, text in zip(session.app.screen.query(SecretInput), ("x" * 1281, "a", "b"), strict=True):
            field.value = text
        session.app.screen.query_one("#next").focus()
        await session.press("enter")
        await session.assert_reads("Longer than 1280 characters.")


async def test_a_locked_keyring_is_asked_again_and_other_keys_are_not_overwritten_unasked(home, simulator):
    (home / "config.toml").write_text(
        PROFILE.format(url=simulator.url) + entered("acme", simulator.url, *KEYS)
    )
    keyring = FakeKeyring(KeyringProblem.LOCKED)
    keyring.held = {f"acme/{field}": key for field, key in KEYS.items()}
    async with started_wizard(keyring, "acme") as session:
        await session.assert_reads("The keys of the profile acme could not be read")
        keyring.problem = None
        for field in session.app.screen.query(SecretInput):
            field.value = "another"
        session.app.screen.query_one("#keep").focus()
        await session.press("enter")
        await session.assert_reads("The keyring already holds other keys for acme.")
        await session.press("enter")
        assert keyring.held["acme/paynet.secret_key"] == KEYS["paynet.secret_key"]
        session.app.screen.query_one("#retry").focus()
        await session.press("enter")
        await session.until(lambda: isinstance(session.app.screen, PhoneScreen))
        await session.send("5000000001")


async def test_help_says_what_can_be_done_before_anything_was_begun(home):
    async with started_wizard(FakeKeyring()) as session:
        await choose_set_up(session)
        await session.press("f1")
        await session.assert_reads("The only request sent from here is a test of the keys")
        await session.press("escape")
        await session.assert_reads("Which connection?")


async def test_a_host_that_is_asked_about_no_more_is_not_asked_about(home):
    async with started_wizard(FakeKeyring()) as session:
        await choose_set_up(session)
        await session.press("enter", "enter")
        await session.assert_reads("Provider addresses")
        fields = list(session.app.screen.query(Input))
        usual, fields[0].value = fields[0].value, "https://staging.acme.example"
        session.app.screen.query_one("#next").focus()
        await session.press("enter")
        await session.until(lambda: len(session.app.screen.query(Input)) == 3)
        list(session.app.screen.query(Input))[2].value = "staging.acme"
        session.app.screen.query_one("#next").focus()
        await session.press("enter")
        await session.assert_reads("That is another name. Type staging.acme.example exactly")
        next(iter(session.app.screen.query(Input))).value = usual
        await session.until(lambda: "Retype staging.acme.example" not in " ".join(session.text().split()))
        session.app.screen.query_one("#next").focus()
        await session.press("enter")
        await session.assert_reads("API keys")
