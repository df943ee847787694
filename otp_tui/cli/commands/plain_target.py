"""The choice of a target for the line-by-line wizard: a profile, the simulator, or a set-up by questions."""

from otp_tui.cli.composition.prompting import ask_hidden
from otp_tui.conductor.ports import Connection, SetupService
from otp_tui.core.errors import UserError
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.translator import sentence
from otp_tui.plain.choices import Choice, choose
from otp_tui.plain.dialogue import Dialogue, InputEndedError
from otp_tui.plain.setup import PlainSetup


async def choose_target(dialogue: Dialogue, setup: SetupService, missing: UserError) -> Connection:
    """Ask for a profile, the simulator, or a further target.

    Args:
        dialogue: Asks.
        setup: Profiles, and the set-up of a further one.
        missing: Why there is no target yet.

    Raises:
        UserError: The input ended before anything was chosen.
        QuitError: The operator quits.
    """
    connection = None
    try:
        while connection is None:
            connection = await _chosen_target(dialogue, setup, await _target_name(dialogue, setup))
    except InputEndedError:
        raise missing from None
    return connection


async def _target_name(dialogue: Dialogue, setup: SetupService) -> str:
    profiles = [
        Choice(f"profile-{name}", lambda _, name=name, about=about: f"{name}, {about.replace(' · ', ', ')}")  # type: ignore[misc]
        for name, about in setup.profiles
    ]
    items = (*profiles, *(Choice(name, sentence(f"start.{name}")) for name in ("simulator", "set_up")))
    title = sentence("start.title_profiles" if profiles else "start.title")
    return await choose(dialogue, title, items, default=True)


async def _chosen_target(dialogue: Dialogue, setup: SetupService, name: str) -> Connection | None:
    if name == "simulator":
        return setup.demo()
    if name == "set_up":
        return await PlainSetup(dialogue, setup, ask_hidden).run()
    try:
        return setup.open(name.removeprefix("profile-"))
    except UserError as failure:
        dialogue.say(error_text(dialogue.translator, failure))
        return None


async def choose_journey(dialogue: Dialogue, journeys: tuple[Journey, ...]) -> Journey:
    """Ask which journey, where several are possible.

    Args:
        dialogue: Asks.
        journeys: What is possible.

    Raises:
        QuitError: The operator quits.
    """
    if len(journeys) == 1:
        return journeys[0]
    items = [Choice(journey, sentence(f"journey.{journey}")) for journey in journeys]
    return Journey(await choose(dialogue, sentence("journey.title"), items, default=True))
