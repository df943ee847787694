"""The parts of the wizard that are imported when they are first asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from otp_tui.wizard.parts import WizardParts

if TYPE_CHECKING:
    from otp_tui.conductor.ports import HistoryService
    from otp_tui.wizard.control import WizardControl
    from otp_tui.wizard.flows.evidence import EvidenceFlow
    from otp_tui.wizard.flows.history import HistoryFlow
    from otp_tui.wizard.inspector.inspector import Inspector
    from otp_tui.wizard.inspector.state import InspectorState


def wizard_parts(service: "Callable[[], HistoryService]") -> WizardParts:
    """Return the makers of the wizard's parts.

    Args:
        service: Opens the kept walkthroughs.
    """

    def history(control: "WizardControl") -> "HistoryFlow":
        from otp_tui.wizard.flows.history import HistoryFlow

        return HistoryFlow(control, service)

    return WizardParts(_inspector, history, _evidence)


def _inspector(state: "InspectorState") -> "Inspector":
    from otp_tui.wizard.inspector.inspector import Inspector

    return Inspector(state)


def _evidence(control: "WizardControl") -> "EvidenceFlow":
    from otp_tui.wizard.flows.evidence import EvidenceFlow

    return EvidenceFlow(control)
