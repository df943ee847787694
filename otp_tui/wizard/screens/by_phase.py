"""The screen of each phase."""

from typing import Final

from otp_tui.conductor.phases import PHASES
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.screens.code import CodeScreen
from otp_tui.wizard.screens.done import DoneScreen
from otp_tui.wizard.screens.link import LinkScreen
from otp_tui.wizard.screens.phone import PhoneScreen
from otp_tui.wizard.screens.send import SendScreen
from otp_tui.wizard.screens.step import StepScreen

_SCREENS: Final[dict[str, type[StepScreen]]] = {
    "phone": PhoneScreen,
    "send": SendScreen,
    "link": LinkScreen,
    "code": CodeScreen,
    "done": DoneScreen,
}


def screen_of(phase: Phase) -> type[StepScreen]:
    """Return the class of a phase's screen."""
    return _SCREENS[PHASES[phase].screen]
