"""Makes the pictures in screenshots/ from the running program; `--check` fails where one of them is stale.

The clock, the simulator's seed, the size, the zone and the language are fixed, so the same program makes the same
bytes. The web font that Textual's SVG links is taken out, because a picture must not call home.
"""

import asyncio
import os
import re
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "screenshots"
SIZES = ((80, 24), (120, 40))
LANGUAGES = ("tr", "en")
BEGAN = datetime(2026, 11, 21, 11, 3, 7, tzinfo=UTC)
_FONT_FACES = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_UNIQUE = re.compile(r"terminal-\d+")

for name in [name for name in os.environ if name.startswith("TEXTUAL")] + ["NO_COLOR"]:
    os.environ.pop(name, None)
os.environ |= {"TZ": "Europe/Istanbul", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
if hasattr(time, "tzset"):
    time.tzset()

from textual.pilot import Pilot  # noqa: E402 - Textual reads the environment when it is imported

from otp_tui.cli.clock import SystemClock  # noqa: E402
from otp_tui.cli.wiring import Settings, Workshop, conduct  # noqa: E402
from otp_tui.conductor import Terms  # noqa: E402
from otp_tui.core.journey import Environment, Journey  # noqa: E402
from otp_tui.core.moments import Now  # noqa: E402
from otp_tui.core.walk import Phase  # noqa: E402
from otp_tui.locale import Speech  # noqa: E402
from otp_tui.wizard.app import Wizard  # noqa: E402
from otp_tui.wizard.desk import Desk  # noqa: E402


class StillClock(SystemClock):
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def now(self) -> Now:
        return Now(self.passed, BEGAN + timedelta(seconds=self.passed))

    def epoch(self) -> float:
        return self.now().wall.timestamp()

    def advance(self, seconds: float) -> None:
        self.passed += seconds


class Session:
    """One wizard under a pilot, with its clock."""

    def __init__(self, app: Wizard, pilot: Pilot[int], clock: StillClock) -> None:
        self.app, self.pilot, self.clock = app, pilot, clock

    async def until(self, true: Callable[[], bool]) -> None:
        """Let the program work until something holds."""
        for _ in range(2_000):
            await self.pilot.pause()
            if true():
                await self.pilot.pause()
                return
            await asyncio.sleep(0.005)
        raise TimeoutError(f"the wizard stands in {self.app.walk.phase}")

    async def phase(self, phase: Phase) -> None:
        """Wait for a phase with nothing in flight."""
        await self.until(lambda: self.app.walk.phase is phase and self.app.walk.flight is None)
        await self.until(lambda: self.app.base is not None and self.app.base.is_mounted)

    async def press(self, *keys: str) -> None:
        """Press keys, half a second after whatever was before."""
        self.clock.advance(0.5)
        await self.pilot.press(*keys)

    async def send(self, number: str) -> None:
        """From the phone screen to the code screen."""
        await self.until(lambda: self.app.engine is not None)
        await self.press(*number, "enter")
        await self.phase(Phase.CODE)

    async def newest_code(self) -> str:
        """The code that the customer's phone shows."""
        engine = self.app.engine
        assert engine is not None
        return (await engine.messages(self.app.conductor))[-1].code

    def redraw(self) -> None:
        """Draw the moment of the clock."""
        self.app.draw_all()
        if self.app.base is not None:
            self.app.base.tick()


async def phone(session: Session) -> None:
    await session.until(lambda: session.app.engine is not None)
    await session.press(*"0500 000 00 01")


async def code_fresh(session: Session) -> None:
    await session.send("5000000001")


async def code_halfway(session: Session) -> None:
    await session.send("5000000001")
    session.clock.advance(61)


async def code_over(session: Session) -> None:
    await session.send("5000000001")
    session.clock.advance(125)


async def refused(session: Session) -> None:
    await session.send("5000000002")
    session.clock.advance(8)
    await session.press(*await session.newest_code(), "enter")
    await session.until(lambda: session.app.walk.notice is not None)


async def too_early(session: Session) -> None:
    session.app.walk  # noqa: B018 - the journey is chosen by the shot's table
    await session.send("5000000017")
    session.clock.advance(31)
    session.redraw()
    await session.press("f5")
    await session.until(lambda: session.app.walk.notice is not None)


async def linked(session: Session) -> None:
    await session.send("5000000001")
    session.clock.advance(12)
    await session.press(*await session.newest_code(), "enter")
    await session.phase(Phase.READY)
    await session.press("enter")
    await session.phase(Phase.CODE)
    session.clock.advance(17)
    await session.press(*await session.newest_code(), "enter")
    await session.phase(Phase.DONE)


SHOTS: dict[str, tuple[Journey, Callable[[Session], Awaitable[None]]]] = {
    "phone": (Journey.FULL, phone),
    "code-fresh": (Journey.FULL, code_fresh),
    "code-halfway": (Journey.FULL, code_halfway),
    "code-over": (Journey.FULL, code_over),
    "refused": (Journey.FULL, refused),
    "too-early": (Journey.MASTERPASS, too_early),
    "linked": (Journey.FULL, linked),
}


async def picture(name: str, language: str, size: tuple[int, int]) -> str:
    """One picture as SVG."""
    journey, play = SHOTS[name]
    clock = StillClock()
    workshop = Workshop(clock, Settings("otp-tui-0123456789abcdef"), None, seed=7)
    desk = Desk(
        lambda chosen: conduct(workshop, Terms(chosen, Environment.SIM)),
        (journey,),
        Environment.SIM,
        clock,
        workshop.load,
        tuple(range(1, 24)),
    )
    app = Wizard(desk, Speech(language))
    app.app_focus = True
    try:
        async with app.run_test(size=size) as pilot:
            session = Session(app, pilot, clock)
            await play(session)
            app.ask_for_messages()
            await session.until(lambda: not app.fetching)
            session.redraw()
            await pilot.pause()
            focused = app.focused
            if focused is not None and hasattr(focused, "_cursor_visible"):
                focused._cursor_visible = True
            return plain(app.export_screenshot(title="otp-tui", simplify=True))
    finally:
        workshop.close()


def plain(svg: str) -> str:
    """The picture without its links to a font host, and with a name that does not change."""
    return _UNIQUE.sub("terminal", _FONT_FACES.sub("", svg)).rstrip() + "\n"


async def main(*, check: bool) -> int:
    """Make all pictures, or compare them with those that are there."""
    FOLDER.mkdir(exist_ok=True)
    stale = []
    for name in SHOTS:
        for language in LANGUAGES:
            for size in SIZES:
                path = FOLDER / f"{name}-{language}-{size[0]}.svg"
                svg = await picture(name, language, size)
                if check and (not path.exists() or path.read_text(encoding="utf-8") != svg):
                    stale.append(path.name)
                elif not check:
                    path.write_text(svg, encoding="utf-8")
    if stale:
        sys.stdout.write("\n  ".join(["stale:", *stale]) + "\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(check="--check" in sys.argv)))
