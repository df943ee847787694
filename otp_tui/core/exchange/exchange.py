"""What passes between the program and a provider: the request a gateway is asked for, its answer, its record."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.exchange.verdict import Decision, Delivery, Fault
from otp_tui.core.security.secrets import Handle
from otp_tui.core.timestamps import Expiry


class ChallengeKind(StrEnum):
    """Who sent the OTP, in the field's words."""

    CARD = "card"
    BANK = "bank"
    MASTERPASS = "masterpass"


class Verb(StrEnum):
    """What a gateway can be asked to do; each is one HTTP exchange."""

    PREPARE = "prepare"
    START = "start"
    RESEND = "resend"
    VERIFY = "verify"
    CONFIRM = "confirm"
    UNLINK = "unlink"


SENDING_VERBS = frozenset({Verb.START, Verb.RESEND})
"""The verbs that make a phone ring."""


class Request(NamedTuple):
    """One exchange that `step` asks for; the values behind the handles are in the bag.

    Attributes:
        number: Counts the requests of a walkthrough from 1; an answer with another number is too late.
        verb: What is asked.
        provider: Which gateway does it.
        reference: The leg's own unique value: Paynet's ``otp_session_id``, Paywall's ``ReferenceCode``.
        session: The newest SessionId, where the leg has one.
        token: The newest token.
        code: The code to verify.
        verified: Whether an earlier leg verified the phone (``PhoneVerifiedByMerchant``).
    """

    number: int
    verb: Verb
    provider: str
    reference: Handle | None = None
    session: Handle | None = None
    token: Handle | None = None
    code: Handle | None = None
    verified: bool = False


class LinkedAccount(NamedTuple):
    """What a link's answer tells of the card behind the account; any part may be empty."""

    issuer: str = ""
    masked_pan: str = ""
    rrn: str = ""

    def merged(self, newer: "LinkedAccount") -> "LinkedAccount":
        """These details with every part that ``newer`` knows taken from it."""
        return LinkedAccount(*(new or old for old, new in zip(self, newer, strict=True)))


NO_DETAIL: Final = LinkedAccount()


class Answer(NamedTuple):
    """A decided answer: what `step` gets to know of an exchange.

    Attributes:
        decision: Verdict and proof.
        delivery: What is known of the SMS (for a verify: whether the code may have been used).
        fault: Why no complete answer came, if none did.
        http_status: The status line's number, or None without one.
        token: The newest token, where the answer carries one.
        session: The SessionId to use from now on: a new one, or a renewed one.
        renewed: True where the answer renewed the session.
        kind: What kind of OTP it asks for.
        expiry: What it says of the expiry.
        already: True where the account was linked before.
        linked: ``IsAccountLinked`` of a card list, None where the answer does not say.
        detail: Issuer, masked card number and reference.
        words: The provider's own message, inert.
        retry_after: Seconds of a ``Retry-After`` header.
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


class Exchange(NamedTuple):
    """One HTTP request and its answer, redacted when it was made.

    Attributes:
        number: The request's number within its walkthrough.
        at: When it left.
        provider: Whose.
        call: The last part of the path as the providers name it: ``send_otp``, ``otp/verify``.
        method: The HTTP method.
        url: The address without query or userinfo.
        request_headers: Names and values as sent, secrets replaced by handles.
        request_body: JSON text, redacted; empty without a body.
        status: The HTTP status or None.
        headers: The answer's headers, redacted.
        body: The answer's body as text, redacted and bounded.
        ms: Milliseconds from the first byte to the last.
        decision: What was made of it.
        delivery: What is known of the SMS.
        fault: Why it has no complete answer.
        late: True where the walkthrough had gone on without it.
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
