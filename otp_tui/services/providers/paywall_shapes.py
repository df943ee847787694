"""The documented answers of Paywall's Masterpass services (api-reference 2.3 to 2.9)."""

from typing import Any, Final

from otp_tui.core.exchange.exchange import Verb
from otp_tui.services.providers.json_fields import get_path
from otp_tui.services.providers.shapes import (
    ARRAY,
    BOOLEAN,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    Field,
    Shape,
    field,
    within,
)

_PAGES: Final = (
    "https://developer.paywall.one/payment-orchestration-integration-document/masterpass-integration"
)
_ENVELOPE: Final = (
    field("ErrorCodeType", NUMBER),
    field("ErrorMessage", NULL),
    field("ErrorCode", NUMBER),
    field("Result", BOOLEAN),
    field("Message", STRING),
)
"""The fields of every answer; ``ErrorMessage`` is null in each example (S0, S4, V1)."""
_INNER: Final = (
    field("Body", OBJECT, optional=True),
    field("Body.Session", OBJECT),
    field("Body.Session.SessionRenewed", BOOLEAN),
    field("Body.Session.SessionId", STRING),
    field("Body.Session.SessionExpiryDate", STRING, optional=True),
    field("Body.Masterpass", OBJECT, NULL),
    field("Body.Masterpass.Result", OBJECT, NULL),
    field("Body.Masterpass.BuildId", STRING),
    field("Body.Masterpass.CorrelationId", STRING, NULL),
    field("Body.Masterpass.Exception", OBJECT, NULL),
    field("Body.Masterpass.Exception.Level", STRING),
    field("Body.Masterpass.Exception.Code", STRING),
    field("Body.Masterpass.Exception.Message", STRING),
    field("Body.Masterpass.Exception.details", optional=True),
    field("Body.Masterpass.Exception.validationErrors", ARRAY, NULL, optional=True),
    field("Body.Masterpass.Message", STRING),
    field("Body.Masterpass.RequestId", NULL),
    field("Body.Masterpass.StatusCode", NUMBER),
    field("Body.Masterpass.Version", NULL),
)
"""The body of every service but ``session``, optional by its table (S0, S4).

``SessionExpiryDate`` is promised, and in no example (V1).
"""
_RESULT: Final = ("Body", "Masterpass", "Result")
_OTP: Final = (
    field("RetrievalReferenceNumber", STRING),
    field("ResponseCode", STRING),
    field("Description", STRING),
    field("Token", STRING),
)


def _service(page: str, *result: Field) -> Shape:
    return Shape(f"{_PAGES}/{page}", (*_ENVELOPE, *_INNER, *within(".".join(_RESULT), result)))


_SESSION_PAGE: Final = f"{_PAGES}/1.-create-session"
SESSION: Final = Shape(
    _SESSION_PAGE,
    (
        *_ENVELOPE,
        field("Body", OBJECT, optional=True),
        field("Body.SessionId", STRING),
        field("Body.SessionExpiryDate", STRING),
    ),
)
"""A created session, whose body is flat (D20, V1)."""
SESSION_REFUSED: Final = Shape(_SESSION_PAGE, (*_ENVELOPE, field("Body", optional=True)))
"""A refused session: no page shows one, so that nothing is known of its body (api-reference 2.5)."""

LINK: Final = _service(
    "7.-establish-account-connectione", *_OTP, field("CardIssuerName", STRING), field("MaskedPan", STRING)
)
"""``merchant/link`` that asks for an OTP (S4, D25)."""
RESEND: Final = _service("6.-resend-otp", *_OTP)
"""``otp/resend`` (S0, S1, D24)."""
VERIFY: Final = _service(
    "5.-verify-otp",
    *_OTP,
    field("IsVerified", BOOLEAN),
    *(field(name, STRING, NULL) for name in ("Url3d", "Url3dSuccess", "Url3dFail")),
    field("CardUniqueNumber", STRING),
)
"""``otp/verify`` (D23, V1)."""
CARD_LIST: Final = _service(
    "2.-card-list",
    field("AccountKey", STRING),
    field("AccountState", STRING),
    field("Cards", ARRAY),
    field("Cards[]", OBJECT),
    *(field(f"Cards[].{name}", NUMBER) for name in ("CardId", "SourceMerchantId")),
    *(
        field(f"Cards[].{name}", STRING)
        for name in (
            "CardAlias", "CardAuthorityUrl", "CardBin", "CardIssuerIcaNumber", "CardState", "CardType",
            "CardValidationType", "MaskedCardNumber", "ProductName", "UniqueCardNumber",
        )
    ),
    field("Cards[].EftCode", STRING, NULL),
    *(field(f"Cards[].{name}", NULL) for name in ("ExpireDate", "SourceMerchantName", "SystemEntryDatetime")),
    *(
        field(f"Cards[].{name}", BOOLEAN)
        for name in (
            "ExpireSoon", "IsCardCreditOrSupportedDebit", "IsDefaultCard", "IsDefaultMoneySendCard",
            "IsEightDigit", "IsExpired", "IsIssuerOtpSupported", "IsMasterpassMember",
        )
    ),
    field("AccountInformation", OBJECT),
    field("AccountInformation.IsAccountLinked", BOOLEAN),
)  # fmt: skip
"""``card/list``: its page has an example and no table (D21, V1 2.-kart-listesi.md)."""
UNLINK: Final = _service("2.-disconnect-account-connection", field("RetrievalReferenceNumber", STRING))
"""``merchant/unlink`` (V1 8.-hesap-ile-baglanti-kopar.md, D26)."""

_SHAPES: Final = {
    Verb.START: LINK,
    Verb.RESEND: RESEND,
    Verb.VERIFY: VERIFY,
    Verb.CONFIRM: CARD_LIST,
    Verb.UNLINK: UNLINK,
}
_SHOWN: Final = {Verb.START: "5001", Verb.RESEND: "5001", Verb.VERIFY: "0000"}
"""The ResponseCode that a page shows; of an answer with another one no page tells which fields it has."""


def shape_of(verb: Verb, body: dict[str, Any] | None) -> Shape:
    """Return the documented shape of an answer, whatever its HTTP status: only this one is documented.

    Args:
        verb: The request's verb.
        body: The JSON object of the answer; None where the body is none.
    """
    body = body or {}
    if verb is Verb.PREPARE:
        refused = body.get("ErrorCode") != 0 or body.get("Result") is not True
        return SESSION_REFUSED if refused else SESSION
    shape = _SHAPES[verb]
    if get_path(body, *_RESULT, "ResponseCode") != _SHOWN.get(verb):
        shape = shape.relaxed(*_RESULT)
    return shape
