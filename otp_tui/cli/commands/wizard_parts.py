"""The parts of the wizard that are imported when they are first asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from otp_tui.wizard.parts import WizardParts

if TYPE_CHECKING:
    from otp_tui.conductor.evidence_ports import HistoryService
    from otp_tui.wizard.control import WizardControl
    from otp_tui.wizard.flows.autoplay import Autoplay
    from otp_tui.wizard.flows.evidence import EvidenceFlow
    from otp_tui.wizard.flows.history import HistoryFlow
    from otp_tui.wizard.flows.travel import TravelFlow
    from otp_tui.wizard.inspector.inspector import Inspector
    from otp_tui.wizard.inspector.state import InspectorState
    from otp_tui.wizard.parts import TravelPart
    from otp_tui.wizard.preferences import PressKey, Sleep


def wizard_parts(service: "Callable[[], HistoryService]") -> WizardParts:
    """Return the makers of the wizard's parts.

    Args:
        service: Opens the kept walkthroughs.
    """

    def history(control: "WizardControl") -> "HistoryFlow":
        from otp_tui.wizard.flows.history import HistoryFlow

        return HistoryFlow(control, service)

    return WizardParts(_inspector, history, _evidence, _travel, _autoplay)


def _inspector(state: "InspectorState") -> "Inspector":
    from otp_tui.wizard.inspector.inspector import Inspector

    return Inspector(state)


def _evidence(control: "WizardControl") -> "EvidenceFlow":
    from otp_tui.wizard.flows.evidence import EvidenceFlow

    return EvidenceFlow(control)


def _travel(control: "WizardControl") -> "TravelFlow":
    from otp_tui.wizard.flows.travel import TravelFlow

    return TravelFlow(control)


def _autoplay(
    control: "WizardControl", travel: "TravelPart", press: "PressKey", sleep: "Sleep"
) -> "Autoplay":
    from otp_tui.wizard.flows.autoplay import Autoplay

    return Autoplay(control, travel.travel, press, sleep)
