"""What somebody who reads the wire knows of a walkthrough: read anew from the answers, with none of the program's code."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

ISTANBUL = timezone(timedelta(hours=3))
GUARD_S = (30, 40, 60, 90, 120)
ASSUMED_S = {"send_otp": 120.0, "merchant/link": 180.0, "otp/resend": 180.0, "otp/verify": 180.0}
DAY_S = 86_400
ASKS_FOR_CODE = ("5001", "5008")
WRONG_CODE = ("OTP_IS_NOT_VALID",)
TOKEN_IS_OVER = ("TOKEN_HAS_EXPIRED", "TOKEN_IS_NOT_VALID", "TOKEN_ALREADY_USED")


def masterpass(told):
    """The inner part of a Paywall answer; empty where there is none."""
    return (told.get("Body") or {}).get("Masterpass") or {}


def result(told):
    return masterpass(told).get("Result") or {}


def exception_code(told):
    return (masterpass(told).get("Exception") or {}).get("Code")


def returned(observed):
    """Paynet's return code, which counts under HTTP 200 only."""
    code = observed.told.get("code") if observed.status == 200 else None
    return int(code) if isinstance(code, int | str) else None


def asks_for_code(observed):
    """Whether an answer says that an SMS went out whose code is waited for."""
    if observed.call == "send_otp":
        return returned(observed) == 0
    code = result(observed.told).get("ResponseCode")
    if observed.call not in ASSUMED_S or code not in ASKS_FOR_CODE:
        return False
    return observed.call == "otp/resend" or "Token" in result(observed.told)


def refuses_code(observed):
    """Whether an answer says that the code was not accepted and the challenge stands."""
    if observed.call == "check_otp":
        return returned(observed) == 1
    return observed.call == "otp/verify" and exception_code(observed.told) in WRONG_CODE


def accepts_phone(observed):
    return observed.call == "check_otp" and returned(observed) == 0


@dataclass
class Waiting:
    """An OTP that waits for its code.

    Attributes:
        since: When its countdown began.
        lifetime: Seconds from then on.
        wait: Seconds from then until its resend opens.
        sends: How many sends it has seen.
    """

    since: float
    lifetime: float
    wait: float
    sends: int

    def left(self, passed):
        return max(0.0, self.since + self.lifetime - passed)

    def opens_in(self, passed):
        return max(0.0, self.since + self.wait - passed)


class Expected:
    """What must hold of a walkthrough, by the answers that came back whole while it waited for them.

    Attributes:
        token: The newest that the provider gave.
        session: The newest SessionId.
        waiting: The newest OTP whose code is waited for.
        serial: Counts the countdowns, so that a new one can be told from one that rose.
        verified: The phones of which Paynet said that they are verified.
        reference: The id under which the newest start was pressed.
        references: Paynet's ids that were seen: one that returns is a resend.
    """

    def __init__(self, session):
        self.token = None
        self.session = session
        self.waiting = None
        self.serial = 0
        self.verified = set()
        self.reference = None
        self.references = set()

    def is_resend(self, observed):
        """Whether a request asks for a new code of the same leg."""
        again = observed.call == "send_otp" and observed.fields["otp_session_id"] in self.references
        return again or observed.call == "otp/resend"

    def left(self, observed):
        """A request left."""
        if observed.call == "send_otp":
            self.references.add(observed.fields["otp_session_id"])

    def came(self, observed, wall, *, resend):
        """An answer came back whole, to a program that waited for it."""
        told = observed.told
        body = told.get("Body") or {}
        note = body.get("Session") or {}
        if observed.call == "session" and told.get("Result") is True:
            self.session = body["SessionId"]
        if note.get("SessionRenewed"):
            self.session = note["SessionId"]
        if accepts_phone(observed):
            self.verified.add(observed.fields["user_gsm"])
        if asks_for_code(observed):
            self.token = result(told).get("Token", self.token)
            self._begins(observed.call, observed.came, _lifetime(observed, wall), resend=resend)

    def arrived(self, since, *, resend):
        """The operator says that the SMS of a lost Paynet send arrived; it had left at that moment."""
        self.references.add(self.reference)
        self._begins("send_otp", since, ASSUMED_S["send_otp"], resend=resend)

    def _begins(self, call, since, lifetime, *, resend):
        sends = self.waiting.sends + 1 if resend else 1
        by_guard = call != "send_otp"
        wait = GUARD_S[min(sends, len(GUARD_S)) - 1] if by_guard else lifetime
        self.waiting = Waiting(since, lifetime, wait, sends)
        self.serial += 1


def _lifetime(observed, wall):
    """Seconds from an answer's ``Date`` to its ``otp_expire``, where that can be believed."""
    if "otp_expire" not in observed.told:
        return ASSUMED_S[observed.call]
    said_at = parsedate_to_datetime(observed.date) if observed.date else wall
    expires = datetime.fromisoformat(observed.told["otp_expire"])
    left = ((expires if expires.tzinfo else expires.replace(tzinfo=ISTANBUL)) - said_at).total_seconds()
    return left if 0 < left <= DAY_S else ASSUMED_S[observed.call]
