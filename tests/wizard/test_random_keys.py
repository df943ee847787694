"""Random keys, pointer events, pastes and sizes on every screen: nothing crashes, and the program still answers."""

import os
from collections.abc import Awaitable, Callable

import pytest
from support.hosts import Hosts
from support.random_keys import RandomKeys
from support.start_harness import FakeKeyring, entered, started_wizard
from support.wizard_harness import WizardHarness, running_wizard
from textual.screen import Screen
from textual.widgets import Input

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.dialogs.confirm import ConfirmDialog
from otp_tui.wizard.dialogs.send import SendDialog
from otp_tui.wizard.screens.credentials import CredentialsScreen
from otp_tui.wizard.screens.menu import MenuScreen
from otp_tui.wizard.screens.setup import SetupScreen

pytestmark = pytest.mark.system

EVENTS = int(os.environ.get("RANDOM_KEYS", "2000"))
"""The keys of one run over all places; 10,000 is what a release is tried with."""
KEYS = {"paynet.secret_key": "sck_x"}
PHONE = "5321112233"
CONFIG = """
[profiles.keyless]
paynet_url = "{url}"
journey = "paynet"

[profiles.either]
paynet_url = "{url}"
paywall_url = "{url}"

[profiles.test]
paynet_url = "https://pts-api.paynet.com.tr"
journey = "paynet"
proxy = "{proxy}"
ca_bundle = "{bundle}"

[profiles.live]
paynet_url = "https://api.paynet.com.tr"
journey = "paynet"
merchant = "Acme Store"
live = true
proxy = "{proxy}"
ca_bundle = "{bundle}"
"""


@pytest.fixture(scope="module")
def running():
    with Simulator(SimulatorState()) as simulator:
        yield simulator


@pytest.fixture
def hosts(running, tmp_path, monkeypatch):
    """The vendors' hosts on loopback, to which every way out of this machine leads, and profiles that go there."""
    running.state.reset()
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("OTP_TUI_HOME", str(home))
    with Hosts(running.url) as played:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, played.proxy_url)
        config = CONFIG.format(url=running.url, proxy=played.proxy_url, bundle=played.bundle)
        config += entered("test", "https://pts-api.paynet.com.tr", *KEYS)
        config += entered("live", "https://api.paynet.com.tr", *KEYS)
        (home / "config.toml").write_text(config)
        yield played


# where it begins -------------------------------------------------------------------------------------


async def phone(session: WizardHarness) -> None:
    await session.until(lambda: session.app.context.ready)


async def sending(session: WizardHarness) -> None:
    await session.enter("5000000005")
    await session.until(lambda: session.app.context.walkthrough.phase is Phase.SENDING)


async def code(session: WizardHarness) -> None:
    await session.send("5000000001")


async def halted(session: WizardHarness) -> None:
    await session.enter("5000000006")
    await session.phase(Phase.HALTED)


async def maybe_sent(session: WizardHarness) -> None:
    await session.enter("5000000011")
    await session.phase(Phase.MAYBE_SENT)


async def verified(session: WizardHarness) -> None:
    await code(session)
    await session.enter(await session.newest_code())
    await session.until(lambda: session.app.context.walkthrough.phase in {Phase.READY, Phase.DONE})


async def unlinking(session: WizardHarness) -> None:
    await verified(session)
    await session.app.run_action("app.perform('unlink')")
    await opened(session, ConfirmDialog)


def panel(key: str) -> Callable[[WizardHarness], Awaitable[None]]:
    async def reach(session: WizardHarness) -> None:
        await code(session)
        await session.press(key)
        await opened(session, Dialog)

    return reach


async def menu(session: WizardHarness) -> None:
    await opened(session, MenuScreen)


async def set_up(session: WizardHarness) -> None:
    await menu(session)
    session.app.screen.query_one("#item-set_up").press()
    await opened(session, SetupScreen)


def set_up_to(*steps: tuple[str, ...]) -> Callable[[WizardHarness], Awaitable[None]]:
    """A step of the set-up: what is typed into each step before it."""

    async def reach(session: WizardHarness) -> None:
        await set_up(session)
        for texts in steps:
            screen = session.app.screen
            for field, text in zip(screen.query(Input), texts, strict=True):
                field.value = text
            screen.query_one("#next").press()
            await session.until(lambda screen=screen: session.app.screen is not screen)
            await session.until(lambda: session.app.screen.is_mounted)

    return reach


async def keys(session: WizardHarness) -> None:
    await opened(session, CredentialsScreen)


async def whose(session: WizardHarness) -> None:
    await session.enter(PHONE)
    await opened(session, SendDialog)


async def live_code(session: WizardHarness) -> None:
    await whose(session)
    await session.enter("Acme Store")
    await session.phase(Phase.CODE)


async def opened(session: WizardHarness, kind: type[Screen[object]]) -> None:
    await session.until(lambda: isinstance(session.app.screen, kind) and session.app.screen.is_mounted)


DEMO = {
    "phone": (Journey.FULL, phone),
    "sending": (Journey.PAYNET, sending),
    "code": (Journey.FULL, code),
    "halted": (Journey.MASTERPASS, halted),
    "maybe sent": (Journey.PAYNET, maybe_sent),
    "link": (Journey.FULL, verified),
    "done": (Journey.PAYNET, verified),
    "question": (Journey.MASTERPASS, unlinking),
    "help": (Journey.PAYNET, panel("f1")),
    "exchanges": (Journey.FULL, panel("f2")),
    "inbox": (Journey.MASTERPASS, panel("f4")),
    "commands": (Journey.FULL, panel("ctrl+p")),
    "travel": (Journey.PAYNET, panel("ctrl+t")),
}
URLS = ("https://pts-api.paynet.com.tr", "https://test-payment-api.itspaywall.com")
TYPED = ((), URLS, ("sck_x", "key", "client"), ("Acme Store", "acme"))
FIRST_RUN = {
    "first run": menu,
    "target": set_up,
    "addresses": set_up_to(*TYPED[:1]),
    "keys to keep": set_up_to(*TYPED[:2]),
    "name": set_up_to(*TYPED[:3]),
    "save": set_up_to(*TYPED),
}
PROFILES = {
    "profiles": (None, menu),
    "journeys": ("either", menu),
    "missing keys": ("keyless", keys),
    "whose phone": ("test", whose),
    "merchant": ("live", whose),
    "live": ("live", live_code),
}
SEED = 1
EACH = EVENTS // (len(DEMO) + len(FIRST_RUN) + len(PROFILES)) + 1


def seeds(places):
    """The seed as it stands in a failing test's name."""
    return pytest.mark.parametrize("seed", [f"{place} {SEED}" for place in places])


async def play(session: WizardHarness, seed: str) -> None:
    restless = RandomKeys(session, seed)
    await restless.play(EACH)
    await restless.answers()


@seeds(DEMO)
async def test_on_the_simulator(seed):
    journey, reach = DEMO[seed.removesuffix(f" {SEED}")]
    async with running_wizard(journey) as session:
        await reach(session)
        await play(session, seed)


@seeds(FIRST_RUN)
async def test_before_there_is_a_target(hosts, seed, tmp_path):
    (tmp_path / "home" / "config.toml").unlink()
    async with started_wizard(FakeKeyring()) as session:
        await FIRST_RUN[seed.removesuffix(f" {SEED}")](session)
        await play(session, seed)


@seeds(PROFILES)
async def test_on_a_target_of_ones_own(hosts, seed):
    profile, reach = PROFILES[seed.removesuffix(f" {SEED}")]
    keyring = FakeKeyring()
    for name in ("test", "live"):
        keyring.held[f"{name}/paynet.secret_key"] = KEYS["paynet.secret_key"]
    keyring.held["@numbers/live"] = f'{{"{PHONE}": "mine"}}'
    async with started_wizard(keyring, profile) as session:
        await reach(session)
        await play(session, seed)
