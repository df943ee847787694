"""The parts of the wizard that are loaded when they are first asked for: the first paint does not wait for them."""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple, Protocol

from textual.events import Event

from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.inspector.pane import InspectorFactory
from otp_tui.wizard.preferences import PressKey, Sleep


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


class TravelPart(Protocol):
    """Time travel; implemented by `otp_tui.wizard.flows.travel.TravelFlow`."""

    def open(self) -> None:
        """Open its dialog, or close it."""
        ...

    async def travel(self, name: str) -> None:
        """Carry out a choice of the dialog, by its name."""
        ...


class AutoplayPart(Protocol):
    """A script that plays; implemented by `otp_tui.wizard.flows.autoplay.Autoplay`."""

    def start(self, script: str) -> None:
        """Begin to play the script of a name."""
        ...

    def notice(self, event: Event) -> None:
        """Leave the walkthrough to whoever presses a key that is not the script's own."""
        ...


class WizardParts(NamedTuple):
    """The makers of these parts, which import them.

    Attributes:
        inspector: Makes the inspector.
        history: Makes the history.
        evidence: Makes the evidence.
        travel: Makes time travel.
        autoplay: Makes what plays a script: it takes keys as if they were typed.
    """

    inspector: InspectorFactory
    history: Callable[[WizardControl], HistoryPart]
    evidence: Callable[[WizardControl], EvidencePart]
    travel: Callable[[WizardControl], TravelPart]
    autoplay: Callable[[WizardControl, TravelPart, PressKey, Sleep], AutoplayPart]


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
    def travel(self) -> TravelPart:
        """Time travel."""
        assert self._parts is not None
        return self._parts.travel(self._control)

    def autoplay(self, press: PressKey, sleep: Sleep) -> AutoplayPart:
        """Make what plays a script.

        Args:
            press: Takes a key as if it were typed.
            sleep: Waits between two keys.
        """
        assert self._parts is not None
        return self._parts.autoplay(self._control, self.travel, press, sleep)

    @cached_property
    def evidence(self) -> EvidencePart:
        """The evidence."""
        assert self._parts is not None
        return self._parts.evidence(self._control)
