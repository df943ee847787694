"""The verdict of a bare HTTP status and the delivery of an answer, for every provider."""

from http import HTTPStatus
from typing import Final

from otp_tui.core.exchange.exchange import SENDING_VERBS, Verb
from otp_tui.core.exchange.verdict import Decision, Delivery, Verdict

OK: Final = 200
STATUSES: Final = frozenset(str(status.value) for status in HTTPStatus)
"""The HTTP statuses as text; bodies repeat them."""
_REDIRECTION: Final = range(300, 400)
_SUCCESS: Final = range(200, 300)
_SERVER: Final = 500

_BY_STATUS: Final = {401: Verdict.CREDENTIALS, 403: Verdict.CREDENTIALS, 429: Verdict.LIMITED}

_UNCERTAIN: Final = frozenset({Verdict.PROVIDER_ERROR, Verdict.UNKNOWN})
"""The verdicts that prove nothing: the provider's own time-out may have followed on an SMS, or used a code."""

_USED: Final = frozenset({Verb.RESEND, Verb.VERIFY})
"""The verbs whose ``ok`` counts as sent; a start that is ``ok`` needed no SMS."""

NO_OBJECT: Final = "no JSON object"


def verdict_of_status(status: int) -> Verdict:
    """Return the verdict of an HTTP status where no body decides (contract, "Verdicts")."""
    if status >= _SERVER:
        return Verdict.PROVIDER_ERROR
    return _BY_STATUS.get(status, Verdict.REFUSED)


def by_status(status: int, name: str = "") -> Decision:
    """Return a decision that rests on the status line alone."""
    return Decision(verdict_of_status(status), "HTTP status", str(status), name)


def delivery_of(verb: Verb, status: int, verdict: Verdict, *, readable: bool) -> Delivery:
    """Return the delivery of a complete answer (contract, "Delivery"); of a verify, its code's.

    Args:
        verb: The request's verb.
        status: The status that decided: of HTTP, or of an inner layer of the body.
        verdict: The answer's verdict.
        readable: False where the answer lacks the deciding field.
    """
    if verdict is Verdict.CHALLENGE:
        return Delivery.SENT
    if verb not in SENDING_VERBS and verb is not Verb.VERIFY:
        return Delivery.NOT_SENT
    if verdict is Verdict.OK:
        return Delivery.SENT if verb in _USED else Delivery.NOT_SENT
    if status >= _SERVER or status in _REDIRECTION:
        return Delivery.MAYBE_SENT
    undecidable = status in _SUCCESS and not readable
    proves_nothing = verdict in _UNCERTAIN and (readable or verb is Verb.VERIFY)
    return Delivery.MAYBE_SENT if undecidable or proves_nothing else Delivery.NOT_SENT
