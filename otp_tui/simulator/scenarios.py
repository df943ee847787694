"""The scenario table: one behaviour for each of the numbers 500 WWW 00 01 to 23, whatever WWW is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class Delivery(Enum):
    """The way in which the answer of a sending call is delivered."""

    WHOLE = auto()
    DROPPED = auto()
    DRIPPED = auto()
    CUT = auto()


class GatewayError(Enum):
    """An error that a gateway in front of the provider answers in its place."""

    BAD_GATEWAY = auto()
    TOO_MANY_REQUESTS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """The behaviour for one number; the defaults hold for 01 and every unlisted number.

    A *sending call* is one that sends an SMS: send_otp, merchant/link, otp/resend.
    """

    keys_refused: bool = False
    otp_lifetime_s: float | None = None  # None: the simulator's setting
    answer_delay_s: float = 0.0
    clock_ahead_s: float = 0.0
    first_check_refused: bool = False
    sends_refused: bool = False
    sends_answered_by: GatewayError | None = None
    sends_delivered: Delivery = Delivery.WHOLE
    paynet_code_as_string: bool = False
    linked_from_start: bool = False
    link_refused_with: str | None = None  # an Exception.Code
    link_response_code: str = "5001"
    resend_refused_with: str | None = None  # an Exception.Code
    resend_renews_session: bool = False
    verify_finds_token_expired: bool = False
    second_otp: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of the table.

    Attributes:
        number: The last two digits.
        description: The outcome in words.
        behaviour: The outcome for the rules.
        invention: True where no page of the provider states this answer for this case. A network fault (slow,
            dropped, cut) is not a claim about the provider and counts as no invention.
    """

    number: str
    description: str
    behaviour: Behaviour
    invention: bool = False

    @property
    def phone(self) -> str:
        """The number in ten digits, of all that have this scenario the first; 500 WWW 00 NN belongs to nobody."""
        return f"50000000{self.number}"


USUAL_BEHAVIOUR: Final = Behaviour()
UNKNOWN_RESPONSE_CODE: Final = "9999"

SCENARIOS: Final = (
    Scenario("01", "all goes well: 4 letters and digits at Paynet, 6 digits at Paywall", USUAL_BEHAVIOUR),
    Scenario(
        "02",
        "the first code is not accepted, even the right one",
        Behaviour(first_check_refused=True),
        invention=True,
    ),
    Scenario("03", "the OTP lives 5 s", Behaviour(otp_lifetime_s=5.0), invention=True),
    Scenario("04", "no more sends: the limit is reached", Behaviour(sends_refused=True), invention=True),
    Scenario("05", "every answer takes 10 s", Behaviour(answer_delay_s=10.0)),
    Scenario(
        "06", "link: ACCOUNT_NOT_FOUND under Result true", Behaviour(link_refused_with="ACCOUNT_NOT_FOUND")
    ),
    Scenario(
        "07",
        "resend: the session is renewed, the old one is dead",
        Behaviour(resend_renews_session=True),
        invention=True,
    ),
    Scenario("08", "verify: 5008 and a new token, a second OTP", Behaviour(second_otp=True), invention=True),
    Scenario("09", "link: 5010 with Url3d", Behaviour(link_response_code="5010"), invention=True),
    Scenario(
        "10",
        "link: an unknown ResponseCode",
        Behaviour(link_response_code=UNKNOWN_RESPONSE_CODE),
        invention=True,
    ),
    Scenario(
        "11",
        "the SMS goes out, then the connection is dropped without an answer",
        Behaviour(sends_delivered=Delivery.DROPPED),
    ),
    Scenario(
        "12", "verify: TOKEN_HAS_EXPIRED, the session is renewed", Behaviour(verify_finds_token_expired=True)
    ),
    Scenario(
        "13",
        "a send gets 502 with an HTML page, no SMS",
        Behaviour(sends_answered_by=GatewayError.BAD_GATEWAY),
    ),
    Scenario("14", "link: 0000, no OTP needed", Behaviour(link_response_code="0000"), invention=True),
    Scenario("15", "Paynet's code comes as a string", Behaviour(paynet_code_as_string=True)),
    Scenario("16", "the server's clock is 10 minutes ahead", Behaviour(clock_ahead_s=600.0)),
    Scenario(
        "17",
        "resend: too early",
        Behaviour(resend_refused_with="ERROR_CALLED_OTP_SERVICE_ONE_MORE_TIME_BEFORE_TIMEOUT_EXPIRED"),
        invention=True,
    ),
    Scenario("18", "resend: TOKEN_IS_NOT_VALID", Behaviour(resend_refused_with="TOKEN_IS_NOT_VALID")),
    Scenario("19", "the keys are refused", Behaviour(keys_refused=True), invention=True),
    Scenario(
        "20",
        "a send gets 429 with Retry-After: 30, no SMS",
        Behaviour(sends_answered_by=GatewayError.TOO_MANY_REQUESTS),
        invention=True,
    ),
    Scenario(
        "21",
        "the body of a send's answer drips, a byte a second",
        Behaviour(sends_delivered=Delivery.DRIPPED),
    ),
    Scenario(
        "22", "the body of a send's answer is cut in the middle", Behaviour(sends_delivered=Delivery.CUT)
    ),
    Scenario("23", "the account is linked from the start", Behaviour(linked_from_start=True), invention=True),
)

# What the providers' pages leave open (api-reference 1.9 and 2.13) and the simulator had to decide.
INVENTIONS: Final = (
    ("paynet", "a code that is wrong, expired, used or of another otp_session_id: HTTP 200, code 1"),
    (
        "paynet",
        "a second send for a phone and otp_session_id before otp_expire: code 1, unless its code was accepted",
    ),
    (
        "paynet",
        "a send after otp_expire is a resend: the same otp_session_id may be used, the newest code wins",
    ),
    ("paynet", "a phone may have several OTPs at once, one for each otp_session_id"),
    ("paynet", "check_otp uses the code up"),
    (
        "paynet",
        "missing or malformed fields: HTTP 400, result_code 11; user_gsm is ten digits and nothing else",
    ),
    ("paynet", "the limit of sends (number 04): code 1"),
    ("paynet", "a key is any non-empty value but 'wrong', raw or as base64 of 'key:'"),
    ("paywall", "an unknown, renewed or expired SessionId: SESSION_NOT_FOUND, StatusCode 404"),
    ("paywall", "a session lives 30 minutes"),
    ("paywall", "refused keys: CLIENT_IS_NOT_AUTHENTICATED, StatusCode 401 under HTTP 200"),
    ("paywall", "keys are any non-empty values but 'wrong'"),
    (
        "paywall",
        "missing or malformed fields: StatusCode 400; UserPhone is 905 and nine digits and nothing else",
    ),
    ("paywall", "otp/verify of a link without ForLinkToMerchant true: VALIDATION_FAILED"),
    (
        "paywall",
        "an OTP lives as long as at Paynet; its expiry is not told, verify answers TOKEN_HAS_EXPIRED",
    ),
    (
        "paywall",
        "otp/resend is accepted at any time, also after the OTP expired, and makes the older token invalid",
    ),
    ("paywall", "a new merchant/link makes the OTP token of the same session's earlier one invalid"),
    ("paywall", "an OTP token survives the renewal of its session"),
    (
        "paywall",
        "ErrorCode 1 and Result false go with StatusCode 401, all other refusals say ErrorCode 0, Result true",
    ),
    ("paywall", "StatusCode 400 for OTP_IS_NOT_VALID, TOKEN_ALREADY_USED and the limits of sending"),
    ("both", "no limit of wrong attempts"),
    ("both", "a body over 64 KiB: HTTP 413; another method: HTTP 405; the Content-Type is not looked at"),
)

_BY_NUMBER: Final = {scenario.number: scenario.behaviour for scenario in SCENARIOS}
_OF_A_SCENARIO: Final = re.compile(r"500[0-9]{3}00([0-9]{2})")


def behaviour_of(phone: str | None) -> Behaviour:
    """Return the behaviour for a ten-digit number; the usual one if it is unlisted or None."""
    number = _OF_A_SCENARIO.fullmatch(phone or "")
    return USUAL_BEHAVIOUR if number is None else _BY_NUMBER.get(number[1], USUAL_BEHAVIOUR)
