"""Autoplay: a walkthrough that plays itself at a human pace, until somebody presses a key."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from textual.events import Event, Key, MouseDown, Paste
from textual.widgets import Input

from otp_tui.core.flow.state import Phase
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.flows.scripts import (
    SCRIPTS,
    Arrival,
    Beat,
    Look,
    Press,
    Reach,
    TakeCode,
    Travel,
    Type,
)
from otp_tui.wizard.preferences import PressKey, Sleep
from otp_tui.wizard.screens.by_phase import screen_of
from otp_tui.wizard.widgets.inbox import Inbox

KEY_S: Final = 0.14
"""Seconds between two keys of a text."""
_GLANCE_S: Final = 0.8
"""Seconds between two steps of a choice."""
_LOOK_AGAIN_S: Final = 0.05
"""Seconds between two looks for what is waited for: of real time, whatever the script's time is."""


class Autoplay:
    """Plays a script by the keys that a presenter would press.

    Args:
        control: The app.
        travel: Carries out a choice of time travel.
        press: Takes a key as if it were typed.
        sleep: Waits; tests pass one that returns at once.
    """

    def __init__(
        self,
        control: WizardControl,
        travel: Callable[[str], Awaitable[None]],
        press: PressKey,
        sleep: Sleep,
    ) -> None:
        self._control = control
        self._context: WizardContext = control.context
        self._travel = travel
        self._press = press
        self._sleep = sleep
        self._pressed: list[Key] = []

    def start(self, script: str) -> None:
        """Begin to play.

        Args:
            script: A name of `SCRIPTS`.
        """
        self._context.playing = True
        self._control.draw_all()
        self._control.work(lambda: self._play(script), "autoplay")

    def notice(self, event: Event) -> None:
        """Leave the walkthrough to whoever presses a key that is not the script's own."""
        if event in self._pressed:
            self._pressed.remove(event)
        elif isinstance(event, Key | Paste | MouseDown) and not event.is_forwarded:
            self.stop()

    def stop(self) -> None:
        """Play no further."""
        if self._context.playing:
            self._context.playing = False
            self._control.draw_all()

    async def _play(self, script: str) -> None:
        for beat in SCRIPTS[script]:
            await self._beat(beat)
            if not self._context.playing:
                return
        self.stop()

    async def _beat(self, beat: Beat) -> None:
        match beat:
            case Look(seconds):
                await self._rest(seconds)
            case Type(text):
                await self._until(lambda: isinstance(self._control.screen.focused, Input))
                for character in text:
                    await self._tap("space" if character == " " else character, character)
                    await self._rest(KEY_S)
            case Press(key):
                await self._tap(key)
            case Reach(phase):
                await self._until(lambda: self._stands_at(phase))
            case Arrival(messages):
                await self._until(lambda: len(self._context.messages) >= messages)
            case TakeCode():
                await self._tap("f4")
                await self._until(lambda: isinstance(self._control.screen.focused, Inbox))
                await self._rest(_GLANCE_S)
                await self._tap("enter")
                await self._until(lambda: self._typed() != "")
            case Travel(choice):
                await self._travel(choice)

    def _typed(self) -> str:
        """Return what stands in the field that has the focus."""
        focused = self._control.screen.focused
        return focused.value if isinstance(focused, Input) else ""

    def _stands_at(self, phase: Phase) -> bool:
        """Return whether a phase's screen is there, and takes keys."""
        walkthrough, screen = self._context.walkthrough, self._control.step_screen
        if screen is None or type(screen) is not screen_of(phase) or screen.focused is None:
            return False
        return walkthrough.phase is phase and walkthrough.in_flight is None

    async def _tap(self, key: str, character: str | None = None) -> None:
        """Press a key once the screen takes it: one that has just come ignores Enter for a moment."""
        await self._until(lambda: self._control.screen.stack_updates > 0)  # it has been shown
        while key == "enter" and self._context.playing and self._context.ignores_enter:
            await self._rest(KEY_S)
        if self._context.playing:
            event = Key(key, character)
            self._pressed.append(event)
            self._press(event)

    async def _rest(self, seconds: float) -> None:
        if self._context.playing:
            await self._sleep(seconds)

    async def _until(self, true: Callable[[], bool]) -> None:
        while self._context.playing and not true():  # noqa: ASYNC110 - what is waited for is no event of its own
            await asyncio.sleep(_LOOK_AGAIN_S)
