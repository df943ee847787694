"""The moments of an exchange on the network."""

from typing import Final, NamedTuple


class Timings(NamedTuple):
    """The moments of an exchange, in milliseconds from its beginning; None for one that it did not have.

    Attributes:
        connecting: The beginning of the connection; None on one that was open already.
        connected: The end of the TCP connection, or of that to a proxy.
        secured: The end of the last TLS handshake.
        writing: The moment before the request's first byte.
        written: The moment after its last one.
        answered: The end of the answer's head.
        done: The end of the exchange, whatever ended it.
        resolved: The end of the resolution of the host's name; None of an IP address, and where a proxy resolves it.
    """

    connecting: float | None = None
    connected: float | None = None
    secured: float | None = None
    writing: float | None = None
    written: float | None = None
    answered: float | None = None
    done: float | None = None
    resolved: float | None = None


NO_TIMINGS: Final = Timings()
