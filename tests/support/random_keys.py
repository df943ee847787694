"""An operator who presses anything: keys, pointer, pastes, sizes, all as a terminal reports them, from one seed."""

import asyncio
import time
from random import Random
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size

from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.dialogs.help import HelpDialog
from otp_tui.wizard.screens.base import WizardScreen
from otp_tui.wizard.screens.by_phase import screen_of
from otp_tui.wizard.screens.step import StepScreen
from support.wizard_harness import WizardHarness

_TYPED: Final = (
    *"0123456789",
    *"aAbBzZ",
    *"çğıİöşüÜ",
    *" .,-+/:@_'\"\\[]{}$",
    "漢",
    "🙂",
    "\u202e",
    "\u200b",
)
_FUNCTION: Final = (
    *(f"\x1bO{letter}" for letter in "PQRS"),
    *(f"\x1b[{key}~" for key in (15, 17, 20, 21, 24)),
)
_MOVING: Final = (*(f"\x1b[{letter}" for letter in "ABCDHF"), "\x1b[5~", "\x1b[6~", "\t", "\t", "\x1b[Z")
_SELECTING: Final = tuple(f"\x1b[1;{modifier}{letter}" for modifier in (2, 3, 5, 6) for letter in "ABCDHF")
_EDITING: Final = (
    "\x7f",
    "\x1b[3~",
    "\x1b\x7f",
    "\x01",
    "\x05",
    "\x0b",
    "\x15",
    "\x17",
    "\x18",
    "\x16",
    "\x1a",
)
_OWN: Final = ("\x14", "\x0f", "\x10", "\x10", "\x03", "\x11")
_STRANGE: Final = ("\x00", "\x1b[99~", "\x1b[?1;2c", "\x1b[I", "\x1b[O", "\x1b]11;rgb:0000/0000/0000\x1b\\")
_KEYS: Final = (_TYPED, _MOVING, ("\r",), (" ",), _FUNCTION, _OWN, _EDITING, _SELECTING, _STRANGE)
_KEY_WEIGHTS: Final = (24, 20, 16, 4, 14, 8, 8, 3, 3)
_POINTER: Final = (0, 1, 2, 4, 16, 32, 35, 64, 65, 66, 67)
_POINTER_WEIGHTS: Final = (10, 3, 3, 3, 3, 15, 30, 13, 13, 3, 3)
_PASTES: Final = (
    "",
    "\n",
    "AB12",
    "x" * 5_000,
    "5\n" * 500,
    "0532 481 89 42",
    "https://127.0.0.1:9/",
    "\x9b[/]",
)
_SIZES: Final = (
    (1, 1),
    (2, 30),
    (20, 6),
    (40, 15),
    (59, 21),
    (80, 24),
    (80, 24),
    (119, 29),
    (120, 40),
    (300, 100),
)
_WAITS_S: Final = (0.0, 0.1, 0.5, 5.0, 70.0)
_FEW: Final = 12
_PATIENCE_S: Final = 60.0


class RandomKeys:
    """Plays one seed on a wizard that cannot be quit meanwhile.

    Args:
        session: The wizard.
        seed: Chooses everything.

    Attributes:
        quits: How often the operator wanted to quit.
    """

    def __init__(self, session: WizardHarness, seed: str) -> None:
        self._session, self._app = session, session.app
        self._random = Random(seed)
        self._parser = XTermParser()
        self.quits = 0
        self._app.exit = self._quit

    def _quit(self, *_: object, **__: object) -> None:
        self.quits += 1

    async def play(self, times: int) -> None:
        """Cause so many events, a few at a time, after each few of which the wizard stands and is not dead."""
        while times > 0:
            few = min(times, self._random.randint(1, _FEW))
            for _ in range(few):
                self._act()
            times -= few
            self._session.clock.advance(self._random.choice(_WAITS_S))
            await self._stand()
        await self._session.until(self.stands)

    async def answers(self) -> None:
        """Whatever was pressed, Esc leads out of every panel, and F1 opens the help."""
        self._resize(80, 24)
        # What was begun, such as a pack, shows a panel of its own when it is done.
        await self._session.until(lambda: all(worker.is_finished for worker in self._app.workers))
        while isinstance(self._app.screen, Dialog):
            panel = self._app.screen
            self._escape()
            await self._session.pilot.pause()
            if self._app.screen is panel:  # the inspector closes its field first
                self._escape()
            await self._session.until(lambda panel=panel: self._app.screen is not panel)
        self._send("\x1bOP")
        await self._session.until(lambda: isinstance(self._app.screen, HelpDialog))
        await self._session.assert_reads(self._app.context.translator.text("help_dialog.title"))

    def stands(self) -> bool:
        """Whether the stack is one base that fits the walkthrough, with open panels of different kinds over it."""
        _, base, *panels = [*self._app.screen_stack, None, None][: max(2, len(self._app.screen_stack))]
        kinds = {(type(panel), getattr(panel, "_name", "")) for panel in panels}
        focused = self._app.focused
        return (
            isinstance(base, WizardScreen)
            and (
                not isinstance(base, StepScreen)
                or type(base) is screen_of(self._app.context.walkthrough.phase)
            )
            and all(isinstance(panel, Dialog) and not panel._answered for panel in panels)
            and len(kinds) == len(panels)
            and (focused is None or focused.screen is self._app.screen)
        )

    async def _stand(self) -> None:
        end = time.monotonic() + _PATIENCE_S
        while True:
            await self._session.pilot._wait_for_screen()
            if self._app._exception is not None:
                raise self._app._exception
            if self.stands():
                return
            assert time.monotonic() < end, (
                f"{self._app.screen_stack} at {self._app.context.walkthrough.phase}"
            )
            await asyncio.sleep(0.005)

    def _act(self) -> None:
        acts = (self._key, self._escape, self._click, self._move, self._paste, self._number, self._any_size)
        (act,) = self._random.choices(acts, (52, 4, 14, 18, 4, 4, 4))
        act()

    def _send(self, text: str) -> None:
        assert self._app._driver is not None
        for message in self._parser.feed(text):
            self._app._driver.process_message(message)

    def _key(self) -> None:
        (keys,) = self._random.choices(_KEYS, _KEY_WEIGHTS)
        self._send(self._random.choice(keys))

    def _escape(self) -> None:
        assert self._app._driver is not None
        self._app._driver.process_message(
            events.Key("escape", "\x1b")
        )  # the parser would wait for what follows it

    def _click(self) -> None:
        button, place = self._random.choice((0, 0, 0, 1, 2)), self._place()
        self._send(f"\x1b[<{button};{place}M\x1b[<{button};{place}m")

    def _move(self) -> None:
        (button,) = self._random.choices(_POINTER, _POINTER_WEIGHTS)
        self._send(f"\x1b[<{button};{self._place()}{self._random.choice('Mm')}")

    def _place(self) -> str:
        width, height = self._app.size
        return f"{self._random.randint(1, width + 2)};{self._random.randint(1, height + 2)}"

    def _paste(self) -> None:
        self._send(f"\x1b[200~{self._random.choice(_PASTES)}\x1b[201~")

    def _number(self) -> None:
        """A phone of the simulator in place of what stands in the field, and Enter."""
        self._send(f"\x05\x15\x1b[200~50000000{self._random.randint(1, 23):02d}\x1b[201~\r")

    def _any_size(self) -> None:
        self._resize(*self._random.choice(_SIZES))

    def _resize(self, columns: int, rows: int) -> None:
        size = Size(columns, rows)
        assert isinstance(self._app._driver, HeadlessDriver)
        self._app._driver._size = size
        self._app._driver.process_message(events.Resize(size, size))
