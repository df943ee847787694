"""A person at the line-by-line wizard in this process: what a terminal would show, by a clock that is moved by hand."""

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable
from typing import Self

from otp_tui.cli.composition.loaded_runtime import RuntimeOptions
from otp_tui.cli.composition.runtime import Runtime, load_tools, new_conductor
from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.conductor.ports import Connection, LoadedConnection, SendLimits
from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.translator import Translator
from otp_tui.plain.dialogue import Dialogue
from otp_tui.plain.interactive import MOMENT_S, PlainWizard
from support.wizard_harness import NUMBERS, ManualClock

_PATIENCE_S = 30.0


Typed = Callable[["Talk"], Awaitable[str]]


class MovedClock(ManualClock):
    """A clock whose sleepers wake when it is moved far enough."""

    def __init__(self) -> None:
        super().__init__()
        self._moved = asyncio.Event()

    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was moved by so many seconds."""
        due = self.passed + seconds
        while self.passed < due:
            await self._moved.wait()


class Talk:
    """One conversation.

    Attributes:
        shown: What a terminal shows, what was typed included.
        calls: What the simulator was asked, in order.

    Args:
        journey: What is done.
        answers: What is typed, each by itself or by a function of the conversation; q at the end.
        language: The language at the beginning.
        limits: The rules before a send, which make it a live target.
    """

    def __init__(
        self, journey: Journey, *answers: object, language: str = "en", limits: SendLimits | None = None
    ) -> None:
        self.shown = ""
        self.calls: list[str] = []
        self.clock = MovedClock()
        self.plain: PlainWizard
        self.loaded: LoadedConnection
        self.conductor: Conductor
        self.runtime: Runtime
        self._read_up_to = 0
        self._held = threading.Event()
        self._doing: asyncio.Task[None] | None = None
        self._journey = journey
        self._answers = iter(answers)
        self._language = language
        self._limits = limits

    async def __call__(self) -> Self:
        """Hold it until the wizard ends; the last answer is followed by q."""
        translator = Translator(self._language)
        self.runtime = Runtime(
            self.clock,
            RuntimeOptions("otp-tui-0123456789abcdef"),
            None,
            seed=1,
            sms_language=lambda: "en" if translator.language == "en" else "tr",
        )
        environment = Environment.LIVE if self._limits else Environment.SIM
        try:
            self.loaded = await self.runtime.load()
            self.runtime.simulated().clock.sleep = self._slow
            self.conductor = new_conductor(self.runtime, WalkthroughOptions(self._journey, environment))
            connection = Connection(
                lambda _: self.conductor,
                (self._journey,),
                environment,
                self.clock,
                self.runtime.load,
                NUMBERS,
                limits=self._limits,
                load_tools=load_tools,
            )
            dialogue = Dialogue(
                translator, read=self._read, write=self._write, ask=self._show, sleep=self.clock.sleep
            )
            self.plain = PlainWizard(self.conductor, dialogue, connection, self.loaded)
            assert await asyncio.wait_for(self.plain.run(), _PATIENCE_S) == 0
            await self.conductor.close()
            self.calls = [line.call for line in self.runtime.simulated().exchanges()]
        finally:
            self.runtime.close()
        return self

    @property
    def transcript(self) -> str:
        """What was shown, without the times that the machine took."""
        return re.sub(r"\d+ ms", "0 ms", self.shown)

    def cut_next(self) -> None:
        """Hold the next slow answer back, and press Ctrl+C once it is said that it is awaited."""
        self._held.set()
        self._doing = asyncio.create_task(self._cut(len(self.runtime.simulated().exchanges())))

    async def _cut(self, before: int) -> None:
        async with asyncio.timeout(_PATIENCE_S):
            while len(self.runtime.simulated().exchanges()) == before:
                await asyncio.sleep(0.001)
        self.clock.advance(MOMENT_S)
        await self.until("Ctrl+C")
        assert self.plain.interrupt()
        self._held.clear()

    async def _slow(self, _seconds: float) -> None:
        while self._held.is_set():  # let go by another thread
            await asyncio.sleep(0.001)

    async def until(self, sentence: str) -> None:
        """Wait until a sentence was told since the last answer."""
        async with asyncio.timeout(_PATIENCE_S):
            while sentence not in self.shown[self._read_up_to :]:
                await asyncio.sleep(0.001)

    async def newest(self) -> str:
        """The code of the newest SMS."""
        return (await self.loaded.messages(self.conductor))[-1].code

    async def _read(self) -> str:
        answer = next(self._answers, "q")
        text = await answer(self) if callable(answer) else str(answer)
        self.shown += f"{text}\n"
        self._read_up_to = len(self.shown)
        return f"{text}\n"

    def _write(self, line: str) -> None:
        self.shown += f"{line}\n"

    def _show(self, prompt: str) -> None:
        self.shown += prompt


async def newest(talk: Talk) -> str:
    """Type the code of the newest SMS."""
    return await talk.newest()


def later(seconds: float, sentence: str, answer: str = "") -> Typed:
    """Let time pass until something is told; then type an answer."""

    async def wait(talk: Talk) -> str:
        await asyncio.sleep(0.01)  # the question is asked, and waits
        talk.clock.advance(seconds)
        await talk.until(sentence)
        return answer

    return wait


async def newest_and_cut(talk: Talk) -> str:
    """Type the code of the newest SMS, and press Ctrl+C while it is being checked."""
    code = await talk.newest()
    talk.cut_next()
    return code
