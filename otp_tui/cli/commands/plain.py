"""The line-by-line wizard on the terminal."""

import asyncio
from typing import NamedTuple

from otp_tui.cli.composition.connections import Desks
from otp_tui.cli.composition.errors import CommandError
from otp_tui.cli.composition.prompting import provided
from otp_tui.cli.terminal.console import ask, out, tell
from otp_tui.conductor import Conductor
from otp_tui.core.errors import Failure
from otp_tui.core.flow.journey import Environment, Journey
from otp_tui.core.flow.recovery import Left, ResumeError
from otp_tui.core.security.keyring_errors import VaultError
from otp_tui.i18n.errors import failure_text
from otp_tui.i18n.keyring import vault_lines
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.resume import closed_text, until_text
from otp_tui.i18n.translator import Speech
from otp_tui.plain.code_sources import read_line
from otp_tui.plain.interactive import PlainWizard
from otp_tui.plain.resume import Choice, ask_left
from otp_tui.wizard.ports import Desk, Shelf


class _Begun(NamedTuple):
    """What is walked: a target and a conductor on it."""

    desk: Desk
    conductor: Conductor


def walk_plainly(
    speech: Speech,
    desk: Desk | None,
    desks: Desks,
    shelf: Shelf | None = None,
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
    speech: Speech, desk: Desk | None, desks: Desks, shelf: Shelf | None, missing: CommandError | None
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
        begun = _Begun(desk, desk.conduct(journey))
    return await _on(speech, begun, desks)


async def _on(speech: Speech, begun: _Begun, desks: Desks) -> int:
    desk, conductor = begun
    engine = await desk.load()
    _introduce(speech, desk, conductor.walk.journey)
    if desk.gate is not None:
        await provided(desks.workshop, speech)
        problem = await desk.gate.provide()
        for line in vault_lines(speech, problem) if problem else ():
            tell(line)
    plain = PlainWizard(
        conductor,
        speech,
        read_phone=engine.read_phone,
        read=read_line,
        write=out,
        ask=ask,
        gate=desk.gate,
        code_pattern=desk.code_pattern,
    )
    try:
        return await plain.run()
    finally:
        await conductor.close()


def _introduce(speech: Speech, desk: Desk, journey: Journey) -> None:
    badge = speech.say(f"environment.{desk.environment}")
    out(" · ".join(filter(None, (badge, journey_title(speech, journey), desk.profile, desk.merchant))))
    if desk.numbers:
        out(speech.say("plain.numbers"))
    if desk.environment is Environment.LIVE:
        out(speech.say("live.warning", host=desk.host))


async def _left(speech: Speech, shelf: Shelf) -> "_Begun | Choice | None":
    """Close what has run out, then offer the rest one by one; None where another walkthrough is begun."""
    if shelf.aside:
        out(speech.say("journal.aside", file=shelf.aside))
    for walk in await shelf.close_over():
        out(closed_text(speech, walk, shelf.now()))
    for left in shelf.left:
        choice = Choice.RESUME
        while choice is Choice.RESUME:
            choice = await ask_left(speech, left, shelf.now(), read=read_line, write=out, ask=ask)
            if choice is Choice.RESUME:
                begun = await _resumed(speech, shelf, left)
                if begun is not None:
                    return begun
        if choice is not Choice.GIVE_UP:
            return Choice.QUIT if choice is Choice.QUIT else None
        await _give_up(speech, shelf, left)
    return None


async def _resumed(speech: Speech, shelf: Shelf, left: Left) -> _Begun | None:
    """Go on with it; where that cannot be, say why."""
    try:
        desk = shelf.desk(left)
        conductor = desk.conduct(left.walk.journey)
        await conductor.take_up(left.walk.id)
    except ResumeError as error:
        out(speech.say(f"resume.failed_{error.reason}"))
    except Failure as failure:
        out(failure_text(speech, failure))
    except VaultError as error:
        for line in vault_lines(speech, error):
            out(line)
    else:
        return _Begun(desk, conductor)
    return None


async def _give_up(speech: Speech, shelf: Shelf, left: Left) -> None:
    until = until_text(speech, left.walk, shelf.now())
    try:
        await shelf.give_up(left)
    except ResumeError as error:
        out(speech.say(f"resume.failed_{error.reason}"))
    except Failure as failure:
        out(failure_text(speech, failure))
    else:
        out(speech.say("resume.given_up", until=until))


async def _choose(speech: Speech, journeys: tuple[Journey, ...]) -> Journey | None:
    if len(journeys) == 1:
        return journeys[0]
    while True:
        out(speech.say("journey.title"))
        for number, journey in enumerate(journeys, 1):
            out(f"  {number}  {journey_title(speech, journey)}")
        ask("> ")
        line = await read_line()
        if not line or line.strip().lower() == "q":
            return None
        choice = line.strip() or "1"
        if choice.isdigit() and 1 <= int(choice) <= len(journeys):
            return journeys[int(choice) - 1]
