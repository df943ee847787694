"""The shapes of Paywall's answers: an envelope around Masterpass' (api-reference 2.3)."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from otp_tui.simulator.messages import Answer, json_answer

BUILD_ID: Final = "83"

_MESSAGE_OF: Final = {200: "OK", 202: "Accepted"}
_LEVEL_OF: Final = {
    400: "BadRequest",
    401: "Unauthorized",
    404: "NotFound",
    405: "MethodNotAllowed",
    413: "PayloadTooLarge",
}

# Exception.Code -> (StatusCode, Message). Stated for TOKEN_IS_NOT_VALID (S0), ACCOUNT_NOT_FOUND (S4),
# ACCOUNT_NOT_LINKED_TO_MERCHANT and TOKEN_HAS_EXPIRED (V1); for the others the code is the vendor's (V4) and the
# StatusCode an invention. SESSION_NOT_FOUND is an invention altogether: no page shows a dead session.
_EXCEPTIONS: Final = {
    "ACCOUNT_IS_ALREADY_LINKED_TO_THIS_MERCHANT": (400, "Hesap bu işyerine zaten bağlı."),
    "ACCOUNT_NOT_FOUND": (404, "Masterpass hesabı yok."),
    "ACCOUNT_NOT_LINKED_TO_MERCHANT": (404, "Hesap bu işyerine bağlı değil."),
    "CLIENT_IS_NOT_AUTHENTICATED": (401, "Anahtarlar kabul edilmedi."),
    "ERROR_CALLED_OTP_SERVICE_ONE_MORE_TIME_BEFORE_TIMEOUT_EXPIRED": (400, "Önceki kodun süresi dolmadı."),
    "ERR_YOU_CAN_NOT_CALL_OTP_SERVICE_ONE_MORE_TIME": (400, "Kod isteme sınırına ulaşıldı."),
    "MSISDN_IS_NOT_VALID": (400, "Telefon numarası bu biçimde yazılmaz."),
    "MSISDN_IS_REQUIRED": (400, "Telefon numarası gerekli."),
    "OTP_CODE_IS_REQUIRED": (400, "Kod gerekli."),
    "OTP_CODE_MAX_LENGTH_EXCEEDED": (400, "Kod çok uzun."),
    "OTP_IS_NOT_VALID": (400, "Kod yanlış."),
    "SESSION_NOT_FOUND": (404, "Oturum yok veya bitti."),
    "TOKEN_ALREADY_USED": (400, "Belirteç kullanıldı."),
    "TOKEN_HAS_EXPIRED": (401, "Belirtecin süresi doldu."),
    "TOKEN_IS_NOT_VALID": (404, "Belirteç geçerli değil."),
    "TOKEN_IS_REQUIRED": (400, "Belirteç gerekli."),
    "VALIDATION_FAILED": (400, "İstek doğrulanamadı."),
}


class RefusalError(Exception):
    """A refusal by a rule.

    Args:
        code: The Exception.Code of the answer.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SessionNote(NamedTuple):
    """`Body.Session`: the session id to use from now on, if any, and whether it is new."""

    session_id: str | None = None
    renewed: bool = False


def succeeded(result: dict[str, Any], note: SessionNote, *, status: int, correlation_id: str) -> Answer:
    """Return the answer to an accepted request; `status` is its StatusCode, 200 or 202."""
    masterpass = _masterpass(result, None, status, _MESSAGE_OF[status], correlation_id)
    decided = result.get("ResponseCode", f"StatusCode={status}")
    return json_answer(_envelope(_wrapped(note, masterpass)), decided=decided)


def refused(code: str, note: SessionNote) -> Answer:
    """Return the answer to a refused request.

    The only documented failure that the envelope admits is a 401 (V1, verify); the others come under `Result: true`
    (S0, S4). Both forms are simulated, so that clients are tested on both layers.
    """
    status, text = _EXCEPTIONS[code]
    body = _wrapped(note, _failure(code, text, status))
    return json_answer(_envelope(body, error_code=int(status == 401)), decided=code)  # noqa: PLR2004


def refused_as_http(status: int, headers: tuple[tuple[bytes, bytes], ...]) -> Answer:
    """Return the refusal of a request that is wrong as HTTP, by its status too (an invention)."""
    body = _wrapped(SessionNote(), _failure("VALIDATION_FAILED", _EXCEPTIONS["VALIDATION_FAILED"][1], status))
    return json_answer(
        _envelope(body, error_code=1), decided=f"HTTP {status}", status=status, headers=headers
    )


def opened(session_id: str, expiry: str) -> Answer:
    """Return the answer to `session`, the only one without the inner layers (D20)."""
    return json_answer(
        _envelope({"SessionId": session_id, "SessionExpiryDate": expiry}), decided="ErrorCode=0"
    )


def _envelope(body: dict[str, Any], *, error_code: int = 0) -> dict[str, Any]:
    return {
        "ErrorCodeType": 1,
        "ErrorMessage": None,
        "ErrorCode": error_code,
        "Result": error_code == 0,
        "Message": "",
        "Body": body,
    }


def _wrapped(note: SessionNote, masterpass: dict[str, Any]) -> dict[str, Any]:
    session = {"SessionRenewed": note.renewed, "SessionId": note.session_id}
    return {"Session": session, "Masterpass": masterpass}


def _failure(code: str, text: str, status: int) -> dict[str, Any]:
    level = _LEVEL_OF[status]
    return _masterpass(None, {"Level": level, "Code": code, "Message": text}, status, level, None)


def _masterpass(
    result: dict[str, Any] | None,
    exception: dict[str, str] | None,
    status: int,
    message: str,
    correlation_id: str | None,
) -> dict[str, Any]:
    return {
        "Result": result,
        "BuildId": BUILD_ID,
        "CorrelationId": correlation_id,
        "Exception": exception,
        "Message": message,
        "RequestId": None,
        "StatusCode": status,
        "Version": None,
    }
