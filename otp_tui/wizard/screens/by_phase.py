"""The screen of each phase."""

from otp_tui.conductor.phases import PHASES
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.screens.phone import PhoneScreen
from otp_tui.wizard.screens.step import StepScreen


def screen_of(phase: Phase) -> type[StepScreen]:
    """Return the class of a phase's screen; those after the phone's are loaded when the first one is wanted."""
    name = PHASES[phase].screen
    if name == "phone":
        return PhoneScreen
    from otp_tui.wizard.screens import code, done, link, send  # noqa: PLC0415 - the first paint needs none of them

    screens: dict[str, type[StepScreen]] = {
        "send": send.SendScreen,
        "link": link.LinkScreen,
        "code": code.CodeScreen,
        "done": done.DoneScreen,
    }
    return screens[name]
