"""The line-by-line wizard on the terminal."""

import asyncio
from functools import partial
from typing import NamedTuple

from otp_tui.cli.composition.connections import ConnectionFactory
from otp_tui.cli.composition.prompting import gather_or_ask
from otp_tui.cli.terminal.console import print_message, print_result, prompt
from otp_tui.conductor import Conductor
from otp_tui.conductor.ports import Connection, OpenWalkthroughs
from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.recovery import OpenWalkthrough, ResumeError
from otp_tui.core.phone.number import expand_scenario
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.resume import closed_text, until_text
from otp_tui.i18n.translator import Translator
from otp_tui.plain.answers import no_such_answer
from otp_tui.plain.code_sources import read_line
from otp_tui.plain.interactive import PlainWizard
from otp_tui.plain.resume import Choice, ask_resume


class _Started(NamedTuple):
    """A target and the conductor of a walkthrough on it."""

    connection: Connection
    conductor: Conductor


def run_plain_wizard(
    translator: Translator,
    connection: Connection | None,
    connections: ConnectionFactory,
    open_walkthroughs: OpenWalkthroughs | None = None,
    missing: UserError | None = None,
) -> int:
    """Run the line-by-line wizard on standard input and output.

    Args:
        translator: Words it.
        connection: What to work with; of its journeys the first is taken where the operator just presses Enter.
        connections: Has the runtime that gathers the connection's keys.
        open_walkthroughs: What an earlier run left open.
        missing: Why there is no target, where there is none.

    Raises:
        UserError: No target was named, and no open walkthrough was resumed.
    """
    return asyncio.run(_walkthrough(translator, connection, connections, open_walkthroughs, missing))


async def _walkthrough(
    translator: Translator,
    connection: Connection | None,
    connections: ConnectionFactory,
    open_walkthroughs: OpenWalkthroughs | None,
    missing: UserError | None,
) -> int:
    begun = None
    if open_walkthroughs is not None:
        begun = await _left(translator, open_walkthroughs)
        if begun is Choice.QUIT:
            return 0
    if not isinstance(begun, _Started):
        if connection is None:
            assert missing is not None
            raise missing
        journey = await _choose(translator, connection.journeys)
        if journey is None:
            return 0
        begun = _Started(connection, connection.new_conductor(journey))
    return await _on(translator, begun, connections)


async def _on(translator: Translator, begun: _Started, connections: ConnectionFactory) -> int:
    connection, conductor = begun
    loaded = await connection.load()
    _introduce(translator, connection, conductor.walkthrough.journey)
    if connection.credentials is not None:
        await gather_or_ask(connections.runtime, translator)
        problem = await connection.credentials.gather()
        for line in keyring_lines(translator, problem) if problem else ():
            print_message(line)
    plain = PlainWizard(
        conductor,
        translator,
        parse_phone=lambda text: loaded.parse_phone(expand_scenario(text, connection.scenarios)),
        read=read_line,
        write=print_result,
        ask=prompt,
        limits=connection.limits,
        messages=partial(loaded.messages, conductor) if connection.scenarios else None,
        code_pattern=connection.code_pattern,
    )
    try:
        return await plain.run()
    finally:
        await conductor.close()


def _introduce(translator: Translator, connection: Connection, journey: Journey) -> None:
    badge = translator.text(f"environment.{connection.environment}")
    print_result(
        " · ".join(
            filter(None, (badge, journey_title(translator, journey), connection.profile, connection.merchant))
        )
    )
    if connection.scenarios:
        print_result(translator.text("plain.numbers"))
    if connection.environment is Environment.LIVE:
        print_result(translator.text("live.warning", host=connection.host))


async def _left(translator: Translator, open_walkthroughs: OpenWalkthroughs) -> "_Started | Choice | None":
    """Close what has run out, then offer the rest one by one; None for a new walkthrough."""
    if open_walkthroughs.quarantined_to:
        print_result(translator.text("journal.aside", file=open_walkthroughs.quarantined_to))
    for walkthrough in await open_walkthroughs.close_ended():
        print_result(closed_text(translator, walkthrough, open_walkthroughs.now()))
    for left in open_walkthroughs.open:
        choice = Choice.RESUME
        while choice is Choice.RESUME:
            choice = await ask_resume(
                translator, left, open_walkthroughs.now(), read=read_line, write=print_result, ask=prompt
            )
            if choice is Choice.RESUME:
                begun = await _resumed(translator, open_walkthroughs, left)
                if begun is not None:
                    return begun
        if choice is not Choice.GIVE_UP:
            return Choice.QUIT if choice is Choice.QUIT else None
        await _give_up(translator, open_walkthroughs, left)
    return None


async def _resumed(
    translator: Translator, open_walkthroughs: OpenWalkthroughs, left: OpenWalkthrough
) -> _Started | None:
    """Resume a walkthrough; where that cannot be, say why."""
    try:
        connection = open_walkthroughs.connection(left)
        conductor = connection.new_conductor(left.walkthrough.journey)
        await conductor.resume(left.walkthrough.id)
    except ResumeError as error:
        print_result(translator.text(f"resume.failed_{error.reason}"))
    except UserError as failure:
        print_result(error_text(translator, failure))
    except KeyringError as error:
        for line in keyring_lines(translator, error):
            print_result(line)
    else:
        return _Started(connection, conductor)
    return None


async def _give_up(
    translator: Translator, open_walkthroughs: OpenWalkthroughs, left: OpenWalkthrough
) -> None:
    until = until_text(translator, left.walkthrough, open_walkthroughs.now())
    try:
        await open_walkthroughs.discard(left)
    except ResumeError as error:
        print_result(translator.text(f"resume.failed_{error.reason}"))
    except UserError as failure:
        print_result(error_text(translator, failure))
    else:
        print_result(translator.text("resume.given_up", until=until))


async def _choose(translator: Translator, journeys: tuple[Journey, ...]) -> Journey | None:
    if len(journeys) == 1:
        return journeys[0]
    while True:
        print_result(translator.text("journey.title"))
        for number, journey in enumerate(journeys, 1):
            print_result(f"  {number}  {journey_title(translator, journey)}")
        print_result(f"  q  {translator.text('plain.quit')}")
        prompt("> ")
        line = await read_line()
        if not line or line.strip().lower() == "q":
            return None
        choice = line.strip() or "1"
        if choice.isdigit() and 1 <= int(choice) <= len(journeys):
            return journeys[int(choice) - 1]
        print_result(no_such_answer(translator, choice))
