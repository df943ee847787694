"""Paynet's card OTP: ``send_otp`` and ``check_otp`` (api-reference part 1)."""

import base64
import json
from collections.abc import Callable
from typing import Any, Final

from otp_tui.core.exchange.exchange import Answer, ChallengeKind, Request, Verb
from otp_tui.core.exchange.verdict import Decision, Verdict
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.secrets import PHONE, SecretRegistry
from otp_tui.core.timestamps import parse_expiry
from otp_tui.services.http.client import HttpCall, HttpReply
from otp_tui.services.providers.documentation import Claim, Documentation, contradicting, is_zero
from otp_tui.services.providers.gateway import GatewayMisuseError, required_secret
from otp_tui.services.providers.json_fields import as_int, as_json_text, as_text
from otp_tui.services.providers.paynet_shapes import shape_of
from otp_tui.services.providers.target import ProviderTarget
from otp_tui.services.providers.verdicts import NO_OBJECT, OK, STATUSES, by_status, delivery_of

PROVIDER: Final = "paynet"

CODE_NAMES: Final[dict[int, str]] = {
    1: "unsuccessful",
    2: "companyblocked",
    3: "agentblocked",
    4: "agentnotfound",
    5: "duplicatedata",
    6: "noprocess",
    7: "unauthorized",
    8: "servererror",
    9: "notimplemented",
    10: "timeout",
    11: "badrequest",
    12: "nodata",
    13: "paynetjnosession",
    14: "paynetjwrongbin",
    15: "paynetjunmatchtran",
    16: "paynetj3derror",
    17: "paynetjusedsession",
    18: "wrongcarddata",
    19: "wrongtransactiontype",
    20: "wrongpostype",
    21: "wrongratioget",
    100: "oldsuccessful",
}
"""The return codes of refusals and errors with their printed names (api-reference 1.6, D8)."""

_VERDICTS: Final[dict[int, Verdict]] = {
    **dict.fromkeys((2, 3, 4, 7), Verdict.CREDENTIALS),
    **dict.fromkeys((1, 5, 6, 9, *range(11, 22)), Verdict.REFUSED),
    **dict.fromkeys((8, 10), Verdict.PROVIDER_ERROR),
}
_CHECKING: Final = _VERDICTS | {0: Verdict.OK, 1: Verdict.CODE_REFUSED}
_SENDING: Final = _VERDICTS | {0: Verdict.CHALLENGE}
_CLAIMS_OF_ERRORS: Final = (Claim(("code",), is_zero), Claim(("result_code",), is_zero))
"""Under an HTTP error; under HTTP 200 a refusal is documented (D9), and its ``code`` decides."""
_MEDIA: Final = "application/json; charset=UTF-8"
"""The media type of requests and answers (D5, D11)."""


def decide(verb: Verb, status: int, body: dict[str, Any] | None) -> Decision:
    """Decide an answer of Paynet (contract, "Verdicts"; api-reference 1.5, D9).

    ``code`` is the return code only under HTTP 200; otherwise it repeats the HTTP status, and ``result_code`` holds
    the return code.

    Args:
        verb: Start and resend are ``send_otp``, verify is ``check_otp``.
        status: The HTTP status.
        body: The JSON object of the answer; None where the body is none.
    """
    table = _CHECKING if verb is Verb.VERIFY else _SENDING
    if status == OK and body is not None:
        return _by_code(table, body)
    if status == OK:
        return Decision(Verdict.PROVIDER_ERROR, "HTTP status", str(status), NO_OBJECT)
    if body is None:
        return by_status(status, NO_OBJECT)
    code = as_int(body.get("result_code"))
    if code is None or code == 0:  # an error status with a successful return code is no success
        return by_status(status)
    return _decision(table, "result_code", body["result_code"], code)


class Paynet:
    """Paynet's requests and answers; implements `ProviderAdapter`.

    Args:
        registry: The walkthrough's secrets.
        target: The target; its key is sent raw after ``Basic`` (api-reference 1.2, D5, D6), or, with the option
            ``paynet_auth`` ``base64``, as ``base64(key:)``, for the set-ups that third parties describe (T4).
    """

    provider = PROVIDER
    documented = frozenset(map(str, (0, *CODE_NAMES))) | STATUSES

    def __init__(self, registry: SecretRegistry, target: ProviderTarget) -> None:
        self._registry = registry
        self._key = target.credentials["paynet.secret_key"]
        self._as_base64 = target.options.get("paynet_auth") == "base64"

    def build(self, request: Request) -> HttpCall:
        """Write a request; a resend is another ``send_otp`` under the same ``otp_session_id``."""
        if request.verb not in _CALLS:
            raise GatewayMisuseError(f"Paynet has no {request.verb.value}")
        name, fields = _CALLS[request.verb]
        return HttpCall(
            name=name,
            method="POST",
            path=f"/v1/card/{name}",
            headers=(
                ("Authorization", self._authorization()),
                ("Content-Type", _MEDIA),
                ("Accept", _MEDIA),
            ),
            body=json.dumps(fields(self._registry, request)).encode(),
        )

    def answer(self, verb: Verb, reply: HttpReply, body: dict[str, Any] | None) -> Answer:
        assert reply.status is not None
        decision = decide(verb, reply.status, body)
        readable = _readable(reply.status, body or {})
        answer = Answer(
            decision,
            delivery_of(verb, reply.status, decision.verdict, readable=readable),
            words=as_text((body or {}).get("message")),
        )
        if decision.verdict is not Verdict.CHALLENGE or body is None:
            return answer
        expiry = parse_expiry(body.get("otp_expire"), reply.header("date"), reply.received)
        return answer._replace(kind=ChallengeKind.CARD, expiry=expiry)

    def documentation(
        self, verb: Verb, status: int, body: dict[str, Any] | None, decision: Decision
    ) -> Documentation:
        """Return the shape of ``send_otp``, ``check_otp`` or the error object, and what claims the opposite."""
        claims = () if status == OK else _CLAIMS_OF_ERRORS
        return Documentation(shape_of(verb, status, body), contradicting(claims, body, decision))

    def _authorization(self) -> str:
        key = self._key.reveal()
        return "Basic " + (base64.b64encode(f"{key}:".encode()).decode() if self._as_base64 else key)


def _readable(status: int, body: dict[str, Any]) -> bool:
    """Return whether an answer has its deciding field; 0 decides nothing under an HTTP error."""
    if status == OK:
        return as_int(body.get("code")) is not None
    return as_int(body.get("result_code")) not in {None, 0}


def _by_code(table: dict[int, Verdict], body: dict[str, Any]) -> Decision:
    code = as_int(body.get("code"))
    if code is None:
        name = "" if "code" in body else "absent"
        return Decision(Verdict.PROVIDER_ERROR, "code", as_json_text(body.get("code")), name)
    return _decision(table, "code", body["code"], code)


def _decision(table: dict[int, Verdict], path: str, value: Any, code: int) -> Decision:
    return Decision(table.get(code, Verdict.UNKNOWN), path, as_json_text(value), CODE_NAMES.get(code, ""))


def _send_otp(registry: SecretRegistry, request: Request) -> dict[str, str]:
    """Return the fields of ``send_otp`` (api-reference 1.3, S2)."""
    return {
        "user_gsm": PhoneNumber(required_secret(registry, PHONE, "phone")).domestic,
        "otp_session_id": required_secret(registry, request.reference, "reference"),
    }


def _check_otp(registry: SecretRegistry, request: Request) -> dict[str, str]:
    """Return the fields of ``check_otp`` (api-reference 1.4, S3)."""
    return {
        "otp_code": required_secret(registry, request.code, "code"),
        "otp_session_id": required_secret(registry, request.reference, "reference"),
        "user_gsm": PhoneNumber(required_secret(registry, PHONE, "phone")).domestic,
    }


_CALLS: Final[dict[Verb, tuple[str, Callable[[SecretRegistry, Request], dict[str, str]]]]] = {
    Verb.START: ("send_otp", _send_otp),
    Verb.RESEND: ("send_otp", _send_otp),
    Verb.VERIFY: ("check_otp", _check_otp),
}
