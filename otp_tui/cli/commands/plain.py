"""The line-by-line wizard on the terminal."""

import asyncio
from typing import NamedTuple

from otp_tui.cli.composition.connections import ConnectionFactory
from otp_tui.cli.composition.errors import CommandError
from otp_tui.cli.composition.prompting import gather_or_ask
from otp_tui.cli.terminal.console import print_message, print_result, prompt
from otp_tui.conductor import Conductor
from otp_tui.core.errors import UserError
from otp_tui.core.flow.journey import Environment, Journey
from otp_tui.core.flow.recovery import OpenWalkthrough, ResumeError
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.resume import closed_text, until_text
from otp_tui.i18n.translator import Translator
from otp_tui.plain.code_sources import read_line
from otp_tui.plain.interactive import PlainWizard
from otp_tui.plain.resume import Choice, ask_resume
from otp_tui.wizard.ports import Connection, OpenWalkthroughs


class _Begun(NamedTuple):
    """What is walked: a target and a conductor on it."""

    desk: Connection
    conductor: Conductor


def run_plain_wizard(
    speech: Translator,
    desk: Connection | None,
    desks: ConnectionFactory,
    shelf: OpenWalkthroughs | None = None,
    missing: CommandError | None = None,
) -> int:
    """Walk on standard input and output.

    Args:
        speech: Words it.
        desk: What to work with; of its journeys the first is taken where the operator just presses Enter.
        desks: Where the desk's keys are gathered.
        shelf: What an earlier run left open.
        missing: Why there is no target, where there is none.

    Raises:
        CommandError: There is no target, and nothing that was left open is gone on with.
    """
    return asyncio.run(_walk(speech, desk, desks, shelf, missing))


async def _walk(
    speech: Translator,
    desk: Connection | None,
    desks: ConnectionFactory,
    shelf: OpenWalkthroughs | None,
    missing: CommandError | None,
) -> int:
    begun = None
    if shelf is not None:
        begun = await _left(speech, shelf)
        if begun is Choice.QUIT:
            return 0
    if not isinstance(begun, _Begun):
        if desk is None:
            assert missing is not None
            raise missing
        journey = await _choose(speech, desk.journeys)
        if journey is None:
            return 0
        begun = _Begun(desk, desk.new_conductor(journey))
    return await _on(speech, begun, desks)


async def _on(speech: Translator, begun: _Begun, desks: ConnectionFactory) -> int:
    desk, conductor = begun
    engine = await desk.load()
    _introduce(speech, desk, conductor.walk.journey)
    if desk.access is not None:
        await gather_or_ask(desks.runtime, speech)
        problem = await desk.access.gather()
        for line in keyring_lines(speech, problem) if problem else ():
            print_message(line)
    plain = PlainWizard(
        conductor,
        speech,
        read_phone=engine.read_phone,
        read=read_line,
        write=print_result,
        ask=prompt,
        gate=desk.access,
        code_pattern=desk.code_pattern,
    )
    try:
        return await plain.run()
    finally:
        await conductor.close()


def _introduce(speech: Translator, desk: Connection, journey: Journey) -> None:
    badge = speech.text(f"environment.{desk.environment}")
    print_result(
        " · ".join(filter(None, (badge, journey_title(speech, journey), desk.profile, desk.merchant)))
    )
    if desk.scenarios:
        print_result(speech.text("plain.numbers"))
    if desk.environment is Environment.LIVE:
        print_result(speech.text("live.warning", host=desk.host))


async def _left(speech: Translator, shelf: OpenWalkthroughs) -> "_Begun | Choice | None":
    """Close what has run out, then offer the rest one by one; None where another walkthrough is begun."""
    if shelf.quarantined_to:
        print_result(speech.text("journal.aside", file=shelf.quarantined_to))
    for walk in await shelf.close_ended():
        print_result(closed_text(speech, walk, shelf.now()))
    for left in shelf.open:
        choice = Choice.RESUME
        while choice is Choice.RESUME:
            choice = await ask_resume(
                speech, left, shelf.now(), read=read_line, write=print_result, ask=prompt
            )
            if choice is Choice.RESUME:
                begun = await _resumed(speech, shelf, left)
                if begun is not None:
                    return begun
        if choice is not Choice.GIVE_UP:
            return Choice.QUIT if choice is Choice.QUIT else None
        await _give_up(speech, shelf, left)
    return None


async def _resumed(speech: Translator, shelf: OpenWalkthroughs, left: OpenWalkthrough) -> _Begun | None:
    """Go on with it; where that cannot be, say why."""
    try:
        desk = shelf.connection(left)
        conductor = desk.new_conductor(left.walkthrough.journey)
        await conductor.resume(left.walkthrough.id)
    except ResumeError as error:
        print_result(speech.text(f"resume.failed_{error.reason}"))
    except UserError as failure:
        print_result(error_text(speech, failure))
    except KeyringError as error:
        for line in keyring_lines(speech, error):
            print_result(line)
    else:
        return _Begun(desk, conductor)
    return None


async def _give_up(speech: Translator, shelf: OpenWalkthroughs, left: OpenWalkthrough) -> None:
    until = until_text(speech, left.walkthrough, shelf.now())
    try:
        await shelf.discard(left)
    except ResumeError as error:
        print_result(speech.text(f"resume.failed_{error.reason}"))
    except UserError as failure:
        print_result(error_text(speech, failure))
    else:
        print_result(speech.text("resume.given_up", until=until))


async def _choose(speech: Translator, journeys: tuple[Journey, ...]) -> Journey | None:
    if len(journeys) == 1:
        return journeys[0]
    while True:
        print_result(speech.text("journey.title"))
        for number, journey in enumerate(journeys, 1):
            print_result(f"  {number}  {journey_title(speech, journey)}")
        prompt("> ")
        line = await read_line()
        if not line or line.strip().lower() == "q":
            return None
        choice = line.strip() or "1"
        if choice.isdigit() and 1 <= int(choice) <= len(journeys):
            return journeys[int(choice) - 1]
