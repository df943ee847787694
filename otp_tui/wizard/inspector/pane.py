"""The inspector as its screens know it; the inspector itself is loaded when it is first opened."""

from collections.abc import Callable

from textual.containers import Vertical

from otp_tui.wizard.inspector.state import InspectorData, InspectorState
from otp_tui.wizard.widgets.key_hints import KeyHint


class InspectorPane(Vertical):
    """The exchanges of a walkthrough; implemented by `otp_tui.wizard.inspector.inspector.Inspector`."""

    def show(self, data: InspectorData) -> None:
        """Draw the exchanges as they are now."""
        raise NotImplementedError

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys that work while it has the focus, for the bar at the bottom."""
        raise NotImplementedError

    def action_use(self, name: str) -> None:
        """Run the action of a key.

        Args:
            name: The key's name.
        """
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the focus into its list."""
        raise NotImplementedError

    def close_field(self) -> bool:
        """Close its field; False where it was closed."""
        raise NotImplementedError

    def leave(self) -> None:
        """Give the focus away for good."""
        raise NotImplementedError


InspectorFactory = Callable[[InspectorState], InspectorPane]
