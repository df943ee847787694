"""Paywall's Masterpass services: sessions, links and their OTPs (api-reference part 2)."""

import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from otp_tui.core.exchange.exchange import Answer, LinkedAccount, Request, Verb
from otp_tui.core.exchange.verdict import Decision, Verdict
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.security.secrets import PHONE, Handle, SecretRegistry
from otp_tui.services.http.client import HttpCall, HttpReply
from otp_tui.services.providers.documentation import (
    Claim,
    Documentation,
    contradicting,
    is_good_status,
    is_true,
    is_zero,
)
from otp_tui.services.providers.gateway import GatewayMisuseError, required_secret
from otp_tui.services.providers.json_fields import as_identifier, as_text, get_path
from otp_tui.services.providers.paywall_shapes import shape_of
from otp_tui.services.providers.paywall_verdicts import (
    ALREADY_LINKED,
    DEAD_SESSION,
    DOCUMENTED,
    EXCEPTION,
    IS_LINKED,
    KINDS,
    MASTERPASS,
    RESULT,
    decide_in_detail,
    response_code,
)
from otp_tui.services.providers.target import ProviderTarget
from otp_tui.services.providers.verdicts import delivery_of

PROVIDER: Final = "paywall"

UserId = Callable[[], str]
"""A function that returns the merchant's id of the customer (api-reference 2.5)."""

_BASE: Final = "/api/paywall/masterpass"
_SHOWN_DIGITS: Final = 4
_CLAIMS: Final = (
    Claim(("ErrorCode",), is_zero),
    Claim(("Result",), is_true),
    Claim((*MASTERPASS, "StatusCode"), is_good_status),
    Claim((*RESULT, "ResponseCode"), lambda value: value == "0000" or None),
    Claim((*RESULT, "IsVerified"), is_true),
)
"""The fields that integrators branch on; the envelope tells success on failures as well (S0, S4)."""
_WORDS: Final = ((*EXCEPTION, "Message"), (*RESULT, "Description"), ("Message",))


class Paywall:
    """Paywall's requests and answers; implements `ProviderAdapter`.

    Args:
        registry: The walkthrough's secrets.
        target: The target; its keys are sent as ``apikeyprivate`` and ``apiclientprivate`` (api-reference 2.2).
    """

    provider = PROVIDER
    documented = DOCUMENTED

    def __init__(self, registry: SecretRegistry, target: ProviderTarget) -> None:
        self._registry = registry
        self._api_key = target.credentials["paywall.api_key"]
        self._api_client = target.credentials["paywall.api_client"]
        self._user_id = target.user_id

    def build(self, request: Request) -> HttpCall:
        """Write a request; a GET has its session in a header (api-reference 2.2, D21)."""
        shape = _SHAPES[request.verb]
        headers = [
            ("apikeyprivate", self._api_key.reveal()),
            ("apiclientprivate", self._api_client.reveal()),
            ("Accept", "application/json"),
        ]
        if shape.fields is None:
            session = as_identifier(required_secret(self._registry, request.session, "session"))
            if session is None:
                raise GatewayMisuseError("a session id that cannot be a header")
            headers.append(("sessionid", session))
            return HttpCall(shape.name, shape.method, f"{_BASE}/{shape.name}", tuple(headers))
        headers.append(("Content-Type", "application/json"))
        body = json.dumps(shape.fields(self._registry, request, self._user_id)).encode()
        return HttpCall(shape.name, shape.method, f"{_BASE}/{shape.name}", tuple(headers), body)

    def answer(self, verb: Verb, reply: HttpReply, body: dict[str, Any] | None) -> Answer:
        """Decide a complete answer and register its new token and session id."""
        assert reply.status is not None
        judged = decide_in_detail(verb, reply.status, body)
        verdict = judged.decision.verdict
        answer = Answer(judged.decision, delivery_of(verb, judged.status, verdict, readable=judged.readable))
        if body is None:
            return answer
        session, renewed = self._new_session(verb, verdict, body)
        exception = get_path(body, *EXCEPTION, "Code")
        answer = answer._replace(
            session=session,
            renewed=renewed,
            session_dead=verdict is Verdict.EXPIRED and exception == DEAD_SESSION,
            already=verdict is Verdict.OK and exception == ALREADY_LINKED,
            words=next((words for path in _WORDS if sanitize(words := as_text(get_path(body, *path)))), ""),
        )
        if verb is Verb.CONFIRM:
            linked = get_path(body, *IS_LINKED)
            answer = answer._replace(linked=linked if isinstance(linked, bool) else None)
        if verdict in {Verdict.CHALLENGE, Verdict.OK}:
            answer = answer._replace(detail=_detail(body))
        if verdict is Verdict.CHALLENGE:
            token = as_identifier(get_path(body, *RESULT, "Token"))
            answer = answer._replace(
                kind=KINDS[response_code(body)],
                token=self._registry.register("token", token) if token else None,
            )
        return answer

    def documentation(
        self, verb: Verb, status: int, body: dict[str, Any] | None, decision: Decision
    ) -> Documentation:
        """Return the shape of the service's answer, and the layers that claim the opposite of its verdict."""
        return Documentation(shape_of(verb, body), contradicting(_CLAIMS, body, decision))

    def _new_session(self, verb: Verb, verdict: Verdict, body: dict[str, Any]) -> tuple[Handle | None, bool]:
        """Return a new session id, if any, and whether it renews one.

        A refusal can renew the session as well (api-reference 2.10, V2).
        """
        if verb is Verb.PREPARE:
            created = as_identifier(get_path(body, "Body", "SessionId"))
            return (
                (self._registry.register("session", created), False)
                if created and verdict is Verdict.OK
                else (None, False)
            )
        renewed = as_identifier(get_path(body, "Body", "Session", "SessionId"))
        if renewed is None or get_path(body, "Body", "Session", "SessionRenewed") is not True:
            return None, False
        return self._registry.register("session", renewed), True


class _Shape(NamedTuple):
    """The request of one verb.

    Attributes:
        method: The HTTP method.
        name: The end of the path.
        fields: Returns the JSON body's fields; None for a call without a body.
    """

    method: str
    name: str
    fields: Callable[[SecretRegistry, Request, UserId], dict[str, Any]] | None


def _session(registry: SecretRegistry, request: Request, user_id: UserId) -> dict[str, Any]:
    """Return the fields of ``session`` (api-reference 2.5, D20)."""
    return {
        "ReferenceCode": required_secret(registry, request.reference, "reference"),
        "UserId": user_id(),
        "UserPhone": PhoneNumber(required_secret(registry, PHONE, "phone")).international,
        "PhoneVerifiedByMerchant": request.verified,
    }


def _in_session(registry: SecretRegistry, request: Request, _user_id: UserId) -> dict[str, Any]:
    """Return the field of link and unlink (api-reference 2.8, S4; 2.9, V1)."""
    return {"SessionId": required_secret(registry, request.session, "session")}


def _resend(registry: SecretRegistry, request: Request, _user_id: UserId) -> dict[str, Any]:
    """Return the fields of ``otp/resend`` (api-reference 2.7, S0)."""
    return {
        "OtpToken": required_secret(registry, request.token, "token"),
        "SessionId": required_secret(registry, request.session, "session"),
    }


def _verify(registry: SecretRegistry, request: Request, _user_id: UserId) -> dict[str, Any]:
    """Return the fields of ``otp/verify`` for the OTP of a link (api-reference 2.6, D23)."""
    return {
        "OtpToken": required_secret(registry, request.token, "token"),
        "OtpCode": required_secret(registry, request.code, "code"),
        "ForLinkToMerchant": True,
        "SessionId": required_secret(registry, request.session, "session"),
    }


_SHAPES: Final[dict[Verb, _Shape]] = {
    Verb.PREPARE: _Shape("POST", "session", _session),
    Verb.START: _Shape("POST", "merchant/link", _in_session),
    Verb.RESEND: _Shape("POST", "otp/resend", _resend),
    Verb.VERIFY: _Shape("POST", "otp/verify", _verify),
    Verb.CONFIRM: _Shape("GET", "card/list", None),
    Verb.UNLINK: _Shape("DELETE", "merchant/unlink", _in_session),
}


def _detail(body: dict[str, Any]) -> LinkedAccount:
    return LinkedAccount(
        issuer=as_text(get_path(body, *RESULT, "CardIssuerName")),
        masked_pan=_masked(as_text(get_path(body, *RESULT, "MaskedPan"))),
        rrn=as_text(get_path(body, *RESULT, "RetrievalReferenceNumber")),
    )


def _masked(pan: str) -> str:
    """Return a card number of which no more than the last four digits are shown."""
    digits = [char for char in pan if char.isdigit()]
    return pan if len(digits) <= _SHOWN_DIGITS else "*" * 12 + "".join(digits[-_SHOWN_DIGITS:])
