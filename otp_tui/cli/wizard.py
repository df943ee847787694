"""`otp-tui` and `otp-tui demo`: the wizard on a target, or on the built-in simulator."""

import os
import sys

from otp_tui.conductor import Conductor, Terms
from otp_tui.core.journey import Environment, Journey
from otp_tui.locale import Speech

from .clock import SystemClock
from .errors import usage
from .wiring import Settings, Workshop, conduct, random_user_id

_NUMBERS = tuple(range(1, 24))


def open_demo(speech: Speech, *, journey: str | None, otp_lifetime: float) -> int:
    """The wizard on the built-in simulator, which starts after the first paint.

    Args:
        speech: Words it.
        journey: ``full`` unless told otherwise.
        otp_lifetime: Seconds a simulated code lives.
    """
    clock = SystemClock()
    workshop = Workshop(clock, Settings(random_user_id()), None, otp_lifetime=otp_lifetime)
    return _open(speech, workshop, (Journey(journey or Journey.FULL),), Environment.SIM, plain=False)


def open_wizard(
    speech: Speech,
    *,
    profile: str | None,
    journey: str | None,
    plain: bool,
) -> int:
    """The wizard on the target that the environment names.

    Raises:
        CommandError: There is none, or it cannot be used.
    """
    from .target import addresses, possible_journeys, read_target

    if profile is not None:
        raise usage("target.unknown_profile", profile=profile)
    texts = addresses()
    journeys = (Journey(journey),) if journey else possible_journeys(texts)
    if not journeys or not texts:
        raise usage("target.no_target")
    target = read_target(journeys, texts)
    workshop = Workshop(SystemClock(), Settings(random_user_id()), target)
    return _open(speech, workshop, journeys, target.environment, plain=plain)


def _open(
    speech: Speech,
    workshop: Workshop,
    journeys: tuple[Journey, ...],
    environment: Environment,
    *,
    plain: bool,
) -> int:
    def conductor_of(journey: Journey) -> Conductor:
        return conduct(workshop, Terms(journey, environment))

    numbers = _NUMBERS if environment is Environment.SIM else ()
    try:
        if plain or is_plain():
            from .plain import walk_plainly

            return walk_plainly(speech, workshop, conductor_of, journeys, numbers)
        from otp_tui.wizard.app import Wizard
        from otp_tui.wizard.desk import Desk

        desk = Desk(conductor_of, journeys, environment, workshop.clock, workshop.load, numbers)
        app = Wizard(desk, speech)
        code = app.run()
        return code if code is not None else app.return_code or 0
    finally:
        workshop.close()


def is_plain() -> bool:
    """Whether the environment asks for the line-by-line front end."""
    asked = os.environ.get("TERM") == "dumb" or os.environ.get("ACCESSIBLE", "") not in {"", "0"}
    return asked or not sys.stdout.isatty()
