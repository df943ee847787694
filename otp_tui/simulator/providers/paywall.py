"""Paywall's rules: sessions, account links and OTPs of Masterpass (api-reference part 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from otp_tui.simulator import phone_formats
from otp_tui.simulator.bounded_dict import BoundedDict
from otp_tui.simulator.clock import Clock, istanbul_local
from otp_tui.simulator.messages import Call, Incoming
from otp_tui.simulator.providers import paywall_envelope
from otp_tui.simulator.providers.paywall_card import ISSUER, MASKED_PAN, account_of
from otp_tui.simulator.providers.paywall_envelope import RefusalError, SessionNote
from otp_tui.simulator.providers.paywall_sessions import Challenge, Session, Sessions
from otp_tui.simulator.providers.provider import Provider, key_accepted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from otp_tui.simulator.generator import ValueGenerator
    from otp_tui.simulator.inbox import Inbox
    from otp_tui.simulator.messages import Answer
    from otp_tui.simulator.scenarios import Behaviour

PREFIX: Final = "/api/paywall/masterpass/"
URL_3D: Final = "https://3d.example.invalid/masterpass"

MAX_CODE_LENGTH: Final = 20  # V4
MAX_USER_ID_LENGTH: Final = 100  # V4

_DESCRIPTIONS: Final = {
    "0000": "İşlem başarılı.",
    "5001": "Bankanızın gönderdiği tek kullanımlık kodu girin.",
    "5008": "Masterpass'in gönderdiği tek kullanımlık kodu girin.",
    "5010": "3D Secure ile doğrulayın.",
}
_SENDERS: Final = {"5001": ISSUER, "5008": "Masterpass"}
"""The senders of the SMS by ResponseCode: the bank, or the card scheme's wallet; never the merchant."""


class Outcome(NamedTuple):
    """The outcome of a rule that accepted a request: `Masterpass.Result` and its StatusCode."""

    result: dict[str, Any]
    status: int = 200


class Paywall(Provider):
    """Paywall's Masterpass services.

    Args:
        clock: Decides when sessions and codes expire.
        generator: Makes codes, tokens and ids.
        inbox: Receives the SMS.
        otp_lifetime_s: Seconds until a code expires, where the number's behaviour names no others.
    """

    name = "paywall"
    calls = (
        Call("session", "POST", PREFIX + "session"),
        Call("card/list", "GET", PREFIX + "card/list"),
        Call("merchant/link", "POST", PREFIX + "merchant/link", sends=True),
        Call("otp/resend", "POST", PREFIX + "otp/resend", sends=True),
        Call("otp/verify", "POST", PREFIX + "otp/verify"),
        Call("merchant/unlink", "DELETE", PREFIX + "merchant/unlink"),
    )

    def __init__(self, clock: Clock, generator: ValueGenerator, inbox: Inbox, otp_lifetime_s: float) -> None:
        super().__init__(clock, generator, inbox, otp_lifetime_s)
        self._sessions = Sessions(clock, generator)
        self._links: BoundedDict[str, bool] = BoundedDict()
        self._rules = {
            "card/list": self._list,
            "merchant/link": self._link,
            "otp/resend": self._resend,
            "otp/verify": self._verify,
            "merchant/unlink": self._unlink,
        }

    def reset(self) -> None:
        """Delete every session, token and link."""
        self._sessions.clear()
        self._links.clear()

    def forget(self, phone: str) -> None:
        """Delete the sessions, tokens and the link of one phone."""
        self._sessions.forget(phone)
        self._links.pop(phone, None)

    def _phone_of(self, call: Call, request: Incoming) -> str | None:
        if call.name == "session":
            return phone_formats.from_paywall((request.fields or {}).get("UserPhone"))
        session_id = _session_id(call, request)
        session = self._sessions.find(session_id) if isinstance(session_id, str) else None
        return None if session is None else session.phone

    def _keys_accepted(self, headers: Mapping[bytes, bytes]) -> bool:
        """Check `apikeyprivate` and `apiclientprivate` (S0)."""
        return all(key_accepted(headers.get(name, b"")) for name in (b"apikeyprivate", b"apiclientprivate"))

    def _http_refusal(self, status: int, *, headers: tuple[tuple[bytes, bytes], ...] = ()) -> Answer:
        return paywall_envelope.refused_as_http(status, headers)

    def _keys_refusal(self) -> Answer:
        return paywall_envelope.refused("CLIENT_IS_NOT_AUTHENTICATED", SessionNote())

    def _not_json(self) -> Answer:
        return paywall_envelope.refused("VALIDATION_FAILED", SessionNote())

    def _answer(self, call: Call, request: Incoming, behaviour: Behaviour) -> Answer:
        fields = request.fields or {}
        note = SessionNote()
        try:
            if call.name == "session":
                return self._open(fields, behaviour)
            told = _text({"SessionId": _session_id(call, request)}, "SessionId")
            session = self._sessions.alive(told)
            note = SessionNote(session.id)
            try:
                outcome = self._rules[call.name](session, fields, behaviour)
            finally:
                # A renewal is announced in the answer of the call that caused it, refusals included (2.10).
                note = SessionNote(session.id, renewed=session.id != told)
        except RefusalError as refusal:
            return paywall_envelope.refused(refusal.code, note)
        return paywall_envelope.succeeded(
            outcome.result, note, status=outcome.status, correlation_id=self._generator.guid()
        )

    def _open(self, fields: dict[str, Any], behaviour: Behaviour) -> Answer:
        """Answer `session` (D20)."""
        _text(fields, "ReferenceCode")
        if len(_text(fields, "UserId")) > MAX_USER_ID_LENGTH:
            raise RefusalError("VALIDATION_FAILED")
        for name in ("Force3D", "PhoneVerifiedByMerchant"):
            _flag(fields, name)
        phone = phone_formats.from_paywall(_text(fields, "UserPhone", missing="MSISDN_IS_REQUIRED"))
        if phone is None:
            raise RefusalError("MSISDN_IS_NOT_VALID")
        session = self._sessions.open(phone)
        return paywall_envelope.opened(
            session.id, istanbul_local(session.expires_at + behaviour.clock_ahead_s)
        )

    def _list(self, session: Session, fields: dict[str, Any], behaviour: Behaviour) -> Outcome:
        """Answer `card/list` (D21): the account of a linked phone, or that it is not linked."""
        if not self._linked(session.phone, behaviour):
            raise RefusalError("ACCOUNT_NOT_LINKED_TO_MERCHANT")
        return Outcome(account_of(session.phone))

    def _link(self, session: Session, fields: dict[str, Any], behaviour: Behaviour) -> Outcome:
        """Answer `merchant/link` (S4); every ResponseCode but 5001 is an invention (2.13)."""
        if behaviour.sends_refused:
            raise RefusalError("ERR_YOU_CAN_NOT_CALL_OTP_SERVICE_ONE_MORE_TIME")
        if behaviour.link_refused_with is not None:
            raise RefusalError(behaviour.link_refused_with)
        if behaviour.linked_from_start and self._linked(session.phone, behaviour):
            raise RefusalError("ACCOUNT_IS_ALREADY_LINKED_TO_THIS_MERCHANT")
        code = behaviour.link_response_code
        card = {"CardIssuerName": ISSUER, "MaskedPan": MASKED_PAN}
        if code == "5001":
            challenge = self._sessions.challenge(session, code)
            return Outcome({**self._send_code(session, challenge, behaviour), **card}, 202)
        if code == "5010":
            urls = {"Url3d": URL_3D, "Url3dSuccess": URL_3D + "/success", "Url3dFail": URL_3D + "/fail"}
            return Outcome({**self._result(code), "Token": self._generator.token(), **urls}, 202)
        if code == "0000":
            self._links.add(session.phone, True)
        return Outcome({**self._result(code), "Token": None, **card})

    def _resend(self, session: Session, fields: dict[str, Any], behaviour: Behaviour) -> Outcome:
        """Answer `otp/resend` (S0); success is 5001 or 5008, as for the challenge, under 200."""
        token = _text(fields, "OtpToken", missing="TOKEN_IS_REQUIRED")
        if behaviour.sends_refused:
            raise RefusalError("ERR_YOU_CAN_NOT_CALL_OTP_SERVICE_ONE_MORE_TIME")
        if behaviour.resend_refused_with is not None:
            raise RefusalError(behaviour.resend_refused_with)
        challenge = self._sessions.challenge_of(session, token)
        if behaviour.resend_renews_session:
            self._sessions.renew(session)
        return Outcome(self._send_code(session, challenge, behaviour))

    def _verify(self, session: Session, fields: dict[str, Any], behaviour: Behaviour) -> Outcome:
        """Answer `otp/verify` (D23)."""
        token = _text(fields, "OtpToken", missing="TOKEN_IS_REQUIRED")
        code = _text(fields, "OtpCode", missing="OTP_CODE_IS_REQUIRED")
        if len(code) > MAX_CODE_LENGTH:
            raise RefusalError("OTP_CODE_MAX_LENGTH_EXCEEDED")
        challenge = self._sessions.challenge_of(session, token)
        if not _flag(fields, "ForLinkToMerchant"):  # an invention: what a wrong one does is open (2.13)
            raise RefusalError("VALIDATION_FAILED")
        if behaviour.verify_finds_token_expired:
            self._sessions.renew(session)
            raise RefusalError("TOKEN_HAS_EXPIRED")
        if self._clock.now() >= challenge.expires_at:
            raise RefusalError("TOKEN_HAS_EXPIRED")
        challenge.checks += 1
        if challenge.code != code or (behaviour.first_check_refused and challenge.checks == 1):
            raise RefusalError("OTP_IS_NOT_VALID")
        challenge.used = True
        return self._accepted(session, challenge, behaviour)

    def _accepted(self, session: Session, challenge: Challenge, behaviour: Behaviour) -> Outcome:
        """Return the outcome of a right code: another OTP, or the linked account."""
        url_fields = {"Url3d": None, "Url3dSuccess": None, "Url3dFail": None}
        if behaviour.second_otp and not challenge.further:
            further = self._sessions.challenge(session, "5008", further=True)
            sent = self._send_code(session, further, behaviour)
            return Outcome({**sent, "IsVerified": False, **url_fields, "CardUniqueNumber": None}, 202)
        self._links.add(session.phone, True)
        card_number = self._generator.card_number()
        verified = {
            "IsVerified": True,
            **url_fields,
            "CardUniqueNumber": card_number,
            "Token": self._generator.token(),
        }
        return Outcome({**self._result("0000"), **verified})

    def _unlink(self, session: Session, fields: dict[str, Any], behaviour: Behaviour) -> Outcome:
        """Answer `merchant/unlink` (D26)."""
        if not self._linked(session.phone, behaviour):
            raise RefusalError("ACCOUNT_NOT_LINKED_TO_MERCHANT")
        self._links.add(session.phone, False)
        return Outcome({"RetrievalReferenceNumber": self._generator.reference()})

    def _linked(self, phone: str, behaviour: Behaviour) -> bool:
        return self._links.get(phone, behaviour.linked_from_start)

    def _send_code(self, session: Session, challenge: Challenge, behaviour: Behaviour) -> dict[str, Any]:
        """Send the SMS of a challenge and return the result that asks for its code."""
        lifetime_s = behaviour.otp_lifetime_s or self._otp_lifetime_s
        self._sessions.issue(challenge, lifetime_s)
        sender = _SENDERS[challenge.kind]
        self._send_sms(session.phone, challenge.code, lifetime_s, session.id, sender=sender)
        return {**self._result(challenge.kind), "Token": challenge.token}

    def _result(self, code: str) -> dict[str, Any]:
        return {
            "RetrievalReferenceNumber": self._generator.reference(),
            "ResponseCode": code,
            "Description": _DESCRIPTIONS.get(code, ""),
        }


def _session_id(call: Call, request: Incoming) -> Any:
    """Return a request's SessionId: from a header for a GET (D21), else from the body."""
    if call.method == "GET":
        return request.headers.get(b"sessionid", b"").decode("latin-1")
    return (request.fields or {}).get("SessionId")


def _text(fields: Mapping[str, Any], name: str, *, missing: str = "VALIDATION_FAILED") -> str:
    value = fields.get(name)
    if value is None or value == "":
        raise RefusalError(missing)
    if not isinstance(value, str):
        raise RefusalError("VALIDATION_FAILED")
    return value


def _flag(fields: Mapping[str, Any], name: str) -> bool:
    """Return an optional boolean; absent and null are false."""
    value = fields.get(name)
    if value is not None and not isinstance(value, bool):
        raise RefusalError("VALIDATION_FAILED")
    return value is True
