"""The state of one walkthrough, from which screens, scripts and reports are made."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import NO_DETAIL, LinkedAccount, Verb
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.exchange.verdict import Decision, Delivery, Fault
from otp_tui.core.flow.challenge import Challenge
from otp_tui.core.flow.journey import LEGS, Journey, LegPolicy, Outcome
from otp_tui.core.flow.stopwatch import SmsTimes
from otp_tui.core.security.secrets import Handle
from otp_tui.core.security.send_policy import Refusal
from otp_tui.core.timestamps import ClockReading


class Phase(StrEnum):
    """The phase of a walkthrough."""

    PHONE = "phone"
    SENDING = "sending"
    CODE = "code"
    READY = "ready"
    MAYBE_SENT = "maybe_sent"
    HALTED = "halted"
    DONE = "done"


class Tone(StrEnum):
    """The tone of a notice; a colour never carries it alone."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


class Reason(StrEnum):
    """The reason of a notice; the catalogues have a sentence for each."""

    RESENT = "resent"
    SMS_ARRIVED = "sms_arrived"
    CHAINED = "chained"
    CODE_WRONG = "code_wrong"
    CODE_NOT_ACCEPTED = "code_not_accepted"
    CODE_NOT_ACCEPTED_LATE = "code_not_accepted_late"
    CODE_MAYBE_USED = "code_maybe_used"
    EXPIRED = "expired"
    SESSION_DEAD = "session_dead"
    VERIFY_LOST = "verify_lost"
    VERIFY_NOT_SENT = "verify_not_sent"
    VERIFY_REFUSED = "verify_refused"
    RESEND_TOO_EARLY = "resend_too_early"
    RESEND_LIMITED = "resend_limited"
    RESEND_REFUSED = "resend_refused"
    RESEND_NOT_SENT = "resend_not_sent"
    TOO_EARLY = "too_early"
    LIMITED = "limited"
    CREDENTIALS = "credentials"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    PROVIDER_ERROR = "provider_error"
    UNKNOWN = "unknown"
    THREE_D = "three_d"
    NOT_SENT = "not_sent"
    MAYBE_SENT = "maybe_sent"
    CANCELLED = "cancelled"
    ARRIVED_WITHOUT_TOKEN = "arrived_without_token"  # noqa: S105 - a reason, no password
    DID_NOT_ARRIVE = "did_not_arrive"
    LEG_VERIFIED = "leg_verified"
    VERIFIED = "verified"
    LINKED = "linked"
    ALREADY_LINKED = "already_linked"
    NO_OTP_NEEDED = "no_otp_needed"
    LINK_CONFIRMED = "link_confirmed"
    CONFIRM_SILENT = "confirm_silent"
    NOT_LINKED = "not_linked"
    LINK_CONTRADICTED = "link_contradicted"
    CONFIRM_UNANSWERED = "confirm_unanswered"
    UNLINKED = "unlinked"
    UNLINK_NOT_NEEDED = "unlink_not_needed"
    UNLINK_FAILED = "unlink_failed"
    CLOSED = "closed"
    STOPPED = "stopped"


CODE_REFUSED: Final = frozenset(
    {Reason.CODE_WRONG, Reason.CODE_NOT_ACCEPTED, Reason.CODE_NOT_ACCEPTED_LATE, Reason.CODE_MAYBE_USED}
)
"""The reasons of notices about a code that was not accepted."""


class Notice(NamedTuple):
    """A notice about the newest event, with its proof.

    Attributes:
        reason: The reason, which selects the sentence.
        tone: The tone.
        provider: The provider that the event concerns.
        decision: The deciding value, where an answer decided.
        delivery: The delivery of the SMS, as far as it is known.
        fault: The reason why an answer is missing.
        words: The provider's own message, sanitised.
        remaining: Seconds that were left on the countdown.
        sends: The number of the challenge's sends.
        retry_after: Seconds that the provider asks to wait.
        at: The moment of the event.
        refusal: The refusal of a send by a rule of our own.
        attempt: The number of tries of the same thing, this one included.
        renewed: True where the provider renewed the session.
        verb: The verb of the request that was answered, where it is about an answer.
        took: Seconds that the SMS took to arrive, where it is about that.
    """

    reason: Reason
    tone: Tone
    provider: str
    decision: Decision | None = None
    delivery: Delivery | None = None
    fault: Fault | None = None
    words: str = ""
    remaining: float = 0.0
    sends: int = 0
    retry_after: int | None = None
    at: ClockReading | None = None
    refusal: Refusal | None = None
    attempt: int = 0
    renewed: bool = False
    verb: Verb | None = None
    took: float = 0.0


class RetryAfter(NamedTuple):
    """The wait that a provider asked for, and the moment of its answer.

    Attributes:
        verb: The verb that waits.
        since: The moment of the answer.
        seconds: The wait.
    """

    verb: Verb
    since: ClockReading
    seconds: int

    def remaining(self, now: ClockReading) -> float:
        """Return the seconds until the provider takes requests again."""
        return max(0.0, self.seconds - (now.monotonic - self.since.monotonic))


class InFlight(NamedTuple):
    """The request in flight: its number, its verb and the moment it was made."""

    number: int
    verb: Verb
    since: ClockReading


class UncertainSend(NamedTuple):
    """A send whose answer was lost.

    Attributes:
        verb: Start or resend.
        since: The moment it was made.
        lifetime: Seconds after which a code of this send has expired, by assumption.
    """

    verb: Verb
    since: ClockReading
    lifetime: float

    def remaining(self, now: ClockReading) -> float:
        """Return the seconds until a code of this send would have expired."""
        return max(0.0, self.lifetime - (now.monotonic - self.since.monotonic))

    @property
    def expires(self) -> datetime:
        """The moment at which a code of this send would have expired, by our own clock."""
        return self.since.utc + timedelta(seconds=self.lifetime)


@dataclass(frozen=True, slots=True)
class Walkthrough:
    """The state of one walkthrough.

    Attributes:
        id: The walkthrough's name in the journal and in evidence.
        journey: The journey.
        environment: The environment of its hosts.
        began: The moment it began.
        legs: The journey's legs in order, with the policies that hold for this walkthrough.
        confirm: True where the link is confirmed at the provider as part of the walkthrough.
        fixed_session: True where the operator gave the SessionId, so that none is ever created.
        phase: The phase.
        returned_from: The phase in which *back* was pressed, to return to.
        leg: Index of the leg under way.
        phone: The masked phone, once entered.
        verified: True once an earlier leg verified the phone.
        reference: The leg's own unique value.
        session: The newest SessionId.
        challenge: The open challenge.
        in_flight: The request in flight.
        requests: The number of requests so far.
        uncertain_send: A send whose answer was lost.
        last_code: The newest code that was sent to be verified.
        lost_verify: The code whose verify had no answer.
        pending_outcome: The outcome that waits for its confirmation.
        notice: The newest notice.
        detail: Issuer, masked card number and reference of the link.
        outcome: The outcome, once it ended.
        decision: The newest decision.
        ended: The moment it ended.
        codes: The number of codes entered.
        resends: The number of new codes sent.
        unlinked: True once the link was undone.
        starts: The number of starts of the leg under way, in a row.
        retry_after: The wait that the provider asked for with its newest answer.
        notes: The operator's notes on exchanges.
        sms_times: The moments of each SMS whose arrival the operator told.
        script_end: Outcome and exit code of the script that ran it, where the state does not tell them.
    """

    id: str
    journey: Journey
    environment: Environment
    began: ClockReading
    legs: tuple[LegPolicy, ...]
    confirm: bool = False
    fixed_session: bool = False
    phase: Phase = Phase.PHONE
    returned_from: Phase | None = None
    leg: int = 0
    phone: str | None = None
    verified: bool = False
    reference: Handle | None = None
    session: Handle | None = None
    challenge: Challenge | None = None
    in_flight: InFlight | None = None
    requests: int = 0
    uncertain_send: UncertainSend | None = None
    last_code: Handle | None = None
    lost_verify: Handle | None = None
    pending_outcome: Outcome | None = None
    notice: Notice | None = None
    detail: LinkedAccount = NO_DETAIL
    outcome: Outcome | None = None
    decision: Decision | None = None
    ended: ClockReading | None = None
    codes: int = 0
    resends: int = 0
    unlinked: bool = False
    starts: int = 0
    retry_after: RetryAfter | None = None
    notes: tuple[ExchangeNote, ...] = ()
    sms_times: tuple[SmsTimes, ...] = ()
    script_end: tuple[Outcome, int] | None = None

    @property
    def countdown(self) -> Challenge | UncertainSend | None:
        """What counts down: the open challenge, or a send whose answer was lost."""
        return self.challenge or self.uncertain_send

    @property
    def policy(self) -> LegPolicy:
        """The policy of the leg under way."""
        return self.legs[self.leg]

    @property
    def last_leg(self) -> bool:
        """True in the journey's last leg."""
        return self.leg == len(self.legs) - 1

    def replace(self, **changes: Any) -> "Walkthrough":
        """Return a copy with these fields changed."""
        return replace(self, **changes)


def beginning_of(walkthrough: Walkthrough) -> Walkthrough:
    """Return a walkthrough as it was before its first event, which each of its states still tells."""
    return new_walkthrough(
        walkthrough.id,
        walkthrough.journey,
        walkthrough.environment,
        walkthrough.began,
        legs=walkthrough.legs,
        confirm=walkthrough.confirm,
        session=walkthrough.session if walkthrough.fixed_session else None,
    )


def new_walkthrough(
    walkthrough_id: str,
    journey: Journey,
    environment: Environment,
    now: ClockReading,
    *,
    legs: tuple[LegPolicy, ...] | None = None,
    confirm: bool = False,
    session: Handle | None = None,
) -> Walkthrough:
    """Return a walkthrough before its first event.

    Args:
        walkthrough_id: The walkthrough's name in the journal and in evidence.
        journey: The journey.
        environment: The environment of its hosts.
        now: The moment it begins.
        legs: The journey's legs where a profile changes their policies.
        confirm: Confirm the link at the provider as part of the walkthrough.
        session: A SessionId that the operator gave; then none is created.
    """
    return Walkthrough(
        walkthrough_id,
        journey,
        environment,
        now,
        legs or LEGS[journey],
        confirm=confirm,
        session=session,
        fixed_session=session is not None,
    )
