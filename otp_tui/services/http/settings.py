"""The network settings of a profile, in one value."""

from pathlib import Path
from typing import NamedTuple

from otp_tui.core.target.endpoints import NO_TRUST, Trust


class NetworkSettings(NamedTuple):
    """Trust, proxy, CA bundle and the limits of one exchange.

    Attributes:
        trust: The hosts beyond the vendors' test hosts that may get credentials, and that may use plain http.
        ca_bundle: A PEM file that is trusted instead of the system's store.
        proxy: A proxy for every host but loopback, in place of the environment's.
        timeout_s: Seconds for one whole exchange.
        connect_s: Seconds for the connection.
        body_bytes: The most bytes of an answer's body, both as received and unpacked.
    """

    trust: Trust = NO_TRUST
    ca_bundle: Path | None = None
    proxy: str | None = None
    timeout_s: float = 15.0
    connect_s: float = 10.0
    body_bytes: int = 1024 * 1024


DEFAULT_NETWORK = NetworkSettings()
