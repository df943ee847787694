"""The certificate that a TLS peer presented, as far as records show it."""

from datetime import datetime
from typing import NamedTuple


class Certificate(NamedTuple):
    """A certificate's names and its end.

    Attributes:
        subject: The name that it was issued to; empty where it has none.
        issuer: The name of the authority; empty where it has none.
        not_after: The end of its validity, UTC.
    """

    subject: str
    issuer: str
    not_after: datetime
