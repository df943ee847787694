"""The list of providers that the simulator plays."""

from typing import Final

from otp_tui.simulator.providers.paynet import Paynet
from otp_tui.simulator.providers.paywall import Paywall
from otp_tui.simulator.providers.provider import Provider

PROVIDERS: Final[list[type[Provider]]] = [Paynet, Paywall]
