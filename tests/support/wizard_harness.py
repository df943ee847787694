"""The wizard under a pilot, on the real built-in simulator, with a clock that moves only when it is told to."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from textual.pilot import Pilot
from textual.widgets import Input

from otp_tui.cli.commands.wizard_parts import wizard_parts
from otp_tui.cli.composition.history import MemoryHistory
from otp_tui.cli.composition.loaded_runtime import RuntimeOptions
from otp_tui.cli.composition.runtime import Runtime, load_tools, new_conductor
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.conductor import WalkthroughOptions
from otp_tui.conductor.ports import Connection
from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.translator import Translator
from otp_tui.simulator.sms_text import Language
from otp_tui.wizard.app import WizardApp
from otp_tui.wizard.preferences import WizardPreferences

BEGAN = datetime(2026, 11, 21, 11, 3, 7, tzinfo=UTC)
NUMBERS = tuple(range(1, 24))
_PATIENCE_S = 60.0


class ManualClock(SystemClock):
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self._frozen = False

    def now(self) -> ClockReading:
        return ClockReading(self.passed, BEGAN + timedelta(seconds=self.passed))

    def epoch(self) -> float:
        return self.now().utc.timestamp()

    def catch_up(self, tick: float) -> None:
        self.passed = max(self.passed, tick)

    def advance(self, seconds: float) -> None:
        self.passed += 0.0 if self._frozen else seconds

    @property
    def is_frozen(self) -> bool:
        return self._frozen

    def freeze(self, *, frozen: bool) -> None:
        self._frozen = frozen


class WizardHarness:
    """One wizard under a pilot, with its clock."""

    def __init__(self, app: WizardApp, pilot: Pilot[int], clock: ManualClock, runtime: Runtime) -> None:
        self.app, self.pilot, self.clock, self.runtime = app, pilot, clock, runtime

    async def until(self, true: Callable[[], bool]) -> None:
        """Let the program work until something holds."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            await self.pilot.pause()
            if true():
                await self.pilot.pause()
                return
            await asyncio.sleep(0.005)
        raise TimeoutError(f"the wizard stands at {type(self.app.screen).__name__}:\n{self.text()}")

    async def phase(self, phase: Phase) -> None:
        """Wait for a phase with nothing in flight."""
        await self.until(
            lambda: (
                self.app.context.walkthrough.phase is phase and self.app.context.walkthrough.in_flight is None
            )
        )
        await self.until(lambda: self.app.step_screen is not None and self.app.step_screen.is_mounted)

    async def press(self, *keys: str) -> None:
        """Press keys, half a second after whatever was before: the screen that takes them has been shown."""
        await self.until(lambda: self.app.screen.stack_updates > 0)
        self.clock.advance(0.5)
        await self.pilot.press(*keys)

    async def enter(self, text: str) -> None:
        """Put a text into the focused field at once, as a paste does, and press Enter."""
        await self.until(lambda: self.app.context.loaded is not None and isinstance(self.app.focused, Input))
        field = self.app.focused
        assert isinstance(field, Input)
        field.value = text
        await self.press("enter")

    async def send(self, number: str) -> None:
        """From the phone screen to the code screen."""
        await self.enter(number)
        await self.phase(Phase.CODE)

    def text(self) -> str:
        """What stands on the screen, line by line."""
        screen = self.app.screen
        return "\n".join(
            "".join(segment.text for segment in strip).rstrip()
            for strip in screen._compositor.render_strips()
        )

    def card(self) -> str:
        """What stands on the card alone, so that a wrapped sentence is not crossed by the rail."""
        found = self.app.screen.query("#card, #panel")
        if not found:
            return self.text()
        area = found.first().region
        lines = self.text().splitlines()[area.y : area.bottom]
        return "\n".join(line[area.x + 1 : area.right] for line in lines)  # without its edge

    async def assert_reads(self, sentence: str) -> None:
        """Wait until a sentence can be read, however it is wrapped."""
        await self.until(
            lambda: any(sentence in " ".join(text.split()) for text in (self.card(), self.text()))
        )

    def calls(self) -> list[str]:
        """What the simulator was asked, in order."""
        return [line.call for line in self.runtime.simulated().exchanges()]

    async def newest_code(self) -> str:
        """The code that the customer's phone shows."""
        engine = self.app.context.loaded
        assert engine is not None
        return (await engine.messages(self.app.context.conductor))[-1].code

    def redraw(self) -> None:
        """Draw the moment of the clock."""
        self.app.draw_all()
        if self.app.step_screen is not None:
            self.app.step_screen.tick()


@asynccontextmanager
async def running_wizard(
    journey: Journey = Journey.FULL,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    *,
    environment: Environment = Environment.SIM,
    sms: Language = "tr",
    presenting: bool = False,
    autoplay: str = "",
    sms_delay: float = 0.0,
    preferences: WizardPreferences | None = None,
) -> AsyncIterator[WizardHarness]:
    """A wizard on the built-in simulator."""
    clock = ManualClock()
    runtime = Runtime(
        clock,
        RuntimeOptions("otp-tui-0123456789abcdef"),
        None,
        seed=7,
        sms_language=lambda: sms,
        sms_delay=sms_delay,
    )
    connection = Connection(
        lambda chosen: new_conductor(runtime, WalkthroughOptions(chosen, environment)),
        (journey,),
        environment,
        clock,
        runtime.load,
        NUMBERS,
        load_tools=load_tools,
    )
    parts = wizard_parts(lambda: MemoryHistory(runtime.memory))

    async def pass_time(seconds: float) -> None:
        clock.advance(seconds)
        await asyncio.sleep(0)

    preferences = preferences or WizardPreferences(presenting=presenting, autoplay=autoplay, sleep=pass_time)
    app = WizardApp(connection, Translator(language), preferences, parts=parts)
    app.app_focus = True
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            yield WizardHarness(app, pilot, clock, runtime)
    finally:
        runtime.close()
