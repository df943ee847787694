"""`otp-tui run`: one walkthrough for scripts, with its exit code as the verdict."""

import asyncio
import os
import shlex
import shutil
import signal
import sys
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from otp_tui.conductor import Conductor, Terms
from otp_tui.core.exits import BUG, CANCELLED, USAGE
from otp_tui.core.journey import Environment, Journey
from otp_tui.core.msisdn import Phone, PhoneError
from otp_tui.core.outcome import outcome_of
from otp_tui.core.ports import SimulatorControls
from otp_tui.core.secrets import Secret
from otp_tui.evidence.har import har
from otp_tui.evidence.junit import junit
from otp_tui.linear.codes import (
    CodeSource,
    CommandCodes,
    GivenCodes,
    InboxCodes,
    LineCodes,
    NoCodeError,
    read_code,
    read_line,
)
from otp_tui.linear.driver import Driver, Ended, Orders
from otp_tui.linear.lines import JsonLines
from otp_tui.linear.wording import Sentences
from otp_tui.locale import Speech
from otp_tui.locale.crash import crash_report

from .clock import SystemClock
from .errors import CommandError, usage
from .target import Target, addresses, providers_of, read_target
from .wiring import Engine, Settings, Workshop, conduct, random_user_id


class RunOptions(NamedTuple):
    """What was typed after ``run``, as `contract.md` names it."""

    journey: str
    profile: str | None
    paynet_url: str | None
    paywall_url: str | None
    sim: bool
    phone: str | None
    codes: tuple[str, ...]
    code_from: str | None
    code_delay: float
    resends: int
    session_id: UUID | None
    user_id: str | None
    confirm: bool
    unlink: bool
    timeout: float
    as_json: bool
    har: str | None
    junit: str | None
    no_keyring: bool


def run_journey(speech: Speech, options: RunOptions) -> int:
    """Walk a journey and say how it ended.

    Args:
        speech: Words what people read.
        options: What was typed.

    Raises:
        CommandError: It cannot begin.
    """
    try:
        target = _target(options)
        source = _checked_source(options, target)
        phone = _phone(options)
        _check_files(options)
    except CommandError as error:
        if options.as_json and error.exit_code != USAGE:
            JsonLines(_print, lambda: SystemClock().now().wall).stopped(error.exit_code)
        raise
    return asyncio.run(_Run(speech, options, target, source, phone).walk())


def _target(options: RunOptions) -> Target | None:
    """Where to; None for the built-in simulator."""
    if options.profile is not None:
        raise usage("target.unknown_profile", profile=options.profile)
    if options.sim:
        if options.paynet_url or options.paywall_url:
            raise usage("usage.sim_and_url")
        return None
    return read_target((Journey(options.journey),), addresses(options.paynet_url, options.paywall_url))


def _checked_source(options: RunOptions, target: Target | None) -> str:
    """Where codes come from: ``given``, ``stdin``, ``sim``, ``cmd:…`` or ``ask``."""
    if options.codes and options.code_from:
        raise usage("usage.code_and_source")
    if options.codes:
        _check_codes(options.codes)
        return "given"
    source = options.code_from
    if source is None:
        if sys.stdin is None or not sys.stdin.isatty():
            raise usage("usage.no_code")
        return "ask"
    if source.startswith("cmd:"):
        _check_command(source.removeprefix("cmd:"))
    elif source not in {"stdin", "sim"}:
        raise usage("usage.code_from")
    if source == "sim" and target is not None and target.environment is not Environment.SIM:
        raise usage("usage.code_from_sim", host=next(iter(target.urls.values())).host)
    return source


def _check_files(options: RunOptions) -> None:
    """A file that could not be written at the end is told before anything is sent."""
    for path in (options.har, options.junit):
        if path is None:
            continue
        try:
            with Path(path).open("a", encoding="utf-8"):
                continue
        except OSError:
            raise usage("run.cannot_write", path=path) from None


def _check_command(command: str) -> None:
    """A command that could never give a code is told before an SMS is sent."""
    try:
        words = shlex.split(command)
    except ValueError:  # a quotation mark is missing
        raise usage("usage.code_from") from None
    if not words:
        raise usage("usage.code_from")
    if shutil.which(words[0]) is None:
        raise usage("run.command_not_started")


def _check_codes(codes: tuple[str, ...]) -> None:
    """A code that could never be sent is told before an SMS is."""
    for code in codes:
        try:
            read_code(code)
        except NoCodeError as error:
            raise usage(error.name, **error.facts) from None


def _phone(options: RunOptions) -> Phone:
    """The phone, read once.

    Raises:
        CommandError: There is none, or it is no Turkish mobile number.
    """
    from otp_tui.core.phone import read_phone

    text = options.phone
    if text == "-":
        text = sys.stdin.readline() if sys.stdin else ""
    if not text:
        raise usage("usage.no_phone")
    try:
        return read_phone(text)
    except PhoneError as error:
        raise usage(f"phone.{error.problem}") from None


class _Run:
    def __init__(
        self, speech: Speech, options: RunOptions, target: Target | None, source: str, phone: Phone
    ) -> None:
        self._speech = speech
        self._options = options
        self._target = target
        self._source = source
        self._phone = phone
        self._clock = SystemClock()
        self._walking: asyncio.Future[Ended] | None = None

    async def walk(self) -> int:
        """Walk; whatever happens, the last JSON line is written and nothing is left running."""
        options = self._options
        user_id = options.user_id or random_user_id()
        workshop = Workshop(self._clock, Settings(user_id, options.timeout), self._target)
        environment = self._target.environment if self._target else Environment.SIM
        session = Secret(str(options.session_id)) if options.session_id else None
        terms = Terms(Journey(options.journey), environment, options.confirm, session)
        conductor = conduct(workshop, terms)
        self._warn(user_id, environment)
        lines = JsonLines(self._out, lambda: self._clock.now().wall) if options.as_json else None
        if lines is not None:
            lines.started(conductor.walk, options.profile)
            conductor.subscribe(lines)
        conductor.subscribe(Sentences(self._speech, _tell if options.as_json else self._out))
        try:
            engine = await workshop.load()
            ended = await self._drive(conductor, engine)
        except Exception as error:  # noqa: BLE001 - a bug of our own: told without its text, exit 1
            _tell(crash_report(self._speech, error))
            ended = Ended(conductor.walk, BUG)
        finally:
            await conductor.close()
            workshop.close()
        self._leave(ended, conductor)
        if lines is not None:
            lines.finished(ended.walk, ended.exit_code, ended.outcome)
        return ended.exit_code

    def _leave(self, ended: Ended, conductor: Conductor) -> None:
        """Write what was asked for to be attached elsewhere."""
        outcome = ended.outcome or outcome_of(ended.walk)
        texts = {
            self._options.har: har(conductor.exchanges),
            self._options.junit: junit(ended.walk, conductor.exchanges, outcome, ended.exit_code),
        }
        for path, text in texts.items():
            if path is None:
                continue
            try:
                Path(path).write_text(text, encoding="utf-8")
            except OSError:
                _tell(self._speech.say("run.cannot_write", path=path))

    async def _drive(self, conductor: Conductor, engine: Engine) -> Ended:
        options = self._options
        orders = Orders(options.resends, options.code_delay, options.unlink)
        codes = self._code_source(engine.controls)
        driver = Driver(conductor, codes, orders, speech=self._speech, tell=_tell)
        walking = asyncio.ensure_future(driver.run(self._phone.national, self._phone.masked))
        self._walking = walking
        _end_on_signals(walking)
        try:
            return await walking
        except asyncio.CancelledError:
            return await driver.quit()

    def _code_source(self, controls: SimulatorControls | None) -> CodeSource:
        if self._source == "given":
            return GivenCodes(self._options.codes)
        if self._source == "sim" and controls is not None:
            return InboxCodes(controls, self._phone.national, self._clock)
        if self._source.startswith("cmd:"):
            return CommandCodes(self._source.removeprefix("cmd:"), self._clock)
        asks = _ask if self._source == "ask" else None
        return LineCodes(read_line, ask=asks, clock=self._clock, speech=self._speech, explain=_tell)

    def _out(self, line: str) -> None:
        """Write a line; where nobody takes it any more, the walk ends as if it were cancelled."""
        try:
            _print(line)
        except OSError:  # the reader of the pipe is gone, or the disk is full
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if self._walking is not None:
                self._walking.cancel()

    def _warn(self, user_id: str, environment: Environment) -> None:
        options = self._options
        if "paywall" not in providers_of(Journey(options.journey)):
            return
        if options.session_id and options.journey == Journey.FULL:
            _tell(self._speech.say("run.session_fixed"))
        if not options.user_id and not options.session_id and environment is not Environment.SIM:
            _tell(self._speech.say("run.user_id_random", user_id=user_id))


def _end_on_signals(walking: "asyncio.Future[Ended]") -> None:
    """SIGINT and SIGTERM cancel the walk, a second one ends the process; Windows wakes its loop by plain handlers."""
    loop = asyncio.get_running_loop()

    def end() -> None:
        if not walking.cancel():
            os._exit(CANCELLED)

    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, end)
        except NotImplementedError:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(end))


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the command's own voice


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the command's own voice


def _ask(question: str) -> None:
    print(question, end="", file=sys.stderr, flush=True)  # noqa: T201 - the command's own voice
