"""`otp-tui run`: one walkthrough for scripts, with its exit code as the verdict."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import click

from otp_tui.cli.commands.run_options import (
    RunOptions,
    check_files,
    files_of,
    phone_of,
    run_options,
    source_of,
    target_of,
)
from otp_tui.cli.composition.config import load_config
from otp_tui.cli.composition.prerequisites import Prerequisites
from otp_tui.cli.composition.prompting import ask_merchant, check_live, gather_or_ask
from otp_tui.cli.composition.runtime import (
    LoadedRuntime,
    Runtime,
    RuntimeOptions,
    new_conductor,
    open_keyring,
)
from otp_tui.cli.composition.targets import Target, policies, providers_of
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.cli.terminal.console import print_message, print_result, prompt
from otp_tui.cli.terminal.crash import crash_page
from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.core.code.extraction import pattern_of
from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError, usage_error
from otp_tui.core.exit_codes import BUG, CANCELLED, GUARD, USAGE
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.outcome import outcome_of
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.evidence.formats import FORMATS, RunRecord
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.translator import Translator, choose_language
from otp_tui.plain.code_sources import (
    CodeSource,
    CommandCodes,
    GivenCodes,
    InboxCodes,
    LineCodes,
    read_line,
)
from otp_tui.plain.driver import Driver, DriverOptions, RunResult
from otp_tui.plain.jsonl import JsonLines
from otp_tui.plain.text_reporter import TextReporter
from otp_tui.storage.journal.database import JournalError
from otp_tui.storage.journal.send_guard import BudgetGuard
from otp_tui.storage.journal.tables import WalkthroughTable
from otp_tui.storage.paths import journal_path


def command(translator: Translator) -> click.Command:
    """Make ``run``."""

    @click.command("run", help=translator.text("help.run"))
    @run_options(translator)
    def run(lang: str | None, **chosen: Any) -> int:
        urls = {name: chosen.pop(provider.url_key) for name, provider in PROVIDERS.items()}
        files = {kind.name: chosen.pop(kind.name) for kind in FORMATS if kind.has_option}
        return run_journey(translator, RunOptions(urls=urls, files=files, **chosen), lang)

    return run


def run_journey(translator: Translator, options: RunOptions, lang: str | None = None) -> int:
    """Run a journey and print how it ended.

    Args:
        translator: Words what people read.
        options: What was typed.
        lang: The language that was asked for; else the profile's holds.

    Raises:
        UserError: An option, the target, the phone or the credentials cannot be used.
    """
    target: Target | None = None
    try:
        target = target_of(options)
        if target is not None and target.profile is not None:
            translator.language = choose_language(lang, target.profile.language)
        source = source_of(options, target)
        phone = phone_of(options, target)
        if target is not None and target.environment is Environment.LIVE:
            check_live(target.profile)
        check_files(options)
        return asyncio.run(_Run(translator, options, target, source, phone).walkthrough())
    except (KeyboardInterrupt, asyncio.CancelledError):  # before the walk began; once it has, it ends itself
        _stopped(options, target, CANCELLED)
        return CANCELLED
    except Exception as error:
        _stopped(options, target, error.exit_code if isinstance(error, UserError) else BUG)
        raise


def _stopped(options: RunOptions, target: Target | None, code: int) -> None:
    """Print the only JSON line of a run that ended before it began."""
    if options.as_json and code != USAGE:
        environment = target.environment if target else None
        JsonLines(print_result, lambda: SystemClock().now().utc, environment).stopped(code)


_LEAVING_S = 5.0
"""Seconds that the journal and the keyring have at the end, where nobody waits at a screen."""


class _Run:
    def __init__(
        self,
        translator: Translator,
        options: RunOptions,
        target: Target | None,
        source: str,
        phone: PhoneNumber,
    ) -> None:
        self._translator = translator
        self._options = options
        self._target = target
        self._source = source
        self._phone = phone
        self._clock = SystemClock()
        self._gathering: asyncio.Task[int] | None = None
        self._walking: asyncio.Future[RunResult] | None = None
        self._lines: list[str] = []

    async def walkthrough(self) -> int:
        """Gather the prerequisites, then run the walkthrough.

        Raises:
            UserError: Something is missing, and nothing was sent.
        """
        options, target = self._options, self._target
        self._gathering = asyncio.current_task()
        _end_on_signals(self._end)
        settings = RuntimeOptions(options.user_id, options.timeout)
        runtime = Runtime(self._clock, settings, target, open_keyring(keyring=not options.no_keyring))
        try:
            prerequisites = await gather_or_ask(runtime, self._translator)
            if target is not None and target.environment is Environment.LIVE:
                await self._open_live(prerequisites, target)
            if runtime.quarantined_to:
                print_message(self._translator.text("journal.aside", file=runtime.quarantined_to))
            await self._warn(prerequisites)
            await self._check_inbox(runtime)
            return await self._walk_on(runtime)
        finally:
            runtime.close()

    async def _check_inbox(self, runtime: Runtime) -> None:
        """Refuse to take codes from what is no simulator, before anything is sent."""
        if self._source != "sim":
            return
        loaded = await runtime.load()
        url = await loaded.not_simulated(providers_of(Journey(self._options.journey)))
        if url is not None:
            raise usage_error("usage.code_from_no_sim", url=url.text)

    async def _open_live(self, prerequisites: Prerequisites, target: Target) -> None:
        guard = prerequisites.guard
        typed = await ask_merchant(self._translator, target.host)
        if not isinstance(guard, BudgetGuard) or not guard.unlock(typed, self._clock.now()):
            raise UserError("live.other_name", GUARD)

    async def _walk_on(self, runtime: Runtime) -> int:
        """Run the walkthrough; whatever happens, the last JSON line is written."""
        options, target = self._options, self._target
        journey = Journey(options.journey)
        environment = target.environment if target else Environment.SIM
        session = Secret(str(options.session_id)) if options.session_id else None
        legs = policies(journey, target.profile if target else None)
        conductor = new_conductor(
            runtime, WalkthroughOptions(journey, environment, options.confirm, session, legs)
        )
        lines = JsonLines(self._keep_line, lambda: self._clock.now().utc, environment)
        lines.started(conductor.walkthrough, options.profile)
        conductor.subscribe(lines)
        conductor.subscribe(TextReporter(self._translator, print_message if options.as_json else self._out))
        ended = RunResult(conductor.walkthrough, BUG)
        try:
            loaded = await runtime.load()
            ended = await self._drive(conductor, loaded)
        except asyncio.CancelledError:
            ended = RunResult(conductor.walkthrough, CANCELLED, Outcome.CANCELLED)
        except Exception as error:  # noqa: BLE001 - a bug of our own: told without its text, exit 1
            print_message(crash_page(self._translator, error))
            ended = RunResult(conductor.walkthrough, BUG)
        finally:
            # What a bug of our own has cut short can be gone on with in the wizard.
            outcome = None if ended.exit_code == BUG else ended.outcome or outcome_of(ended.walkthrough)
            await conductor.close(outcome, patience_s=_LEAVING_S)
        if target is not None:
            await asyncio.to_thread(_forget_old, self._clock.now().utc)
        lines.finished(ended.walkthrough, ended.exit_code, ended.outcome)
        self._leave(ended, conductor)
        return ended.exit_code

    def _end(self) -> None:
        """End the walkthrough; a second signal, once it is over, ends the process."""
        if self._walking is None and self._gathering is not None:
            self._gathering.cancel()
        elif self._walking is not None and not self._walking.cancel():
            os._exit(CANCELLED)

    def _keep_line(self, line: str) -> None:
        """Keep a JSON line for the evidence, and print it where that was asked for."""
        self._lines.append(line)
        if self._options.as_json:
            self._out(line)

    def _leave(self, ended: RunResult, conductor: Conductor) -> None:
        """Write the evidence files."""
        outcome = ended.outcome or outcome_of(ended.walkthrough)
        record = RunRecord(ended.walkthrough, conductor.exchanges, outcome, ended.exit_code, self._lines)
        for path, kind in files_of(self._options).items():
            try:
                path.write_text(kind.write(record), encoding="utf-8")
            except OSError:
                print_message(self._translator.text("run.cannot_write", path=path))

    async def _drive(self, conductor: Conductor, loaded: LoadedRuntime) -> RunResult:
        chosen = self._options
        options = DriverOptions(chosen.resends, chosen.code_delay, chosen.unlink)
        codes = self._code_source(loaded, conductor)
        driver = Driver(conductor, codes, options, translator=self._translator, tell=print_message)
        walking = asyncio.ensure_future(driver.run(self._phone.national, self._phone.masked))
        self._walking = walking
        try:
            return await walking
        except asyncio.CancelledError:
            return await driver.quit()

    def _code_source(self, loaded: LoadedRuntime, conductor: Conductor) -> CodeSource:
        if self._source == "given":
            return GivenCodes(self._options.codes)
        if self._source == "sim":
            return InboxCodes(loaded.simulators, self._phone.national, conductor.references, self._clock)
        profile = self._target.profile if self._target else None
        pattern = pattern_of(profile.code_length, profile.code_pattern) if profile else ""
        if self._source.startswith("cmd:"):
            return CommandCodes(self._source.removeprefix("cmd:"), self._clock, pattern)
        asks = partial(prompt, stderr=True) if self._source == "ask" else None
        return LineCodes(
            read_line,
            ask=asks,
            clock=self._clock,
            translator=self._translator,
            explain=print_message,
            pattern=pattern,
        )

    def _out(self, line: str) -> None:
        """Print a line; where its reader is gone, the walkthrough ends as if cancelled."""
        try:
            print_result(line)
        except OSError:  # the reader of the pipe is gone, or the disk is full
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if self._walking is not None:
                self._walking.cancel()

    async def _warn(self, prerequisites: Prerequisites) -> None:
        """Print warnings before anything is sent."""
        options, say = self._options, self._translator.text
        real = self._target is not None and self._target.environment is not Environment.SIM
        guard = prerequisites.guard
        if isinstance(guard, BudgetGuard):
            if real and prerequisites.problem and self._phone.national not in guard.allowed:
                for line in keyring_lines(
                    self._translator, prerequisites.problem
                ):  # why its list could not be read
                    print_message(line)
            await guard.remaining(self._phone.national, self._clock.now())
            if guard.in_memory_only:
                print_message(say("doctor.journal_broken", file=journal_path()))
        if not any(PROVIDERS[name].needs_user_id for name in providers_of(Journey(options.journey))):
            return
        if options.session_id and options.journey == Journey.FULL:
            print_message(say("run.session_fixed"))
        if real and not prerequisites.repeatable and not options.session_id:
            print_message(say("run.user_id_random", user_id=prerequisites.user_id("")))


def _forget_old(now: datetime) -> None:
    """Delete walkthroughs past their retention; a journal that fails was reported already."""
    with suppress(JournalError, UserError):
        before = now - timedelta(days=load_config().history_days)
        WalkthroughTable(journal_path()).purge(before.timestamp())


def _end_on_signals(end: Callable[[], None]) -> None:
    """Call a function on SIGINT and SIGTERM; Windows wakes its loop by plain handlers."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, end)
        except NotImplementedError:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(end))
