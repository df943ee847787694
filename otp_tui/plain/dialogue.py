"""The dialogue on lines: questions, answers, and what is told while an answer is being typed.

It only appends. What is told in the middle of typing stands on lines of its own, and the question follows again; the
terminal's line buffer keeps what was typed so far.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final, NamedTuple

from otp_tui.i18n.replies import is_reply
from otp_tui.i18n.translator import LANGUAGES, Translator

TICK_S: Final = 1.0
"""Seconds between two looks at the clock and the phone while an answer is awaited."""

HELP: Final = "?"

Reader = Callable[[], Awaitable[str]]
Lines = Callable[[], Iterable[str]]


class QuitError(Exception):
    """The end of the session: the operator typed q, or has nothing more to type."""


class InputEndedError(QuitError):
    """The end of the session because the input ended."""


class Question(NamedTuple):
    """A question in the language of the moment.

    Attributes:
        lines: Returns what stands above it: its title, its choices, its keys.
        prompt: Returns the line that is answered, which is repeated after whatever comes in between.
        help: Returns what ``?`` answers.
        speaks: False where ``tr`` and ``en`` are answers like any other.
    """

    lines: Lines
    prompt: Callable[[], str]
    help: Lines
    speaks: bool = True


class Dialogue:
    """Reads one answer at a time; quitting, help and the language are the same at every question.

    Args:
        translator: Words everything; its language is changed here.
        read: Returns the next line, or "" at the end of input.
        write: Called with each line.
        ask: Called with each prompt, whose answer follows on the same line.
        echoed: False where the end of a typed line does not show in what is written: its line is ended here.
        sleep: Waits the given seconds; replaced in tests.
        discard: Drops what was typed while nobody asked.
    """

    def __init__(
        self,
        translator: Translator,
        *,
        read: Reader,
        write: Callable[[str], None],
        ask: Callable[[str], None],
        echoed: bool = True,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        discard: Callable[[], None] = lambda: None,
    ) -> None:
        self.translator = translator
        self.discard = discard
        self.sleep = sleep
        self._read = read
        self._write = write
        self._ask = ask
        self._echoed = echoed
        self._asking = False
        self._told = asyncio.Event()

    def say(self, line: str) -> None:
        """Write a line; where a question is open, on a line of its own, and the question follows once more."""
        if self._asking:
            self._asking = False
            self._write("")
            self._told.set()
        self._write(line)

    def text(self, name: str, /, **facts: object) -> None:
        """Say a sentence of the catalogues."""
        self.say(self.translator.text(name, **facts))

    def end_line(self) -> None:
        """End the line on which a terminal has shown a key that was no part of an answer."""
        if self._echoed:
            self._write("")

    async def answer(
        self, question: Question, *, whole: bool = True, watch: Callable[[], Awaitable[None]] | None = None
    ) -> str:
        """Ask, and return the answer without the space around it.

        Args:
            question: The question.
            whole: Say also what stands above it.
            watch: Awaited every second until there is an answer; it may say something.

        Raises:
            QuitError: The operator quits, or the input ended.
        """
        while True:
            for line in question.lines() if whole else ():
                self.say(line)
            answer = await self._line(question.prompt, watch)
            if is_reply("quit", answer):
                raise QuitError
            if answer == HELP:
                whole = False
                for line in question.help():
                    self.say(line)
            elif question.speaks and answer.lower() in LANGUAGES:
                whole = answer.lower() != self.translator.language
                if not whole:
                    self.text("plain.same_language")
                self.translator.language = answer.lower()
            else:
                return answer

    async def _line(self, prompt: Callable[[], str], watch: Callable[[], Awaitable[None]] | None) -> str:
        reading = asyncio.ensure_future(self._read())
        try:
            self._show(f"{prompt()} ")
            while not reading.done():
                await self._wait(reading, ticking=watch is not None)
                if watch is not None and not reading.done():
                    await watch()
                if not self._asking and not reading.done():
                    self._show(f"{prompt()} {self._kept()}")
            line = await reading
        finally:
            reading.cancel()
        self._asking = False
        if not line or not self._echoed:
            self._write("")
        if not line:
            raise InputEndedError
        return line.strip()

    def _show(self, prompt: str) -> None:
        self._told.clear()
        self._ask(prompt)
        self._asking = True

    def _kept(self) -> str:
        """Return the reminder that the terminal still has what was typed, though it stands further up."""
        return f"{self.translator.text('plain.typed_kept')} " if self._echoed else ""

    async def _wait(self, reading: "asyncio.Future[str]", *, ticking: bool) -> None:
        """Wait for the answer, for something that is said, or for the next second."""
        others: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._told.wait())]
        if ticking:
            others.append(asyncio.ensure_future(self.sleep(TICK_S)))
        try:
            await asyncio.wait([reading, *others], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for other in others:
                other.cancel()
