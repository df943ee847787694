"""The line-by-line wizard on the terminal."""

import asyncio
from collections.abc import Callable

from otp_tui.conductor import Conductor
from otp_tui.core.journey import Journey
from otp_tui.linear.codes import read_line
from otp_tui.linear.plain import PlainWizard
from otp_tui.locale import Speech
from otp_tui.locale.notices import journey_title

from .voice import ask, out
from .wiring import Workshop


def walk_plainly(
    speech: Speech,
    workshop: Workshop,
    conductor_of: Callable[[Journey], Conductor],
    journeys: tuple[Journey, ...],
    numbers: tuple[int, ...],
) -> int:
    """Walk on standard input and output.

    Args:
        speech: Words it.
        workshop: Loads what is heavy.
        conductor_of: Makes a journey's conductor.
        journeys: What can be chosen; the first is taken where the operator just presses Enter.
        numbers: The simulator's numbers; empty without one.
    """
    return asyncio.run(_walk(speech, workshop, conductor_of, journeys, numbers))


async def _walk(
    speech: Speech,
    workshop: Workshop,
    conductor_of: Callable[[Journey], Conductor],
    journeys: tuple[Journey, ...],
    numbers: tuple[int, ...],
) -> int:
    engine = await workshop.load()
    journey = await _choose(speech, journeys)
    if journey is None:
        return 0
    if numbers:
        out(speech.say("plain.numbers"))
    conductor = conductor_of(journey)
    plain = PlainWizard(conductor, speech, read_phone=engine.read_phone, read=read_line, write=out, ask=ask)
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
