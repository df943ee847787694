"""Paynet's rules: `send_otp` and `check_otp` (api-reference part 1)."""

from __future__ import annotations

import base64
import binascii
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from otp_tui.simulator import phone_formats
from otp_tui.simulator.bounded_dict import BoundedDict
from otp_tui.simulator.clock import Clock, dotnet_istanbul
from otp_tui.simulator.messages import Answer, Call, Incoming, json_answer
from otp_tui.simulator.providers.provider import Provider, key_accepted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from otp_tui.simulator.generator import ValueGenerator
    from otp_tui.simulator.inbox import Inbox
    from otp_tui.simulator.scenarios import Behaviour

SUCCESSFUL: Final = 0  # D8, like the three below
UNSUCCESSFUL: Final = 1
UNAUTHORIZED: Final = 7
BADREQUEST: Final = 11

_SCHEME: Final = b"basic "
_MESSAGES: Final = {SUCCESSFUL: "İşlem başarılı.", UNSUCCESSFUL: "İşlem başarısız."}


@dataclass(slots=True)
class Otp:
    """The newest code of a phone and an `otp_session_id`, which ties code and card together (S2).

    Attributes:
        code: The code in the SMS.
        expires_at: Seconds since the Unix epoch.
        checks: The number of tries; a resend goes on counting.
        used: True once check_otp accepted it.
    """

    code: str
    expires_at: float
    checks: int = 0
    used: bool = False


class Paynet(Provider):
    """Paynet's OTP services.

    Args:
        clock: Decides when a code expires.
        generator: Makes the codes.
        inbox: Receives the SMS.
        otp_lifetime_s: Seconds until a code expires, where the number's behaviour names no others.
    """

    name = "paynet"
    calls = (
        Call("send_otp", "POST", "/v1/card/send_otp", sends=True),
        Call("check_otp", "POST", "/v1/card/check_otp"),
    )

    def __init__(self, clock: Clock, generator: ValueGenerator, inbox: Inbox, otp_lifetime_s: float) -> None:
        super().__init__(clock, generator, inbox, otp_lifetime_s)
        self._otps: BoundedDict[tuple[str, str], Otp] = BoundedDict()

    def reset(self) -> None:
        """Delete every code."""
        self._otps.clear()

    def forget(self, phone: str) -> None:
        """Delete the codes of one phone."""
        self._otps.drop(lambda key, _: key[0] == phone)

    def _phone_of(self, call: Call, request: Incoming) -> str | None:
        return None if request.fields is None else phone_formats.from_paynet(request.fields.get("user_gsm"))

    def _keys_accepted(self, headers: Mapping[bytes, bytes]) -> bool:
        """Return whether `Authorization: Basic` holds the key (D5) or base64 of `key:`."""
        value = headers.get(b"authorization", b"")
        if value[: len(_SCHEME)].lower() != _SCHEME:
            return False
        return key_accepted(_unwrapped(value[len(_SCHEME) :].strip()))

    def _http_refusal(self, status: int, *, headers: tuple[tuple[bytes, bytes], ...] = ()) -> Answer:
        return _error_object(status, BADREQUEST, "invalid_request_error", "İstek kabul edilmedi.", headers)

    def _keys_refusal(self) -> Answer:
        return _error_object(401, UNAUTHORIZED, "authorization_error", "Yetkisiz istek.")

    def _not_json(self) -> Answer:
        return self._http_refusal(400)

    def _answer(self, call: Call, request: Incoming, behaviour: Behaviour) -> Answer:
        fields = request.fields or {}
        phone = phone_formats.from_paynet(fields.get("user_gsm"))
        session_id = _text(fields, "otp_session_id")
        if phone is None or session_id is None:
            return self._http_refusal(400)
        if call.name == "send_otp":
            return self._send(phone, session_id, behaviour)
        code = _text(fields, "otp_code")
        if code is None:
            return self._http_refusal(400)
        return self._check(phone, session_id, code, behaviour)

    def _send(self, phone: str, session_id: str, behaviour: Behaviour) -> Answer:
        """Answer send_otp (S2).

        Refusing a send before `otp_expire` is an invention: S2 only advises against it.
        """
        now = self._clock.now()
        previous = self._otps.get((phone, session_id))
        waiting = previous is not None and not previous.used and now < previous.expires_at
        if behaviour.sends_refused or waiting:
            return _returned(UNSUCCESSFUL, behaviour)
        lifetime_s = behaviour.otp_lifetime_s or self._otp_lifetime_s
        checks = previous.checks if previous is not None else 0
        otp = Otp(self._generator.letter_code(), now + lifetime_s, checks)
        self._otps.add((phone, session_id), otp)
        self._send_sms(phone, otp.code, lifetime_s, session_id)
        return _returned(
            SUCCESSFUL,
            behaviour,
            otp_expire=dotnet_istanbul(math.floor(otp.expires_at + behaviour.clock_ahead_s)),
        )

    def _check(self, phone: str, session_id: str, code: str, behaviour: Behaviour) -> Answer:
        """Answer check_otp (S3); code 1 for every refusal is an invention (D8 has no closer one)."""
        otp = self._otps.get((phone, session_id))
        if otp is None or otp.used or self._clock.now() >= otp.expires_at:
            return _returned(UNSUCCESSFUL, behaviour)
        otp.checks += 1
        if otp.code != code or (behaviour.first_check_refused and otp.checks == 1):
            return _returned(UNSUCCESSFUL, behaviour)
        otp.used = True
        return _returned(SUCCESSFUL, behaviour)


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None


def _unwrapped(key: bytes) -> bytes:
    """Return the key inside `base64(key + ":")`, or the value itself when it is not base64."""
    try:
        decoded = base64.b64decode(key, validate=True)
    except binascii.Error:
        return key
    return decoded[:-1] if decoded.endswith(b":") else key


def _returned(code: int, behaviour: Behaviour, **extra: str) -> Answer:
    """Return an HTTP 200 answer; S2 and S3 document `code` as a number and as a string."""
    written: int | str = str(code) if behaviour.paynet_code_as_string else code
    return json_answer({**extra, "code": written, "message": _MESSAGES[code]}, decided=f"code={code}")


def _error_object(
    status: int, result_code: int, kind: str, message: str, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> Answer:
    """Return an error object (D9): `code` is the HTTP status, `result_code` the return code."""
    body = {"type": kind, "message": message, "code": status, "result_code": result_code}
    return json_answer(body, decided=f"result_code={result_code}", status=status, headers=headers)
