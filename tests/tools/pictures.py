"""Makes the pictures in screenshots/ from the running program; `--check` fails where one of them is stale.

The clock, the simulator's seed, the size, the zone and the language are fixed, so the same program makes the same
bytes. The web font that Textual's SVG links is taken out, because a picture must not call home.
"""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

RINGING = "code-fresh"
"""The picture that shows the toast; it would be gone from the others after some seconds, or not."""
FOLDER = Path(__file__).parents[2] / "screenshots"
SIZES = ((80, 24), (120, 40))
LANGUAGES = ("tr", "en")
_PORT = re.compile(r":\d+(?=/)")

for name in [name for name in os.environ if name.startswith("TEXTUAL")] + ["NO_COLOR"]:
    os.environ.pop(name, None)
os.environ |= {"TZ": "Europe/Istanbul", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
if hasattr(time, "tzset"):
    time.tzset()

# Textual reads the environment when it is imported, so this comes after it was set.
sys.path.insert(0, str(Path(__file__).parents[1]))

from support.start_harness import FakeKeyring, entered, started_wizard  # noqa: E402
from support.wizard_harness import BEGAN, ManualClock, WizardHarness, running_wizard  # noqa: E402
from textual.widgets import Input  # noqa: E402

from otp_tui.core.exchange.timings import Timings  # noqa: E402
from otp_tui.core.flow.journey import Journey  # noqa: E402
from otp_tui.core.flow.state import Phase  # noqa: E402
from otp_tui.core.target.credentials import credential_fields  # noqa: E402
from otp_tui.core.target.providers import PROVIDERS  # noqa: E402
from otp_tui.simulator.simulator import Simulator  # noqa: E402
from otp_tui.simulator.state import SimulatorState  # noqa: E402
from otp_tui.wizard import toasts  # noqa: E402
from otp_tui.wizard.pictures import plain_svg  # noqa: E402
from otp_tui.wizard.screens.setup import SetupScreen  # noqa: E402

toasts._SHOWN_S = 3600.0  # in real seconds, of which a busy machine needs many
FIELDS = [field.name for field in credential_fields(PROVIDERS)]


async def phone(session: WizardHarness) -> None:
    await session.until(lambda: session.app.context.loaded is not None)
    await session.press(*"0500 000 00 01")


async def code_fresh(session: WizardHarness) -> None:
    await session.send("5000000001")


async def code_halfway(session: WizardHarness) -> None:
    await session.send("5000000001")
    session.clock.advance(61)


async def code_over(session: WizardHarness) -> None:
    await session.send("5000000001")
    session.clock.advance(125)


async def refused(session: WizardHarness) -> None:
    await session.send("5000000002")
    session.clock.advance(8)
    await session.enter(await session.newest_code())
    await session.until(lambda: session.app.context.walkthrough.notice is not None)


async def too_early(session: WizardHarness) -> None:
    await session.send("5000000017")
    session.clock.advance(31)
    session.redraw()
    await session.press("f5")
    await session.until(lambda: session.app.context.walkthrough.notice is not None)


async def no_account(session: WizardHarness) -> None:
    await session.enter("06")
    await session.phase(Phase.HALTED)


async def inspector(session: WizardHarness) -> None:
    """The exchanges of an account that is not there, with a port and times that are always the same."""
    await no_account(session)
    exchanges = session.app.context.conductor.exchanges
    exchanges[:] = [
        one._replace(url=_PORT.sub(":8787", one.url), ms=4, timings=Timings(done=4.0)) for one in exchanges
    ]
    await session.press("f2")
    await session.until(lambda: bool(session.app.screen.query("#inspect-tools")))
    await session.until(lambda: session.app.context.tools is not None)


async def inbox(session: WizardHarness) -> None:
    await session.send("5000000001")
    await session.until(lambda: bool(session.app.context.messages))
    await session.press("f4")
    await session.until(lambda: session.app.context.unread == 0)


async def linked(session: WizardHarness) -> None:
    await session.send("5000000001")
    session.clock.advance(12)
    await session.enter(await session.newest_code())
    await session.phase(Phase.READY)
    await session.press("enter")
    await session.phase(Phase.CODE)
    session.clock.advance(17)
    await session.enter(await session.newest_code())
    await session.phase(Phase.DONE)


SHOTS: dict[str, tuple[Journey, Callable[[WizardHarness], Awaitable[None]]]] = {
    "phone": (Journey.FULL, phone),
    "code-fresh": (Journey.FULL, code_fresh),
    "code-halfway": (Journey.FULL, code_halfway),
    "code-over": (Journey.FULL, code_over),
    "refused": (Journey.FULL, refused),
    "too-early": (Journey.MASTERPASS, too_early),
    "inbox": (Journey.FULL, inbox),
    "no-account": (Journey.MASTERPASS, no_account),
    "inspector": (Journey.MASTERPASS, inspector),
    "linked": (Journey.FULL, linked),
}


async def first_run(session: WizardHarness) -> None:
    await session.until(lambda: bool(session.app.screen.query("#item-set_up")))


async def to_step(session: WizardHarness, *steps: tuple[str, ...]) -> None:
    """Through the set-up, filling in each step."""
    await first_run(session)
    await session.press("down", "enter")
    for texts in steps:
        await session.until(lambda: isinstance(session.app.screen, SetupScreen))
        screen = session.app.screen
        await session.until(lambda was=screen: was.is_mounted and bool(was.query("#next")))
        for field, text in zip(screen.query(Input), texts, strict=False):
            field.value = text
        screen.query_one("#next").focus()
        await session.press("enter")
        await session.until(lambda was=screen: session.app.screen is not was)


KEYS = ("sck_" + "x" * 26, "k" * 32, "c" * 36)


async def set_up_keys(session: WizardHarness) -> None:
    await to_step(session, (), ())
    await session.until(lambda: len(session.app.screen.query(Input)) == len(KEYS))
    for field, key in list(zip(session.app.screen.query(Input), KEYS, strict=True))[:2]:
        field.value = key
    list(session.app.screen.query(Input))[2].focus()


async def set_up_save(session: WizardHarness) -> None:
    await to_step(session, (), (), KEYS, ("Acme Store", "acme"))
    await session.until(lambda: bool(session.app.screen.query("#save")))


async def live(session: WizardHarness) -> None:
    await session.enter("532 111 22 33")
    await session.until(lambda: bool(session.app.screen.query("#field-merchant")))


async def resume(session: WizardHarness) -> None:
    await session.until(lambda: bool(session.app.screen.query("#item-resume")))


STARTING_SHOTS: dict[str, tuple[str | None, Callable[[WizardHarness], Awaitable[None]]]] = {
    "first-run": (None, first_run),
    "set-up-keys": (None, set_up_keys),
    "set-up-save": (None, set_up_save),
    "live": ("acme", live),
    "resume": ("acme", resume),
}
LIVE_PROFILE = """
[profiles.acme]
paynet_url = "https://api.paynet.com.tr"
journey = "paynet"
merchant = "Acme Store"
live = true
"""


INTERRUPTED_PROFILE = """
[profiles.acme]
paynet_url = "{url}"
paywall_url = "{url}"
journey = "full"
merchant = "Acme Store"
"""


@asynccontextmanager
async def interrupted(folder: str, language: str, size: tuple[int, int]) -> AsyncIterator[WizardHarness]:
    """A wizard that was left at the code, half a minute ago."""
    keyring, clock = FakeKeyring(), ManualClock()
    keyring.held = {f"acme/{field}": "key" for field in FIELDS}
    with Simulator(SimulatorState(BEGAN.timestamp, seed=7)) as simulator:
        profile = INTERRUPTED_PROFILE.format(url=simulator.url) + entered("acme", simulator.url, *FIELDS)
        (Path(folder) / "config.toml").write_text(profile)
        async with started_wizard(keyring, "acme", language=language, size=size, clock=clock) as session:
            await session.send("5000000001")
        clock.advance(30)
        async with started_wizard(keyring, "acme", language=language, size=size, clock=clock) as session:
            yield session


@asynccontextmanager
async def wizard_for(name: str, language: str, size: tuple[int, int]) -> AsyncIterator[WizardHarness]:
    """The stage of a picture: the simulator, or a target of the operator's own with a keyring in memory."""
    if name in SHOTS:
        async with running_wizard(SHOTS[name][0], language, size, sms=language) as session:
            yield session
        return
    profile, keyring = STARTING_SHOTS[name][0], FakeKeyring()
    keyring.held = {"acme/paynet.secret_key": "sck_x", "@numbers/acme": '{"5321112233": "mine"}'}
    with TemporaryDirectory() as folder:
        os.environ["OTP_TUI_HOME"] = folder
        if name == "resume":
            async with interrupted(folder, language, size) as session:
                yield session
            return
        if profile:
            (Path(folder) / "config.toml").write_text(
                LIVE_PROFILE + entered("acme", "https://api.paynet.com.tr", "paynet.secret_key")
            )
        async with started_wizard(keyring, profile, language=language, size=size) as session:
            yield session


async def picture(name: str, language: str, size: tuple[int, int]) -> str:
    """One picture as SVG."""
    play = (SHOTS.get(name) or STARTING_SHOTS[name])[1]
    async with wizard_for(name, language, size) as session:
        await play(session)
        if session.app.step_screen is not None:
            session.app.panes.fetch_messages()
        await session.until(lambda: not session.app.panes._fetching)
        if name != RINGING:
            session.app.panes.hush()
        session.redraw()
        await session.pilot.pause()
        focused = session.app.focused
        if focused is not None and hasattr(focused, "_cursor_visible"):
            focused._cursor_visible = True
        return plain_svg(session.app.export_screenshot(title="otp-tui", simplify=True))


def made(picture_of: tuple[str, str, tuple[int, int]]) -> tuple[Path, str]:
    """Return a picture and its place, in a process of its own."""
    name, language, size = picture_of
    return FOLDER / f"{name}-{language}-{size[0]}.svg", asyncio.run(picture(*picture_of))


def main(*, check: bool) -> int:
    """Make all pictures, or compare them with those that are there."""
    FOLDER.mkdir(exist_ok=True)
    stale = []
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        for path, svg in processes.map(made, product((*SHOTS, *STARTING_SHOTS), LANGUAGES, SIZES)):
            if not check:
                path.write_text(svg, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != svg:
                stale.append(path.name)
    if stale:
        sys.stdout.write("\n  ".join(["stale:", *stale]) + "\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
