"""The form of a set-up: what was typed so far of a target, kept through back and forth."""

from dataclasses import dataclass, field

from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import LEGS, Journey
from otp_tui.core.security.secrets import Secret

STEPS = ("target", "addresses", "keys", "name", "save")


@dataclass
class SetupForm:
    """Answers that were typed.

    Attributes:
        texts: Plain answers by the field's name.
        credentials: Keys by field; never drawn.
        step: The index in `STEPS` of the step that is shown.
    """

    texts: dict[str, str] = field(default_factory=lambda: {"environment": "test", "journey": "full"})
    credentials: dict[str, Secret] = field(default_factory=dict)
    step: int = 0

    @property
    def environment(self) -> Environment:
        """The environment that the operator says it is; the hosts decide."""
        return Environment(self.texts["environment"])

    @property
    def journey(self) -> Journey:
        """The journey that is wanted."""
        return Journey(self.texts["journey"])

    @property
    def providers(self) -> tuple[str, ...]:
        """The providers of its legs."""
        return tuple(leg.provider for leg in LEGS[self.journey])


def confirmation_field(host: str) -> str:
    """Return the name of the field in which an unknown host's name is typed once more."""
    return f"test_host:{host}"
