"""The parts of the wizard that are loaded when they are first asked for: the first paint does not wait for them."""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple, Protocol

from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.inspector.pane import InspectorFactory


class HistoryPart(Protocol):
    """The history; implemented by `otp_tui.wizard.flows.history.HistoryFlow`."""

    def open(self) -> None:
        """Show the list of kept walkthroughs."""
        ...

    def step(self, by: int) -> None:
        """Show the next or the previous step of a kept walkthrough."""
        ...


class EvidencePart(Protocol):
    """The evidence; implemented by `otp_tui.wizard.flows.evidence.EvidenceFlow`."""

    def make(self) -> None:
        """Make a pack of all that happened so far."""
        ...

    def show_ticket(self) -> None:
        """Show the text for the provider's support."""
        ...


class WizardParts(NamedTuple):
    """The makers of these parts, which import them.

    Attributes:
        inspector: Makes the inspector.
        history: Makes the history.
        evidence: Makes the evidence.
    """

    inspector: InspectorFactory
    history: Callable[[WizardControl], HistoryPart]
    evidence: Callable[[WizardControl], EvidencePart]


class LoadedParts:
    """The parts of one wizard, each made once.

    Args:
        control: The app.
        parts: Makes them.
    """

    def __init__(self, control: WizardControl, parts: WizardParts | None) -> None:
        self._control = control
        self._parts = parts
        if parts is not None:
            control.context.new_inspector = parts.inspector

    @cached_property
    def history(self) -> HistoryPart:
        """The history."""
        assert self._parts is not None
        return self._parts.history(self._control)

    @cached_property
    def evidence(self) -> EvidencePart:
        """The evidence."""
        assert self._parts is not None
        return self._parts.evidence(self._control)
