"""The line-by-line wizard on the terminal."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from otp_tui.cli.commands.plain_target import choose_journey, choose_target
from otp_tui.cli.composition.connections import ConnectionFactory
from otp_tui.cli.composition.prompting import gather_or_ask
from otp_tui.cli.terminal.console import print_result, prompt
from otp_tui.cli.terminal.loop import run_loop
from otp_tui.cli.terminal.prompts import discard_typed, is_interactive
from otp_tui.conductor import Conductor
from otp_tui.conductor.ports import Connection, OpenWalkthroughs, SetupService
from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.recovery import OpenWalkthrough, ResumeError, not_before
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.resume import closed_text, until_text
from otp_tui.i18n.translator import Translator
from otp_tui.plain.code_sources import read_line
from otp_tui.plain.dialogue import Dialogue, QuitError
from otp_tui.plain.interactive import PlainWizard
from otp_tui.plain.resume import Choice, ask_resume
from otp_tui.plain.words import duration_text


class PlainStart(NamedTuple):
    """How the line-by-line wizard begins.

    Attributes:
        connection: What to work with; None where no target was named.
        connections: Has the runtime that gathers the connection's keys.
        open_walkthroughs: What an earlier run left open.
        setup: Profiles and the set-up of a further one; None in the demo.
        missing: Why there is no target, where there is none.
        lost_screen: Whether somebody at a terminal gets lines that nobody asked for.
    """

    connection: Connection | None
    connections: ConnectionFactory
    open_walkthroughs: OpenWalkthroughs | None = None
    setup: SetupService | None = None
    missing: UserError | None = None
    lost_screen: bool = False


class _Begun(NamedTuple):
    """A target and the conductor of a walkthrough on it."""

    connection: Connection
    conductor: Conductor


def run_plain_wizard(translator: Translator, start: PlainStart) -> int:
    """Run the line-by-line wizard on standard input and output.

    Args:
        translator: Words it.
        start: How it begins.

    Raises:
        UserError: No target was named, and the input ended before one was chosen.
    """
    dialogue = _dialogue(translator)
    if start.lost_screen:
        dialogue.text("plain.no_screen")
    return run_loop(_walkthrough(dialogue, start))


def _dialogue(translator: Translator) -> Dialogue:
    return Dialogue(
        translator,
        read=read_line,
        write=print_result,
        ask=prompt,
        echoed=is_interactive() and sys.stdout.isatty(),
        discard=discard_typed,
    )


async def _walkthrough(dialogue: Dialogue, start: PlainStart) -> int:
    try:
        begun = await _left(dialogue, start.open_walkthroughs) if start.open_walkthroughs else None
        if begun is None:
            connection = start.connection
            if connection is None:
                assert start.setup is not None
                assert start.missing is not None
                connection = await choose_target(dialogue, start.setup, start.missing)
            journey = await choose_journey(dialogue, connection.journeys)
            begun = _Begun(connection, connection.new_conductor(journey))
    except QuitError:
        return 0
    return await _on(dialogue, begun, start.connections)


async def _on(dialogue: Dialogue, begun: _Begun, connections: ConnectionFactory) -> int:
    connection, conductor = begun
    translator = dialogue.translator
    loaded = await connection.load()
    _introduce(dialogue, connection, conductor.walkthrough.journey)
    if connection.credentials is not None:
        await gather_or_ask(connections.runtime, translator)
        problem = await connection.credentials.gather()
        for line in keyring_lines(translator, problem) if problem else ():
            dialogue.say(line)
    plain = PlainWizard(conductor, dialogue, connection, loaded)
    try:
        with _cancelling(plain.interrupt):
            return await plain.run()
    finally:
        await conductor.close()


@contextmanager
def _cancelling(cancel: Callable[[], bool]) -> Iterator[None]:
    """Let Ctrl+C cancel the request in flight; where there is none it ends the program, as before."""
    loop, work = asyncio.get_running_loop(), asyncio.current_task()
    before = signal.getsignal(signal.SIGINT)
    came: list[bool] = []

    def interrupted() -> None:
        if not cancel() and work is not None:
            came.append(True)
            work.cancel()

    signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(interrupted))
    try:
        yield
    except asyncio.CancelledError:
        if not came:
            raise
        raise KeyboardInterrupt from None
    finally:
        signal.signal(signal.SIGINT, before)


def _introduce(dialogue: Dialogue, connection: Connection, journey: Journey) -> None:
    translator = dialogue.translator
    badge = translator.text(f"environment.{connection.environment}")
    about = (badge, journey_title(translator, journey), connection.profile, connection.merchant)
    dialogue.say(", ".join(filter(None, about)))
    if connection.scenarios:
        dialogue.text("plain.numbers")
    if connection.environment is Environment.LIVE:
        dialogue.text("live.warning", host=connection.host)


# what was interrupted ------------------------------------------------------------------------------------


async def _left(dialogue: Dialogue, open_walkthroughs: OpenWalkthroughs) -> _Begun | None:
    """Close what has run out, then offer the rest one by one; None for a new walkthrough.

    Raises:
        QuitError: The operator quits.
    """
    if open_walkthroughs.quarantined_to:
        dialogue.text("journal.aside", file=open_walkthroughs.quarantined_to)
    for walkthrough in await open_walkthroughs.close_ended():
        dialogue.say(closed_text(dialogue.translator, walkthrough, open_walkthroughs.now()))
    for left in open_walkthroughs.open:
        choice = Choice.RESUME
        while choice is Choice.RESUME:
            choice = await ask_resume(dialogue, left, open_walkthroughs.now())
            if choice is Choice.RESUME:
                begun = await _try(dialogue, _resumed(dialogue, open_walkthroughs, left))
                if begun is not None:
                    return begun
        if choice is Choice.QUIT:
            raise QuitError
        if choice is Choice.OTHER:
            return None
        await _try(dialogue, _give_up(dialogue, open_walkthroughs, left))
    return None


async def _try(dialogue: Dialogue, work: Coroutine[Any, Any, _Begun | None]) -> _Begun | None:
    """Do what may fail; where it does, say why."""
    translator = dialogue.translator
    try:
        return await work
    except ResumeError as error:
        dialogue.text(f"resume.failed_{error.reason}")
    except UserError as failure:
        dialogue.say(error_text(translator, failure))
    except KeyringError as error:
        for line in keyring_lines(translator, error):
            dialogue.say(line)
    return None


async def _resumed(dialogue: Dialogue, open_walkthroughs: OpenWalkthroughs, left: OpenWalkthrough) -> _Begun:
    connection = open_walkthroughs.connection(left)
    conductor = connection.new_conductor(left.walkthrough.journey)
    await conductor.resume(left.walkthrough.id)
    away = not_before(open_walkthroughs.now(), left.at).monotonic - left.at.monotonic
    dialogue.text("resume.continued", left=duration_text(dialogue.translator, away))
    return _Begun(connection, conductor)


async def _give_up(dialogue: Dialogue, open_walkthroughs: OpenWalkthroughs, left: OpenWalkthrough) -> None:
    until = until_text(dialogue.translator, left.walkthrough, open_walkthroughs.now())
    await open_walkthroughs.discard(left)
    dialogue.text("resume.given_up", until=until)
