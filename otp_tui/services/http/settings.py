"""The network as a profile wants it, in one value."""

from pathlib import Path
from typing import NamedTuple

from otp_tui.core.target.endpoints import NO_TRUST, Trust


class NetworkSettings(NamedTuple):
    """How exchanges travel, and what one may take.

    Attributes:
        trust: Which hosts beyond the vendors' test hosts may get keys, and where plain http may be used.
        ca_bundle: A PEM file that is trusted instead of the system's store.
        proxy: Stands between for every host but loopback, instead of what the environment says.
        timeout_s: Seconds for one whole exchange.
        connect_s: Seconds until its connection stands.
        body_bytes: The most of an answer's body, packed and unpacked.
    """

    trust: Trust = NO_TRUST
    ca_bundle: Path | None = None
    proxy: str | None = None
    timeout_s: float = 15.0
    connect_s: float = 10.0
    body_bytes: int = 1024 * 1024


DEFAULT_NETWORK = NetworkSettings()
