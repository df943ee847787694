"""The documented answers of Paynet's card OTP (api-reference 1.3 to 1.5).

``code`` is a string in the tables and a number in the examples of both pages (S2, S3).
"""

from typing import Any, Final

from otp_tui.core.exchange.exchange import Verb
from otp_tui.services.providers.json_fields import as_int
from otp_tui.services.providers.shapes import NULL, NUMBER, STRING, Shape, field
from otp_tui.services.providers.verdicts import OK

_PAGES: Final = "https://doc.paynet.com.tr"
_SEND_PAGE: Final = f"{_PAGES}/servisler/kart/untitled-1"
_CHECK_PAGE: Final = f"{_PAGES}/servisler/kart/3.2.otp-kontrol-servisi-v1-card-check_otp"
_ERROR_PAGE: Final = f"{_PAGES}/genel-bilgiler/hata-kodlari/http-status-kodlar"

_CODE: Final = field("code", STRING, example=NUMBER)
_MESSAGE: Final = field("message", STRING)

SEND_OTP: Final = Shape(_SEND_PAGE, (field("otp_expire", STRING), _CODE, _MESSAGE))
"""A sent OTP (S2, D1)."""
SEND_OTP_REFUSED: Final = Shape(
    _SEND_PAGE, (field("otp_expire", STRING, NULL, optional=True), _CODE, _MESSAGE)
)
"""A refusal under HTTP 200: no page shows one, so that ``otp_expire`` may be absent (api-reference 1.5)."""
CHECK_OTP: Final = Shape(_CHECK_PAGE, (_CODE, _MESSAGE))
"""A checked code, also a refused one (S3, D2)."""
ERROR: Final = Shape(
    _ERROR_PAGE,
    (field("type", STRING), _MESSAGE, field("code", NUMBER), field("result_code", NUMBER)),
)
"""The error object of every other HTTP status; its ``code`` is the status (D9)."""


def shape_of(verb: Verb, status: int, body: dict[str, Any] | None) -> Shape:
    """Return the documented shape of an answer.

    Args:
        verb: Verify is ``check_otp``, every other one ``send_otp``.
        status: The HTTP status.
        body: The JSON object of the answer; None where the body is none.
    """
    if status != OK:
        return ERROR
    if verb is Verb.VERIFY:
        return CHECK_OTP
    return SEND_OTP if as_int((body or {}).get("code")) == 0 else SEND_OTP_REFUSED
