"""What both providers' tables share: the meaning of a bare HTTP status, and what is known of the SMS."""

from typing import Final

from otp_tui.core.exchange.exchange import SENDING_VERBS, Verb
from otp_tui.core.exchange.verdict import Decision, Delivery, Verdict

OK: Final = 200
_REDIRECTION: Final = range(300, 400)
_SUCCESS: Final = range(200, 300)
_SERVER: Final = 500

_BY_STATUS: Final = {401: Verdict.CREDENTIALS, 403: Verdict.CREDENTIALS, 429: Verdict.LIMITED}

_USED: Final = frozenset({Verb.RESEND, Verb.VERIFY})
"""A resend that is just ``ok`` was sent, a verify that is ``ok`` used its code; a start that is needed no SMS."""

NO_OBJECT: Final = "no JSON object"


def verdict_of_status(status: int) -> Verdict:
    """The verdict of an HTTP status where no body decides (contract, "Verdicts")."""
    if status >= _SERVER:
        return Verdict.PROVIDER_ERROR
    return _BY_STATUS.get(status, Verdict.REFUSED)


def by_status(status: int, name: str = "") -> Decision:
    """A decision that rests on the status line alone."""
    return Decision(verdict_of_status(status), "HTTP status", str(status), name)


def delivery_of(verb: Verb, status: int, verdict: Verdict, *, readable: bool) -> Delivery:
    """What is known of the SMS after a complete answer (contract, "Delivery").

    For a verify the same words tell whether the code was used.

    Args:
        verb: What was asked.
        status: The HTTP status, or Masterpass's own where that one decided.
        verdict: What was made of the answer.
        readable: False where the answer lacks what should have decided.
    """
    if verdict is Verdict.CHALLENGE:
        return Delivery.SENT
    if verb not in SENDING_VERBS and verb is not Verb.VERIFY:
        return Delivery.NOT_SENT
    if verdict is Verdict.OK:
        return Delivery.SENT if verb in _USED else Delivery.NOT_SENT
    if status >= _SERVER or status in _REDIRECTION:
        return Delivery.MAYBE_SENT
    undecidable = status in _SUCCESS and (not readable or verdict is Verdict.UNKNOWN)
    return Delivery.MAYBE_SENT if undecidable else Delivery.NOT_SENT
