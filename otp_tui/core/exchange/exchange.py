"""The request to a gateway, its decided answer, and the record of the exchange."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.exchange.certificate import Certificate
from otp_tui.core.exchange.drift import Drift
from otp_tui.core.exchange.timings import NO_TIMINGS, Timings
from otp_tui.core.exchange.verdict import Decision, Delivery, Fault
from otp_tui.core.security.secrets import Handle
from otp_tui.core.timestamps import Expiry


class ChallengeKind(StrEnum):
    """The kind of OTP: for the storage of a card, of the bank, or of the card scheme's wallet."""

    CARD = "card"
    BANK = "bank"
    MASTERPASS = "masterpass"


class Verb(StrEnum):
    """A request that a gateway understands; each is one HTTP exchange."""

    PREPARE = "prepare"
    START = "start"
    RESEND = "resend"
    VERIFY = "verify"
    CONFIRM = "confirm"
    UNLINK = "unlink"


SENDING_VERBS = frozenset({Verb.START, Verb.RESEND})
"""The verbs that send an SMS."""


class Request(NamedTuple):
    """A request for one exchange; the values behind its handles are in the secret registry.

    Attributes:
        number: The request's number within its walkthrough, from 1; an answer with another number is too late.
        verb: The verb.
        provider: The provider's name.
        reference: The leg's own unique value: ``otp_session_id`` or ``ReferenceCode``.
        session: The newest SessionId, where the leg has one.
        token: The newest token.
        code: The code to verify.
        verified: True where an earlier leg verified the phone (``PhoneVerifiedByMerchant``).
        chained: True for the verify of a challenge that followed on a verify: the next one may send once more.
    """

    number: int
    verb: Verb
    provider: str
    reference: Handle | None = None
    session: Handle | None = None
    token: Handle | None = None
    code: Handle | None = None
    verified: bool = False
    chained: bool = False


class LinkedAccount(NamedTuple):
    """A linked account's card: issuer, masked number, reference; any part may be empty."""

    issuer: str = ""
    masked_pan: str = ""
    rrn: str = ""

    def merged(self, newer: "LinkedAccount") -> "LinkedAccount":
        """Return these details, replaced by the parts that ``newer`` has."""
        return LinkedAccount(*(new or old for old, new in zip(self, newer, strict=True)))


NO_DETAIL: Final = LinkedAccount()


class Answer(NamedTuple):
    """A decided answer, as `step` applies it.

    Attributes:
        decision: Verdict and proof.
        delivery: The delivery of the SMS (of a verify: of the code).
        fault: The reason why no complete answer came, if none did.
        http_status: The HTTP status; None without one.
        token: The newest token, where the answer has one.
        session: The SessionId to use from now on, where the answer has a new or renewed one.
        renewed: True where the answer renewed the session.
        kind: The kind of OTP it asks for.
        expiry: The expiry that it states.
        already: True where the account was linked before.
        linked: ``IsAccountLinked`` of a card list; None where the answer lacks it.
        detail: Issuer, masked card number and reference.
        words: The provider's own message, sanitised.
        retry_after: Seconds of a ``Retry-After`` header.
        session_dead: True where the session itself is unknown to the provider or no longer alive.
    """

    decision: Decision
    delivery: Delivery
    fault: Fault | None = None
    http_status: int | None = None
    token: Handle | None = None
    session: Handle | None = None
    renewed: bool = False
    kind: ChallengeKind | None = None
    expiry: Expiry | None = None
    already: bool = False
    linked: bool | None = None
    detail: LinkedAccount = NO_DETAIL
    words: str = ""
    retry_after: int | None = None
    session_dead: bool = False


class Exchange(NamedTuple):
    """The record of one HTTP request and its answer, redacted when it was made.

    Attributes:
        number: The request's number within its walkthrough.
        at: The start of the exchange, UTC.
        provider: The provider's name.
        call: The last part of the path, as the provider names the call: ``send_otp``, ``otp/verify``.
        method: The HTTP method.
        url: The address without query or userinfo.
        request_headers: Names and values as sent, secrets replaced by handles.
        request_body: JSON text, redacted; empty without a body.
        status: The HTTP status; None without one.
        headers: The answer's headers, redacted.
        body: The answer's body as text, redacted and bounded.
        ms: Milliseconds of the whole exchange.
        decision: Verdict and proof.
        delivery: The delivery of the SMS (of a verify: of the code).
        fault: The reason why it has no complete answer.
        late: True where the walkthrough had gone on without it.
        timings: The moments on the network; none of an exchange that an older version recorded.
        page: The documentation page of what decided: the call's, or that of its error object; empty without one.
        despite: The values that claim the opposite of the verdict, as JSON paths and redacted JSON text.
        server_address: The IP address of the peer; empty where no connection was made.
        via_proxy: True where the peer is a proxy.
        certificate: The server's certificate; None without TLS, and where the handshake failed.
        drift: The differences between the answer and its documented shape.
    """

    number: int
    at: datetime
    provider: str
    call: str
    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: str
    ms: int
    decision: Decision
    delivery: Delivery
    fault: Fault | None = None
    late: bool = False
    timings: Timings = NO_TIMINGS
    page: str = ""
    despite: tuple[tuple[str, str], ...] = ()
    server_address: str = ""
    via_proxy: bool = False
    certificate: Certificate | None = None
    drift: tuple[Drift, ...] = ()

    @property
    def ended(self) -> datetime:
        """The end of the exchange, UTC."""
        return self.at + timedelta(milliseconds=self.ms)
