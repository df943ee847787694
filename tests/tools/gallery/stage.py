"""The stages on which pictures are taken: still clocks, a seeded simulator, a keyring in memory."""

import os
import random
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from support.start_harness import FakeKeyring, entered, started_wizard
from support.wizard_harness import BEGAN, ManualClock, WizardHarness, running_wizard

from otp_tui.core.exchange.timings import Timings
from otp_tui.core.flow.journey import Journey
from otp_tui.core.target.credentials import credential_fields
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState
from otp_tui.wizard import toasts
from otp_tui.wizard.app import WizardApp
from otp_tui.wizard.pictures import plain_svg
from otp_tui.wizard.preferences import WizardPreferences
from otp_tui.wizard.svg_cells import Grid, read_grid
from otp_tui.wizard.themes import DARK, LIGHT

NARROW, WIDE, SMALL = (80, 24), (120, 40), (40, 15)
PHONE = "532 111 22 33"
FIELDS = [field.name for field in credential_fields(PROVIDERS)]
THEMES = {"dark": DARK.name, "light": LIGHT.name}

toasts._SHOWN_S = 3600.0  # in real seconds, of which a busy machine needs many

TEST_PROFILE = """
[profiles.acme]
paynet_url = "https://pts-api.paynet.com.tr"
journey = "paynet"
merchant = "Acme Store"
"""
LIVE_PROFILE = TEST_PROFILE.replace("pts-api", "api") + "live = true\n"
INTERRUPTED_PROFILE = """
[profiles.acme]
paynet_url = "{url}"
paywall_url = "{url}"
journey = "full"
merchant = "Acme Store"
"""


def same_ids() -> None:
    """Let the next walkthrough have the same ids as every first one."""
    drawn = random.Random(7)
    uuid.uuid4 = lambda: uuid.UUID(int=drawn.getrandbits(128), version=4)


@asynccontextmanager
async def simulated(
    journey: Journey, language: str, size: tuple[int, int], preferences: WizardPreferences | None = None
) -> AsyncIterator[WizardHarness]:
    """A wizard on the built-in simulator, in a folder of its own, whose SMS speak the screen's language."""
    same_ids()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        delay = 2.0 if preferences else 0.0
        chosen = preferences or WizardPreferences()
        async with running_wizard(
            journey, language, size, sms=language, sms_delay=delay, preferences=chosen
        ) as session:
            yield session
        os.chdir("/")


@asynccontextmanager
async def configured(profile: str, language: str, size: tuple[int, int]) -> AsyncIterator[WizardHarness]:
    """A wizard on a target of the operator's own; without a profile, on its first run."""
    keyring = FakeKeyring()
    keyring.held = {"acme/paynet.secret_key": "sck_x"}
    if "live" in profile:
        keyring.held["@numbers/acme"] = '{"5321112233": "mine"}'
    with TemporaryDirectory() as folder:
        os.environ["OTP_TUI_HOME"] = folder
        origin = "https://api.paynet.com.tr" if "live" in profile else "https://pts-api.paynet.com.tr"
        if profile:
            text = profile + entered("acme", origin, "paynet.secret_key")
            (Path(folder) / "config.toml").write_text(text, encoding="utf-8")
        chosen = "acme" if profile else None
        async with started_wizard(keyring, chosen, language=language, size=size) as session:
            yield session


@asynccontextmanager
async def interrupted(language: str, size: tuple[int, int]) -> AsyncIterator[WizardHarness]:
    """A wizard that was left at the code, half a minute ago."""
    keyring, clock = FakeKeyring(), ManualClock()
    keyring.held = {f"acme/{field}": "key" for field in FIELDS}
    same_ids()
    with TemporaryDirectory() as folder, Simulator(SimulatorState(BEGAN.timestamp, seed=7)) as simulator:
        os.environ["OTP_TUI_HOME"] = folder
        profile = INTERRUPTED_PROFILE.format(url=simulator.url) + entered("acme", simulator.url, *FIELDS)
        (Path(folder) / "config.toml").write_text(profile, encoding="utf-8")
        async with started_wizard(keyring, "acme", language=language, size=size, clock=clock) as session:
            await session.send("5000000001")
        clock.advance(30)
        async with started_wizard(keyring, "acme", language=language, size=size, clock=clock) as session:
            yield session


_PORT = re.compile(r":\d+(?=/)")


def same_exchanges(session: WizardHarness) -> None:
    """Give the exchanges a port and times that are always the same."""
    exchanges = session.app.context.conductor.exchanges
    exchanges[:] = [
        one._replace(url=_PORT.sub(":8787", one.url), ms=4, timings=Timings(done=4.0)) for one in exchanges
    ]


async def settled(session: WizardHarness) -> None:
    """Let everything that is under way be drawn at the moment of the clock."""
    if session.app.step_screen is not None and session.app.context.loaded is not None:
        session.app.panes.fetch_messages()
        await session.until(lambda: not session.app.panes._fetching)
    session.app.panes.hush()
    before, now = None, _drawn(session)
    while before != now:  # what is composed late, such as a pane, draws itself once more when it is there
        session.redraw()
        await session.pilot.pause()
        await session.pilot.pause()
        before, now = now, _drawn(session)


def _drawn(session: WizardHarness) -> object:
    """Return what is on the screen, with its styles."""
    return [
        [(part.text, part.style) for part in strip]
        for strip in session.app.screen._compositor.render_strips()
    ]


def exported(app: WizardApp, title: str = "otp-tui") -> str:
    """Return what is on the screen as a picture."""
    return plain_svg(app.export_screenshot(simplify=True), title)


def exported_grid(app: WizardApp) -> Grid:
    """Return the cells of what is on the screen."""
    return read_grid(app.export_screenshot(simplify=True))


class Camera:
    """Takes the pictures of one reel, dark and light.

    Args:
        session: The wizard.
        language: Its language.
        titles: What each picture shows, by name.

    Attributes:
        taken: The pictures by the names of their files.
    """

    def __init__(self, session: WizardHarness, language: str, titles: dict[str, str]) -> None:
        self._session, self._language, self._titles = session, language, titles
        self.taken: dict[str, str] = {}

    async def take(self, name: str) -> None:
        """Take a picture of what is on the screen, under a name."""
        session = self._session
        await settled(session)
        now = session.app.theme
        for theme, registered in sorted(THEMES.items(), key=lambda one: one[1] != now):
            if session.app.theme != registered:  # to parse all styles anew is most of the work
                session.app.theme = registered
                await settled(session)
            self.taken[f"{name}-{self._language}-{theme}.svg"] = exported(session.app, self._titles[name])
