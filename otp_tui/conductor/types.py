"""The types of a conductor's interface: options, changes, subscribers."""

from typing import NamedTuple, Protocol

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.change import Change
from otp_tui.core.flow.journey import Journey, LegPolicy
from otp_tui.core.security.secrets import Secret


class Subscriber(Protocol):
    """A front end that draws what happens; called on the loop, in order."""

    def changed(self, change: Change) -> None:
        """Draw a change; an event may have left the walkthrough as it was."""
        ...

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Draw an exchange that was recorded."""
        ...

    def failed(self, error: BaseException) -> None:
        """Show that a bug of our own ended the walkthrough's work."""
        ...


class WalkthroughOptions(NamedTuple):
    """The options that a walkthrough is begun with.

    Attributes:
        journey: What is to be done.
        environment: Where the requests go.
        confirm: Ask the provider after the link whether it holds.
        session_id: A SessionId of the operator's own, or None.
        legs: The journey's legs where a profile changes their policies.
    """

    journey: Journey
    environment: Environment
    confirm: bool = False
    session_id: Secret | None = None
    legs: tuple[LegPolicy, ...] | None = None
