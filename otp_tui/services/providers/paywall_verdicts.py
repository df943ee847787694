"""The verdicts of Paywall's answers (contract, "Verdicts"; api-reference 2.11, 2.12).

The envelope alone never decides: failures come with ``ErrorCode 0`` and ``Result true`` (S0, S4) as well as with
``ErrorCode 1`` (V1), and a successful resend answers like a link that needs an OTP; so the tables are read in one
fixed order.
"""

from typing import Any, Final, NamedTuple

from otp_tui.core.exchange.exchange import ChallengeKind, Verb
from otp_tui.core.exchange.verdict import Decision, Verdict
from otp_tui.services.providers.json_fields import as_identifier, as_int, as_json_text, get_path
from otp_tui.services.providers.verdicts import NO_OBJECT, OK, STATUSES, by_status, verdict_of_status

MASTERPASS: Final = ("Body", "Masterpass")
RESULT: Final = (*MASTERPASS, "Result")
EXCEPTION: Final = (*MASTERPASS, "Exception")
IS_LINKED: Final = (*RESULT, "AccountInformation", "IsAccountLinked")

KINDS: Final[dict[str, ChallengeKind]] = {"5001": ChallengeKind.BANK, "5008": ChallengeKind.MASTERPASS}
"""The kind of OTP that a ResponseCode asks for (api-reference 2.11, V2, V4)."""

ALREADY_LINKED: Final = "ACCOUNT_IS_ALREADY_LINKED_TO_THIS_MERCHANT"

DEAD_SESSION: Final = "SESSION_NOT_FOUND"
"""The Exception.Code of a SessionId that is unknown or no longer alive."""

_EXCEPTIONS: Final[dict[str, Verdict]] = {
    **dict.fromkeys(("OTP_IS_NOT_VALID", "INVALID_OTP", "1409"), Verdict.CODE_REFUSED),
    **dict.fromkeys(
        ("TOKEN_HAS_EXPIRED", "TOKEN_IS_NOT_VALID", "TOKEN_ALREADY_USED", DEAD_SESSION), Verdict.EXPIRED
    ),
    "ERROR_CALLED_OTP_SERVICE_ONE_MORE_TIME_BEFORE_TIMEOUT_EXPIRED": Verdict.TOO_EARLY,
    "ERR_YOU_CAN_NOT_CALL_OTP_SERVICE_ONE_MORE_TIME": Verdict.LIMITED,
    **dict.fromkeys(
        ("ACCOUNT_NOT_FOUND", "USER_NOT_FOUND", "ACCOUNT_NOT_LINKED_TO_MERCHANT", "CARD_NOT_FOUND"),
        Verdict.NOT_FOUND,
    ),
    ALREADY_LINKED: Verdict.OK,
    **dict.fromkeys(
        ("AUTHENTICATION_FAILED", "CLIENT_IS_NOT_AUTHENTICATED", "MERCHANT_NOT_FOUND", "INVALID_IP_ADDRESS"),
        Verdict.CREDENTIALS,
    ),
    **dict.fromkeys(
        ("CONNECTION_ERROR", "VPOS_CONNECTION_ERROR", "VPOS_TIMEOUT_ERROR", "UNEXPECTED_ERROR"),
        Verdict.PROVIDER_ERROR,
    ),
}
_ERROR_CODES: Final[dict[int, Verdict]] = {
    **dict.fromkeys((4, 64, 401, 403), Verdict.CREDENTIALS),
    **dict.fromkeys((5, *range(500, 505)), Verdict.PROVIDER_ERROR),
}
_HIGHEST_ERROR_CODE: Final = 100
DOCUMENTED: Final = (
    frozenset({*_EXCEPTIONS, *KINDS, "0000", "5010", *map(str, range(_HIGHEST_ERROR_CODE + 1))}) | STATUSES
)
"""The deciding values of api-reference 2.11, as text."""
_WITHOUT_RESPONSE_CODE: Final = frozenset({Verb.CONFIRM, Verb.UNLINK})
_GOOD_STATUS_CODES: Final = frozenset({200, 202})
_SUCCESS: Final = range(200, 300)
_REDIRECTION: Final = range(300, 400)
_UNAUTHORISED: Final = frozenset({401, 403})
_LIMITED: Final = 429
_SERVER: Final = 500
_NOT_A_NO: Final = frozenset({Verdict.OK, Verdict.CHALLENGE, Verdict.THREE_D, Verdict.UNKNOWN})


class VerdictDetail(NamedTuple):
    """A decision with the facts from which its delivery follows.

    Attributes:
        decision: Verdict and proof.
        readable: False where the answer lacks the deciding field.
        status: The HTTP status, or Masterpass's own where that one decided.
    """

    decision: Decision
    readable: bool = True
    status: int = OK


def decide(verb: Verb, status: int, body: dict[str, Any] | None) -> Decision:
    """Decide an answer of Paywall (contract, "Verdicts").

    Args:
        verb: The request's verb.
        status: The HTTP status.
        body: The JSON object of the answer; None where the body is none.
    """
    return decide_in_detail(verb, status, body).decision


def decide_in_detail(verb: Verb, status: int, body: dict[str, Any] | None) -> VerdictDetail:
    """Decide an answer like `decide`, and return the facts for its delivery as well.

    The envelope is read first, but under an HTTP error a success of it is not believed, and 3xx, 429 and 5xx are
    overruled by an ``Exception.Code`` only.
    """
    if body is None:
        return _without_body(status)
    judged = _decide_by_envelope(verb, body)
    if status in _SUCCESS:
        return judged._replace(status=judged.status if judged.status != OK else status)
    says_no = judged.readable and judged.decision.verdict not in _NOT_A_NO
    if status in _REDIRECTION or status == _LIMITED or status >= _SERVER:
        says_no = says_no and judged.decision.path == ".".join((*EXCEPTION, "Code"))
    if says_no:
        return judged._replace(status=status)
    return VerdictDetail(by_status(status), readable=False, status=status)


def _without_body(status: int) -> VerdictDetail:
    decision = by_status(status, NO_OBJECT)
    if status not in {*_UNAUTHORISED, _LIMITED} and status not in _REDIRECTION:
        decision = decision._replace(verdict=Verdict.PROVIDER_ERROR)
    return VerdictDetail(decision, readable=False, status=status)


def _decide_by_envelope(verb: Verb, body: dict[str, Any]) -> VerdictDetail:
    return (
        _by_exception_code(body)
        or _by_envelope(body)
        or (_by_session_id(body) if verb is Verb.PREPARE else None)
        or _by_masterpass(body)
        or (_by_status_code_alone(verb, body) if verb in _WITHOUT_RESPONSE_CODE else None)
        or _by_response_code(verb, body)
    )


def _by_exception_code(body: dict[str, Any]) -> VerdictDetail | None:
    path = (*EXCEPTION, "Code")
    code = get_path(body, *path)
    number = None if isinstance(code, str) else as_int(code)
    name = code if isinstance(code, str) else str(number) if number is not None else ""
    return _found(_EXCEPTIONS.get(name, Verdict.REFUSED), path, code) if name else None


def _by_envelope(body: dict[str, Any]) -> VerdictDetail | None:
    code = body.get("ErrorCode")
    number = as_int(code)
    if number != 0:
        verdict = Verdict.REFUSED if number is None else _ERROR_CODES.get(number, Verdict.REFUSED)
        return _found(verdict, ("ErrorCode",), code, readable=number is not None)
    result = body.get("Result")
    if result is not True:
        return _found(Verdict.REFUSED, ("Result",), result, readable=result is False)
    return None


def _by_session_id(body: dict[str, Any]) -> VerdictDetail:
    """Decide the answer to a session's creation; the id is a secret, so ErrorCode is the proof."""
    if as_identifier(get_path(body, "Body", "SessionId")) is None:
        path = "Body.SessionId"
        return VerdictDetail(Decision(Verdict.UNKNOWN, path, "null", "no usable id"), readable=False)
    return _found(Verdict.OK, ("ErrorCode",), body["ErrorCode"])


def _by_masterpass(body: dict[str, Any]) -> VerdictDetail | None:
    masterpass = get_path(body, *MASTERPASS)
    if not isinstance(masterpass, dict):
        return _found(Verdict.UNKNOWN, MASTERPASS, masterpass, readable=False)
    path = (*MASTERPASS, "StatusCode")
    code = masterpass.get("StatusCode")
    number = as_int(code)
    if number is None:
        return _found(Verdict.UNKNOWN, path, code, readable=False)
    if number not in _GOOD_STATUS_CODES:
        return _found(verdict_of_status(number), path, code)._replace(status=number)
    exception = masterpass.get("Exception")
    return None if exception is None else _found(Verdict.REFUSED, EXCEPTION, exception)


def _by_status_code_alone(verb: Verb, body: dict[str, Any]) -> VerdictDetail:
    """Decide card/list and merchant/unlink by StatusCode (api-reference 2.9, V1)."""
    code = get_path(body, *MASTERPASS, "StatusCode")
    verdict = Verdict.OK if as_int(code) == OK else Verdict.UNKNOWN
    linked = get_path(body, *IS_LINKED)
    if verb is Verb.CONFIRM and verdict is Verdict.OK and linked is not True and linked is not None:
        return _found(Verdict.UNKNOWN, IS_LINKED, linked)
    return _found(verdict, (*MASTERPASS, "StatusCode"), code)


def _by_response_code(verb: Verb, body: dict[str, Any]) -> VerdictDetail:
    path = (*RESULT, "ResponseCode")
    value = get_path(body, *path)
    code = response_code(body)
    if code == "0000":
        return (_by_is_verified(body) if verb is Verb.VERIFY else None) or _found(Verdict.OK, path, value)
    if code in KINDS:
        if verb is Verb.RESEND or as_identifier(get_path(body, *RESULT, "Token")):
            return _found(Verdict.CHALLENGE, path, value)
        return _found(Verdict.UNKNOWN, path, value, name="no Token")
    verdict = Verdict.THREE_D if code == "5010" else Verdict.UNKNOWN
    return _found(verdict, path, value, readable=bool(code))


def _by_is_verified(body: dict[str, Any]) -> VerdictDetail | None:
    """Decide a verified code by IsVerified, where that is anything but true or absent.

    Only a boolean says yes or no: an account must not count as linked because ``"false"`` is no ``false``.
    """
    result, path = get_path(body, *RESULT), (*RESULT, "IsVerified")
    verified = result.get("IsVerified", True)
    if verified is True:
        return None
    return _found(Verdict.CODE_REFUSED if verified is False else Verdict.UNKNOWN, path, verified)


def response_code(body: dict[str, Any]) -> str:
    """Return a ResponseCode's four characters, also of a number (contract); else an empty text."""
    value = get_path(body, *RESULT, "ResponseCode")
    if isinstance(value, str):
        return value
    number = as_int(value)
    return "" if number is None else f"{number:04d}"


def _found(
    verdict: Verdict, path: tuple[str, ...], value: Any, *, name: str = "", readable: bool = True
) -> VerdictDetail:
    return VerdictDetail(Decision(verdict, ".".join(path), as_json_text(value), name), readable)
