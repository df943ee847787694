"""The conductor: runs walkthroughs; front ends talk to it and to nothing below it."""

from otp_tui.conductor.conductor import Conductor
from otp_tui.conductor.types import Subscriber, WalkthroughOptions
from otp_tui.core.flow.change import Change

__all__ = ["Change", "Conductor", "Subscriber", "WalkthroughOptions"]
