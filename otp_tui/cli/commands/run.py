"""`otp-tui run`: one walkthrough for scripts, with its exit code as the verdict."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import click

from otp_tui.cli.commands.run_end import Remains, RunOutput
from otp_tui.cli.commands.run_options import (
    RunOptions,
    check_options,
    phone_of,
    run_options,
    source_of,
    target_of,
)
from otp_tui.cli.composition.config import load_config
from otp_tui.cli.composition.known_secrets import known_secrets
from otp_tui.cli.composition.loaded_runtime import LoadedRuntime, RuntimeOptions
from otp_tui.cli.composition.os_keyring import open_keyring
from otp_tui.cli.composition.pictures import PictureError, pictures_of
from otp_tui.cli.composition.prerequisites import Prerequisites
from otp_tui.cli.composition.prompting import ask_merchant, check_live, gather_or_ask, keyring_patience
from otp_tui.cli.composition.runtime import Runtime, new_conductor
from otp_tui.cli.composition.targets import Target, policies, providers_of
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.cli.terminal.console import print_message, prompt
from otp_tui.cli.terminal.crash import crash_page
from otp_tui.cli.terminal.interruption import Interruption
from otp_tui.cli.terminal.loop import run_loop
from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.core.code.extraction import pattern_of
from otp_tui.core.environment import Environment
from otp_tui.core.errors import GuardError, UserError, usage_error
from otp_tui.core.exit_codes import BUG, CANCELLED
from otp_tui.core.flow.journey import Journey
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.secrets import Secret
from otp_tui.core.security.send_policy import Rule
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.evidence.formats import FORMATS
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.translator import Translator, choose_language
from otp_tui.plain.code_sources import (
    CodeSource,
    CommandCodes,
    GivenCodes,
    InboxCodes,
    LineCodes,
    read_input,
)
from otp_tui.plain.driver import Driver, DriverOptions, RunResult, cancelled, result_of
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
        files = {form.name: chosen.pop(form.name) for form in FORMATS}
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
    interruption = Interruption(CANCELLED)
    clock = SystemClock()
    output = RunOutput(translator, options, lambda: clock.now().utc)
    try:
        interruption.handle_signals()
        output.files.prepare()
        target = target_of(options)
        output.lines.environment = target.environment if target else Environment.SIM
        if target is not None and target.profile is not None:
            translator.language = choose_language(lang, target.profile.language)
        check_options(options)
        source = source_of(options, target)
        phone = phone_of(options, target)
        if target is not None and target.environment is Environment.LIVE:
            check_live(target.profile)
        run = _Run(
            translator, options, target, source, phone, clock=clock, output=output, interruption=interruption
        )
        return run_loop(run.walkthrough())
    except (KeyboardInterrupt, EOFError, asyncio.CancelledError):  # before it was begun; then it ends itself
        interruption.defer()
        return output.end_before(CANCELLED)
    except UserError as error:
        interruption.defer()
        output.end_before(error.exit_code, error_text(translator, error), error.rule)
        raise
    except Exception:
        interruption.defer()
        output.end_before(BUG)
        raise


_LEAVING_S = 15.0
"""Seconds that the journal and the keyring have at the end, where nobody waits at a screen."""


class _Run:
    def __init__(
        self,
        translator: Translator,
        options: RunOptions,
        target: Target | None,
        source: str,
        phone: PhoneNumber,
        *,
        clock: SystemClock,
        output: RunOutput,
        interruption: Interruption,
    ) -> None:
        self._translator = translator
        self._options = options
        self._target = target
        self._source = source
        self._phone = phone
        self._clock = clock
        self._output = output
        self._interruption = interruption
        output.lost = interruption.stop

    async def walkthrough(self) -> int:
        """Gather the prerequisites, then run the walkthrough.

        Raises:
            UserError: Something is missing, and nothing was sent.
            asyncio.CancelledError: It was stopped before it was begun.
        """
        options = self._options
        self._interruption.defer()
        settings = RuntimeOptions(options.user_id, options.timeout)
        patience_s = keyring_patience(options.timeout)
        keyring = open_keyring(keyring=not options.no_keyring, patience_s=patience_s)
        runtime = Runtime(self._clock, settings, self._target, keyring)
        try:
            await self._interruption.stoppable(self._gather(runtime))
            return await self._walk_on(runtime)
        finally:
            runtime.close()

    async def _gather(self, runtime: Runtime) -> None:
        """Gather keys and guard, and say what has to be known before anything is sent."""
        target = self._target
        prerequisites = await gather_or_ask(runtime, self._translator)
        if target is not None and target.environment is Environment.LIVE:
            await self._open_live(prerequisites, target)
        if runtime.quarantined_to:
            print_message(self._translator.text("journal.aside", file=runtime.quarantined_to))
        await self._warn(prerequisites)
        await self._check_inbox(runtime)

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
            raise GuardError("live.other_name", Rule.LIVE_LOCKED)

    async def _walk_on(self, runtime: Runtime) -> int:
        """Run the walkthrough; whatever happens, its end is written."""
        options, target = self._options, self._target
        journey = Journey(options.journey)
        environment = target.environment if target else Environment.SIM
        session = Secret(str(options.session_id)) if options.session_id else None
        legs = policies(journey, target.profile if target else None)
        conductor = new_conductor(
            runtime, WalkthroughOptions(journey, environment, options.confirm, session, legs)
        )
        lines = self._output.lines
        lines.started(conductor.walkthrough, options.profile)
        conductor.subscribe(lines)
        write = print_message if options.as_json else self._output.print
        conductor.subscribe(TextReporter(self._translator, write))
        ended = result_of(conductor.walkthrough)
        try:
            loaded = await self._interruption.stoppable(runtime.load())
            ended = await self._drive(conductor, loaded)
        except asyncio.CancelledError:
            ended = cancelled(conductor.walkthrough)
        except Exception as error:  # noqa: BLE001 - a bug of our own: told without its text, exit 1
            print_message(crash_page(self._translator, error))
            ended = result_of(conductor.walkthrough)
            ended = ended._replace(end=ended.end._replace(exit_code=BUG))
        finally:
            # What a bug of our own has cut short can be gone on with in the wizard.
            outcome, code, _ = ended.end
            closing = (None, None) if code == BUG else (outcome, code)
            await conductor.close(*closing, patience_s=_LEAVING_S)
        if target is not None:
            await asyncio.to_thread(_forget_old, self._clock.now().utc)
        return self._output.end(ended.end, await self._remains(conductor, runtime))

    async def _remains(self, conductor: Conductor, runtime: Runtime) -> Remains:
        """Return the remains of a walkthrough, with its pictures where a pack is wanted."""
        gathered = runtime.gathered
        record = conductor.record._replace(profile=self._options.profile or "")
        secrets = tuple(known_secrets(conductor.secrets, gathered and gathered.credentials))
        if not self._output.files.wants_pack:
            return Remains(record, secrets)
        print_message(self._translator.text("evidence.making"))
        try:
            pictures = await asyncio.to_thread(pictures_of, record, self._translator.language)
        except PictureError:
            print_message(self._translator.text("evidence.no_pictures"))
            pictures = {}
        return Remains(record, secrets, pictures)

    async def _drive(self, conductor: Conductor, loaded: LoadedRuntime) -> RunResult:
        chosen = self._options
        options = DriverOptions(chosen.resends, chosen.code_delay, chosen.unlink)
        codes = self._code_source(loaded, conductor)
        driver = Driver(conductor, codes, options, translator=self._translator, tell=print_message)
        try:
            return await self._interruption.stoppable(driver.run(self._phone.national, self._phone.masked))
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
            commands = CommandCodes(self._source.removeprefix("cmd:"), self._clock, pattern)
            self._interruption.at_once = commands.kill
            return commands
        asks = partial(prompt, stderr=True) if self._source == "ask" else None
        return LineCodes(
            read_input,
            ask=asks,
            clock=self._clock,
            translator=self._translator,
            explain=print_message,
            pattern=pattern,
        )

    async def _warn(self, prerequisites: Prerequisites) -> None:
        """Print warnings before anything is sent."""
        options, say = self._options, self._translator.text
        real = self._target is not None and self._target.environment is not Environment.SIM
        guard, problem = prerequisites.guard, prerequisites.problem
        unlisted = isinstance(guard, BudgetGuard) and self._phone.national not in guard.allowed
        if real and problem and unlisted:
            for line in keyring_lines(self._translator, problem):  # why its list could not be read
                print_message(line)
        if not any(PROVIDERS[name].needs_user_id for name in providers_of(Journey(options.journey))):
            return
        if options.session_id and options.journey == Journey.FULL:
            print_message(say("run.session_fixed"))
        if self._target is not None and not prerequisites.repeatable and not options.session_id:
            print_message(say("run.user_id_random", user_id=prerequisites.user_id("")))


def _forget_old(now: datetime) -> None:
    """Delete walkthroughs past their retention; a journal that fails was reported already."""
    with suppress(JournalError, UserError):
        before = now - timedelta(days=load_config().history_days)
        WalkthroughTable(journal_path()).purge(before.timestamp())
