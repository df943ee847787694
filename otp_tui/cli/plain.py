"""The line-by-line wizard on the terminal."""

import asyncio

from otp_tui.core.journey import Environment, Journey
from otp_tui.linear.codes import read_line
from otp_tui.linear.plain import PlainWizard
from otp_tui.locale import Speech
from otp_tui.locale.notices import journey_title
from otp_tui.locale.vaults import vault_lines
from otp_tui.wizard.desk import Desk

from .voice import ask, out, tell
from .wiring import Workshop


def walk_plainly(speech: Speech, desk: Desk, workshop: Workshop) -> int:
    """Walk on standard input and output.

    Args:
        speech: Words it.
        desk: What to work with; of its journeys the first is taken where the operator just presses Enter.
        workshop: Where the desk's keys are gathered.
    """
    return asyncio.run(_walk(speech, desk, workshop))


async def _walk(speech: Speech, desk: Desk, workshop: Workshop) -> int:
    engine = await desk.load()
    journey = await _choose(speech, desk.journeys)
    if journey is None:
        return 0
    badge = speech.say(f"environment.{desk.environment}")
    out(" · ".join(filter(None, (badge, journey_title(speech, journey), desk.profile, desk.merchant))))
    if desk.numbers:
        out(speech.say("plain.numbers"))
    if desk.environment is Environment.LIVE:
        out(speech.say("live.warning", host=desk.host))
    if desk.gate is not None:
        from .asking import provided

        await provided(workshop, speech)
        problem = await desk.gate.provide()
        for line in vault_lines(speech, problem) if problem else ():
            tell(line)
    conductor = desk.conduct(journey)
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
