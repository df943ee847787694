"""Verdicts, deliveries and faults of an exchange, and the decision with its proof."""

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """The twelve meanings that an answer of a provider can have."""

    OK = "ok"
    CHALLENGE = "challenge"
    THREE_D = "three_d"
    CODE_REFUSED = "code_refused"
    EXPIRED = "expired"
    TOO_EARLY = "too_early"
    LIMITED = "limited"
    CREDENTIALS = "credentials"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    PROVIDER_ERROR = "provider_error"
    UNKNOWN = "unknown"


class Delivery(StrEnum):
    """The delivery of an SMS, as far as it is known (of a verify: the use of its code)."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    MAYBE_SENT = "maybe_sent"


class Fault(StrEnum):
    """The reason why an exchange had no complete answer."""

    NAME_NOT_RESOLVED = "name_not_resolved"
    CONNECT_REFUSED = "connect_refused"
    CONNECT_TIMEOUT = "connect_timeout"
    TLS_FAILED = "tls_failed"
    PROXY_FAILED = "proxy_failed"
    WRITE_TIMEOUT = "write_timeout"
    READ_TIMEOUT = "read_timeout"
    DEADLINE = "deadline"
    RESET = "reset"
    CUT = "cut"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    PROTOCOL = "protocol"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


class Decision(NamedTuple):
    """A verdict with its proof.

    Attributes:
        verdict: The verdict.
        path: The JSON path of the deciding value, e.g. ``Body.SessionId``; ``HTTP status`` or ``transport`` where no
            readable body decided.
        value: The deciding value as JSON text, e.g. ``"5001"`` with its quotes.
        name: The value's documented name where it has one, e.g. ``unauthorized``.
    """

    verdict: Verdict
    path: str
    value: str
    name: str = ""

    @property
    def decided_by(self) -> str:
        """The proof as reports write it: ``PATH = JSON`` and the name in brackets."""
        return f"{self.path} = {self.value}" + (f" ({self.name})" if self.name else "")

    @property
    def short_proof(self) -> str:
        """The proof as a card writes it: the last part of the path, with its parent where it is a bare ``Code``."""
        parts = self.path.split(".")
        return f"{'.'.join(parts[-2:] if parts[-1] == 'Code' else parts[-1:])} = {self.value}"
