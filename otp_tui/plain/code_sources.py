"""The sources of codes for ``run``: options, standard input, the inbox, a command."""

import asyncio
import os
import shlex
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, Protocol

from otp_tui.core.code.extraction import LONGEST, CodeError, extract_code
from otp_tui.core.exit_codes import EXPIRED, USAGE
from otp_tui.core.flow.challenge import Challenge, format_countdown
from otp_tui.core.ports import Clock, SimulatorPhone
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import credential_fields
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.i18n.translator import Translator

_POLL_S = 0.05
_READING_S = 0.5
"""Seconds for a line that is already there, however late the code is."""
_KILLED_S = 1.0
LONGEST_LINE: Final = 4096
"""Letters of a line that are read at once, as by a terminal: an input without line ends is not kept whole."""
_MOST_PRINTED = 65_536
"""Bytes of a command's output; no message with a code is that long."""


class NoCodeError(Exception):
    """A challenge for which the source has no code.

    Attributes:
        name: The name of the reason's sentence in the catalogues.
        exit_code: The exit code of a run that ends for this reason.
        facts: The values of its placeholders.
    """

    def __init__(self, name: str, exit_code: int = USAGE, /, **facts: object) -> None:
        super().__init__(name)
        self.name = name
        self.exit_code = exit_code
        self.facts = facts


class InputFailedError(Exception):
    """Standard input cannot be read."""


class CodeSource(Protocol):
    """A source of one code for each challenge."""

    @property
    def known(self) -> Sequence[Secret]:
        """The codes that are known before any challenge, so that no record shows one that an answer holds early."""
        ...

    async def code(self, challenge: Challenge) -> Secret:
        """Return the code for a challenge.

        Args:
            challenge: The open challenge.

        Raises:
            NoCodeError: The source has no code left, none in time, or none that can be read.
        """
        ...


def read_code(text: str, pattern: str = "") -> Secret:
    """Return the code in a line of text.

    Raises:
        NoCodeError: The text has no single code; the sentence is that of the wizard's code field.
    """
    try:
        return Secret(extract_code(text, pattern).code)
    except CodeError as error:
        raise NoCodeError(f"code.{error.problem}", length=error.length, longest=LONGEST) from None


class GivenCodes:
    """The ``--code`` options in order, one for each challenge."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.known = tuple(read_code(code) for code in codes)
        self._codes = iter(self.known)

    async def code(self, challenge: Challenge) -> Secret:
        """Return the next code."""
        given = next(self._codes, None)
        if given is None:
            raise NoCodeError("run.fewer_codes")
        return given


class InboxCodes:
    """The codes in the simulators' inboxes: that of the walkthrough's own newest SMS not used yet.

    Args:
        controls: The simulator of each provider.
        national: The phone's ten digits.
        references: Returns the values by which the walkthrough knows its own SMS; others share its phone.
        clock: The clock of the challenges.
    """

    known = ()

    def __init__(
        self,
        controls: Mapping[str, SimulatorPhone],
        national: str,
        references: Callable[[], Collection[str]],
        clock: Clock,
    ) -> None:
        self._controls = controls
        self._national = national
        self._references = references
        self._clock = clock
        self._seen = dict.fromkeys(controls, 0)

    async def code(self, challenge: Challenge) -> Secret:
        """Return the newest code; wait for its SMS until the challenge expires."""
        provider = challenge.provider
        while True:
            messages = await self._controls[provider].messages(self._national, since=self._seen[provider])
            self._seen[provider] = max((message.id for message in messages), default=self._seen[provider])
            own = [message for message in messages if message.reference in self._references()]
            if own:
                return Secret(own[-1].code)
            if challenge.is_over(self._clock.now()):
                raise NoCodeError("run.no_sms")
            await asyncio.sleep(_POLL_S)


def _without_keys() -> dict[str, str]:
    """Return the environment for an operator's command, without the providers' API keys."""
    keys = {field.variable for field in credential_fields(PROVIDERS)}
    return {name: value for name, value in os.environ.items() if name not in keys}


class CommandCodes:
    """The codes in the output of an operator's command, run for each challenge without a shell."""

    known = ()

    def __init__(self, command: str, clock: Clock, pattern: str = "") -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._starting = self._insisted = False
        self._words = shlex.split(command)
        self._clock = clock
        self._pattern = pattern

    def kill(self) -> bool:
        """Kill the command, if it runs; False while it is being started, which ends with the same signal again."""
        if self._starting:
            self._insisted = True
            return False
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        return True

    async def code(self, challenge: Challenge) -> Secret:
        """Return the code that the command prints within the challenge's remaining time."""
        process = await self._start()
        try:
            async with asyncio.timeout(challenge.remaining(self._clock.now())):
                printed = await _output(process)
                await process.wait()
        except TimeoutError:
            raise NoCodeError("run.command_too_slow", EXPIRED) from None
        finally:
            if process.returncode is None:
                self.kill()
                # What it started itself may hold its pipe open, and is not waited for.
                await asyncio.wait([asyncio.ensure_future(process.wait())], timeout=_KILLED_S)
        if process.returncode:
            raise NoCodeError("run.command_failed")
        return read_code(printed.decode("utf-8", "replace"), self._pattern)

    async def _start(self) -> asyncio.subprocess.Process:
        """Start the command.

        Raises:
            NoCodeError: It cannot be started.
        """
        self._starting = True
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._words,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                env=_without_keys(),
            )
        except (OSError, ValueError):
            raise NoCodeError("run.command_not_started") from None
        finally:  # also where it was cancelled, and asyncio has ended the command
            self._starting = False
            if self._insisted:
                signal.raise_signal(signal.SIGTERM)
        return self._process


async def _output(process: asyncio.subprocess.Process) -> bytes:
    """Return what a command prints.

    Raises:
        NoCodeError: It prints more than any message with a code is long.
    """
    assert process.stdout is not None
    printed = b""
    while piece := await process.stdout.read(_MOST_PRINTED):
        printed += piece
        if len(printed) > _MOST_PRINTED:
            raise NoCodeError("run.command_too_long", most=_MOST_PRINTED)
    return printed


class LineCodes:
    """The lines of standard input, one for each challenge, with a question on a terminal.

    Args:
        lines: Returns the next line, or "" at the end of input.
        ask: Called with the question before each line; None where there is no terminal.
        clock: The clock of the remaining time in the question.
        translator: The translator of the question.
        explain: Called with the reason why a typed code cannot be used, before the next question.
        pattern: The profile's regular expression for codes.
    """

    known = ()

    def __init__(
        self,
        lines: Callable[[], Awaitable[str]],
        *,
        ask: Callable[[str], None] | None,
        clock: Clock,
        translator: Translator,
        explain: Callable[[str], None],
        pattern: str = "",
    ) -> None:
        self._lines = lines
        self._ask = ask
        self._clock = clock
        self._translator = translator
        self._explain = explain
        self._pattern = pattern

    async def code(self, challenge: Challenge) -> Secret:
        """Return the next line's code; on a terminal, ask again where it cannot be used."""
        while True:
            if self._ask is not None:
                left = format_countdown(challenge.remaining(self._clock.now()))
                self._ask(self._translator.text("plain.ask_code_run", left=left))
            line = await self._line(challenge)
            if not line:
                raise NoCodeError("run.fewer_codes")
            try:
                return read_code(line, self._pattern)
            except NoCodeError as error:
                if self._ask is None:
                    raise
                self._explain(self._translator.text(error.name, **error.facts))

    async def _line(self, challenge: Challenge) -> str:
        """Return the next line; a silent input is waited for as long as the code lives.

        Raises:
            NoCodeError: There was none in time, or the input cannot be read.
        """
        left = challenge.remaining(self._clock.now())
        try:
            async with asyncio.timeout(max(left, _READING_S)):
                return await self._lines()
        except TimeoutError:
            raise NoCodeError("run.no_line", EXPIRED) from None
        except InputFailedError:
            raise NoCodeError("run.input_failed") from None


async def read_line() -> str:
    """Return a line of standard input, or "" where there is none any more, for whatever reason."""
    try:
        return await read_input()
    except InputFailedError:
        return ""


async def read_input() -> str:
    """Return a line of standard input, or "" at its end.

    A daemon thread reads it, so that quitting never waits for it.

    Raises:
        InputFailedError: It cannot be read.
    """
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str] = loop.create_future()

    def give(text: str | None) -> None:
        if line.done():
            return
        if text is None:
            line.set_exception(InputFailedError())
        else:
            line.set_result(text)

    def read() -> None:
        text: str | None = None
        try:
            text = sys.stdin.readline(LONGEST_LINE)
        except (OSError, ValueError):  # a terminal that is gone, a stream that was closed
            text = None
        finally:  # whatever is raised here, nobody waits for a line that cannot come
            if not loop.is_closed():
                loop.call_soon_threadsafe(give, text)

    threading.Thread(target=read, daemon=True, name="standard input").start()
    return await line
